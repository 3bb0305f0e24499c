"""Packets that are begun and not ended: what all of them hold together is bounded, through every door."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import connect
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol

from mtproto.tl import functions
from mtproto.transport import Full, Intermediate, Obfuscated, PaddedIntermediate
from server.gateway import unfinished
from server.gateway.unfinished import Unfinished
from tests.server.gateway.over_http import Caller, Http
from tests.server.handlers import NEAREST
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()
BEGUN = 690_000
"""Bytes that come of a packet of 700,000."""
BOUND = 4_000_000


class Slow:
    """Connections on which something genuine was said, and then a packet begun."""

    def __init__(self, harness: Harness, caller: Caller, stack: AsyncExitStack) -> None:
        self.harness = harness
        self.caller = caller
        self.stack = stack

    async def over_tcp(self, transport=Intermediate.client) -> None:
        wire = await self.harness.wire(transport)
        wire.send(self.caller.packet(NEAREST_DC))
        await wire.receive()
        wire.writer.write(wire.transport.frame(bytes(700_000))[:BEGUN])

    async def over_full(self) -> None:
        await self.over_tcp(Full.client)

    async def over_obfuscated(self) -> None:
        await self.over_tcp(lambda: Obfuscated.client(PaddedIntermediate.client(os.urandom), 2, os.urandom))

    async def websocket(self):
        url = f"ws://127.0.0.1:{self.harness.port}/apiws"
        options = {"subprotocols": [Subprotocol("binary")], "compression": None, "close_timeout": 0.1}
        socket = await self.stack.enter_async_context(connect(url, **options))
        transport = Obfuscated.client(Intermediate.client(), 2, os.urandom)
        await socket.send(transport.opening + transport.frame(self.caller.packet(NEAREST_DC)))
        await socket.recv()
        return socket, transport.frame(bytes(700_000))

    async def over_websocket_messages(self) -> None:
        socket, frame = await self.websocket()
        for at in range(0, BEGUN, 100_000):
            await socket.send(frame[at : at + 100_000])

    async def over_one_websocket_frame(self) -> None:
        socket, frame = await self.websocket()
        socket.transport.write(Frame(Opcode.BINARY, frame).serialize(mask=True, extensions=[])[:BEGUN])

    async def http(self) -> Http:
        http = await Http.open(self.harness)
        self.stack.push_async_callback(http.close)
        return http

    async def over_http(self) -> None:
        http = await self.http()
        await http.post(self.caller.packet(NEAREST_DC))
        http.writer.write(b"POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\n\r\n" + bytes(BEGUN))

    async def ahead_of_an_answer(self) -> None:
        http = await self.http()
        http.ask(self.caller.waiting(25_000))
        http.writer.write(b"POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 700000\r\n\r\n" + bytes(BEGUN))


@pytest.fixture
async def slow(harness: Harness) -> AsyncIterator[Slow]:
    async with AsyncExitStack() as stack:
        yield Slow(harness, await Caller.announced(harness), stack)


@pytest.mark.rows("DO-3")
@pytest.mark.parametrize(
    "begin",
    [
        Slow.over_tcp,
        Slow.over_full,
        Slow.over_obfuscated,
        Slow.over_websocket_messages,
        Slow.over_one_websocket_frame,
        Slow.over_http,
        Slow.ahead_of_an_answer,
    ],
)
async def test_what_slow_clients_have_in_memory_is_bounded_altogether(
    harness: Harness,
    slow: Slow,
    begin: Callable[[Slow], Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unfinished, "MAX_UNFINISHED", BOUND)
    chatting = await harness.client()
    await chatting(NEAREST_DC)
    for _ in range(12):
        await begin(slow)
    fit = BOUND // BEGUN
    async with asyncio.timeout(30):
        while harness.gateway.connections > fit + 1 or harness.gateway.unfinished.size <= BOUND - BEGUN:
            assert harness.gateway.unfinished.size <= BOUND
            await asyncio.sleep(0)
    assert await chatting(NEAREST_DC) == NEAREST
    assert (
        harness.app.metrics.refused.labels("unfinished_bytes")._value.get() >= 12 - fit
    )  # a packet may have room already


async def test_nothing_is_held_of_what_has_come_whole(harness: Harness) -> None:
    client = await harness.client()
    await client(NEAREST_DC)
    assert client.wire is not None
    client.session.send_request(os.urandom(700_000))
    frame = b"".join(map(client.wire.transport.frame, client.session.packets_to_send()))
    client.wire.writer.write(frame[:BEGUN])
    async with asyncio.timeout(30):
        while harness.gateway.unfinished.size < BEGUN:  # noqa: ASYNC110 - the gateway tells nobody what it holds
            await asyncio.sleep(0)
    client.wire.writer.write(frame[BEGUN:])
    assert await client(NEAREST_DC) == NEAREST
    assert harness.gateway.unfinished.size == 0


class Held:
    """A holder that may be given up."""

    def __init__(self) -> None:
        self.is_open = True

    def abort(self) -> None:
        self.is_open = False


def test_the_packet_begun_first_is_given_up_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfinished, "MAX_UNFINISHED", 100)
    given_up = []
    book = Unfinished(lambda: given_up.append(1))
    first, second, third = Held(), Held(), Held()
    book.hold(first, 30)
    book.hold(second, 30)
    book.hold(first, 40)  # it is still the first, however much has come
    book.hold(third, 30)
    assert (first.is_open, second.is_open, third.is_open, book.size, given_up) == (True, True, True, 100, [])
    book.hold(third, 31)
    assert (first.is_open, second.is_open, third.is_open, book.size, given_up) == (False, True, True, 61, [1])
    book.hold(first, 0)  # its connection is gone
    book.hold(second, 0)
    book.hold(third, 0)
    assert book.size == 0
