"""When a request may start: in msg_id order, after those it names, and not too many at once.

core.telegram.org/api/invoking, "Sequential Requests"; rows M31, M34, AT-1, RL-3.

    arrives -> waiting (for the answers of others) -> queued (for a turn) -> running -> settled
                  |                                                            ^
                  '-- MSG_WAIT_TIMEOUT, MSG_WAIT_FAILED ----------------------'

Rules of this file
- A request waits for what it names even where that has not arrived yet: who swaps packets changes nothing.
- What can no longer arrive has failed, so nobody waits for it in a loop.
- A request refused here has failed for those that wait for it, as one answered with an error has.
- Everything that waits is counted, in requests, in bytes and in the ids waited for; and of one packet no more ids are
  looked up than may be waited for.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from mtproto import rpc_errors
from mtproto.session import msg_ids
from mtproto.session.limits import (
    INVOKE_AFTER_WAIT,
    MAX_AGE,
    MAX_AWAITED,
    MAX_HELD,
    MAX_HELD_BYTES,
    MAX_RUNNING,
)
from mtproto.session.native import SeenIds
from mtproto.session.verdicts import FAILED


class Request(NamedTuple):
    """A call of a method; `after` are the requests that invokeAfterMsg names."""

    msg_id: int
    body: bytes
    after: tuple[int, ...] = ()


class _Outcome(Enum):
    OPEN = auto()
    SUCCEEDED = auto()
    FAILED = auto()


@dataclass(slots=True, eq=False)
class _Held:
    request: Request
    deadline: float
    awaited: set[int] = field(default_factory=set)
    dropped: bool = False


class RequestOrder:
    """The requests of one session between their arrival and their answer."""

    __slots__ = ("_awaited", "_awaiting", "_bytes", "_queued", "_running", "_seen", "queue", "refused", "waiting")

    def __init__(self, seen: SeenIds) -> None:
        self._seen = seen
        self._running: dict[int, bool] = {}  # msg_id -> whether rpc_drop_answer came
        self.waiting: dict[int, _Held] = {}
        """Those that wait for the answers of others, in order of their deadlines."""
        self._awaiting: dict[int, list[_Held]] = {}  # msg_id -> those that wait for it
        self._awaited = 0
        self._queued: dict[int, _Held] = {}
        self.queue: list[int] = []
        """A heap of those that wait for a turn."""
        self._bytes = 0
        self.refused: list[tuple[int, rpc_errors.RpcError]] = []
        """Requests that will never run, to be answered with an error and cleared by the session."""

    def __contains__(self, msg_id: int) -> bool:
        """Whether this request has arrived and is not settled."""
        return msg_id in self._running or msg_id in self.waiting or msg_id in self._queued

    @property
    def deadline(self) -> float | None:
        """Monotonic time at which the next wait runs out."""
        for held in self.waiting.values():
            return held.deadline
        return None

    def start_at_once(self, msg_id: int) -> bool:
        """Start a request that waits for nobody, if it need not wait for a turn either."""
        if self._queued or len(self._running) >= MAX_RUNNING:
            return False
        self._running[msg_id] = False
        return True

    def offer(self, requests: Collection[Request], now: float, monotonic: float) -> None:
        """Take the requests of one packet, whose ids are remembered as seen."""
        rest = {request.msg_id for request in requests}
        named = 0
        for request in sorted(requests):
            awaited = set()
            failed = False
            named += len(request.after)
            for previous in request.after if named <= MAX_AWAITED else ():
                outcome = self._outcome(previous, rest, now)
                if outcome is _Outcome.OPEN:
                    awaited.add(previous)
                failed = failed or outcome is _Outcome.FAILED
            rest.discard(request.msg_id)
            if not failed and named <= MAX_AWAITED and not self._is_full(request, awaited):
                self._hold(_Held(request, monotonic + INVOKE_AFTER_WAIT, awaited))
                continue
            self._refuse(request.msg_id, rpc_errors.MSG_WAIT_FAILED() if failed else rpc_errors.FLOOD_WAIT_X(1))
            self._fail(request.msg_id)

    def startable(self) -> list[Request]:
        """The requests whose turn has come, in msg_id order; they are running now."""
        started = []
        while self.queue and len(self._running) < MAX_RUNNING:
            held = self._queued.pop(heapq.heappop(self.queue))
            self._bytes -= len(held.request.body)
            self._running[held.request.msg_id] = held.dropped
            started.append(held.request)
        return started

    def settle(self, msg_id: int, *, failed: bool) -> bool:
        """A running request has its answer. True when nobody wants that any more.

        Raises:
            KeyError: it is not running.
        """
        dropped = self._running.pop(msg_id)
        if failed:
            self._seen.set_failed(msg_id)
        if self._awaiting:
            (self._fail if failed else self._release)(msg_id)
        return dropped

    def drop(self, msg_id: int) -> bool:
        """rpc_drop_answer: the answer will not be wanted. False when it has been dropped before."""
        held = self.waiting.get(msg_id) or self._queued.get(msg_id)
        if held is not None:
            dropped, held.dropped = held.dropped, True
        else:
            dropped, self._running[msg_id] = self._running[msg_id], True
        return not dropped

    def expire(self, monotonic: float) -> None:
        """Give up the waits whose time has run out."""
        while (deadline := self.deadline) is not None and deadline <= monotonic:
            held = next(iter(self.waiting.values()))
            self._give_up(held, rpc_errors.MSG_WAIT_TIMEOUT())
            self._fail(held.request.msg_id)

    def clear(self) -> None:
        """Forget everything, settled or not."""
        for store in (self._running, self.waiting, self._awaiting, self._queued):
            store.clear()
        self.queue.clear()
        self.refused.clear()
        self._bytes = self._awaited = 0

    def _outcome(self, msg_id: int, arriving: set[int], now: float) -> _Outcome:
        """How a request ended that another one names."""
        if msg_id in self or msg_id in arriving:
            return _Outcome.OPEN
        mark = self._seen.mark_of(msg_id)
        if mark is not None:
            return _Outcome.FAILED if mark & FAILED else _Outcome.SUCCEEDED
        may_arrive = msg_id > self._seen.floor and msg_id > msg_ids.at(now - MAX_AGE)
        return _Outcome.OPEN if may_arrive else _Outcome.FAILED

    def _is_full(self, request: Request, awaited: set[int]) -> bool:
        return (
            len(self.waiting) + len(self._queued) >= MAX_HELD
            or self._bytes + len(request.body) > MAX_HELD_BYTES
            or self._awaited + len(awaited) > MAX_AWAITED
        )

    def _hold(self, held: _Held) -> None:
        self._bytes += len(held.request.body)
        if not held.awaited:
            self._enqueue(held)
            return
        self.waiting[held.request.msg_id] = held
        self._awaited += len(held.awaited)
        for previous in held.awaited:
            self._awaiting.setdefault(previous, []).append(held)

    def _enqueue(self, held: _Held) -> None:
        self._queued[held.request.msg_id] = held
        heapq.heappush(self.queue, held.request.msg_id)

    def _release(self, msg_id: int) -> None:
        """Those that wait for a request hear that it went well."""
        for held in self._awaiting.pop(msg_id, ()):
            held.awaited.remove(msg_id)
            self._awaited -= 1
            if not held.awaited:
                self._enqueue(self.waiting.pop(held.request.msg_id))

    def _fail(self, msg_id: int) -> None:
        """Those that wait for a request hear that it failed, and so do those that wait for them."""
        failed = [msg_id]
        while failed:
            for held in list(self._awaiting.get(failed.pop(), ())):
                self._give_up(held, rpc_errors.MSG_WAIT_FAILED())
                failed.append(held.request.msg_id)

    def _give_up(self, held: _Held, error: rpc_errors.RpcError) -> None:
        """A waiting request will not run."""
        del self.waiting[held.request.msg_id]
        self._bytes -= len(held.request.body)
        self._awaited -= len(held.awaited)
        for previous in held.awaited:
            self._awaiting[previous].remove(held)
            if not self._awaiting[previous]:
                del self._awaiting[previous]
        self._refuse(held.request.msg_id, error, dropped=held.dropped)

    def _refuse(self, msg_id: int, error: rpc_errors.RpcError, *, dropped: bool = False) -> None:
        self._seen.set_failed(msg_id)
        if not dropped:
            self.refused.append((msg_id, error))
