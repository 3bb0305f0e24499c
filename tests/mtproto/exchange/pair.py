"""A client and a server of the exchange joined in memory, and small helpers around them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mtproto.clock import Random
from mtproto.exchange import ClientExchange, Compute, Done, Send, ServerExchange, ServerKeys, Step, dc
from tests.support.clock import ManualClock

DC_ID = 2
DC_IDS = dc.as_production(range(1, 6))
EXPIRES_IN = 3600


class Tape:
    """Randomness that was recorded: gives the values in turn, each of exactly the length asked for."""

    def __init__(self, *values: bytes) -> None:
        self._values: Iterator[bytes] = iter(values)

    def __call__(self, size: int) -> bytes:
        value = next(self._values)
        assert len(value) == size
        return value

    def at_end(self) -> bool:
        return next(self._values, None) is None


def work(exchange: ServerExchange | ClientExchange, step: Step | None) -> Step | None:
    """Do what a step computes, on the spot, until there is something else to do."""
    while isinstance(step, Compute):
        step = exchange.resume(step.function(*step.args))
    return step


@dataclass
class Server:
    """A server exchange with a store of keys, as a gateway has one."""

    keys: ServerKeys
    clock: ManualClock = field(default_factory=ManualClock)
    random: Random = os.urandom
    stored: dict[bytes, Done] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.exchange = ServerExchange(self.keys, DC_IDS, self.clock, self.random)

    def answer(self, body: bytes) -> bytes | None:
        """One plain message in, its answer out; a finished key is stored before it is confirmed."""
        step = work(self.exchange, self.exchange.receive(body))
        if isinstance(step, Done):
            assert step.auth_key.key_id not in self.stored
            self.stored[step.auth_key.key_id] = step
            step = self.exchange.stored()
        assert step is None or isinstance(step, Send)
        return step and step.body


def client_of(
    server: Server, *, dc_id: int = DC_ID, expires_in: int | None = None, random: Random = os.urandom
) -> ClientExchange:
    return ClientExchange([server.keys.main.public], dc_id, expires_in, server.clock, random)


def converse(client: ClientExchange, answer: Callable[[bytes], bytes | None]) -> Done:
    """Let a client make its key with whatever answers it."""
    step: Step | None = client.start()
    while isinstance(step, Send):
        body = answer(step.body)
        assert body is not None
        step = work(client, client.receive(body))
    assert isinstance(step, Done)
    return step
