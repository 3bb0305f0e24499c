"""Pinned messages (core.telegram.org/api/pin): updatePinnedMessage, unpinAllMessages.

In a private chat a message is pinned for both sides, unless the caller wants it for themselves alone (`pm_oneside`);
the pin is told by a service message that replies to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from msgspec import structs

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.membership import require_right, still_reached
from server.messages.addressing import Address, address
from server.messages.answers import answer_events
from server.messages.delivery import Sent, deliver_service
from server.messages.slices import all_slices
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.conversations import boxes, messages
from storage.conversations.boxes import Event
from storage.conversations.chats import Banned
from storage.conversations.messages import Flag, Message
from storage.database import Tx

router = Router("pins")

PINNED = "pinned"

SLICE = 100
"""Messages that one unit unpins."""

PIN = {"kind": "pin"}


@router.rpc(functions.messages.UpdatePinnedMessage, flood=FloodClass.SEND)
async def update_pinned_message(ctx: Context, request: functions.messages.UpdatePinnedMessage) -> types.Updates:
    """Pin or unpin one message."""
    to = await ctx.app.db.peek(lambda view: address(ctx, view, request.peer))
    one_side = request.pm_oneside and to.peer > 0

    async def unit(tx: Tx) -> tuple[list[Event], list[Sent]]:
        await require_right(tx, to.peer, ctx.user_id, Banned.PIN_MESSAGES)
        message = await messages.by_id(tx, ctx.user_id, request.id)
        if message is None or message.peer != to.peer or Flag.SERVICE in message.flags:
            raise rpc_errors.MESSAGE_ID_INVALID
        if (Flag.PINNED in message.flags) is not request.unpin:
            raise rpc_errors.CHAT_NOT_MODIFIED
        events = await _set(ctx, tx, [message], pinned=not request.unpin, everywhere=not one_side)
        if request.unpin or one_side or to.peer == ctx.user_id:
            return events, []
        return events, [await _tell(ctx, tx, to, message, silent=request.silent)]

    events, sent = await ctx.app.db.write(unit)
    return await answer_events(ctx, events, render_pinned, sent)


@router.rpc(functions.messages.UnpinAllMessages, flood=FloodClass.SEND)
async def unpin_all_messages(
    ctx: Context, request: functions.messages.UnpinAllMessages
) -> types.messages.AffectedHistory:
    """Unpin everything in a dialog."""
    to = await ctx.app.db.peek(lambda view: address(ctx, view, request.peer))

    async def unit(tx: Tx) -> types.messages.AffectedHistory:
        await require_right(tx, to.peer, ctx.user_id, Banned.PIN_MESSAGES)
        found = await messages.pinned(tx, ctx.user_id, to.peer, SLICE + 1)
        if not found:
            return types.messages.AffectedHistory(
                pts=(await boxes.counters(tx, ctx.user_id)).pts, pts_count=0, offset=0
            )
        (event,) = await _set(ctx, tx, found[:SLICE], pinned=False, everywhere=True)
        return types.messages.AffectedHistory(
            pts=event.pts, pts_count=event.pts_count, offset=max(0, len(found) - SLICE)
        )

    return await all_slices(ctx, unit)


async def _set(ctx: Context, tx: Tx, found: Sequence[Message], *, pinned: bool, everywhere: bool) -> list[Event]:
    """Pin or unpin copies, one event per box; returns that of the caller's box."""
    by_box: dict[int, list[Message]] = defaultdict(list)
    for message in found:
        for copy in [message, *(await _others(tx, message) if everywhere else ())]:
            if (Flag.PINNED in copy.flags) is not pinned:
                flags = copy.flags | Flag.PINNED if pinned else copy.flags & ~Flag.PINNED
                by_box[copy.box].append(structs.replace(copy, flags=flags))
    await messages.update(tx, [*chain.from_iterable(by_box.values())])
    own = []
    for box, changed in by_box.items():
        mine = box == ctx.user_id
        ids = sorted(message.id for message in changed)
        event = await boxes.append(
            tx,
            box,
            PINNED,
            {"peer": changed[0].peer, "ids": ids, "pinned": pinned},
            now=ctx.now,
            pts_count=len(ids),
            origin=ctx.session.session_number if mine else 0,
        )
        own += [event] if mine else []
    return own


async def _others(tx: Tx, message: Message) -> list[Message]:
    return await still_reached(tx, await messages.other_copies(tx, message))


async def _tell(ctx: Context, tx: Tx, to: Address, message: Message, *, silent: bool) -> Sent:
    return await deliver_service(
        tx,
        ctx.user_id,
        to.peer,
        to.recipients,
        PIN,
        now=ctx.now,
        reply={"origin": (message.origin_box, message.origin_id)},
        flags=Flag.SILENT if silent else Flag(0),
        origin=ctx.session.session_number,
    )


async def render_pinned(scene: Rendering, event: Event) -> types.UpdatePinnedMessages:
    """PINNED as an update."""
    data = event.data
    return types.UpdatePinnedMessages(
        pinned=data["pinned"],
        peer=scene.peer(data["peer"]),
        messages=data["ids"],
        pts=event.pts,
        pts_count=event.pts_count,
    )


RENDERERS: dict[str, EventRenderer] = {PINNED: render_pinned}
