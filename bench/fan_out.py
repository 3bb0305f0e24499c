"""Messages to a basic group: one request in, a copy, an event and a push for each member.

    python -m bench.fan_out [--members N] [--senders N] [--seconds S] [--news text|reply|dice|typing]

Every member is connected and acknowledges what it is pushed. What is quoted is pushes per second of the server's own
processor time, all of the message's work in it: its copies are stored durably in every member's box before anybody
hears of it. The table says in which stages (bench.sampling) that time was spent. What making the group took is told
before.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import uvloop

from bench._measure import Steal, machine
from bench.load import LoadClient, announced, ask, drive
from bench.messages import TEXT, WARM_UP
from bench.serving import CLOCK, FIRST_USER, Served, clients_keys, cpu
from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from mtproto.tl.objects import TLFunction
from server.access.hashes import AccessHashes, Hashed
from server.ops.datadir import DataDir

GROUP = types.InputPeerChat(chat_id=1)
"""The first chat of a new server."""
BEGINNING = 1
"""The id of the message that tells of the group, in every box: they were empty before."""

NEWS: Mapping[str, Callable[[int], TLFunction[Any]]] = {
    "text": lambda random_id: functions.messages.SendMessage(peer=GROUP, message=TEXT, random_id=random_id),
    "reply": lambda random_id: functions.messages.SendMessage(
        peer=GROUP,
        message=TEXT,
        random_id=random_id,
        reply_to=types.InputReplyToMessage(reply_to_msg_id=BEGINNING),
    ),
    "dice": lambda random_id: functions.messages.SendMedia(
        peer=GROUP, media=types.InputMediaDice(emoticon="\U0001f3b2"), message="", random_id=random_id
    ),
    "typing": lambda _: functions.messages.SetTyping(peer=GROUP, action=types.SendMessageTypingAction()),
}
"""What members do, by name; for each a random_id."""


async def run(folder: str, members: int, senders: int, seconds: float, news: str) -> None:
    keys = clients_keys(members)
    server = await asyncio.to_thread(Served, folder, keys)
    hashes = AccessHashes(DataDir(Path(folder)).load_keys(legacy=False).derive("access hashes"))
    people = [LoadClient(AuthKey(key), CLOCK) for key in keys]
    for client in people:
        await client.connect(server.port)
        await ask(client, announced(functions.updates.GetState()))
    others: list[types.TypeInputUser] = [
        types.InputUser(user_id=other, access_hash=hashes.of(FIRST_USER, Hashed.USER, other))
        for other in range(FIRST_USER + 1, FIRST_USER + members)
    ]
    start, busy = time.perf_counter(), server.cpu()
    await ask(people[0], tl.encode(functions.messages.CreateChat(users=others, title="Everyone")))
    made = f"the group was made in {time.perf_counter() - start:.2f} s, {server.cpu() - busy:.2f} s of processor"

    def message(_: int) -> bytes:
        return tl.encode(NEWS[news](random.getrandbits(62)))

    await drive(people[:senders], message, WARM_UP)
    pushed = sum(client.pushes for client in people)
    server.sample()
    steal, start, busy, own = Steal(), time.perf_counter(), server.cpu(), cpu()
    latencies = sorted(await drive(people[:senders], message, seconds))
    stages = server.sampled()
    wall, busy, own, stolen = time.perf_counter() - start, server.cpu() - busy, cpu() - own, str(steal)
    pushed = sum(client.pushes for client in people) - pushed
    median = 1e3 * latencies[len(latencies) // 2]
    print(made)
    print(f"{len(latencies) / wall:,.1f} messages/s to {members} members, answered in {median:.0f} ms{stolen}")
    print(
        f"{pushed / wall:,.0f} pushes/s, {pushed / busy:,.0f} per second of processor "
        f"({1e6 * busy / pushed:.0f} µs each; clients {1e6 * own / pushed:.0f} µs)"
    )
    print(f"| stage | µs of {1e6 * busy / pushed:.0f} |\n|---|---|")
    for stage, spent in sorted(stages.items(), key=lambda one: -one[1]):
        print(f"| {stage} | {1e6 * spent / pushed:.1f} |")
    for client in people:
        client.close()
    await asyncio.to_thread(server.stop)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--senders", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--news", choices=NEWS, default="text")
    arguments = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        uvloop.run(run(data, arguments.members, arguments.senders, arguments.seconds, arguments.news))


if __name__ == "__main__":
    main()
