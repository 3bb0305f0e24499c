"""People chat for hours and one client fails all the while; do memory and open files stay flat (rows OP-1 and DO-9)?

    python -m bench.chaos.soak [--minutes M]

Six people write to each other, read, search, ask for differences and come back with a new session every half minute,
thirty calls a second in all; a seventh makes a hundred calls a second that are all refused. Resident memory and open
files are read every five seconds and a line is laid through them, once everything that has a bound is full. Some of it
is full after a number of messages, which at thirty calls a second would take more than an hour: the pages that the
database's writer keeps, and the rows that it remembers. So the six first send that many, as fast as they are answered.
The rest has a time: sessions that nobody came back to, and the ids that a session has seen. The first third is for
them.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench._verdict import verdict
from bench.chaos._rig import Rig
from mtproto.rpc_errors import RpcError
from mtproto.tl import TLFunction, functions, types

MINUTES = 120.0
"""What OP-1 asks for."""

BAR = 1.0
"""MiB an hour that resident memory may rise."""

CHATTERS, CALLS_A_SECOND, FAILURES_A_SECOND = 6, 30, 100
SESSION_SECONDS = 30.0

MESSAGES_FIRST, AT_ONCE = 81_920, 16
"""Sent first, so many at a time by each: they fill the writer's pages (storage.sqlite.connections.WRITER_CACHE_KIB)."""

SAMPLE_SECONDS = 5.0

REFUSED: tuple[TLFunction[Any], ...] = (
    functions.messages.SendMessage(peer=types.InputPeerUser(user_id=5, access_hash=5), message="x", random_id=1),
    functions.contacts.ResolveUsername(username="nobody_of_this_name"),
    functions.messages.GetHistory(
        peer=types.InputPeerChat(chat_id=404), offset_id=0, offset_date=0, add_offset=0, limit=10, max_id=0, min_id=0,
        hash=0,
    ),
    functions.account.UpdateUsername(username="!"),
    functions.payments.GetStarsStatus(peer=types.InputPeerSelf()),
)  # fmt: skip


@dataclass
class Samples:
    """Seconds, resident MiB and open files of a process, one after the other."""

    pid: int
    seconds: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)

    def take(self) -> None:
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        self.seconds.append(time.monotonic())
        self.resident.append(pages * resource.getpagesize() / 2**20)
        self.files.append(len(os.listdir(f"/proc/{self.pid}/fd")))

    @property
    def slope(self) -> float:
        """MiB an hour."""
        return statistics.linear_regression(self.seconds, self.resident).slope * 3600


class Soak(Rig):
    """Six who chat, and one who fails."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, CHATTERS + 1)
        self.calls = self.failures = 0
        self.over = False

    async def fill(self, index: int) -> None:
        """A person's part of the messages that fill what the server keeps."""
        client = await self.client(index)
        for _ in range(MESSAGES_FIRST // CHATTERS // AT_ONCE):
            await asyncio.gather(*(client(self.message(index)) for _ in range(AT_ONCE)))
            client.updates = asyncio.Queue()
        await client.disconnect()

    async def chat(self, index: int) -> None:
        pause = CHATTERS / CALLS_A_SECOND
        while not self.over:
            client = await self.client(index)
            until = time.monotonic() + SESSION_SECONDS
            while time.monotonic() < until and not self.over:
                client, _ = await self.call(index, client, self.something(index))
                client.updates = asyncio.Queue()  # nobody here reads what was pushed
                self.calls += 1
                await asyncio.sleep(random.uniform(0, 2) * pause)
            await client.disconnect()

    def somebody(self, index: int) -> types.InputPeerUser:
        return self.peer(index, random.choice([other for other in range(CHATTERS) if other != index]))

    def message(self, index: int) -> TLFunction[Any]:
        text = " ".join(random.choices(("signal", "tower", "relay", "semaphore", "night", "code"), k=8))
        peer = self.somebody(index)
        return functions.messages.SendMessage(peer=peer, message=text, random_id=random.getrandbits(63))

    def something(self, index: int) -> TLFunction[Any]:
        peer = self.somebody(index)
        page: dict[str, Any] = {"add_offset": 0, "max_id": 0, "min_id": 0, "hash": 0}
        match random.randrange(5):
            case 0 | 1:
                return self.message(index)
            case 2:
                return functions.messages.GetHistory(peer=peer, offset_id=0, offset_date=0, limit=20, **page)
            case 3:
                any_kind = types.InputMessagesFilterEmpty()
                return functions.messages.Search(
                    peer=peer, q="tower", filter=any_kind, min_date=0, max_date=0, offset_id=0, limit=20, **page
                )
            case _:
                return functions.updates.GetState()

    async def fail(self) -> None:
        client = await self.client(CHATTERS)
        for request in itertools.cycle(REFUSED):
            if self.over:
                break
            try:
                await client(request)
            except RpcError:
                self.failures += 1
            await asyncio.sleep(1 / FAILURES_A_SECOND)
        await client.disconnect()


async def run(folder: str, seconds: float) -> tuple[Soak, Samples]:
    """Soak a server on this folder for so long once it is filled; the samples leave out the first third."""
    soak = await asyncio.to_thread(Soak, folder)
    samples = Samples(soak.server.pid)
    try:
        await asyncio.gather(*map(soak.fill, range(CHATTERS)))
        crowd = asyncio.gather(*(soak.chat(index) for index in range(CHATTERS)), soak.fail())
        await asyncio.sleep(seconds / 3)
        for _ in range(max(3, int(seconds * 2 / 3 / SAMPLE_SECONDS))):
            await asyncio.sleep(min(SAMPLE_SECONDS, seconds / 6))
            samples.take()
        soak.over = True
        await crowd
    finally:
        await soak.stop()
    return soak, samples


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        soak, samples = asyncio.run(run(os.path.join(folder, "data"), minutes * 60))
    said = (
        f"{MESSAGES_FIRST} messages, then {minutes:g} minutes, {soak.calls} calls answered, {soak.failures} refused: "
        f"resident memory {samples.resident[0]:.1f} to {samples.resident[-1]:.1f} MiB, "
        f"{samples.slope:+.2f} MiB an hour; open files {min(samples.files)} to {max(samples.files)}"
    )
    held = samples.slope <= BAR and max(samples.files) - min(samples.files) <= CHATTERS
    in_full = minutes >= MINUTES
    return verdict(__file__, said, held=held or not in_full, in_full=in_full)


if __name__ == "__main__":
    raise SystemExit(main())
