"""Every job there is, put together from the domains' own lists."""

from __future__ import annotations

from server.auth import housekeeping
from server.files import staging
from server.jobs import Job
from server.messages import expiry, scheduled_sending, vanishing
from server.polls import closing
from server.search import indexing
from server.updates import trimming

JOBS: tuple[Job, ...] = (
    *housekeeping.JOBS,
    *expiry.JOBS,
    *indexing.JOBS,
    *closing.JOBS,
    *scheduled_sending.JOBS,
    *staging.JOBS,
    *trimming.JOBS,
    *vanishing.JOBS,
)
