"""Kill the server at random moments under load, and count what was lost or doubled (rows DU-1, DU-2, RL-1, RL-4).

    python -m bench.chaos.kill [--kills N] [--seconds S]

Eight senders write to four readers, each message with a random_id that is retried until it is answered; the readers
catch up by getDifference, from the last state they were given. Every `seconds` or so the server gets kill -9 and is
started again on the same folder. At the end each reader must hold every acknowledged message exactly once, and find it
exactly once when it asks for everything anew.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bench._verdict import verdict
from bench.chaos._rig import Rig
from bench.serving import FIRST_USER
from mtproto.tl import functions, types
from tests.server.client import Client

SENDERS, READERS = 8, 4
KILLS = 100


@dataclass
class Outcome:
    """By reader: what was acknowledged to the writers, what came to the reader, what the server has at the end."""

    acknowledged: dict[int, set[str]] = field(default_factory=dict)
    held: dict[int, list[str]] = field(default_factory=dict)
    stored: dict[int, list[str]] = field(default_factory=dict)
    kills: int = 0

    @property
    def missing(self) -> list[str]:
        """What was acknowledged and is lost, and in which of the two ways: that says where to look for the fault."""
        found = []
        for reader, sent in sorted(self.acknowledged.items()):
            told, stored = set(self.held[reader]), set(self.stored[reader])
            found += [f"{word} to {reader} never came to its reader" for word in sorted(sent - told)]
            found += [f"{word} to {reader} is not there at the end" for word in sorted(sent - stored)]
        return found

    @property
    def lost(self) -> int:
        return len({line.split()[0] for line in self.missing})

    @property
    def doubled(self) -> int:
        every = (*self.held.values(), *self.stored.values())
        return sum(len(texts) - len(set(texts)) for texts in every)


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
        while not senders.done():
            client, pts = await self._catch_up(index, client, pts, held)
            await asyncio.sleep(0.02)
        client, _ = await self._catch_up(index, client, pts, held)
        client, _ = await self._catch_up(index, client, 1, self.outcome.stored.setdefault(FIRST_USER + index, []))
        await client.disconnect()

    async def _catch_up(self, index: int, client: Client, pts: int, held: list[str]) -> tuple[Client, int]:
        """Read what came after `pts`; the client it came to and the pts now."""
        while True:
            request = functions.updates.GetDifference(pts=pts, date=2**31 - 1, qts=0)
            client, answer = await self.call(index, client, request)
            match answer:
                case types.updates.DifferenceEmpty():
                    return client, pts
                case types.updates.DifferenceTooLong():  # the server has lost what came before
                    pts = answer.pts
                case types.updates.Difference(new_messages=messages, state=state):
                    held += map(text_of, messages)
                    pts = state.pts
                case types.updates.DifferenceSlice(new_messages=messages, intermediate_state=state):
                    held += map(text_of, messages)
                    pts = state.pts

    async def kill(self, kills: int, seconds: float) -> None:
        for _ in range(kills):
            await asyncio.sleep(random.uniform(0.5, 1.5) * seconds)
            await self.restart()
            self.outcome.kills += 1
        self.over = True


def text_of(message: types.TypeMessage) -> str:
    """Nothing but texts was sent."""
    assert isinstance(message, types.Message)
    return message.message


async def run(make: Callable[[], Mortal], kills: int, seconds: float) -> Outcome:
    """Make a server, and kill it so often, about every so many seconds."""
    rig = await asyncio.to_thread(make)
    try:
        senders = asyncio.gather(*(rig.send(index) for index in range(SENDERS)))
        readers = asyncio.gather(*(rig.read(SENDERS + index, senders) for index in range(READERS)))
        await rig.kill(kills, seconds)
        await senders
        await readers
    finally:
        await rig.stop()
    for line in rig.outcome.missing:
        print(line)
    return rig.outcome


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        mortal = partial(Mortal, os.path.join(folder, "data"))
        outcome = asyncio.run(run(mortal, arguments.kills, arguments.seconds))
    acknowledged = sum(map(len, outcome.acknowledged.values()))
    said = (
        f"{outcome.kills} kills, {acknowledged} messages acknowledged: {outcome.lost} lost, {outcome.doubled} doubled"
    )
    return verdict(__file__, said, held=not outcome.lost + outcome.doubled, in_full=outcome.kills >= KILLS)


if __name__ == "__main__":
    raise SystemExit(main())
