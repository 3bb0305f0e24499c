"""What a serving process does and when, for whoever asks where the time of an answer went (bench.slow_answers).

The functions that hold the event loop are replaced by ones that note when they ran. Each note is a stretch of the
loop's time under the name of the innermost of them; what threads do meanwhile stands apart. Of each request is noted
when it came to its next station. Times are of the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import functools
import gc
import threading
import time
from array import array
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from server.files.part_file import PartFile
from server.gateway.connection import Connection
from server.gateway.live_session import LiveSession
from server.gateway.sessions import Sessions
from server.rpc.dispatch import Dispatcher
from server.timers import Timers
from server.turns import Turns
from storage.media.blob_folder import FolderBlobs
from storage.sqlite.checkpoints import Checkpoints
from storage.sqlite.flushing import Flusher
from storage.sqlite.sharing import InterpreterShare
from storage.sqlite.transactions import PendingUnit, Transactions
from storage.sqlite.writer import Writer

ON_THE_LOOP: tuple[tuple[type, str, str], ...] = (
    (Connection, "_receive", "reading requests"),
    (Writer, "_next_group", "making groups"),
    (Transactions, "run_begun", "statements"),
    (Transactions, "_commit", "commits"),
    (Transactions, "move_part", "moving staged rows"),
    (Transactions, "move_all", "moving all staged rows"),
    (Writer, "_deliver", "making answers and pushes"),
    (Sessions, "flush", "sealing and writing packets"),
    (InterpreterShare, "_look", "standing still for threads"),
    (Timers, "run_due", "timers"),
    (Turns, "_give", "turns"),
    (Connection, "buffer_updated", "reading parts"),
)
COLLECTING = tuple(f"garbage collection, generation {generation}" for generation in range(3))

ON_THREADS: tuple[tuple[type, str, str], ...] = (
    (Transactions, "run_patiently", "groups"),
    (Transactions, "restart_log", "beginning the log again"),
    (PartFile, "put", "parts kept"),
    (PartFile, "finish", "uploads finished"),
    (PartFile, "_flush_now_and_then", "parts flushed"),
    (FolderBlobs, "_put", "contents put"),
    (FolderBlobs, "_read", "ranges read"),
)
COPYING = "checkpoints"
FLUSHING = "flushes"

STATIONS = {
    "read": "on its way, and unread",
    "queued": "handled",
    "taken": "waiting for its group",
    "run": "its group runs",
    "stored": "its group is flushed",
    "answered": "its answer is made",
    "written": "its answer is written",
}
"""What a request does before each of its stations."""

_NAMES = (*(what for _, _, what in (*ON_THE_LOOP, *ON_THREADS)), *COLLECTING, COPYING, FLUSHING, *STATIONS)
_NUMBERS = {name: number for number, name in enumerate(_NAMES)}

Request = tuple[int, int]
"""A session's id and a msg_id."""


class Stretch(NamedTuple):
    """What was done from when till when, and for how many seconds of that it had a processor."""

    what: str
    begun: float
    ended: float
    processor: float


class Trace(NamedTuple):
    """What was noted."""

    loop: list[Stretch]
    threads: list[Stretch]
    requests: dict[Request, dict[str, float]]
    """When each request came to its stations."""


class _Notes:
    """What is being noted, in arrays: the garbage collector would look at an object for each note, and be seen to."""

    def __init__(self) -> None:
        self._loop, self._threads, self._came = array("d"), array("d"), array("d")
        self._requests = array("q")

    def loop(self, what: str, begun: float, ended: float, processor: float) -> None:
        """The loop did this."""
        self._loop.extend((_NUMBERS[what], begun, ended, processor))

    def thread(self, what: str, begun: float, ended: float, processor: float = 0.0) -> None:
        """A thread did this."""
        self._threads.extend((_NUMBERS[what], begun, ended, processor))

    def came(self, request: Request, station: str) -> None:
        """A request came to a station just now."""
        self._requests.extend(request)
        self._came.extend((_NUMBERS[station], time.monotonic()))

    def trace(self) -> Trace:
        """All of it."""
        requests: dict[Request, dict[str, float]] = defaultdict(dict)
        for request, (station, when) in zip(_rows(self._requests, 2), _rows(self._came, 2), strict=True):
            requests[request][_NAMES[int(station)]] = when
        loop, threads = (
            [Stretch(_NAMES[int(number)], *times) for number, *times in _rows(notes, 4)]
            for notes in (self._loop, self._threads)
        )
        return Trace(loop, threads, requests)


def _rows(notes: array[Any], width: int) -> Any:
    """The numbers of an array, so many at a time."""
    one = iter(notes)
    return zip(*([one] * width), strict=True)


