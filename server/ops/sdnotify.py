"""Tell the service manager where we are: READY=1, STOPPING=1, WATCHDOG=1 (systemd's sd_notify(3), in its own words).

A datagram to the socket that NOTIFY_SOCKET names; nothing at all when nobody asked. A manager that does not listen must
never hurt the server, so failures are silent.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping


class ServiceManager:
    """The process manager that started us, or nobody.

    Attributes:
        watchdog_seconds: how often it wants to hear `alive`: half the limit it has set; None if it does not care.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        microseconds = environ.get("WATCHDOG_USEC", "")
        ours = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog_seconds = int(microseconds) / 2e6 if self._address and ours and microseconds.isdecimal() else None

    def ready(self) -> None:
        """The server accepts connections."""
        self._tell(f"READY=1\nMAINPID={os.getpid()}")

    def stopping(self) -> None:
        """The server drains."""
        self._tell("STOPPING=1")

    def alive(self) -> None:
        """The event loop turns."""
        self._tell("WATCHDOG=1")

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        # A leading @ is a name in the abstract namespace.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.sendto(state.encode(), address)
