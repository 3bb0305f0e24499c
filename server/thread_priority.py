"""Threads that stand back: whoever is waited for gets a processor first, where more want one than there are.

A niceness is about shares. When it is whose turn, the kernel decides by slices: who has a processor may finish its own,
or go on to the timer's next tick, 1 to 4 ms, while whoever woke waits; and a message wakes the event loop four times. A
thread that asks for long slices is interrupted at once by one that does not (Linux 6.12 and later; before, the wish is
ignored), and is interrupted less by its like.

A thread that holds the interpreter and is not run, because other processes go before it, holds the loop as well; so
none stands back as far as it could.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import threading

SLICE = 10_000_000
"""Nanoseconds; usual are 1 to 3 million."""

_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}.get(platform.machine())
"""The number of sched_setattr(2), which few C libraries have a function for."""

_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
"""struct sched_attr: its size, policy, flags, niceness, priority, runtime (here the slice), deadline, period."""

_KEEP_POLICY = 8
"""SCHED_FLAG_KEEP_POLICY: a thread's policy need not be known, which musl refuses to tell."""


def stand_back(niceness: int) -> None:
    """Let others go before the calling thread: on Linux, each thread has a niceness of its own."""
    if sys.platform != "linux":
        return
    own = os.getpriority(os.PRIO_PROCESS, 0) + niceness
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), own)
    if _SCHED_SETATTR is not None:
        wish = _ATTRIBUTES.pack(_ATTRIBUTES.size, 0, _KEEP_POLICY, min(own, 19), 0, SLICE, 0, 0)
        ctypes.CDLL(None).syscall(_SCHED_SETATTR, 0, wish, 0)  # refused under a real-time policy, which has no slices
