"""Server salts: derived, never stored (core.telegram.org/mtproto/description, "Server Salt").

A salt is a keyed hash of the authorization key's id and of the period it belongs to, under a secret that is drawn when
the process starts. So a salt needs no row, the next 64 are known at any time, and no salt of an earlier process is
ever good again.

That last point is what protects from replays over a restart (rows MS-2, AT-6). The ids a session has seen are kept in
memory; a frame recorded before the restart would be new to the process after it. But it carries a salt of the old
process, which now gets bad_server_salt: not executed, and the one who replays cannot put the new salt into it. The
price is one bad_server_salt per client and restart, where keeping the ids would cost a row per request.

Rules of this file
- A period lasts 1,800 s. The salt of the current one is good, and that of the one before (rows M13, MS-3).
- Periods of different keys begin at different moments, so clients do not all learn a new salt in the same second.
- The salt that the key exchange agreed on (row H14) is good for one period from then on, in this process.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from typing import NamedTuple

from mtproto.clock import Clock, Random
from mtproto.session.limits import SALT_PERIOD

_SECRET_SIZE = 32
_LONG = struct.Struct("<q")
_PERIOD_OF_KEY = struct.Struct("<8sq")


class FutureSalt(NamedTuple):
    """A salt and the unix seconds between which it is accepted; the layout of future_salt."""

    valid_since: int
    valid_until: int
    salt: int


class SaltSecret:
    """What all salts of a process are derived from."""

    __slots__ = ("_secret", "started")

    def __init__(self, clock: Clock, random: Random) -> None:
        self._secret = random(_SECRET_SIZE)
        self.started = clock.monotonic()
        """Monotonic time since when its salts exist; no packet with one of them is older."""

    def salt(self, key_id: bytes, period: int) -> int:
        """The salt of a key in a period."""
        digest = blake2b(_PERIOD_OF_KEY.pack(key_id, period), digest_size=8, key=self._secret).digest()
        (salt,) = _LONG.unpack(digest)
        return int(salt)


class Salts:
    """The salts of one authorization key.

    Args:
        secret: The process's secret.
        key_id: The 8 bytes of auth_key_id.
        clock: Tells until when `first` is good.
        first: The salt from the key exchange, when the key was made just now.
    """

    __slots__ = ("_current", "_first", "_first_until", "_key_id", "_previous", "_since", "_until", "secret")

    def __init__(self, secret: SaltSecret, key_id: bytes, clock: Clock, first: int | None = None) -> None:
        self.secret = secret
        self._key_id = key_id
        self._first = first
        self._first_until = 0.0 if first is None else clock.now() + SALT_PERIOD
        self._since = self._until = 0
        self._current = self._previous = 0

    def current(self, now: float) -> int:
        """The salt to use; `now` is the unix time, here as below."""
        if not self._since <= now < self._until:
            self._turn(now)
        return self._current

    def accepts(self, salt: int, now: float) -> bool:
        """Whether a message with this salt may be executed."""
        if not self._since <= now < self._until:
            self._turn(now)
        return salt == self._current or salt == self._previous or self._is_first(salt, now)

    def future(self, count: int, now: float) -> list[FutureSalt]:
        """The current salt and those after it. Each is accepted until the one after the next begins: no gap."""
        first = self._period(now)
        return [self._future(period) for period in range(first, first + count)]

    def _future(self, period: int) -> FutureSalt:
        since = self._start(period)
        return FutureSalt(since, since + 2 * SALT_PERIOD, self.secret.salt(self._key_id, period))

    def _is_first(self, salt: int, now: float) -> bool:
        if self._first is None:
            return False
        if now >= self._first_until:
            self._first = None
        return salt == self._first

    def _turn(self, now: float) -> None:
        period = self._period(now)
        self._since = self._start(period)
        self._until = self._since + SALT_PERIOD
        self._current = self.secret.salt(self._key_id, period)
        self._previous = self.secret.salt(self._key_id, period - 1)

    def _period(self, now: float) -> int:
        return int(now + self._phase) // SALT_PERIOD

    def _start(self, period: int) -> int:
        return period * SALT_PERIOD - self._phase

    @property
    def _phase(self) -> int:
        """Seconds by which this key's periods begin earlier than the round ones."""
        return int.from_bytes(self._key_id[:4], "little") % SALT_PERIOD
