"""Indexing what was written, so that searches find little left to do (storage/searching)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.jobs import Job
from storage.searching import search_index

if TYPE_CHECKING:  # App holds the jobs
    from server.app import App


async def index(app: App) -> None:
    """Index what has come to the queue since the last look."""
    await search_index.keep_up(app.db)


JOBS = (Job(1, index),)
