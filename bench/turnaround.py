"""What a request and a push cost between the bytes that were read and the bytes that are written.

    python -m bench.turnaround [--clients N] [--rounds N] [--turns N]

A whole server in this process, on sockets that are lists: in each turn of the loop every client's next packet is read
(a container of a request and the acknowledgements of what came before, as `bench.load` sends it), answered by a handler
that stores nothing (bench.answering), and every session is pushed an update of the size of a short message. Figures are
microseconds of the thread's processor time for one request and one push: framing, crypto, session, dispatch, flood
control, metrics. "crypto" opens the same packets and seals as many, and does nothing else. What clients do is done
while the clock stands.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from typing import Any

import uvloop

from bench import answering
from bench._measure import machine
from bench.load import LoadClient, announced
from bench.messages import TEXT
from bench.serving import CLOCK, clients_keys, sign_everyone_in
from mtproto import tl
from mtproto.crypto import AuthKey, decrypt, encrypt
from mtproto.tl import functions, types
from server.app import App, open_app
from server.gateway.connection import Connection
from server.gateway.gateway import Gateway
from server.ops.config import Config, FloodSection, LimitsSection, ServerSection

UPDATE = os.urandom(80)
"""As long as an updateShortMessage."""
QUESTION = tl.encode(
    functions.messages.SendMessage(peer=types.InputPeerSelf(), message=TEXT, random_id=random.getrandbits(62))
)
TURNS = 8
"""Rounds of the loop in which everything that was read is answered."""


class Wire(asyncio.Transport):
    """The server's end of a socket: what is written stays in a list."""

    def __init__(self) -> None:
        self.written: list[bytes | bytearray | memoryview] = []

    def get_extra_info(self, name: str, default: Any = None) -> tuple[str, int]:
        return "127.0.0.1", 1

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def is_closing(self) -> bool:
        return False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(data)

    def taken(self) -> bytes:
        data = b"".join(self.written)
        self.written.clear()
        return data


class Pair:
    """A client and the connection that it is on."""

    def __init__(self, gateway: Gateway, key: bytes) -> None:
        self.key = AuthKey(key)
        self.client = LoadClient(self.key, CLOCK)
        self.sent, self.wire = Wire(), Wire()
        self.connection = Connection(gateway)
        self.connection.connection_made(self.wire)
        self.client.connection_made(self.sent)

    def ask(self, body: bytes) -> bytes:
        """The bytes of the client's next packet."""
        self.client.request(body, lambda: None)
        return self.sent.taken()

    def read(self, data: bytes) -> None:
        """The server reads them, as a loop would let it."""
        self.connection.get_buffer(-1)[: len(data)] = data
        self.connection.buffer_updated(len(data))


async def settle() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def turn(pairs: Sequence[Pair], sessions: Sequence[Any]) -> float:
    """Seconds of processor for one request and one push of each."""
    packets = [pair.ask(QUESTION) for pair in pairs]
    start = time.thread_time()
    for pair, packet in zip(pairs, packets, strict=True):
        pair.read(packet)
    await settle()
    for session in sessions:
        session.push(UPDATE)
    await settle()
    took = time.thread_time() - start
    for pair in pairs:
        pair.client.data_received(pair.wire.taken())
    return took


def crypto_only(pair: Pair, turns: int) -> float:
    """Microseconds of opening such a packet and sealing an answer and a push."""
    packet = pair.ask(QUESTION)[4:]
    plaintext = decrypt(pair.key, packet, True)
    start = time.thread_time()
    for _ in range(turns):
        decrypt(pair.key, packet, True)
        encrypt(pair.key, plaintext, False)
        encrypt(pair.key, plaintext, False)
    return (time.thread_time() - start) / turns * 1e6


async def run(app: App, clients: int, count: int, turns: int, keys: list[bytes]) -> None:
    gateway = Gateway(app)
    pairs = [Pair(gateway, key) for key in keys]
    for body in (announced(functions.updates.GetState()), QUESTION):
        for pair in pairs:
            pair.read(pair.ask(body))
        await asyncio.sleep(0.2)
        for pair in pairs:
            pair.client.data_received(pair.wire.taken())
    sessions = list(app.sessions)
    figures = []
    for _ in range(count):
        took = sum([await turn(pairs, sessions) for _ in range(turns)])
        figures.append(took / turns / clients * 1e6)
    assert all(pair.client.pushes >= count * turns for pair in pairs)
    print(f"a request and a push: {statistics.median(figures):.1f} µs, at best {min(figures):.1f}")
    crypto = [crypto_only(pairs[0], turns * 20) for _ in range(count)]
    print(f"of them crypto: {statistics.median(crypto):.1f} µs, at best {min(crypto):.1f}")


async def served(folder: str, clients: int, count: int, turns: int) -> None:
    config = Config(
        server=ServerSection(data_dir=folder),
        limits=LimitsSection(connections=20_000, connections_per_address=20_000),
        flood=FloodSection(factor=1_000_000.0),
    )
    keys = clients_keys(clients)
    await sign_everyone_in(config, keys)
    async with open_app(config, routers=answering.routers()) as app:
        await run(app, clients, count, turns, keys)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--turns", type=int, default=100)
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(served(os.path.join(folder, "data"), options.clients, options.rounds, options.turns))


if __name__ == "__main__":
    main()
