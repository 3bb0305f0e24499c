"""Messages that delete themselves (core.telegram.org/api/auto-delete): due copies go, with the events that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.jobs import Job
from server.messages.deleting import delete
from storage.conversations import expiring, messages
from storage.database import Tx

if TYPE_CHECKING:  # App holds the jobs
    from server.app import App

TOGETHER = 200
"""Copies that go in one unit."""


async def expire(app: App) -> None:
    """Delete what is due."""
    now = int(app.clock.now())

    async def some(tx: Tx) -> int:
        due = await expiring.due(tx, now, TOGETHER)
        found = [await messages.by_id(tx, box, message_id) for _, box, message_id in due]
        await delete(tx, [message for message in found if message is not None], now, {})
        await expiring.settle(tx, due)
        return len(due)

    if await app.db.peek(lambda view: expiring.due(view, now, 1)):
        while await app.db.write(some) == TOGETHER:
            pass


JOBS = (Job(1, expire),)
