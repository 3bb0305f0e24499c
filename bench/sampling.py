"""Where the event loop of a process spends its processor time, by stages.

A signal comes after each few milliseconds of the process's processor time. What the main thread has computed since the
last one is put to the stage that it is in; what other threads have computed counts apart. A stage is known by the file
of the innermost call that belongs to one.
"""

from __future__ import annotations

import signal
import time
from collections import defaultdict
from types import FrameType

EVERY = 0.001
"""Seconds of processor between two looks; the kernel rounds that up to its own tick."""

STAGES = (
    ("transaction: statements", ("storage/sqlite/statements.py", "storage/sqlite/staging.py")),
    ("transaction: commit, groups", ("storage/sqlite/",)),
    ("search index", ("storage/searching/",)),
    ("transaction: rights, ids, rows", ("storage/", "server/messages/delivery.py", "server/messages/addressing.py")),
    ("push: render", ("server/updates/", "server/render/", "storage/bus.py")),
    ("handler", ("server/messages/", "server/access/", "server/previews/", "server/dialogs/")),
    ("decode, encode", ("mtproto/tl/",)),
    ("crypto", ("mtproto/crypto/", "mtproto/session/packet.py")),
    ("session", ("mtproto/session/", "server/gateway/live_session.py", "server/gateway/sessions.py")),
    ("framing, socket", ("mtproto/transport/", "server/gateway/")),
    ("dispatch, flood control, metrics", ("server/",)),
)
"""What each stage is known by; the first that fits counts."""

REST = "event loop, the rest"
THREADS = "other threads"


class Sampler:
    """Of this process; used on its main thread."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._stages: dict[str, str] = {}
        self._since = self._begun = 0.0

    def begin(self) -> None:
        """Look from now on."""
        self._seconds.clear()
        self._since = time.thread_time()
        self._begun = time.process_time() - self._since
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def end(self) -> dict[str, float]:
        """Seconds of processor by stage."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        return {**self._seconds, THREADS: time.process_time() - time.thread_time() - self._begun}

    def _look(self, _: int, frame: FrameType | None) -> None:
        now = time.thread_time()
        self._seconds[self._stage(frame)] += now - self._since
        self._since = now

    def _stage(self, frame: FrameType | None) -> str:
        while frame is not None:
            path = frame.f_code.co_filename
            stage = self._stages.get(path)
            if stage is None:
                stage = self._stages[path] = _stage_of(path)
            if stage != REST:
                return stage
            frame = frame.f_back
        return REST


def _stage_of(path: str) -> str:
    for stage, parts in STAGES:
        if any(f"/{part}" in path for part in parts):
            return stage
    return REST
