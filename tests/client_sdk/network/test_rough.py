"""Over a network that loses, doubles, delays and reorders frames, nothing is lost and nothing comes twice."""

import asyncio
from dataclasses import replace

import pytest

from client_sdk.network import connection
from mtproto.tl import types
from mtproto.transport import Intermediate
from tests.client_sdk.network.proxy import RoughProxy
from tests.server.people import ALICE, BOB

COUNT = 60


@pytest.mark.rows("RL-1")
@pytest.mark.parametrize("seed", [1, 2])
async def test_every_message_arrives_once_and_in_order(new_client, endpoint, sign_in, monkeypatch, seed):
    monkeypatch.setattr(connection, "STALL_SECONDS", 0.15)
    await sign_in(BOB, "first", "Bob")
    async with RoughProxy(endpoint.port, seed, lose=0.06) as proxy:
        there = replace(endpoint, port=proxy.port, transport=lambda dc_id: Intermediate.client())
        alice, bob = [new_client(name, endpoint=there) for name in ("alice", "bob")]
        texts = []
        done = asyncio.Event()

        @bob.on_message(incoming=True)
        async def note(message: types.Message) -> None:
            texts.append(message.message)
            if len(texts) >= COUNT:
                done.set()

        async with alice, bob:
            for client, phone in ((alice, ALICE), (bob, BOB)):
                sent = await client.send_code(phone)
                if await client.sign_in(phone, sent.phone_code_hash, phone[5] * 5) is None:
                    await client.sign_up(phone, sent.phone_code_hash, "Alice")
            await alice.input_peer(f"+{BOB}")
            proxy.rough = True
            for n in range(0, COUNT, 3):
                await asyncio.gather(*(alice.send_message(f"+{BOB}", str(n + k)) for k in range(3)))
            proxy.rough = False
            await alice.send_message(f"+{BOB}", "last")
            await asyncio.wait_for(done.wait(), 30)
            async with asyncio.timeout(30):
                while "last" not in texts:  # noqa: ASYNC110 - the handler tells by what it has noted
                    await asyncio.sleep(0.05)
            history = [message.message async for message in bob.iter_messages((await alice.get_me()).id, reverse=True)]
    assert min(proxy.lost, proxy.doubled, proxy.delayed) > 0
    assert sorted(history) == sorted([*map(str, range(COUNT)), "last"])
    assert texts == history
