"""Kill the server at random moments under load, and count what was lost or doubled (rows DU-1, DU-2, RL-1).

    python -m bench.kill [--kills N] [--seconds S]

Eight senders write to four readers, each message with a random_id that is retried until it is answered; the readers
catch up by getDifference, from the last state they were given. Every `seconds` or so the server gets kill -9 and is
started again on the same folder. At the end each reader must hold every acknowledged message exactly once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.serving import CLOCK, FIRST_USER, Served, clients_keys
from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access.hashes import AccessHashes, Hashed
from server.ops.datadir import DataDir
from tests.server.client import Client, Connector, Disconnected

SENDERS, READERS = 8, 4
LOST = (ConnectionError, Disconnected, TimeoutError, OSError)


@dataclass
class Outcome:
    """What was acknowledged to each reader's writers, and what each reader holds, by reader."""

    acknowledged: dict[int, set[str]] = field(default_factory=dict)
    held: dict[int, list[str]] = field(default_factory=dict)
    kills: int = 0

    @property
    def lost(self) -> int:
        return sum(len(sent - set(self.held[reader])) for reader, sent in self.acknowledged.items())

    @property
    def doubled(self) -> int:
        return sum(len(texts) - len(set(texts)) for texts in self.held.values())


class Rig:
    """A server that dies and comes back, and whoever talks to it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.keys = clients_keys(SENDERS + READERS)
        self.server = Served(folder, self.keys)
        self.over = False
        self.outcome = Outcome()
        secrets = DataDir(Path(folder)).load_keys(legacy=False)
        self.hashes = AccessHashes(secrets.derive("access hashes"))

    async def client(self, index: int) -> Client:
        """A new session of a user, once the server can be reached."""
        while True:
            connector = Connector("127.0.0.1", self.server.port, 2, self.server.public, CLOCK)
            client = Client(connector, AuthKey(self.keys[index]), layer=tl.NEWEST, announce=True)
            try:
                await client.connect()
            except LOST:
                await asyncio.sleep(0.05)
            else:
                return client

    async def call(self, index: int, client: Client, request: Any) -> tuple[Client, Any]:
        """An answer, however often the server has to be asked anew."""
        while True:
            pending = client.begin(request)
            assert client.reading is not None
            await asyncio.wait((pending, client.reading), timeout=10, return_when=asyncio.FIRST_COMPLETED)
            if pending.done() and not isinstance(pending.exception(), Disconnected | RpcError):
                return client, pending.result()
            if not pending.done():
                pending.cancel()
            await client.disconnect()
            client = await self.client(index)

    async def send(self, index: int) -> None:
        client = await self.client(index)
        user_id, number = FIRST_USER + index, 0
        while not self.over:
            number += 1
            reader = FIRST_USER + SENDERS + random.randrange(READERS)
            peer = types.InputPeerUser(user_id=reader, access_hash=self.hashes.of(user_id, Hashed.USER, reader))
            word = f"{user_id}.{number}"
            request = functions.messages.SendMessage(peer=peer, message=word, random_id=number)
            client, _ = await self.call(index, client, request)
            self.outcome.acknowledged.setdefault(reader, set()).add(word)
        await client.disconnect()

    async def read(self, index: int, senders: asyncio.Future[Any]) -> None:
        client = await self.client(index)
        held = self.outcome.held.setdefault(FIRST_USER + index, [])
        pts = 1
        while True:
            last = senders.done()
            request = functions.updates.GetDifference(pts=pts, date=2**31 - 1, qts=0)
            client, answer = await self.call(index, client, request)
            if isinstance(answer, types.updates.DifferenceEmpty):
                if last:
                    break
                await asyncio.sleep(0.02)
                continue
            held += [message.message for message in answer.new_messages]
            whole = isinstance(answer, types.updates.Difference)
            pts = (answer.state if whole else answer.intermediate_state).pts
        await client.disconnect()

    async def kill(self, kills: int, seconds: float) -> None:
        for _ in range(kills):
            await asyncio.sleep(random.uniform(0.5, 1.5) * seconds)
            port = self.server.port
            await asyncio.to_thread(self.server.kill)
            self.server = await asyncio.to_thread(Served, self.folder, self.keys, port=port)
            self.outcome.kills += 1
        self.over = True


async def run(folder: str, kills: int, seconds: float) -> Outcome:
    """Kill a server on this folder so often, about every so many seconds."""
    rig = await asyncio.to_thread(Rig, folder)
    try:
        senders = asyncio.gather(*(rig.send(index) for index in range(SENDERS)))
        readers = asyncio.gather(*(rig.read(SENDERS + index, senders) for index in range(READERS)))
        await rig.kill(kills, seconds)
        await senders
        await readers
    finally:
        await asyncio.to_thread(rig.server.stop)
    return rig.outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(run(os.path.join(folder, "data"), arguments.kills, arguments.seconds))
    acknowledged = sum(map(len, outcome.acknowledged.values()))
    print(
        f"{outcome.kills} kills, {acknowledged} messages acknowledged: {outcome.lost} lost, {outcome.doubled} doubled"
    )


if __name__ == "__main__":
    main()
