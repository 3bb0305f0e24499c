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
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeAlias

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
    """Wrong tries at the password of one account, from wherever they come."""

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


Counted: TypeAlias = tuple[object, float, float]
"""A counter of a class, the seconds that a call takes up there, and those of a burst."""


class CounterStore(Protocol):
    """Where the counters live. Shared by all nodes when there are several."""

    def count(self, flood: FloodClass, counted: Sequence[Counted], now: float) -> float:
        """Count one call in each of these counters and return 0, or return the seconds to wait and count nothing.

        Raises StoreUnavailable, and has counted nothing.
        """

    def give_back(self, flood: FloodClass, counter: object, interval: float) -> None:
        """Take one call out of a counter again."""


class MemoryCounters:
    """Counters of this process, on the monotonic clock."""

    def __init__(self, capacity: int = MAX_COUNTERS) -> None:
        self._capacity = capacity
        self._classes: dict[FloodClass, dict[object, float]] = {flood: {} for flood in FloodClass}
        self._swept_at: dict[FloodClass, float] = dict.fromkeys(FloodClass, 0.0)

    def count(self, flood: FloodClass, counted: Sequence[Counted], now: float) -> float:
        counters = self._classes[flood]
        wait, after = 0.0, {}
        for counter, interval, burst in counted:
            whole_at = counters.get(counter)
            if whole_at is None:
                self._make_room(flood, now)
                whole_at = now
            elif whole_at < now:
                whole_at = now
            after[counter] = whole_at = whole_at + interval
            if whole_at - now - burst > wait:
                wait = whole_at - now - burst
        if wait > _ROUNDING:
            return wait
        counters.update(after)
        return 0.0

    def give_back(self, flood: FloodClass, counter: object, interval: float) -> None:
        counters = self._classes[flood]
        if counter in counters:  # or it has recovered meanwhile
            counters[counter] -= interval

    def _make_room(self, flood: FloodClass, now: float) -> None:
        """See that another counter has a place; raises StoreUnavailable."""
        counters = self._classes[flood]
        is_full = len(counters) >= self._capacity
        if now - self._swept_at[flood] >= (_SWEEP_FULL if is_full else _SWEEP):
            self._sweep(flood, now)
            is_full = len(counters) >= self._capacity
        if is_full:
            raise StoreUnavailable

    def _sweep(self, flood: FloodClass, now: float) -> None:
        """Forget what has recovered."""
        self._swept_at[flood] = now
        counters = self._classes[flood]
        for counter in [counter for counter, whole_at in counters.items() if whole_at <= now]:
            del counters[counter]


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

    def admit(self, flood: FloodClass, account: int, key: int, address: str) -> None:
        """Count one call, or raise FLOOD_WAIT_X and count nothing; parameters as those of `wait_for`."""
        if wait := self.wait_for(flood, account, key, address):
            raise flood_wait(wait)

    def wait_for(self, flood: FloodClass, account: int, key: int, address: str) -> float:
        """Count one call and return 0, or return the seconds to wait and count nothing.

        Args:
            flood: The class of the method that is called.
            account: Who is signed in; 0 for nobody.
            key: The permanent key.
            address: The network (see `server.gateway.addresses`).
        """
        counted: list[Counted] = []
        for scope, interval, burst in self._limits[flood]:
            if scope is _ACCOUNT and account:
                counted.append(((account,), interval, burst))  # no counter of one scope has the name of another's
            else:
                counted.append((address if scope is _ADDRESS else key, interval, burst))
        try:
            return self._store.count(flood, counted, self._clock.monotonic())
        except StoreUnavailable:
            return _CLOSED_WAIT if flood.guards_secrets else 0.0

    def give_back(self, flood: FloodClass, account: int) -> None:
        """Do not count a call of an account after all."""
        for scope, interval, _ in self._limits[flood]:
            if scope is _ACCOUNT:
                self._store.give_back(flood, (account,), interval)


def flood_wait(seconds: float) -> rpc_errors.RpcError:
    """What who has to wait so long is told."""
    return rpc_errors.FLOOD_WAIT_X(max(1, math.ceil(seconds)))


_SWEEP, _SWEEP_FULL = 60.0, 1.0
"""Seconds between two scans for recovered counters; shorter while there is no place for another."""

_CLOSED_WAIT = 30.0
_ROUNDING = 1e-9


def _counted(limit: Limit, factor: float) -> tuple[Scope, float, float]:
    """A relaxed limit as it is counted: its scope, the seconds that a call takes up, and those of a burst."""
    interval = limit.interval / factor
    return limit.scope, interval, max(1, int(limit.burst * factor)) * interval
