"""To-do lists (core.telegram.org/api/todo): inputMediaTodo, messages.toggleTodoCompleted, appendTodoList.

A list lives in the bodies of its message's copies, with who has done what and when: each change is an edit of all of
them and is told by a service message. A forwarded list is a picture of how it stood: nobody changes it any more.

Both methods write into the dialog, so whoever may not write there may not call them: adding items takes the right to
send such a list, completing them the right to send anything at all.
"""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.posting import check_content, check_may_write
from server.messages.addressing import Address, address
from server.messages.answers import answer_events
from server.messages.delivery import Sent, deliver_service
from server.messages.editing import apply, render_edited
from server.messages.revising import Change
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.todo.media import MAX_ITEMS, read_items
from storage.conversations import messages
from storage.conversations.boxes import Event
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx

router = Router("todo")

Record = dict[str, Any]


@router.rpc(functions.messages.ToggleTodoCompleted, flood=FloodClass.SEND)
async def toggle_todo_completed(ctx: Context, request: functions.messages.ToggleTodoCompleted) -> types.Updates:
    """Say that items are done, or are not. What is so already, or is not there, does not count."""

    async def unit(tx: Tx) -> tuple[Event, Sent]:
        to = await address(ctx, tx, request.peer)
        await check_may_write(tx, ctx.user_id, to.peer)
        message, media = await _changeable(tx, ctx.user_id, to.peer, request.msg_id, "complete")
        there = {item["id"] for item in media["items"]}
        done = {item: (user, date) for item, user, date in media["done"]}
        completed = sorted((there & set(request.completed)) - done.keys())
        incompleted = sorted(done.keys() & set(request.incompleted))
        if not (completed or incompleted) or set(request.completed) & set(request.incompleted):
            raise rpc_errors.TODO_NOT_MODIFIED
        done |= dict.fromkeys(completed, (ctx.user_id, ctx.now))
        left = [[item, *by] for item, by in sorted(done.items()) if item not in incompleted]
        action = {"kind": "todo_completions", "completed": completed, "incompleted": incompleted}
        return await _write(ctx, tx, to, message, {**media, "done": left}, action)

    event, told = await ctx.app.db.write(unit)
    return await answer_events(ctx, [event], render_edited, [told])


@router.rpc(functions.messages.AppendTodoList, flood=FloodClass.SEND)
async def append_todo_list(ctx: Context, request: functions.messages.AppendTodoList) -> types.Updates:
    """Add items to a list."""
    if not request.list:
        raise rpc_errors.TODO_NOT_MODIFIED
    added = await ctx.app.db.peek(lambda view: read_items(ctx, view, request.list))

    async def unit(tx: Tx) -> tuple[Event, Sent]:
        to = await address(ctx, tx, request.peer)
        message, media = await _changeable(tx, ctx.user_id, to.peer, request.msg_id, "append")
        await check_content(tx, ctx.user_id, to.peer, (message.body,))
        items = [*media["items"], *added]
        if len({item["id"] for item in items}) != len(items):
            raise rpc_errors.TODO_ITEM_DUPLICATE
        if len(items) > MAX_ITEMS:
            raise rpc_errors.TODO_ITEMS_TOO_MUCH
        return await _write(ctx, tx, to, message, {**media, "items": items}, {"kind": "todo_append", "items": added})

    event, told = await ctx.app.db.write(unit)
    return await answer_events(ctx, [event], render_edited, [told])


async def _changeable(view: Snapshot, user_id: int, peer: int, message_id: int, right: str) -> tuple[Message, Record]:
    """A list in a dialog of the caller's, if its author lets them change it.

    Raises:
        MESSAGE_ID_INVALID: There is no such message, or it is no list.
        MESSAGE_AUTHOR_REQUIRED: The list is somebody else's who keeps this right, or forwarded.
    """
    message = await messages.by_id(view, user_id, message_id)
    if message is None or message.peer != peer:
        raise rpc_errors.MESSAGE_ID_INVALID
    media = message.body.get("media", {})
    if media.get("kind") != "todo":
        raise rpc_errors.MESSAGE_ID_INVALID
    if "forward" in message.body or not (Flag.OUT in message.flags or media[right]):
        raise rpc_errors.MESSAGE_AUTHOR_REQUIRED
    return message, media


async def _write(
    ctx: Context, tx: Tx, to: Address, message: Message, media: Record, action: Record
) -> tuple[Event, Sent]:
    """Write a list as it now is into every copy, and tell it in the dialog."""
    origin = ctx.session.session_number
    body = message.body.copy()
    body["media"] = media
    event = await apply(tx, message, Change(body, hidden=True), ctx.now, origin)
    reply = {"origin": (message.origin_box, message.origin_id)}
    told = await deliver_service(
        tx, ctx.user_id, to.peer, to.recipients, action, now=ctx.now, reply=reply, origin=origin
    )
    return event, told
