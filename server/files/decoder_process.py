"""How a process begins that decodes what users sent (server/files/media_worker.py).

It is in a module of its own because the process loads it before anything else: somebody waits for their first photo.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import threading

MEMORY = 1 << 30
"""Bytes of address space a process may use."""


def begin() -> None:
    """Live within bounds from here on, and no longer than the server, however that ends."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
    os._exit(1)