class Tracer:
    """Of this process; made on the thread of its loop before anything that it looks at."""

    def __init__(self) -> None:
        self._notes: _Notes | None = None
        self._loop = threading.get_ident()
        self._under_way: list[tuple[str, float, float]] = []
        self._request: Request | None = None
        self._units: dict[int, Request] = {}
        self._unwritten: list[Request] = []
        self._flushing_since = 0.0
        for owner, name, what in ON_THE_LOOP:
            _replace(owner, name, functools.partial(self._on_loop, what))
        for owner, name, what in ON_THREADS:
            _replace(owner, name, functools.partial(self._on_thread, what))
        _replace(Checkpoints, "checkpoint", self._checkpoint)
        gc.callbacks.append(self._collected)
        _replace(Dispatcher, "request", self._requested)
        _replace(Writer, "submit", self._submitted)
        _replace(Writer, "_run", self._taken)
        _replace(Writer, "_flush", self._run)
        _replace(Flusher, "begin", self._flush_begun)
        _replace(Flusher, "_flushed", self._flush_ended)
        _replace(Writer, "_deliver", self._stored)
        _replace(LiveSession, "answer", self._answered)
        _replace(Sessions, "flush", self._written)

    def begin(self) -> None:
        """Note from now on."""
        self._notes = _Notes()

    def end(self) -> Trace:
        """What was noted."""
        assert self._notes is not None  # it has begun
        notes, self._notes = self._notes, None
        return notes.trace()

    # Stretches of time.

    def _enter(self, what: str) -> None:
        now, processor = time.monotonic(), time.thread_time()
        if self._under_way:
            self._note(now, processor)
        self._under_way.append((what, now, processor))

    def _leave(self) -> None:
        now, processor = time.monotonic(), time.thread_time()
        self._note(now, processor)
        self._under_way.pop()
        if self._under_way:
            self._under_way[-1] = (self._under_way[-1][0], now, processor)

    def _note(self, now: float, processor: float) -> None:
        what, since, before = self._under_way[-1]
        if self._notes is not None:
            self._notes.loop(what, since, now, processor - before)

    def _on_loop(self, what: str, function: Callable[..., Any], *arguments: Any) -> Any:
        if threading.get_ident() != self._loop:
            return function(*arguments)
        self._enter(what)
        try:
            return function(*arguments)
        finally:
            self._leave()

    def _on_thread(self, what: str, function: Callable[..., Any], *arguments: Any) -> Any:
        begun, processor = time.monotonic(), time.thread_time()
        try:
            return function(*arguments)
        finally:
            if self._notes is not None:
                self._notes.thread(what, begun, time.monotonic(), time.thread_time() - processor)

    async def _checkpoint(self, function: Callable[..., Any], *arguments: Any) -> None:
        begun = time.monotonic()
        await function(*arguments)
        if self._notes is not None:
            self._notes.thread(COPYING, begun, time.monotonic())

    def _flush_begun(self, function: Callable[..., Any], *arguments: Any) -> None:
        self._flushing_since = time.monotonic()
        function(*arguments)

    def _flush_ended(self, function: Callable[..., Any], *arguments: Any) -> None:
        if self._notes is not None:
            self._notes.thread(FLUSHING, self._flushing_since, time.monotonic())
        function(*arguments)

    def _collected(self, phase: str, info: dict[str, int]) -> None:
        if threading.get_ident() == self._loop:
            if phase == "start":
                self._enter(COLLECTING[info["generation"]])
            else:
                self._leave()

    # Stations of requests.

    def _came(self, request: Request, station: str) -> None:
        if self._notes is not None:
            self._notes.came(request, station)

    def _requested(
        self, function: Callable[..., Any], dispatcher: Dispatcher, session: LiveSession, msg_id: int, body: bytes
    ) -> None:
        self._request = (session.session_id, msg_id)
        self._came(self._request, "read")
        function(dispatcher, session, msg_id, body)
        self._request = None

    def _submitted(self, function: Callable[..., Any], *arguments: Any) -> Any:
        future = function(*arguments)
        if self._request is not None:
            self._came(self._request, "queued")
            self._units[id(future)] = self._request
        return future

    def _taken(self, function: Callable[..., Any], writer: Writer, group: list[PendingUnit]) -> Any:
        for unit in group:
            if request := self._units.get(id(unit.future)):
                self._came(request, "taken")
        return function(writer, group)

    def _run(self, function: Callable[..., Any], writer: Writer, group: list[PendingUnit]) -> None:
        for unit in group:
            if request := self._units.get(id(unit.future)):
                self._came(request, "run")
        function(writer, group)

    def _stored(self, function: Callable[..., Any], writer: Writer, group: list[PendingUnit]) -> None:
        for unit in group:
            if request := self._units.pop(id(unit.future), None):
                self._came(request, "stored")
        function(writer, group)

    def _answered(self, function: Callable[..., Any], session: LiveSession, msg_id: int, result: bytes) -> None:
        function(session, msg_id, result)
        request = (session.session_id, msg_id)
        self._came(request, "answered")
        self._unwritten.append(request)

    def _written(self, function: Callable[..., Any], sessions: Sessions) -> None:
        unwritten, self._unwritten = self._unwritten, []
        function(sessions)
        for request in unwritten:
            self._came(request, "written")


def _replace(owner: type, name: str, wrapper: Callable[..., Any]) -> None:
    """Have calls of a method go to `wrapper`, with the method as the first argument."""
    method = getattr(owner, name)

    def called(*arguments: Any) -> Any:
        return wrapper(method, *arguments)

    setattr(owner, name, called)
