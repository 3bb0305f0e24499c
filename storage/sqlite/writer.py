"""The one writer: it runs units in groups, one transaction and one flush for each group.

    units wait → a group runs and is committed → the log is flushed → the bus is told, callers are answered → …

Units wait until the event loop has read what it was sent, or while a group is being flushed, and together they are the
next group: the busier the server, the larger the groups and the cheaper each write. One group is under way at a time,
so all of this happens in commit order.

A group runs on the event loop (storage/sqlite/transactions.py): SQLite gives up the interpreter lock for each
statement, and a thread that has to win it back from a busy loop takes many times as long. The flush is made beside the
loop (storage/sqlite/flushing.py). On the writer's thread a group runs again only when it takes too long on the loop or
one of its units fails, and the log is begun again there. Either way one connection writes, and has one user at a time.

What is committed and not flushed may be gone after a loss of power, so nobody is told of it: a peek sees meanwhile what
was there before the group (`Snapshots.hold`), and a read, which may have seen more, waits for `flushed`.

A flush that fails says that something may not be on the device, but not what, and the system may have dropped it and
say that the next one went well. So from then on nothing is done any more: everybody is refused until the next start,
at which SQLite reads the log anew. So it is, too, when SQLite itself could not flush what it copied (`give_up`).

Rows that units stage (storage/sqlite/staging.py) are moved to their tables when many wait, or when a query needs them
there. That is a transaction without a flush: what it moves is stored already, where it was staged.

That, and units that say they can wait, are done a bit at a time in moments of rest: when no unit waits although the
loop has just read all that it was sent. A server with half the load it can bear has enough of them, many while a group
is being flushed; done between groups, the same work makes all messages of these groups wait. Only when too many rows
wait, or a unit has waited for as long as it may, is it done all the same.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from storage.bus import Bus
from storage.database import Ahead, Tx
from storage.errors import BusyError, DamagedError, FullError, OverloadedError, StorageError
from storage.sqlite import connections
from storage.sqlite.flushing import Flusher
from storage.sqlite.sharing import InterpreterShare
from storage.sqlite.snapshots import Snapshots
from storage.sqlite.transactions import PendingUnit, Transactions

logger = logging.getLogger(__name__)

GROUP_SIZE = 256
"""Units per transaction. Beyond it the flush is already spread thin and callers would only wait longer."""

WAITING_LIMIT = 8192
"""Units that may wait; about half a second's work. More callers than that are told to come back later."""

SETTLED_AT_ONCE = 1024
"""Staged rows that are moved in one go for who has to find them in their tables; between two portions the event loop
does what else there is."""

BUSY_PAUSE = 0.02
"""Seconds between two attempts to move staged rows while another process writes."""


