"""Flood control: how often a method may be called, and what FLOOD_WAIT_X says when it was too often.

Every method belongs to a `FloodClass`. A class has limits, each counted per account, per key or per address; a request
passes when all of them have room, and otherwise costs nothing and is told the seconds to wait
(core.telegram.org/api/errors, 420 FLOOD).

The count is the generic cell rate algorithm: one number per counter, the time at which its burst will be whole again.
A counter that has recovered is forgotten. The store of counters is bounded; when it is full of counters that still
count, it cannot count a new caller. Then the classes that guard secrets refuse (they fail closed, row DO-8) and the
others let pass, so that a flood of strangers never stops messages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from msgspec import Struct

from mtproto import rpc_errors
from mtproto.clock import Clock


class Scope(Enum):
    """What a limit counts."""

    ACCOUNT = "account"
    """The user; the permanent key while nobody is signed in."""
    KEY = "key"
    ADDRESS = "address"
    """An IPv4 address or an IPv6 /64 network."""


_ACCOUNT, _ADDRESS = Scope.ACCOUNT, Scope.ADDRESS
"""Looked up once instead of for every request."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` calls at once, and one more every `interval` seconds."""

    scope: Scope
    burst: int
    interval: float


class FloodClass(Enum):
    """The classes of methods, by what a flood of them costs or gives away."""

    __hash__ = object.__hash__
    """Every request looks its class up, and the hash of an enumeration is that of its name, in Python."""

    DEFAULT = "default"
    SEND = "send"
    """Messages and everything that others are told of."""
    TYPING = "typing"
    """Typing, online: many, cheap, told to others."""
    SEARCH = "search"
    """Reads that scan: searches, common chats."""
    RESOLVE = "resolve"
    """Finding people who did not give you their address: usernames, phones, imported contacts."""
    CREATE = "create"
    """New chats, invites, secret chats."""
    FILES = "files"
    """Parts of files, up and down."""
    SIGN_IN = "sign_in"
    """Codes and tokens: sending and trying them."""
    PASSWORD = "password"
    """Everything that tries a two-step password or a recovery code."""
    PASSWORD_ASK = "password_ask"
    """Asking for the challenge of a password, which costs milliseconds of maths."""
    PASSWORD_GUESS = "password_guess"
    """Tries at the password of one account, from wherever they come."""

    @property
    def guards_secrets(self) -> bool:
        """Whether guessing is the danger: such a class fails closed."""
        return self in _SECURITY


_PASSWORDS = frozenset({FloodClass.PASSWORD, FloodClass.PASSWORD_GUESS})
_SECURITY = _PASSWORDS | {FloodClass.SIGN_IN}

LIMITS: dict[FloodClass, tuple[Limit, ...]] = {
    FloodClass.DEFAULT: (Limit(Scope.ACCOUNT, 300, 1 / 30),),
    FloodClass.SEND: (Limit(Scope.ACCOUNT, 60, 1 / 5),),
    FloodClass.TYPING: (Limit(Scope.ACCOUNT, 60, 1 / 5),),
    FloodClass.SEARCH: (Limit(Scope.ACCOUNT, 60, 1 / 2),),
    FloodClass.RESOLVE: (Limit(Scope.ACCOUNT, 60, 5.0), Limit(Scope.ADDRESS, 300, 1.0)),
    FloodClass.CREATE: (Limit(Scope.ACCOUNT, 30, 10.0),),
    FloodClass.FILES: (Limit(Scope.ACCOUNT, 2000, 1 / 400),),
    # A household behind one address signs in several people on several devices; a guesser needs thousands.
    FloodClass.SIGN_IN: (Limit(Scope.KEY, 25, 30.0), Limit(Scope.ADDRESS, 200, 5.0)),
    FloodClass.PASSWORD_ASK: (Limit(Scope.ACCOUNT, 20, 3.0),),
    # Five tries, then one in five minutes (row A4).
    FloodClass.PASSWORD_GUESS: (Limit(Scope.ACCOUNT, 5, 300.0),),
    FloodClass.PASSWORD: (Limit(Scope.KEY, 10, 60.0), Limit(Scope.ADDRESS, 60, 15.0)),
}
"""Telegram publishes no figures. These leave the busiest client we have watched (a start with dozens of calls, an
import of contacts, an album) untouched, and stop a script within seconds."""

MAX_COUNTERS = 100_000
"""Counters kept per class, about 100 bytes each."""


class StoreUnavailable(Exception):
    """The store of counters cannot count this caller."""


