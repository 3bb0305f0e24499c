"""What the server does by itself, again and again: messages that are due, logs that are trimmed.

A job looks in the database for what is due, so nothing is lost with a process, and several processes may look: each
piece of work is taken in the unit that does it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.errors import FullError

if TYPE_CHECKING:  # App holds its jobs
    from server.app import App

log = logging.getLogger("chappe.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done every so many seconds on the server's clock."""

    every: float
    run: Callable[[App], Awaitable[object]]


class Jobs:
    """The jobs of one server. One that still runs when it is due again waits for its next turn."""

    def __init__(self, app: App, jobs: Iterable[Job]) -> None:
        self._app = app
        self._jobs = tuple(jobs)

    def start(self) -> None:
        """Run each job for the first time after its period."""
        for job in self._jobs:
            self._later(job)

    def _later(self, job: Job) -> None:
        self._app.timers.after(job.every, lambda: self._app.background.start(self._run(job)))

    async def _run(self, job: Job) -> None:
        try:
            await job.run(self._app)
        except FullError:
            pass  # storage says when that begins and ends
        except Exception:
            log.exception("a job failed; it is tried again at its next turn")
        self._later(job)