class Writer:
    """Decides what the only connection that writes does next. All of it belongs to the event loop's thread."""

    def __init__(
        self,
        transactions: Transactions,
        peeking: Snapshots,
        log: Path | None,
        bus: Bus,
        monotonic: Callable[[], float],
        share: InterpreterShare,
    ) -> None:
        """`log` is the file to be flushed, if any is; `peeking` must not see what is not."""
        self._transactions = transactions
        self._peeking = peeking
        self._share = share
        self._bus = bus
        self._monotonic = monotonic
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[PendingUnit] = deque()
        self._resting: deque[PendingUnit] = deque()
        self._looks_around = False
        self._under_way: list[PendingUnit] = []
        self._commits_before = 0
        self._scheduled = False
        self._log_is_long = False
        self._failure: str | None = None
        self.out_of_room = False
        """While it is set, everybody is refused (FullError): nothing may be written before the log is copied."""
        self.lacked_room = False
        """Whether somebody was refused for want of room since it was last unset."""
        self._idle = asyncio.Event()
        self._idle.set()
        self._ended = False
        self._turns: list[asyncio.Future[None]] = []
        self._flusher = None if log is None else Flusher(log, self._flushed)
        self._lent = False
        self._jobs: SimpleQueue[tuple[Callable[[], None], Callable[[], None]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="storage-writer", daemon=True)
        self._thread.start()

    @property
    def commits(self) -> int:
        """How many transactions were committed."""
        return self._transactions.commits

    @property
    def growths(self) -> int:
        """How many of them have made the log longer, or are just about to."""
        return self._transactions.growths

    @property
    def growths_made(self) -> int:
        """How many have for certain: the thread counts one before it makes it."""
        return self.growths - self._lent

    @property
    def is_sound(self) -> bool:
        """Whether every flush has gone well: after one that has not, nothing may be done any more."""
        return self._failure is None

    def submit(
        self, run: Callable[[Tx], Coroutine[Any, Any, Any]], seconds: float, flush: bool, ahead: Ahead
    ) -> asyncio.Future[Any]:
        """Queue a unit; the future resolves after its commit, and after a flush if that is wanted."""
        future = self._answer_to_come()
        self._queue(PendingUnit(run, seconds, flush, ahead, future))
        return future

    def submit_at_rest(
        self, run: Callable[[Tx], Coroutine[Any, Any, Any]], seconds: float, patience: float
    ) -> asyncio.Future[Any]:
        """Queue a unit for a moment of rest, or for the next group after `patience` seconds; it is not flushed."""
        future = self._answer_to_come()
        self._resting.append(PendingUnit(run, seconds, False, (), future, self._monotonic() + patience))
        self._look_around()
        return future

    async def close(self) -> None:
        """Run everything that waits, answer it, and end the threads. Nothing may be submitted any more."""
        while self._resting:
            self._queue(self._resting.popleft())
        await self._idle.wait()
        self._ended = True
        self._jobs.put(None)
        self._thread.join()
        if self._flusher is not None:
            self._flusher.close()

    async def flushed(self) -> None:
        """Wait until all that is committed now is flushed. Raises DamagedError if it may never be."""
        group = self._under_way
        while group and group is self._under_way and self.commits > self._commits_before:
            await self._next_turn()
        self._require_sound()

    def give_up(self, failure: str) -> None:
        """Refuse everybody from now on: something that was to be on the device may never come there."""
        self._failure = failure
        logger.critical("%s; nothing is stored any more until the next start", failure)
        waiting = (*self._waiting, *self._resting)
        self._waiting.clear()
        self._resting.clear()
        for unit in waiting:
            if not unit.future.done():
                unit.future.set_exception(DamagedError(failure))

    async def returned(self) -> None:
        """Wait until the thread does nothing with the connection."""
        while self._lent:
            await self._next_turn()

    async def settle(self) -> bool:
        """Move what is staged to its tables; when this returns, nothing was staged or committed since.

        False: the device takes no more writes, so the rows stay where they are. Raises what else the engine says.
        """
        give_up_at = self._monotonic() + connections.BUSY_SECONDS
        parts: int | None = None
        while True:
            await self.returned()
            self._require_sound()
            if self.out_of_room:
                return False
            if parts is None:  # as many as there are now, whatever comes meanwhile
                parts = self._transactions.staged // SETTLED_AT_ONCE
            try:
                if parts == 0:
                    self._transactions.move_all()
                    return True
                self._transactions.move_part(SETTLED_AT_ONCE)
                parts -= 1
                pause = 0.0
            except (FullError, DamagedError):
                return False
            except BusyError:  # another process writes
                if self._monotonic() > give_up_at:
                    raise
                pause = BUSY_PAUSE
            await asyncio.sleep(pause)

    def settle_now(self) -> None:
        """Move what is staged, unless it is much, has to wait or fails: then who needs it there asks `settle`."""
        able = not self._lent and self.is_sound and not self.out_of_room
        if able and self._transactions.staged <= SETTLED_AT_ONCE:
            with suppress(StorageError):
                self._transactions.move_all()

    def restart_log(self) -> None:
        """Have the write-ahead log begun again, from the start of its file, after the next group."""
        self._log_is_long = True

    def allow_pages(self, count: int) -> None:
        """Let the database have so many pages, unless the connection is in use."""
        if not self._lent:
            self._transactions.allow_pages(count)

    def _answer_to_come(self) -> asyncio.Future[Any]:
        """What one more unit will be answered by, unless it is refused."""
        self._require_sound()
        if len(self._waiting) + len(self._under_way) + len(self._resting) >= WAITING_LIMIT:
            raise OverloadedError(f"{WAITING_LIMIT} units of work already wait")
        return self._loop.create_future()

    def _require_sound(self) -> None:
        if self._failure is not None:
            raise DamagedError(self._failure)

    async def _next_turn(self) -> None:
        turn: asyncio.Future[None] = self._loop.create_future()
        self._turns.append(turn)
        await turn

    # One group after the other.

    def _queue(self, unit: PendingUnit) -> None:
        self._waiting.append(unit)
        if not self._scheduled:
            self._schedule()

    def _schedule(self) -> None:
        """Have the next group run once the loop has read what it was sent."""
        self._scheduled = True
        self._idle.clear()
        self._loop.call_soon(self._next_group)

    def _next_group(self) -> None:
        if self._flusher is None and self.is_sound and not self.out_of_room:
            self._transactions.move_too_many()  # else there is time while a group is being flushed
        if self._resting and self._resting[0].rests_until < self._monotonic():
            self._waiting.append(self._resting.popleft())
        group: list[PendingUnit] = []
        while self._waiting and len(group) < GROUP_SIZE:
            unit = self._waiting.popleft()
            # A caller that left before its unit began has no use for it any more.
            if not unit.future.cancelled():
                group.append(unit)
        if group:
            self._run(group)
        else:
            self._go_on()

    def _run(self, group: list[PendingUnit]) -> None:
        if self.out_of_room:
            for unit in group:
                unit.error = FullError("no room is left on the device of the database")
            self._deliver(group)
            return
        self._commits_before = self.commits
        if self._is_flushed(group):
            try:
                self._peeking.hold()
            except StorageError as error:
                for unit in group:
                    unit.error = error
                self._deliver(group)
                return
        run = self._transactions.run_begun(group)
        if run:
            self._waiting.extendleft(reversed(group[run:]))
            del group[run:]
            self._flush(group)
        else:
            self._under_way = group
            self._share.begin(len(group))
            self._lend(lambda: self._transactions.run_patiently(group), lambda: self._run_patiently(group))

    def _run_patiently(self, group: list[PendingUnit]) -> None:
        self._share.end(len(group))
        self._flush(group)

    def _is_flushed(self, group: list[PendingUnit]) -> bool:
        """Whether a group waits for the device."""
        return self._flusher is not None and any(unit.flush and unit.error is None for unit in group)

    def _flush(self, group: list[PendingUnit]) -> None:
        """The group is committed: have it on the device as well, if that is wanted."""
        if self._flusher is not None and self.is_sound and self._is_flushed(group):
            self._under_way = group
            self._flusher.begin()
            self._transactions.move_too_many()
            self._look_around()
        else:
            self._deliver(group)

    def _flushed(self, error: OSError | None) -> None:
        if error is not None:
            self.give_up(f"the log could not be flushed: {error.strerror}")
        self._deliver(self._under_way)

    def _deliver(self, group: list[PendingUnit]) -> None:
        """The group is stored, or nobody knows: tell everybody, and go on."""
        self._under_way = []
        if self._failure is None:
            self._peeking.release()
        else:
            for unit in group:
                unit.error = DamagedError(self._failure)
        self._wake()
        self._answer(group)
        self._go_on()

    def _answer(self, group: list[PendingUnit]) -> None:
        """Answer the callers of units that have run, and tell the bus.

        A caller goes on in the loop's next turn, when the bus has been told. What listeners put off until then comes
        after all callers of the group: a session that is told something and answered sends both in one packet.
        """
        told: dict[str, list[object]] = {}
        for unit in group:
            if unit.error is None:
                for topic, events in unit.events:
                    if topic in told:
                        told[topic] += events
                    else:
                        told[topic] = [*events]
            if unit.future.done():  # its caller was cancelled
                continue
            if unit.error is None:
                unit.future.set_result(unit.result)
            else:
                self.lacked_room |= isinstance(unit.error, FullError)
                unit.future.set_exception(unit.error)
        for topic, together in told.items():
            self._bus.publish(topic, together)

    def _go_on(self) -> None:
        if self._log_is_long and self.is_sound and not self.out_of_room:
            self._log_is_long = False
            self._lend(self._begin_log_again, self._go_on)
        elif self._waiting:
            # One turn later than at once, in which callers go on: their answers leave before the next group begins.
            self._loop.call_soon(self._schedule)
        else:
            self._scheduled = False
            self._idle.set()
            self._look_around()

    # A bit of what can wait.

    def _look_around(self) -> None:
        """If something waits for a moment of rest, see whether one comes when the loop has read what it was sent."""
        if not self._looks_around and (self._resting or self._transactions.has_many_staged):
            self._looks_around = True
            # A turn of the loop begins with the calls it was asked for, and then reads: this is one of the next turn.
            self._loop.call_soon(self._loop.call_soon, self._rest)

    def _rest(self) -> None:
        self._looks_around = False
        if self._waiting or self._lent or self.out_of_room or self._ended or not self.is_sound:
            return  # the next group looks around again
        if self._transactions.has_many_staged:
            self._transactions.move_some()
        elif self._resting:
            self._run_at_rest(self._resting.popleft())
        self._look_around()

    def _run_at_rest(self, unit: PendingUnit) -> None:
        if unit.future.cancelled():
            return
        if self._transactions.run_begun([unit]):
            self._answer([unit])
        else:
            self._queue(unit)

    def _wake(self) -> None:
        """Those go on who wait; they do before the next group begins."""
        for turn in self._turns:
            if not turn.done():
                turn.set_result(None)
        self._turns.clear()

    # The thread.

    def _lend(self, job: Callable[[], None], done: Callable[[], None]) -> None:
        """Have the thread do something with the connection, and the loop something after it."""
        self._lent = True
        self._jobs.put((job, done))

    def _begin_log_again(self) -> None:
        try:
            self._transactions.restart_log()
        except DamagedError as error:
            self._loop.call_soon_threadsafe(self.give_up, str(error))

    def _serve(self) -> None:
        while (work := self._jobs.get()) is not None:
            job, done = work
            job()
            self._loop.call_soon_threadsafe(self._take_back, done)

    def _take_back(self, done: Callable[[], None]) -> None:
        self._lent = False
        self._wake()
        done()