class CounterStore(Protocol):
    """Where the counters live. Shared by all nodes when there are several."""

    def get(self, flood: FloodClass, counter: object, now: float) -> float:
        """The time at which the counter is whole again, `now` if it already is; raises StoreUnavailable."""

    def put(self, flood: FloodClass, counter: object, whole_at: float) -> None:
        """Remember it."""


class MemoryCounters:
    """Counters of this process, on the monotonic clock."""

    def __init__(self, capacity: int = MAX_COUNTERS) -> None:
        self._capacity = capacity
        self._classes: dict[FloodClass, dict[object, float]] = {flood: {} for flood in FloodClass}
        self._swept_at: dict[FloodClass, float] = dict.fromkeys(FloodClass, 0.0)

    def get(self, flood: FloodClass, counter: object, now: float) -> float:
        counters = self._classes[flood]
        whole_at = counters.get(counter)
        if whole_at is not None:
            return whole_at if whole_at > now else now
        is_full = len(counters) >= self._capacity
        if now - self._swept_at[flood] >= (_SWEEP_FULL if is_full else _SWEEP):
            self._sweep(flood, now)
            is_full = len(counters) >= self._capacity
        if is_full:
            raise StoreUnavailable
        return now

    def put(self, flood: FloodClass, counter: object, whole_at: float) -> None:
        self._classes[flood][counter] = whole_at

    def _sweep(self, flood: FloodClass, now: float) -> None:
        """Forget what has recovered."""
        self._swept_at[flood] = now
        counters = self._classes[flood]
        for counter in [counter for counter, whole_at in counters.items() if whole_at <= now]:
            del counters[counter]


class Caller(Struct):
    """Who is counted: `account` and `key` are the ids, `address` the network (see `server.gateway.addresses`)."""

    account: int
    key: int
    address: str


class FloodControl:
    """Admits requests, or says how long to wait.

    Args:
        clock: Its monotonic time counts.
        factor: Multiplies the limits that guard no secret.
        sign_in_factor: Multiplies those of `SIGN_IN`. The tries of a code and of a number are counted beside them, in
            the database, and passwords by classes that nothing relaxes.
        store: Where the counters live, if not in memory.
    """

    def __init__(
        self, clock: Clock, factor: float = 1.0, sign_in_factor: float = 1.0, store: CounterStore | None = None
    ) -> None:
        self._clock = clock
        self._store = MemoryCounters() if store is None else store
        factors = dict.fromkeys(FloodClass, factor) | dict.fromkeys(_PASSWORDS, 1.0)
        factors[FloodClass.SIGN_IN] = sign_in_factor
        self._limits = {
            flood: tuple(_counted(limit, factors[flood]) for limit in limits) for flood, limits in LIMITS.items()
        }

    def admit(self, flood: FloodClass, caller: Caller) -> None:
        """Count one call, or raise FLOOD_WAIT_X and count nothing."""
        wait = self.wait_for(flood, caller)
        if wait > 0:
            raise rpc_errors.FLOOD_WAIT_X(max(1, math.ceil(wait)))

    def wait_for(self, flood: FloodClass, caller: Caller) -> float:
        """Count one call and return 0, or return the seconds to wait and count nothing."""
        now = self._clock.monotonic()
        paid: list[tuple[object, float]] = []
        wait = 0.0
        try:
            for scope, interval, room in self._limits[flood]:
                if scope is _ACCOUNT and caller.account:
                    counter: object = (caller.account,)  # no counter of one scope has the name of another's
                else:
                    counter = caller.address if scope is _ADDRESS else caller.key
                whole_at = self._store.get(flood, counter, now) + interval
                excess = whole_at - now - room
                if excess > wait:
                    wait = excess
                paid.append((counter, whole_at))
            if wait <= _ROUNDING:
                for counter, whole_at in paid:
                    self._store.put(flood, counter, whole_at)
                return 0.0
        except StoreUnavailable:
            return _CLOSED_WAIT if flood.guards_secrets else 0.0
        return wait


_SWEEP, _SWEEP_FULL = 60.0, 1.0
"""Seconds between two scans for recovered counters; shorter while there is no place for another."""

_CLOSED_WAIT = 30.0
_ROUNDING = 1e-9


def _counted(limit: Limit, factor: float) -> tuple[Scope, float, float]:
    """A relaxed limit as it is counted: its scope, the seconds that a call takes up, and those of a burst."""
    interval = limit.interval / factor
    return limit.scope, interval, max(1, int(limit.burst * factor)) * interval
