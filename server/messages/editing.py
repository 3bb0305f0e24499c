"""messages.editMessage and getMessageEditData: the author's new words in every copy (core.telegram.org/api/messages).

Text, entities and media are the same in all copies of a message; what belongs to a copy (its flags, the chat it was
saved from) stays.
"""

from __future__ import annotations

from msgspec import structs

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.membership import find_seat, still_reached
from server.chats.posting import check_change
from server.files.media import uploaded
from server.messages import scheduled_editing
from server.messages.answers import answer_events
from server.messages.media import is_editable
from server.messages.revising import WRITTEN, Change, revised, written
from server.polls.closing import close as close_poll
from server.previews.attaching import is_captioned, preview_of_edit
from server.render.messages import render_message, told
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.accounts import blocks
from storage.conversations import boxes, messages
from storage.conversations.boxes import Event
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx

router = Router("editing")

EDITED = "edited"

TIME_LIMIT = 172_800
"""Seconds in which a message may be edited: config.edit_time_limit."""


@router.rpc(functions.messages.EditMessage, flood=FloodClass.SEND)
async def edit_message(ctx: Context, request: functions.messages.EditMessage) -> types.Updates:
    """Give a message of the caller's new text, entities or media; or end a poll, or change what is still to be sent.

    Raises:
        NOT_IMPLEMENTED: It is to become a quick reply.
        SCHEDULE_DATE_INVALID: What was sent already is not sent again and again.
    """
    if request.quick_reply_shortcut_id is not None:
        raise rpc_errors.NOT_IMPLEMENTED
    if request.schedule_repeat_period and request.schedule_date is None:
        raise rpc_errors.SCHEDULE_DATE_INVALID
    if isinstance(request.media, types.InputMediaPoll) and request.media.poll.closed:
        return await close_poll(ctx, request.peer, request.id)
    if request.media is not None:
        request.media = await uploaded(ctx, request.media)
    preview = await preview_of_edit(ctx, request)
    if request.schedule_date is not None:
        return await scheduled_editing.edit(ctx, request, request.schedule_date, preview)
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> Event:
        message = await _editable(ctx, tx, await access.peer(ctx, tx, request.peer), request.id)
        change = await revised(ctx, tx, message, request, preview)
        if change.body == written(message.body) and change.inverts(message.flags) == message.flags:
            raise rpc_errors.MESSAGE_NOT_MODIFIED
        await check_change(tx, ctx.user_id, message.peer, message.body, change.body)
        return await apply(tx, message, change, ctx.now, origin)

    event = await ctx.app.db.write(unit)
    if preview is not None:
        ctx.app.previews.tell_when_found(preview["page"], event.box, request.id, ctx.now)
    return await answer_events(ctx, [event], render_edited)


@router.rpc(functions.messages.GetMessageEditData)
async def get_message_edit_data(
    ctx: Context, request: functions.messages.GetMessageEditData
) -> types.messages.MessageEditData:
    """Whether a message may be edited, and whether its text is a caption."""

    async def query(view: Snapshot) -> types.messages.MessageEditData:
        message = await _editable(ctx, view, await access.peer(ctx, view, request.peer), request.id)
        return types.messages.MessageEditData(caption=is_captioned(message.body))

    return await ctx.app.db.peek(query)


async def apply(tx: Tx, message: Message, change: Change, now: int, origin: int = 0) -> Event:
    """Write a change into every copy, with an event for each; returns the event of the given copy's box."""
    reached = await still_reached(tx, await messages.copies(tx, message.origin_box, message.origin_id))
    changed = [_changed(copy, change, now) for copy in reached]
    await messages.update(tx, changed)
    own = None
    for copy in changed:
        mine = copy.box == message.box
        event = await boxes.append(
            tx, copy.box, EDITED, {"id": copy.id}, now=now, origin=origin if mine else 0, record=copy
        )
        own = event if mine else own
    assert own is not None  # the given copy is one of the copies
    return own


def _changed(copy: Message, change: Change, now: int) -> Message:
    body = copy.body.copy()
    for name in WRITTEN:
        body.pop(name, None)
    body.update(change.body)
    body["edited"] = now
    flags = copy.flags | Flag.EDIT_HIDE if change.hidden else copy.flags & ~Flag.EDIT_HIDE
    return structs.replace(copy, body=body, flags=change.inverts(flags))


async def _editable(ctx: Context, view: Snapshot, peer: int, message_id: int) -> Message:
    """The message, if its author is the caller and it may still be edited.

    Raises:
        MESSAGE_ID_INVALID: There is no such message here, or it is of a kind that is never edited.
        MESSAGE_AUTHOR_REQUIRED: It is somebody else's, or forwarded.
        MESSAGE_EDIT_TIME_EXPIRED: It is too old.
        USER_IS_BLOCKED: The other side wants nothing more of the caller: no new words in old messages either.
        CHAT_WRITE_FORBIDDEN: The caller is no longer in the group.
    """
    message = await _own(view, ctx.user_id, message_id)
    if message.peer != peer or not is_editable(message, ctx.now):
        raise rpc_errors.MESSAGE_ID_INVALID
    if "forward" in message.body:
        raise rpc_errors.MESSAGE_AUTHOR_REQUIRED
    if peer < 0 and await find_seat(view, peer, ctx.user_id) is None:
        raise rpc_errors.CHAT_WRITE_FORBIDDEN
    if peer > 0 and await blocks.blocks(view, peer, ctx.user_id):
        raise rpc_errors.USER_IS_BLOCKED
    if peer != ctx.user_id and not _is_live(message) and ctx.now - message.date > TIME_LIMIT:
        raise rpc_errors.MESSAGE_EDIT_TIME_EXPIRED
    return message


async def _own(view: Snapshot, user_id: int, message_id: int) -> Message:
    message = await messages.by_id(view, user_id, message_id)
    if message is None or Flag.SERVICE in message.flags:
        raise rpc_errors.MESSAGE_ID_INVALID
    if Flag.OUT not in message.flags:
        raise rpc_errors.MESSAGE_AUTHOR_REQUIRED
    return message


def _is_live(message: Message) -> bool:
    return message.body.get("media", {}).get("kind") == "geo_live"


async def render_edited(scene: Rendering, event: Event) -> types.UpdateEditMessage | None:
    """EDITED as an update."""
    message = await told(scene, event)
    if message is None:
        return None
    return types.UpdateEditMessage(
        message=await render_message(scene, message), pts=event.pts, pts_count=event.pts_count
    )


RENDERERS: dict[str, EventRenderer] = {EDITED: render_edited}
