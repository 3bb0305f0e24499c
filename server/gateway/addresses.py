"""What one network may hold open: connections, handshakes, failures.

A stranger has nothing to be counted by but an address. An IPv6 subscriber is given a whole /64, so that is what is
counted as one address. Nothing is kept about an address that has nothing open and has done nothing lately.
"""

from __future__ import annotations

import ipaddress
from collections import Counter, OrderedDict
from enum import Enum

from mtproto.clock import Clock

OPENED_PER_MINUTE = 4
"""Connections an address may open in a minute, in multiples of those it may have open."""

FAILURES_PER_MINUTE = 5
"""Failed req_DH_params from one address (row AT-4): a padding oracle needs many thousands."""

_REMEMBERED = 10_000


class Verdict(Enum):
    """What becomes of a new connection."""

    SERVE = "serve"
    REFUSE = "refuse"
    """One too many: it is told so (-429) as soon as its transport is known."""
    DROP = "drop"
    """Far too many: not even that."""


def network_of(address: str) -> str:
    """The network that is counted as one address: IPv4 as it is (also when mapped into IPv6), IPv6 as its /64."""
    if ":" not in address:
        return address
    ip = ipaddress.ip_address(address.partition("%")[0])
    assert isinstance(ip, ipaddress.IPv6Address)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.IPv6Network((ip, 64), strict=False))


class AddressBook:
    """Counts per network. Callers give networks (`network_of`), not addresses."""

    def __init__(self, clock: Clock, connections: int, handshakes: int) -> None:
        self._max_connections = connections
        self._max_handshakes = handshakes
        self._connections: Counter[str] = Counter()
        self._handshakes: Counter[str] = Counter()
        self._opened = _Minutes(clock)
        self._failures = _Minutes(clock)

    def connect(self, network: str) -> Verdict:
        """Count an opened connection (row T8). Whatever becomes of it, `disconnect` follows."""
        self._connections[network] += 1
        load = max(
            self._connections[network] / self._max_connections,
            self._opened.add(network) / (self._max_connections * OPENED_PER_MINUTE),
        )
        if load <= 1:
            return Verdict.SERVE
        return Verdict.REFUSE if load <= 2 else Verdict.DROP

    def disconnect(self, network: str) -> None:
        """Count a closed connection."""
        _decrement(self._connections, network)

    def open_handshake(self, network: str) -> bool:
        """Take a place for a key exchange; False when there is none, or when this network failed too often."""
        if self._failures.count(network) >= FAILURES_PER_MINUTE or self._handshakes[network] >= self._max_handshakes:
            if not self._handshakes[network]:
                del self._handshakes[network]
            return False
        self._handshakes[network] += 1
        return True

    def close_handshake(self, network: str) -> None:
        """Give the place back."""
        _decrement(self._handshakes, network)

    def failed(self, network: str) -> None:
        """Count a failed req_DH_params."""
        self._failures.add(network)


class _Minutes:
    """How often something happened in a network's current minute, which begins with the first time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minutes: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, network: str) -> int:
        began, times = self._minutes.get(network, (0.0, 0))
        return times if self._clock.monotonic() < began + 60 else 0

    def add(self, network: str) -> int:
        times = self.count(network) + 1
        began = self._minutes[network][0] if times > 1 else self._clock.monotonic()
        self._minutes[network] = (began, times)
        if len(self._minutes) > _REMEMBERED:
            self._minutes.popitem(last=False)
        return times


def _decrement(counter: Counter[str], key: str) -> None:
    if counter[key] <= 1:
        del counter[key]
    else:
        counter[key] -= 1
