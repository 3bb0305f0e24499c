"""messages.getHistory and messages.getMessages (core.telegram.org/api/offsets)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.hashing import result_hash
from server.render.messages import render_message
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import dialogs, history, messages, replies
from storage.conversations.history import Window
from storage.conversations.messages import Message
from storage.database import Snapshot

router = Router("history")

MAX_PAGE = 100
"""Messages in one answer."""

MAX_ASKED = 200
"""Messages named in one request, as many as Pyrogram and Kurigram promise to get at once."""


@router.rpc(functions.messages.GetHistory)
async def get_history(ctx: Context, request: functions.messages.GetHistory) -> types.messages.TypeMessages:
    """A window of a dialog."""
    window = window_of(request)

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        peer = await access.peer(ctx, view, request.peer)
        found = await history.page(view, ctx.user_id, peer, window)
        total = (await dialogs.get(view, ctx.user_id, peer)).total
        return await page_of(ctx, view, found, total, request.hash)

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetMessages)
async def get_messages(ctx: Context, request: functions.messages.GetMessages) -> types.messages.Messages:
    """Messages of the caller's own box by id; what is not there is messageEmpty."""
    if len(request.id) > MAX_ASKED:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> types.messages.Messages:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        found = await _asked_for(ctx, view, request.id)
        rendered: list[types.TypeMessage] = [
            await render_message(scene, one) if isinstance(one, Message) else types.MessageEmpty(id=one)
            for one in found
        ]
        users, chats = await render_peers(scene)
        return types.messages.Messages(messages=rendered, topics=[], users=users, chats=chats)

    return await ctx.app.db.peek(query)


class Paged(Protocol):
    """What requests for a page of messages have in common (core.telegram.org/api/offsets)."""

    offset_id: int
    add_offset: int
    limit: int
    max_id: int
    min_id: int


def window_of(request: Paged) -> Window:
    """The window that a request asks for; figures that mean nothing mean no bound."""
    return Window(
        offset_id=max(0, request.offset_id),
        offset_date=max(0, getattr(request, "offset_date", 0)),
        add_offset=request.add_offset,
        limit=min(max(request.limit, 0), MAX_PAGE),
        max_id=max(0, request.max_id),
        min_id=max(0, request.min_id),
    )


async def page_of(
    ctx: Context, view: Snapshot, found: Sequence[Message], total: int, client_hash: int = 0
) -> types.messages.TypeMessages:
    """Messages as an answer: whole, a slice of `total`, or not modified since the client's hash."""
    if client_hash and client_hash == result_hash(one.id for one in found):
        return types.messages.MessagesNotModified(count=total)
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    rendered: list[types.TypeMessage] = [await render_message(scene, one) for one in found]
    users, chats = await render_peers(scene)
    if len(found) >= total:
        return types.messages.Messages(messages=rendered, topics=[], users=users, chats=chats)
    return types.messages.MessagesSlice(count=total, messages=rendered, topics=[], users=users, chats=chats)


async def _asked_for(ctx: Context, view: Snapshot, given: Sequence[types.TypeInputMessage]) -> list[Message | int]:
    """Each message asked for, or the id it was asked by when there is none."""
    ids = [one.id for one in given if isinstance(one, types.InputMessageID | types.InputMessageReplyTo)]
    known = await messages.by_ids(view, ctx.user_id, ids) if ids else {}
    found: list[Message | int] = []
    for one in given:
        match one:
            case types.InputMessageID(id=message_id):
                found.append(known.get(message_id, message_id))
            case types.InputMessageReplyTo(id=message_id):
                found.append(await _replied(ctx, view, known.get(message_id)) or message_id)
            case _:
                found.append(0)
    return found


async def _replied(ctx: Context, view: Snapshot, message: Message | None) -> Message | int | None:
    """What a message replies to, in the caller's box; only its id when it has been deleted."""
    if message is None or "reply" not in message.body:
        return None
    place = await replies.place(view, ctx.user_id, *message.body["reply"]["origin"])
    return None if place is None else await messages.by_id(view, ctx.user_id, place.id) or place.id
