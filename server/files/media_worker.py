"""The worker processes that decode what users sent.

Decoders meet hostile input, so they work in processes of their own, with bounded memory and time; whatever happens to
one, the server goes on and the next file gets a new process. Pictures and recordings have workers of their own: long
videos keep no photo waiting.

Nor does anybody's file keep those of others waiting for long: one of each owner is worked on at a time, there is a
second process for somebody else's, and owners take turns. The time that a file may take is counted from its turn.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from typing import TypeVar

from mtproto import rpc_errors
from server.files import decoder_process
from server.rpc import eager

T = TypeVar("T")

SECONDS = 20.0
"""How long a file may take once it is its turn."""

PROCESSES = 2
"""The second is started when somebody's file would have to wait for somebody else's."""

MAX_WAITING = 64
MAX_OF_ONE = 32
"""Files that may wait for their turn, and how many of them may be one owner's: a few albums at once."""


class MediaWorker:
    """Runs decoders in at most `PROCESSES` processes, started when they are first needed."""

    def __init__(self) -> None:
        self._idle: list[ProcessPoolExecutor] = []
        self._busy: dict[int, ProcessPoolExecutor] = {}  # by owner
        self._waiting: dict[int, deque[asyncio.Future[None]]] = {}  # by owner, whose turn is next first

    async def run(self, owner: int, function: Callable[..., T], *args: object) -> T:
        """Call a function of an importable module in a process; its `ValueError` means that the input is bad.

        Args:
            owner: Whose file it is; 0 for what the server itself has fetched.
            function: What to call.
            *args: With what.

        Raises:
            IMAGE_PROCESS_FAILED: the input is bad, or decoding it took too much time or memory.
            FLOOD_WAIT_X: too many files wait already.
        """
        await eager.own_task()
        async with self._turn(owner) as process:
            try:
                async with asyncio.timeout(SECONDS):
                    return await asyncio.get_running_loop().run_in_executor(process, function, *args)
            except (ValueError, MemoryError) as error:
                raise rpc_errors.IMAGE_PROCESS_FAILED from error
            except (TimeoutError, BrokenProcessPool):
                self._end(owner)
                raise rpc_errors.IMAGE_PROCESS_FAILED from None
            except asyncio.CancelledError:
                self._end(owner)  # it would go on with what nobody waits for
                raise

    def close(self) -> None:
        """End the processes."""
        for process in self._idle:
            process.shutdown(wait=True, cancel_futures=True)
        self._idle.clear()
        for owner in list(self._busy):
            self._end(owner)

    @asynccontextmanager
    async def _turn(self, owner: int) -> AsyncIterator[ProcessPoolExecutor]:
        """Wait for the owner's turn, and have a process for so long."""
        mine = self._waiting.get(owner, ())
        if len(mine) >= MAX_OF_ONE or sum(map(len, self._waiting.values())) >= MAX_WAITING:
            raise rpc_errors.FLOOD_WAIT_X(5)
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(owner, deque()).append(turn)
        self._give_turns()
        try:
            await turn
            yield self._busy[owner]
        finally:
            if turn.cancelled():
                self._forget(owner, turn)
            else:
                if process := self._busy.pop(owner, None):
                    self._idle.append(process)
                self._give_turns()

    def _give_turns(self) -> None:
        """Begin what can begin, of those owners first who had no turn for the longest time."""
        while len(self._busy) < PROCESSES:
            owner = next((one for one in self._waiting if one not in self._busy), None)
            if owner is None:
                return
            turns = self._waiting.pop(owner)
            turn = turns.popleft()
            if turns:
                self._waiting[owner] = turns
            if not turn.cancelled():
                self._busy[owner] = self._idle.pop() if self._idle else _started()
                turn.set_result(None)

    def _forget(self, owner: int, turn: asyncio.Future[None]) -> None:
        """Nobody waits for this turn any more."""
        turns = self._waiting.get(owner, deque())
        if turn in turns:
            turns.remove(turn)
        if not turns:
            self._waiting.pop(owner, None)

    def _end(self, owner: int) -> None:
        """End the process that works for an owner: it does what it should not."""
        process = self._busy.pop(owner, None)
        if process is None:
            return  # it was closed
        for child in list(getattr(process, "_processes", {}).values()):  # the executor has no public way to kill
            child.kill()
        process.shutdown(wait=False, cancel_futures=True)


def _started() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), decoder_process.begin)
