"""Messages to be sent later: messages.getScheduledHistory and its kin (core.telegram.org/api/scheduled-messages).

They stand in no box until they are sent (server/messages/scheduled_sending.py); only their writer's devices know of
them.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access import privacy
from server.dialogs.drafts import clear_draft
from server.messages.answers import answer as answer_sent
from server.messages.answers import answer_events
from server.messages.delivery import Outgoing, Sent, first_result
from server.messages.scheduled_sending import SCHEDULED, UNSCHEDULED, send
from server.polls.media import closes_well
from server.render.hashing import result_hash
from server.render.rendering import EventRenderer, Rendering
from server.render.scheduled import render_scheduled
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, messages, replies, scheduled
from storage.conversations.boxes import Event
from storage.conversations.messages import Body
from storage.conversations.scheduled import WHEN_ONLINE, Scheduled
from storage.database import Snapshot, Tx

router = Router("scheduling")

SOON = 10
"""Seconds: what is scheduled for sooner is sent at once, as the documentation says."""

MAX_AHEAD = 365 * 86_400
PERIODS = frozenset(days * 86_400 for days in (1, 7, 14, 30, 91, 182, 365))
"""Seconds after which a message may be sent again: those of TDLib's messageSchedulingStateSendAtDate."""
MAX_PER_PEER = 100
"""Messages that may wait for one peer."""


def is_later(date: int, now: int) -> bool:
    """Whether a message with this schedule_date is not to be sent now."""
    return date > now + SOON


async def schedule(
    ctx: Context,
    peer: int,
    outgoing: Sequence[Outgoing],
    due: int,
    period: int,
    *,
    clears_draft: bool = False,
) -> types.Updates:
    """Keep messages until they are due; with a period, the one message is sent again and again. The draft that was made
    of them goes at once, if the caller wants that.

    A retry of what waits or has been sent since is answered with that.

    Raises:
        SCHEDULE_DATE_INVALID: Such a period there is not, or not for several messages or "when online".
        MEDIA_INVALID: A poll would close too soon or too late after it is due.
        SCHEDULE_DATE_TOO_LATE: More than a year ahead.
        SCHEDULE_TOO_MUCH: A hundred are waiting for this peer already.
        SCHEDULE_STATUS_PRIVATE: When the peer is online is not for the caller to know.
    """
    check_period(period, due)
    if period and len(outgoing) > 1:
        raise rpc_errors.SCHEDULE_DATE_INVALID
    if not all(closes_in_time(one.body, due, period, ctx.now) for one in outgoing):
        raise rpc_errors.MEDIA_INVALID
    await ctx.app.db.peek(lambda view: check_date(ctx, view, peer, due))
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> tuple[list[Event], list[Sent]]:
        events: list[Event] = []
        if clears_draft:
            await clear_draft(tx, ctx.user_id, peer, ctx.now, origin)
        if sent := await _sent_since(tx, ctx.user_id, peer, outgoing):
            return events, sent
        together = outgoing[0].random_id or 0 if len(outgoing) > 1 else 0
        for one in outgoing:
            before = await _scheduled_before(tx, ctx.user_id, peer, one)
            kept = before or await _keep(tx, ctx.user_id, peer, one, due, period, together)
            data = {"id": kept.id, "peer": peer}
            events.append(await boxes.append(tx, ctx.user_id, SCHEDULED, data, now=ctx.now, pts_count=0, origin=origin))
        return events, sent

    events, sent = await ctx.app.db.write(unit)
    if sent:
        return await answer_sent(ctx, sent)
    answer = await answer_events(ctx, events, render_scheduled_event)
    named = [
        types.UpdateMessageID(id=event.data["id"], random_id=one.random_id)
        for event, one in zip(events, outgoing, strict=True)
        if one.random_id is not None
    ]
    answer.updates = [*named, *answer.updates]
    return answer


async def check_date(ctx: Context, view: Snapshot, peer: int, due: int) -> None:
    """Judge when something is to be sent.

    Raises:
        SCHEDULE_DATE_TOO_LATE: More than a year ahead.
        SCHEDULE_STATUS_PRIVATE: When the peer is online is not for the caller to know, or it is a group.
    """
    if due == WHEN_ONLINE:
        if peer < 0 or peer == ctx.user_id or not await privacy.knows_status(view, ctx.user_id, peer):
            raise rpc_errors.SCHEDULE_STATUS_PRIVATE
    elif due > ctx.now + MAX_AHEAD:
        raise rpc_errors.SCHEDULE_DATE_TOO_LATE


def check_period(period: int, due: int) -> None:
    """Raise SCHEDULE_DATE_INVALID unless what is due then may be sent again after so many seconds; 0 is never."""
    if period and (period not in PERIODS or due == WHEN_ONLINE):
        raise rpc_errors.SCHEDULE_DATE_INVALID


def closes_in_time(body: Body, due: int, period: int, now: int) -> bool:
    """Whether a new poll in what is scheduled for then, if there is one, has a good close_date or none."""
    begins = now if due == WHEN_ONLINE else due
    return closes_well(body.get("media", {}), begins, once=not period)


async def _sent_since(tx: Tx, user_id: int, peer: int, outgoing: Sequence[Outgoing]) -> list[Sent]:
    random_ids = [one.random_id for one in outgoing if one.random_id is not None]
    found = [await messages.sent_before(tx, user_id, peer, random_id) for random_id in random_ids]
    return [await first_result(tx, user_id, message_id) for message_id in found if message_id is not None]


