"""Closing polls (core.telegram.org/api/poll): by their creators, and when their time has come.

Every box that shows a poll is told that it is closed, wherever it was forwarded to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mtproto import rpc_errors
from mtproto.tl import types
from server.access import peers as access
from server.chats.membership import find_seat, still_reached
from server.jobs import Job
from server.messages.answers import answer_events
from server.polls.voting import POLL, poll_at
from server.render.polls import render_poll_changed
from server.rpc.context import Context
from storage.conversations import boxes, messages, polls
from storage.conversations.boxes import Event
from storage.conversations.polls import Poll
from storage.database import Tx

if TYPE_CHECKING:  # App holds the jobs
    from server.app import App

TOGETHER = 20
"""Polls that the job closes in one turn."""

NOWHERE: Mapping[int, int] = {}


async def close(ctx: Context, given: types.TypeInputPeer, message_id: int) -> types.Updates:
    """End a poll of the caller's own (messages.editMessage with a closed poll).

    Raises:
        MESSAGE_ID_INVALID: There is no such poll.
        MESSAGE_AUTHOR_REQUIRED: It is somebody else's.
        MESSAGE_NOT_MODIFIED: It is closed already.
        CHAT_WRITE_FORBIDDEN: The caller is no longer in the group.
    """

    async def unit(tx: Tx) -> Event:
        peer = await access.peer(ctx, tx, given)
        message, poll = await poll_at(tx, ctx.user_id, peer, message_id)
        if poll.creator != ctx.user_id:
            raise rpc_errors.MESSAGE_AUTHOR_REQUIRED
        if peer < 0 and await find_seat(tx, peer, ctx.user_id) is None:
            raise rpc_errors.CHAT_WRITE_FORBIDDEN
        if poll.closed:
            raise rpc_errors.MESSAGE_NOT_MODIFIED
        told = await _end(tx, poll, ctx.now, {ctx.user_id: message.id}, ctx.session.session_number)
        return told[ctx.user_id]

    return await answer_events(ctx, [await ctx.app.db.write(unit)], render_poll_changed)


async def close_due(app: App) -> None:
    """Close the polls whose time has come."""
    now = int(app.clock.now())

    async def unit(tx: Tx) -> None:
        for poll in await polls.due(tx, now, TOGETHER):
            await _end(tx, poll, now)

    if await app.db.peek(lambda view: polls.due(view, now, 1)):
        await app.db.write(unit)


async def _end(
    tx: Tx, poll: Poll, now: int, asked_at: Mapping[int, int] = NOWHERE, origin: int = 0
) -> dict[int, Event]:
    """Close a poll and tell every box that shows it; returns the events by box.

    `asked_at` is the box and message that closed it, by the live session `origin`.
    """
    await polls.save(tx, replace(poll, closed=True))
    shown = {one.box: one.id for one in await still_reached(tx, await messages.of_poll(tx, poll.id))}
    return {
        box: await boxes.append(
            tx, box, POLL, {"id": message_id}, now=now, pts_count=0, origin=origin if box in asked_at else 0
        )
        for box, message_id in {**shown, **asked_at}.items()
    }


JOBS = (Job(1, close_due),)
