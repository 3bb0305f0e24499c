"""The salt a client puts into its packets (core.telegram.org/mtproto/description, "Server Salt").

It comes from the key exchange, from bad_server_salt, from new_session_created, and ahead of time from future_salts.
"""

from __future__ import annotations

from collections.abc import Iterable

from mtproto.session.salts import FutureSalt


class ClientSalts:
    """The salt in use, and those that will follow it."""

    __slots__ = ("_current", "_future")

    def __init__(self, salt: int) -> None:
        self._current = salt
        self._future: list[FutureSalt] = []

    def told(self, salt: int) -> None:
        """The server named the salt that is good now."""
        self._current = salt

    def foretold(self, salts: Iterable[FutureSalt]) -> None:
        """The server named salts and when they are good; they replace what it said before."""
        self._future = sorted(salts)

    def at(self, server_time: float) -> int:
        """The salt to use at a moment."""
        while self._future and self._future[0].valid_since <= server_time:
            begun = self._future.pop(0)
            if server_time < begun.valid_until:
                self._current = begun.salt
        return self._current
