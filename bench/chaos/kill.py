"""Kill the server at random moments under load, and count what was lost or doubled (rows DU-1, DU-2, RL-1, RL-4).

    python -m bench.chaos.kill [--kills N] [--seconds S]

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
from typing import Any

from bench._verdict import verdict
from bench.chaos._rig import Rig
from bench.serving import FIRST_USER
from mtproto.tl import functions, types

SENDERS, READERS = 8, 4
KILLS = 100


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


class Mortal(Rig):
    """A server that dies and comes back, and whoever talks to it."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, SENDERS + READERS)
        self.over = False
        self.outcome = Outcome()

    async def send(self, index: int) -> None:
        client = await self.client(index)
        user_id, number = FIRST_USER + index, 0
        while not self.over:
            number += 1
            reader = SENDERS + random.randrange(READERS)
            word = f"{user_id}.{number}"
            request = functions.messages.SendMessage(peer=self.peer(index, reader), message=word, random_id=number)
            client, _ = await self.call(index, client, request)
            self.outcome.acknowledged.setdefault(FIRST_USER + reader, set()).add(word)
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
            await self.restart()
            self.outcome.kills += 1
        self.over = True


async def run(folder: str, kills: int, seconds: float) -> Outcome:
    """Kill a server on this folder so often, about every so many seconds."""
    rig = await asyncio.to_thread(Mortal, folder)
    try:
        senders = asyncio.gather(*(rig.send(index) for index in range(SENDERS)))
        readers = asyncio.gather(*(rig.read(SENDERS + index, senders) for index in range(READERS)))
        await rig.kill(kills, seconds)
        await senders
        await readers
    finally:
        await rig.stop()
    return rig.outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(run(os.path.join(folder, "data"), arguments.kills, arguments.seconds))
    acknowledged = sum(map(len, outcome.acknowledged.values()))
    said = (
        f"{outcome.kills} kills, {acknowledged} messages acknowledged: {outcome.lost} lost, {outcome.doubled} doubled"
    )
    return verdict(__file__, said, held=not outcome.lost + outcome.doubled, in_full=outcome.kills >= KILLS)


if __name__ == "__main__":
    raise SystemExit(main())