async def _scheduled_before(tx: Tx, user_id: int, peer: int, one: Outgoing) -> Scheduled | None:
    return None if one.random_id is None else await scheduled.sent_before(tx, user_id, peer, one.random_id)


async def _keep(tx: Tx, user_id: int, peer: int, one: Outgoing, due: int, period: int, together: int) -> Scheduled:
    if len(await scheduled.of_peer(tx, user_id, peer)) >= MAX_PER_PEER:
        raise rpc_errors.SCHEDULE_TOO_MUCH
    number = await scheduled.next_id(tx, user_id)
    kept = Scheduled(
        user_id, peer, number, due, one.random_id, one.body, one.flags, one.grouped_id, one.mentions, period, together
    )
    await scheduled.save(tx, kept)
    await replies.keep(tx, (one.body,))
    return kept


@router.rpc(functions.messages.GetScheduledHistory)
async def get_scheduled_history(
    ctx: Context, request: functions.messages.GetScheduledHistory
) -> types.messages.TypeMessages:
    """What waits for a peer, the last to be sent first."""

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        found = await scheduled.of_peer(view, ctx.user_id, await access.peer(ctx, view, request.peer))
        known = result_hash(number for one in found for number in (one.id, one.body.get("edited", 0), one.due))
        if request.hash and request.hash == known:
            return types.messages.MessagesNotModified(count=len(found))
        return await _answer(ctx, view, found)

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetScheduledMessages)
async def get_scheduled_messages(
    ctx: Context, request: functions.messages.GetScheduledMessages
) -> types.messages.Messages:
    """Those of these messages that wait for a peer."""
    return await ctx.app.db.read(lambda view: _some_answer(ctx, view, request.peer, request.id))


@router.rpc(functions.messages.SendScheduledMessages)
async def send_scheduled_messages(ctx: Context, request: functions.messages.SendScheduledMessages) -> types.Updates:
    """Send them now, with whatever was scheduled together with them."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> tuple[list[Event], list[Sent]]:
        found = await scheduled.with_theirs(tx, await _some(tx, ctx.user_id, peer, request.id))
        return await send(tx, ctx.app.random, found, ctx.now, origin)

    events, sent = await ctx.app.db.write(unit)
    return await answer_events(ctx, events, _render, sent)


@router.rpc(functions.messages.DeleteScheduledMessages)
async def delete_scheduled_messages(ctx: Context, request: functions.messages.DeleteScheduledMessages) -> types.Updates:
    """Do not send them after all."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> Event:
        found = await _some(tx, ctx.user_id, peer, request.id)
        await scheduled.delete(tx, found)
        data = {"peer": peer, "ids": [one.id for one in found], "sent": []}
        return await boxes.append(tx, ctx.user_id, UNSCHEDULED, data, now=ctx.now, pts_count=0, origin=origin)

    event = await ctx.app.db.write(unit)
    return await answer_events(ctx, [event], render_unscheduled)


async def _some(view: Snapshot, user_id: int, peer: int, ids: Sequence[int]) -> list[Scheduled]:
    """Scheduled messages by id.

    Raises:
        MESSAGE_ID_INVALID: There are none of them.
    """
    if not ids or len(ids) > MAX_PER_PEER:
        raise rpc_errors.MESSAGE_ID_INVALID
    found = await scheduled.some(view, user_id, peer, ids)
    if not found:
        raise rpc_errors.MESSAGE_ID_INVALID
    return found


async def _some_answer(
    ctx: Context, view: Snapshot, given: types.TypeInputPeer, ids: Sequence[int]
) -> types.messages.Messages:
    peer = await access.peer(ctx, view, given)
    found = await scheduled.some(view, ctx.user_id, peer, ids[:MAX_PER_PEER]) if ids else []
    return await _answer(ctx, view, found)


async def _answer(ctx: Context, view: Snapshot, found: Sequence[Scheduled]) -> types.messages.Messages:
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    rendered: list[types.TypeMessage] = [await render_scheduled(scene, one) for one in found]
    users, chats = await render_peers(scene)
    return types.messages.Messages(messages=rendered, topics=[], users=users, chats=chats)


async def render_scheduled_event(scene: Rendering, event: Event) -> types.UpdateNewScheduledMessage | None:
    """SCHEDULED as an update; nothing once the message is sent or deleted."""
    found = await scheduled.some(scene.view, event.box, event.data["peer"], (event.data["id"],))
    return types.UpdateNewScheduledMessage(message=await render_scheduled(scene, found[0])) if found else None


async def render_unscheduled(scene: Rendering, event: Event) -> types.UpdateDeleteScheduledMessages:
    """UNSCHEDULED as an update."""
    data = event.data
    return types.UpdateDeleteScheduledMessages(
        peer=scene.peer(data["peer"]), messages=data["ids"], sent_messages=data["sent"] or None
    )


RENDERERS: dict[str, EventRenderer] = {SCHEDULED: render_scheduled_event, UNSCHEDULED: render_unscheduled}


async def _render(scene: Rendering, event: Event) -> types.TypeUpdate | None:
    return await RENDERERS[event.kind](scene, event)
