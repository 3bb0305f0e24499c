"""messages.editMessage with a schedule_date: another time or other words for what is still to be sent.

Another time is one for all that was scheduled together: an album, or what was forwarded at once, as TDLib's
editMessageSchedulingState says.
"""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.answers import answer_events
from server.messages.composing import mentioned
from server.messages.media import Record
from server.messages.revising import WRITTEN, revised, written
from server.messages.scheduled_sending import SCHEDULED
from server.messages.scheduling import check_date, check_period, closes_in_time, is_later, render_scheduled_event
from server.render.scheduled import as_message
from server.rpc.context import Context
from storage.conversations import boxes, scheduled
from storage.conversations.boxes import Event
from storage.conversations.scheduled import Scheduled
from storage.database import Tx


async def edit(
    ctx: Context, request: functions.messages.EditMessage, due: int, preview: Record | None
) -> types.Updates:
    """Change a scheduled message.

    Raises:
        MESSAGE_ID_INVALID: There is none with this id for this peer.
        MESSAGE_NOT_MODIFIED: It is so already.
        MESSAGE_AUTHOR_REQUIRED: It is forwarded, and its words are somebody else's: only its time may change.
        SCHEDULE_DATE_INVALID: It would be due at once (messages.sendScheduledMessages sends it), a poll would close
            too soon or too late after that, it is to repeat and is not alone, or see `check_period`.
        SCHEDULE_DATE_TOO_LATE, SCHEDULE_STATUS_PRIVATE: See `check_date`; otherwise see `revised`.
    """

    period = request.schedule_repeat_period or 0
    check_period(period, due)

    async def unit(tx: Tx) -> list[Event]:
        peer = await access.peer(ctx, tx, request.peer)
        found = await scheduled.some(tx, ctx.user_id, peer, (request.id,))
        if not found:
            raise rpc_errors.MESSAGE_ID_INVALID
        (before,) = found
        together = await scheduled.with_theirs(tx, found)
        if period and len(together) > 1:
            raise rpc_errors.SCHEDULE_DATE_INVALID
        if due != before.due:
            if not is_later(due, ctx.now):
                raise rpc_errors.SCHEDULE_DATE_INVALID
            await check_date(ctx, tx, peer, due)
        is_moved = (due, period) != (before.due, before.period)
        if is_moved and not all(closes_in_time(one.body, due, period, ctx.now) for one in together):
            raise rpc_errors.SCHEDULE_DATE_INVALID
        change = await revised(ctx, tx, as_message(before), request, preview)
        flags = change.inverts(before.flags)
        is_rewritten = change.body != written(before.body) or flags != before.flags
        if not (is_moved or is_rewritten):
            raise rpc_errors.MESSAGE_NOT_MODIFIED
        if is_rewritten and "forward" in before.body:
            raise rpc_errors.MESSAGE_AUTHOR_REQUIRED
        body = before.body.copy()
        for name in WRITTEN:
            body.pop(name, None)
        body.update(change.body)
        body["edited"] = ctx.now
        mentions = await mentioned(tx, peer, body) if is_rewritten else before.mentions
        edited = replace(before, due=due, body=body, flags=flags, mentions=mentions, period=period)
        others = [replace(one, due=due) for one in together if one.id != before.id and one.due != due]
        return [await _keep(ctx, tx, one) for one in (edited, *others)]

    return await answer_events(ctx, await ctx.app.db.write(unit), render_scheduled_event)


async def _keep(ctx: Context, tx: Tx, one: Scheduled) -> Event:
    await scheduled.save(tx, one)
    data = {"id": one.id, "peer": one.peer}
    origin = ctx.session.session_number
    return await boxes.append(tx, ctx.user_id, SCHEDULED, data, now=ctx.now, pts_count=0, origin=origin)
