"""Deleting messages, from one's own box or for everyone (core.telegram.org/method/messages.deleteMessages).

A user's own box is theirs to clear. With `revoke` the other copies go too: in a private chat both sides may do that to
any message, in a basic group to one's own, or to any with the right to delete (PROTOCOL row "delete (revoke)"). Who has
gone from a group keeps what they have: nothing that is done there reaches them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.membership import find_seat, still_reached
from server.dialogs.saved_pins import unpin_emptied
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, dialogs, messages, reactions
from storage.conversations.boxes import Event
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx

router = Router("deleting")

DELETED = "deleted"

MAX_AT_ONCE = 100
"""Messages of one call; clients send as many."""


@router.rpc(functions.messages.DeleteMessages)
async def delete_messages(ctx: Context, request: functions.messages.DeleteMessages) -> types.messages.AffectedMessages:
    """Delete messages of the caller's box, and with `revoke` their other copies."""
    if len(request.id) > MAX_AT_ONCE:
        raise rpc_errors.LIMIT_INVALID
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> tuple[int, int]:
        found = (await messages.by_ids(tx, ctx.user_id, request.id)).values() if request.id else ()
        doomed = [*found, *(await revoked(tx, [*found]) if request.revoke else ())]
        events = await delete(tx, doomed, ctx.now, {ctx.user_id: origin})
        own = events.get(ctx.user_id)
        if own is None:
            return (await boxes.counters(tx, ctx.user_id)).pts, 0
        return own.pts, own.pts_count

    pts, pts_count = await ctx.app.db.write(unit)
    return types.messages.AffectedMessages(pts=pts, pts_count=pts_count)


async def revoked(view: Snapshot, copies: Sequence[Message]) -> list[Message]:
    """The copies of others that go with these of one box.

    Raises:
        MESSAGE_DELETE_FORBIDDEN: The owner of the box may not take one of them back.
    """
    others: list[Message] = []
    for message in copies:
        await _check_revoke(view, message)
        others += await messages.other_copies(view, message)
    return await still_reached(view, others)


async def _check_revoke(view: Snapshot, message: Message) -> None:
    if message.peer > 0:
        return
    place = await find_seat(view, message.peer, message.box)
    if place is None or not (place.is_admin or message.sender == message.box):
        raise rpc_errors.MESSAGE_DELETE_FORBIDDEN


async def delete(tx: Tx, doomed: Iterable[Message], now: int, origins: dict[int, int]) -> dict[int, Event]:
    """Remove copies from their boxes, with their dialogs' figures and one event a box; returns the events by box."""
    by_place = {(message.box, message.id): message for message in doomed}
    by_box: dict[int, list[Message]] = defaultdict(list)
    for message in by_place.values():
        by_box[message.box].append(message)
    await messages.delete(tx, [*by_place.values()])
    await reactions.forget(tx, [message for message in by_place.values() if Flag.HAS_REACTIONS in message.flags])
    events = {}
    for box, gone in by_box.items():
        ids = sorted(message.id for message in gone)
        for peer in {message.peer for message in gone}:
            await dialogs.departed(tx, box, peer, [message for message in gone if message.peer == peer])
        events[box] = await boxes.append(
            tx, box, DELETED, {"ids": ids}, now=now, pts_count=len(ids), origin=origins.get(box, 0)
        )
        if sources := {message.body["saved_peer"] for message in gone if "saved_peer" in message.body}:
            await unpin_emptied(tx, box, sources, now)
    return events


async def render_deleted(scene: Rendering, event: Event) -> types.UpdateDeleteMessages:
    """DELETED as an update."""
    return types.UpdateDeleteMessages(messages=event.data["ids"], pts=event.pts, pts_count=event.pts_count)


RENDERERS: dict[str, EventRenderer] = {DELETED: render_deleted}
