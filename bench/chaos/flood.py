"""Floods and bombs, one kind after the other, while somebody else chats (rows DO-3, DO-5 and DO-7).

    python -m bench.chaos.flood [--seconds S] [--rounds N]

    connects    a thousand connections a second are opened, say one byte and are closed
    silent      two thousand connections are opened and say nothing; all must be closed within ten seconds
    pings       one client sends as many pings as the server reads, each in a packet of its own
    crowd       eight connections do so at once
    containers  one client sends a thousand pings in each packet
    requests    one client asks for the state and the repetition of 8,192 messages, again and again
    replays     one packet of a client is sent again as often as the server reads
    bombs       gzip, vector and depth bombs, one after the other; frames that announce more than may come

Printed are how much more memory the server takes at the end of each, and what the chatting client waits; a second
round, and every further one, does it all again, and the medians of the rounds are printed at the end. One that is
flooded by a machine with as many cores as itself shares them: the bar for the wait is that of the rows, half a second
for the 99th percentile.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bench._measure import machine
from bench._verdict import verdict
from bench.chaos._rig import LOST, Rig
from bench.serving import CLOCK, SPAWN
from mtproto import tl
from mtproto.crypto import AuthKey, RsaPublicKey
from mtproto.rpc_errors import RpcError
from mtproto.session.limits import CONTAINER_MESSAGES
from mtproto.session.msg_ids import REQUEST
from mtproto.tl import functions, service
from tests.server.client import Client, Connector
from tests.server.gateway.bombs import depth_bomb, gzip_bomb, vector_bomb

FLOODS = ("connects", "silent", "pings", "crowd", "containers", "requests", "replays", "bombs")
SECONDS = 10.0
WAIT_BAR = 0.5
"""Seconds for the 99th percentile."""
MEMORY_BAR = {"bombs": 32.0}
OTHER_MEMORY_BAR = 64.0
"""MiB that the server may grow by."""

SILENT, SILENT_SECONDS = 2_000, 10.0
CROWD = 8
IDS = 8_192


class Cost(NamedTuple):
    """What a flood has cost: MiB more than before it, and seconds for an answer."""

    memory: float
    p99: float
    worst: float

    def __str__(self) -> str:
        return f"{self.memory:+.1f} MiB, p99 {self.p99 * 1000:.0f} ms, worst {self.worst * 1000:.0f} ms"

    def held(self, name: str) -> bool:
        """Whether it is within what the rows allow."""
        return self.p99 <= WAIT_BAR and self.memory <= MEMORY_BAR.get(name, OTHER_MEMORY_BAR)


class Flooder:
    """Whoever floods, in a process of its own: what it does to itself is not the server's doing."""

    def __init__(self, port: int, public: RsaPublicKey, key: bytes, seconds: float) -> None:
        self.connector = Connector("127.0.0.1", port, 2, public, CLOCK)
        self.key = AuthKey(key)
        self.seconds = seconds

    async def client(self) -> Client:
        client = Client(self.connector, self.key, layer=tl.NEWEST, announce=True)
        await client.connect()
        await client(functions.updates.GetState())
        return client

    def going_on(self) -> Callable[[], bool]:
        until = time.monotonic() + self.seconds
        return lambda: time.monotonic() < until

    async def connects(self) -> None:
        going_on = self.going_on()
        while going_on():
            began = time.monotonic()
            await asyncio.gather(*(self._touch() for _ in range(50)))
            await asyncio.sleep(max(0.0, 0.05 - (time.monotonic() - began)))

    async def _touch(self) -> None:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.connector.port)
            writer.write(b"\xef")
            writer.close()
            await writer.wait_closed()
        except OSError:
            pass  # it was refused, which is an answer

    async def silent(self) -> None:
        opened = [await asyncio.open_connection("127.0.0.1", self.connector.port) for _ in range(SILENT)]
        async with asyncio.timeout(SILENT_SECONDS + 5):
            await asyncio.gather(*(reader.read() for reader, _ in opened), return_exceptions=True)
        for _, writer in opened:
            writer.close()

    async def pings(self) -> None:
        client, going_on = await self.client(), self.going_on()
        while going_on() and client.wire is not None:
            for _ in range(100):
                client.ping(60)
            await self._push(client)
        await client.disconnect()

    async def crowd(self) -> None:
        await asyncio.gather(*(self.pings() for _ in range(CROWD)))

    async def containers(self) -> None:
        client, going_on = await self.client(), self.going_on()
        while going_on() and client.wire is not None:
            for _ in range(CONTAINER_MESSAGES):
                client.session.ping(60)
            client.send()
            await self._push(client)
        await client.disconnect()

    async def requests(self) -> None:
        client, going_on = await self.client(), self.going_on()
        ids = list(range(client.session.outbox.sent - 4 * IDS, client.session.outbox.sent, 4))
        while going_on() and client.reading is not None and not client.reading.done():
            for request in (service.MsgResendReq(msg_ids=ids), service.MsgsStateReq(msg_ids=ids)):
                client.session.outbox.add_once(tl.encode(request), REQUEST)
            client.send()
            await self._push(client)
        await client.disconnect()

    async def replays(self) -> None:
        client, going_on = await self.client(), self.going_on()
        assert client.wire is not None
        client.session.ping(60)
        (packet,) = client.session.packets_to_send()
        while going_on() and client.reading is not None and not client.reading.done():
            for _ in range(100):
                client.wire.send(packet)
            await self._push(client)
        await client.disconnect()

    async def bombs(self) -> None:
        client, going_on = await self.client(), self.going_on()
        bombs = [gzip_bomb(), vector_bomb(), depth_bomb()]
        while going_on():
            for bomb in bombs:
                try:
                    await client.raw(bomb)
                except RpcError:
                    continue
                raise AssertionError("a bomb was answered")
            _, writer = await asyncio.open_connection("127.0.0.1", self.connector.port)
            writer.write(b"\xee" * 4 + (0x7FFFFFFF).to_bytes(4, "little") + bytes(1 << 16))
            writer.close()
        await client.disconnect()

    async def _push(self, client: Client) -> None:
        """Wait until the server has read most of what was sent."""
        assert client.wire is not None
        await client.wire.writer.drain()
        await asyncio.sleep(0)


