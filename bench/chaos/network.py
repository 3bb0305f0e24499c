"""A network that loses, doubles, delays and reorders frames and cuts connections, a thousand of them (row RL-1).

    python -m bench.chaos.network [--cuts N]

Two clients of client_sdk talk through a proxy; one sends without pause, the other notes what its handler is told. At
the end the messages told and those in the history must be those sent: none missing, none twice.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

from bench._verdict import verdict
from client_sdk.client import Client
from client_sdk.network import connection
from client_sdk.network.endpoint import Endpoint
from mtproto.tl import types
from mtproto.transport import Intermediate
from tests.client_sdk.network.proxy import RoughProxy
from tests.server.harness import make_rsa_keys, serving

CUTS = 1_000
ALICE, BOB = "9996621001", "9996621002"
SHARE = 0.02
"""Of the frames lost; as many are doubled, as many delayed."""


async def run(folder: Path, cuts: int, seed: int) -> tuple[int, Counter[str], Counter[str]]:
    """Talk over that network; how many messages were sent, and what was told and kept, each text with its count."""
    chance = random.Random(seed)
    told: Counter[str] = Counter()
    keys = await asyncio.to_thread(make_rsa_keys, folder / "rsa")
    async with serving(folder / "data", keys) as harness:
        public = harness.app.secrets.main.public
        async with RoughProxy(harness.port, seed, SHARE) as proxy:
            endpoint = Endpoint("127.0.0.1", proxy.port, 2, (public,), transport=lambda dc_id: Intermediate.client())
            alice, bob = (
                Client(folder / f"{name}.session", endpoint=endpoint, api_id=1, api_hash="hash") for name in "ab"
            )

            @bob.on_message(incoming=True)
            async def note(message: types.Message) -> None:
                told[message.message] += 1

            async with alice, bob:
                await sign_up(alice, ALICE)
                await sign_up(bob, BOB)
                peer = await alice.input_peer(f"+{BOB}")
                proxy.rough = True
                sent = done = 0
                while done < cuts:
                    talking = asyncio.gather(*(alice.send_message(peer, str(sent + more)) for more in range(5)))
                    await asyncio.sleep(chance.uniform(0, 0.05))
                    done += proxy.cut()
                    await talking
                    sent += 5
                proxy.rough = False
                await alice.send_message(peer, "last")
                async with asyncio.timeout(60):
                    while len(told) <= sent:  # noqa: ASYNC110 - the handler tells by what it has noted
                        await asyncio.sleep(0.05)
                me = (await alice.get_me()).id
                kept = Counter([text_of(message) async for message in bob.iter_messages(me)])
    return sent, told, kept


def text_of(message: types.Message | types.MessageService) -> str:
    """Nothing but texts was sent."""
    assert isinstance(message, types.Message)
    return message.message


async def sign_up(client: Client, phone: str) -> None:
    sent = await client.send_code(phone)
    await client.sign_in(phone, sent.phone_code_hash, phone[5] * 5)
    await client.sign_up(phone, sent.phone_code_hash, "Test")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=CUTS)
    cuts = parser.parse_args().cuts
    connection.STALL_SECONDS = 0.15
    with tempfile.TemporaryDirectory() as folder:
        sent, told, kept = asyncio.run(run(Path(folder), cuts, random.getrandbits(32)))
    expected = {*map(str, range(sent)), "last"}
    lost = len(expected - told.keys()) + len(expected - kept.keys())
    twice = sum(count - 1 for counts in (told, kept) for count in counts.values())
    said = f"{cuts} connections cut, {sent} messages sent: {lost} lost, {twice} seen twice"
    return verdict(__file__, said, held=not lost + twice, in_full=cuts >= CUTS)


if __name__ == "__main__":
    raise SystemExit(main())
