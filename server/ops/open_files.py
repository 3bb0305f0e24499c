"""How many files the process may have open: each connection is one (getrlimit(2), RLIMIT_NOFILE)."""

from __future__ import annotations

import logging
import resource
import sys
from typing import NamedTuple

log = logging.getLogger("chappe.ops")

SPARE = 256
"""Open files beside the connections: databases, listeners, uploads, contents that are fetched."""


class Limit(NamedTuple):
    """What is allowed now, and how far the process may raise that by itself."""

    now: int
    most: int


def limit() -> Limit:
    """The limit of this process; no limit is a very large number."""
    return Limit(
        *(sys.maxsize if n == resource.RLIM_INFINITY else n for n in resource.getrlimit(resource.RLIMIT_NOFILE))
    )


def allow(connections: int) -> None:
    """Raise the limit for so many connections, as far as the system lets us."""
    needed, (now, most) = connections + SPARE, limit()
    if now < needed:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(needed, most), hard))
    if most < needed:
        log.warning("the system allows %d open files; %d connections may need %d", most, connections, needed)