def flood(name: str, port: int, public: RsaPublicKey, key: bytes, seconds: float) -> None:
    """A process that floods; being cut off ends a flood early, and is no failure."""
    with suppress(*LOST):
        asyncio.run(getattr(Flooder(port, public, key, seconds), name)())


class Flooded(Rig):
    """The server, one who chats, and one whose key the flooder has."""

    def resident(self) -> float:
        """MiB of the server's memory."""
        pages = int(Path(f"/proc/{self.server.pid}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 2**20

    async def chat_during(self, name: str, seconds: float) -> list[float]:
        """Ask fifty times a second until the flood is over; seconds of each answer."""
        witness = await self.client(0)
        await witness(functions.updates.GetState())
        arguments = (name, self.server.port, self.server.public, self.keys[1], seconds)
        flooding = SPAWN.Process(target=flood, args=arguments, daemon=True)
        flooding.start()
        waits = []
        while flooding.is_alive():
            began = time.monotonic()
            await witness(functions.updates.GetState())
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.02)
        await witness.disconnect()
        if flooding.exitcode:
            raise AssertionError(f"the flood of {name} failed")
        return waits

    async def cost(self, name: str, seconds: float) -> Cost:
        """Flood once."""
        before = self.resident()
        waits = await self.chat_during(name, seconds)
        return Cost(self.resident() - before, statistics.quantiles(waits, n=100)[98], max(waits))


async def run(folder: str, seconds: float, rounds: int) -> dict[str, Cost]:
    """Every flood, round by round; of each the medians."""
    flooded = await asyncio.to_thread(Flooded, folder, 2)
    costs: dict[str, list[Cost]] = {name: [] for name in FLOODS}
    try:
        await flooded.chat_during("bombs", 1.0)  # whatever is made once is made now
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}")
            for name in FLOODS:
                costs[name].append(await flooded.cost(name, seconds))
                print(f"  {name}: {costs[name][-1]}")
    finally:
        await flooded.stop()
    return {name: Cost(*map(statistics.median, zip(*each, strict=True))) for name, each in costs.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        medians = asyncio.run(run(os.path.join(folder, "data"), asked.seconds, asked.rounds))
    held = all(cost.held(name) for name, cost in medians.items())
    said = "; ".join(f"{name} {cost}" for name, cost in medians.items())
    return verdict(__file__, said, held=held, in_full=asked.seconds >= SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
