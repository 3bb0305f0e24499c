"""The worker process that decodes what users sent.

Decoders meet hostile input, so they work in a process of their own, with bounded memory and time; whatever happens to
it, the server goes on and the next file gets a new process. Pictures and recordings have a worker each: a long video
keeps no photo waiting.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from mtproto import rpc_errors
from server.rpc import eager

T = TypeVar("T")

MEMORY = 1 << 30
"""Bytes of address space a worker may use."""

SECONDS = 20.0
MAX_WAITING = 64
"""Files that may wait for their turn."""


class MediaWorker:
    """Runs decoders in one process, started when it is first needed."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._waiting = 0

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """Call a function of an importable module in the worker; its `ValueError` means that the input is bad.

        Raises:
            IMAGE_PROCESS_FAILED: the input is bad, or decoding it took too much time or memory.
            FLOOD_WAIT_X: too many files wait already.
        """
        if self._waiting >= MAX_WAITING:
            raise rpc_errors.FLOOD_WAIT_X(5)
        await eager.own_task()
        self._waiting += 1
        try:
            async with asyncio.timeout(SECONDS):
                return await asyncio.get_running_loop().run_in_executor(self._started(), function, *args)
        except (ValueError, MemoryError):
            raise rpc_errors.IMAGE_PROCESS_FAILED from None
        except (TimeoutError, BrokenProcessPool):
            self._abandon()
            raise rpc_errors.IMAGE_PROCESS_FAILED from None
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
        return self._pool

    def _abandon(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list(getattr(pool, "_processes", {}).values()):  # the executor has no public way to kill
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """In the worker: live within bounds, and no longer than the server, however that ends."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
    os._exit(1)
