"""updates.getState and updates.getDifference (core.telegram.org/api/updates#recovering-gaps).

A difference is read in one snapshot: the state it ends with is behind no update that is not in it or in an earlier
slice (row U2). Events are rendered by the same functions as pushes.

Most events are told by their pts, settings by a date, and that is the time at which a request began: they do not stand
in the order of their dates, and one may be committed after a device was told a later date. To hear of a setting, or of
what became of a secret chat, a second time changes nothing; so these are told again from a little before the date that
a client names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.encrypted import changes, render_encrypted
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from server.updates.kinds import OF_MESSAGES, RENDERERS
from server.updates.trimming import KEPT
from storage.conversations import boxes, device_queue, dialogs, log, messages, secret_chats
from storage.conversations.boxes import Counters, Event
from storage.conversations.messages import Message
from storage.database import Snapshot

router = Router("updates")

OVERLAP = 5
"""Seconds before a client's date from which it is told again what is found by date."""


class _Slice(NamedTuple):
    """Events of one answer, whether there are `more` behind them, and the pts and date to go on from."""

    events: Sequence[Event]
    more: bool
    pts: int
    date: int


@router.rpc(functions.updates.GetState)
async def get_state(ctx: Context, request: functions.updates.GetState) -> types.updates.State:
    """Where the user's box stands now."""
    del request

    return await ctx.app.db.peek(lambda view: state_of(ctx, view))


@router.rpc(functions.updates.GetDifference)
async def get_difference(ctx: Context, request: functions.updates.GetDifference) -> types.updates.TypeDifference:
    """What happened since a client's state, whole or by slices."""
    if request.pts <= 0:
        raise rpc_errors.PERSISTENT_TIMESTAMP_EMPTY
    if request.date < 0:
        raise rpc_errors.PERSISTENT_TIMESTAMP_INVALID

    async with ctx.app.catching_up.turn() as most:

        async def query(view: Snapshot) -> types.updates.TypeDifference:
            return await _difference(view, ctx, request, most)

        return await ctx.app.db.read(query)


async def state_of(ctx: Context, view: Snapshot) -> types.updates.State:
    """Where the user's box and the device's queue stand in this snapshot."""
    qts = await device_queue.last_qts(view, ctx.device_id)
    return await _state(view, ctx, (await boxes.counters(view, ctx.user_id)).pts, qts, ctx.now)


async def _difference(
    view: Snapshot, ctx: Context, request: functions.updates.GetDifference, most: int
) -> types.updates.TypeDifference:
    now = await boxes.counters(view, ctx.user_id)
    total = request.pts_total_limit
    if request.pts < now.trimmed or request.pts > now.pts or (total and now.pts - request.pts > total):
        return types.updates.DifferenceTooLong(pts=now.pts)
    limit, queued_limit = _at_most(request.pts_limit, most), _at_most(request.qts_limit, most)
    events, more, pts, date = await _slice(view, ctx, request, now, limit)
    if any(event.pts > request.pts and event.date < ctx.now - KEPT for event in events):
        return types.updates.DifferenceTooLong(pts=now.pts)
    # Kurigram, which has no secret chats, asks with a qts of -1: it has, and wants, nothing of the device's queue.
    last_qts = await device_queue.last_qts(view, ctx.device_id)
    known = request.qts if request.qts >= 0 else last_qts
    encrypted = await device_queue.after(view, ctx.device_id, known, queued_limit)
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    others = await _secret_chats(scene, ctx.device_id, request.date - OVERLAP)
    if not events and not encrypted and not others:
        return types.updates.DifferenceEmpty(date=ctx.now, seq=0)

    scene.messages = await _messages(view, ctx.user_id, events)
    new_messages: list[types.TypeMessage] = []
    for event in events:
        update = await RENDERERS[event.kind](scene, event) if event.kind in RENDERERS else None
        if isinstance(update, types.UpdateNewMessage):
            new_messages.append(update.message)
        elif update is not None:
            others.append(update)
    qts = encrypted[-1].qts if encrypted else last_qts
    whole = not more and len(encrypted) < queued_limit
    state = await _state(view, ctx, pts, qts, date)
    users, chats = await render_peers(scene)
    answer = types.updates.Difference if whole else types.updates.DifferenceSlice
    return answer(
        new_messages=new_messages,
        new_encrypted_messages=[render_encrypted(scene, queued) for queued in encrypted],
        other_updates=others,
        chats=chats,
        users=users,
        **{"state" if whole else "intermediate_state": state},
    )


def _at_most(asked: int | None, most: int) -> int:
    """How much of one kind an answer carries."""
    return min(asked, most) if asked is not None and asked > 0 else most


async def _slice(
    view: Snapshot, ctx: Context, request: functions.updates.GetDifference, now: Counters, limit: int
) -> _Slice:
    """The events that come next, and where they end.

    A client's state is a pts and a date. Of what is behind a slice and shares the pts that it ends with, nothing may be
    older than the date that it ends with, or it would never be told. And a slice moves the client's state, or it would
    be asked for again and again. Where no such end is found among so many events, it is made longer.
    """
    while True:
        events = await log.after(view, ctx.user_id, now, request.pts, request.date - OVERLAP, limit + 1)
        if len(events) <= limit:
            return _Slice(events, more=False, pts=now.pts, date=ctx.now)
        oldest = await log.oldest_beside(view, events[limit])  # of those behind the end that share a pts
        for end in range(limit, 0, -1):
            last = events[end - 1]
            alone = last.pts < events[end].pts
            date = ctx.now if alone else min(oldest, ctx.now)
            if (last.pts, date) > (request.pts, request.date):
                return _Slice(events[:end], more=True, pts=last.pts, date=date)
            oldest = last.date if alone else min(oldest, last.date)
        limit *= 2


async def _messages(view: Snapshot, box: int, events: Sequence[Event]) -> dict[int, Message]:
    """The messages that events tell of, read together: one by one they would be most of what a difference costs. New
    ones were read with the log."""
    ids = {event.data["id"] for event in events if event.kind in OF_MESSAGES and event.record is None}
    return await messages.by_ids(view, box, sorted(ids))


async def _secret_chats(scene: Rendering, device_id: int, since: int) -> list[types.TypeUpdate]:
    """What became of a device's secret chats. It is a state, not an event: to hear it twice changes nothing."""
    found = await secret_chats.changed_since(scene.view, scene.viewer, device_id, since)
    return [update for chat in found for update in await changes(scene, device_id, chat, since)]


async def _state(view: Snapshot, ctx: Context, pts: int, qts: int, date: int) -> types.updates.State:
    unread = await dialogs.unread_chats(view, ctx.user_id)
    return types.updates.State(pts=pts, qts=qts, date=date, seq=0, unread_count=unread)
