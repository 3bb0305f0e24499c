"""What reading and sending cost as a box grows: getHistory, getDialogs, getDifference, sendMessage, by real sessions.

    python -m bench.reading [--messages N] [--rounds N] [--partners N] [--sessions N] [--missed N]

A server is started on a box of 1,000 messages, then on one of ten times as many, up to N; its owner asks for a page of
a hundred messages (the newest, and one half-way down), for a hundred dialogs, and for what has happened since 10,000
events ago, slice by slice; then they send 300 texts, one after the other. At the end, as many other people as there are
sessions ask at once for the last events that each of them missed; those whose request fails are counted.
Medians over the rounds, by the clock, but for sending, which is the server's processor time for each message; client
and server are two processes. The box is that of `bench.big_box`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench._measure import machine
from bench.big_box import BigBox
from bench.messages import TEXT
from bench.serving import CLOCK, FIRST_USER, Served, clients_keys
from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access.hashes import AccessHashes, Hashed
from server.ops.datadir import DataDir
from storage import migrate
from storage.bus import LocalBus
from storage.sqlite import Durability, SqliteDatabase
from tests.server import client as session
from tests.server.client import Client, Connector

MISSED = 10_000
SENT = 300
ZERO: dict[str, Any] = dict.fromkeys(("offset_date", "add_offset", "max_id", "min_id", "hash"), 0)
LONG_AGO = 2**31 - 1
"""A date that asks for nothing but what moved the pts."""


async def difference(client: Client, pts: int, requests: list[float]) -> int:
    """Catch up from a pts; how many messages came. Adds to `requests` the seconds that each took."""
    messages = 0
    while True:
        start = time.perf_counter()
        answer = await client(functions.updates.GetDifference(pts=pts, date=LONG_AGO, qts=0))
        requests.append(time.perf_counter() - start)
        if isinstance(answer, types.updates.DifferenceEmpty):
            return messages
        messages += len(answer.new_messages)
        if isinstance(answer, types.updates.Difference):
            return messages
        pts = answer.intermediate_state.pts


async def milliseconds(rounds: int, work: Callable[[], Awaitable[object]]) -> float:
    """The median time of some rounds, after one that warms."""
    await work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


async def sending(client: Client, peer: types.InputPeerUser, server: Served) -> float:
    """Microseconds of the server's processor that a text takes."""
    before = server.cpu()
    for _ in range(SENT):
        random_id = int.from_bytes(os.urandom(7), "little")
        await client(functions.messages.SendMessage(peer=peer, message=TEXT, random_id=random_id))
    return (server.cpu() - before) / SENT * 1e6


class Rig:
    """A folder, the keys of everybody in it, and the box that fills it."""

    def __init__(self, folder: str, partners: int, sessions: int) -> None:
        self.folder = folder
        self.keys = clients_keys(1 + max(partners, sessions))
        self.box = BigBox(FIRST_USER, range(FIRST_USER + 1, FIRST_USER + 1 + partners))

    async def fill(self, up_to: int) -> None:
        path = DataDir(Path(self.folder)).database
        async with SqliteDatabase(path, LocalBus(), durability=Durability.PROCESS) as database:
            await migrate.up(database, 0)
            await self.box.fill(database, up_to)

    async def client(self, server: Served, index: int) -> Client:
        connector = Connector("127.0.0.1", server.port, 2, server.public, CLOCK)
        client = Client(connector, AuthKey(self.keys[index]), layer=tl.NEWEST, announce=True)
        await client.connect()
        await client(functions.updates.GetState())
        return client

    def partner(self) -> types.InputPeerUser:
        """One whom the owner has written with, as the owner names them."""
        hashes = AccessHashes(DataDir(Path(self.folder)).load_keys(legacy=False).derive("access hashes"))
        named = FIRST_USER + 1
        return types.InputPeerUser(user_id=named, access_hash=hashes.of(FIRST_USER, Hashed.USER, named))


async def measure(rig: Rig, server: Served, size: int, rounds: int) -> None:
    """One line of the table."""
    owner = await rig.client(server, 0)
    peer = rig.partner()

    def history(offset: int) -> Awaitable[object]:
        return owner(functions.messages.GetHistory(peer=peer, offset_id=offset, limit=100, **ZERO))

    def dialogs() -> Awaitable[object]:
        empty = types.InputPeerEmpty()
        return owner(functions.messages.GetDialogs(offset_date=0, offset_id=0, offset_peer=empty, limit=100, hash=0))

    state = await owner(functions.updates.GetState())
    figures = (
        await milliseconds(rounds, lambda: history(0)),
        await milliseconds(rounds, lambda: history(size // 2)),
        await milliseconds(rounds, dialogs),
        await milliseconds(min(rounds, 3), lambda: difference(owner, max(1, state.pts - MISSED), [])),
        await sending(owner, peer, server),
    )
    rig.box.last += SENT
    await owner.disconnect()
    print(f"{size:>12,}" + "".join(f"{figure:>14.1f}" for figure in figures), flush=True)


async def catch_up(rig: Rig, server: Served, sessions: int, missed: int) -> None:
    """Everybody at once."""
    clients = await asyncio.gather(*(rig.client(server, 1 + index) for index in range(sessions)))
    states = await asyncio.gather(*(client(functions.updates.GetState()) for client in clients))
    requests: list[float] = []
    failures: Counter[str] = Counter()

    async def one(client: Client, pts: int) -> int:
        try:
            return await difference(client, pts, requests)
        except RpcError as error:
            failures[error.message] += 1
            return 0

    start = time.perf_counter()
    before = server.cpu()
    got = await asyncio.gather(
        *(one(client, max(1, state.pts - missed)) for client, state in zip(clients, states, strict=True))
    )
    taken = time.perf_counter() - start
    requests.sort()
    print(
        f"\n{sessions:,} sessions caught up with {sum(got):,} messages in {taken:.2f} s, "
        f"{server.cpu() - before:.2f} s of the server's processor; of {len(requests):,} requests the median took "
        f"{requests[len(requests) // 2]:.2f} s, the longest {requests[-1]:.2f} s; "
        + (", ".join(f"{name} {count} times" for name, count in failures.items()) or "none failed")
    )
    for client in clients:
        await client.disconnect()


async def run(folder: str, most: int, rounds: int, partners: int, sessions: int, missed: int) -> None:
    rig = Rig(folder, partners, sessions)
    print(f"{machine()}\n\n    messages   history ms   half-way ms    dialogs ms  {MISSED:,} missed ms    sending us")
    size = 1_000
    server = await asyncio.to_thread(Served, folder, rig.keys)
    while size <= most:
        await asyncio.to_thread(server.stop)
        await rig.fill(size)
        server = await asyncio.to_thread(Served, folder, rig.keys)
        await measure(rig, server, size, rounds)
        size *= 10
    await catch_up(rig, server, sessions, missed)
    await asyncio.to_thread(server.stop)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--partners", type=int, default=1_000)
    parser.add_argument("--sessions", type=int, default=1_000)
    parser.add_argument("--missed", type=int, default=50)
    given = parser.parse_args()
    patient = patch.object(session, "SECONDS", 600.0)  # a test would not wait so long for anything
    with tempfile.TemporaryDirectory() as folder, patient:
        asyncio.run(run(f"{folder}/data", given.messages, given.rounds, given.partners, given.sessions, given.missed))


if __name__ == "__main__":
    main()
