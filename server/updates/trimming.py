"""Old events go: a client that was away for longer is told differenceTooLong, and reads its dialogs anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.jobs import Job
from storage.conversations import log, receipts
from storage.database import Tx

if TYPE_CHECKING:  # App holds the jobs
    from server.app import App

KEPT = 30 * 86_400
"""Seconds an event is kept. Telegram names no figure; a month covers a holiday. A message lives longer than that, but
who has missed one for so long is told no difference either (server/updates/state.py)."""

RECEIPTS_KEPT = 7 * 86_400
"""Seconds it is known when a message was read: pm_read_date_expire_period and chat_read_mark_expire_period."""

TOGETHER = 1_000
"""Events that go in one unit."""


async def trim(app: App) -> None:
    """Forget what is older than it is kept."""
    now = int(app.clock.now())

    async def some(tx: Tx) -> int:
        return await log.trim(tx, now - KEPT, TOGETHER)

    while await app.db.write(some) == TOGETHER:
        pass
    await app.db.write(lambda tx: receipts.forget(tx, now - RECEIPTS_KEPT))


JOBS = (Job(3_600, trim),)
