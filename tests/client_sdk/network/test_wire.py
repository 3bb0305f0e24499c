"""WebSockets, and what a connection does about a peer that does not take or answer what is sent."""

import asyncio
import os
from contextlib import suppress
from dataclasses import replace

import pytest

from client_sdk.errors import Disconnected
from client_sdk.network.endpoint import Endpoint, WebSocket
from client_sdk.network.wire import UNSENT_BYTES, Wire
from mtproto.transport import Abridged


async def test_a_client_goes_through_a_websocket(new_client, endpoint):
    async with new_client("any", endpoint=replace(endpoint, websocket=WebSocket())) as client:
        sent = await client.send_code("9996621001")
        await client.sign_in("9996621001", sent.phone_code_hash, "22222")
        await client.sign_up("9996621001", sent.phone_code_hash, "Alice")
        content = os.urandom(300_000)
        message = await client.send_file("me", content, name="a.bin")
        assert await client.download(message) == content


async def test_a_server_without_a_websocket_there_is_told(new_client, endpoint):
    elsewhere = replace(endpoint, websocket=WebSocket("/somewhere"))
    with pytest.raises(Disconnected, match="WebSocket"):
        async with new_client("any", endpoint=elsewhere):
            pass


async def test_a_server_that_never_answers_a_websocket_is_not_held_on_to():
    left = asyncio.Event()

    async def listen(reader, writer):
        with suppress(OSError):
            while await reader.read(1 << 16):
                pass
        left.set()
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        silent = Endpoint("127.0.0.1", port, 2, (), lambda dc_id: Abridged.client(), websocket=WebSocket())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(Wire.open(silent), 0.2)
        await asyncio.wait_for(left.wait(), 30)


async def test_a_server_that_sends_more_than_is_taken_has_to_wait():
    frame = Abridged.server().frame(os.urandom(1 << 20))
    sent = 0

    async def pour(reader, writer):
        nonlocal sent
        with suppress(OSError):
            for _ in range(100):
                writer.write(frame)
                await writer.drain()
                sent += 1
        writer.close()

    async with await asyncio.start_server(pour, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        wire = await Wire.open(Endpoint("127.0.0.1", port, 2, (), lambda dc_id: Abridged.client()))
        before = -1
        while sent > before:  # as long as it gets rid of something
            before = sent
            await asyncio.sleep(0.3)
        assert sent < 60
        assert [len(await wire.receive(30)) for _ in range(100)] == [1 << 20] * 100
        with pytest.raises(Disconnected, match="closed"):
            await wire.receive(30)
        await wire.close()


async def test_who_sends_much_waits_for_a_slow_line():
    release, ended = asyncio.Event(), asyncio.Event()

    async def accept(reader, writer):
        await release.wait()
        while await reader.read(1 << 20):
            pass
        writer.close()
        await writer.wait_closed()
        ended.set()

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        wire = await Wire.open(Endpoint("127.0.0.1", port, 2, (), lambda dc_id: Abridged.client()))
        sent = 0

        async def send() -> None:
            nonlocal sent
            while sent < 100 * UNSENT_BYTES:
                await wire.room()
                wire.send(bytes(1 << 19))
                sent += 1 << 19

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(send(), 0.5)
        assert sent < 10 * UNSENT_BYTES
        release.set()
        await asyncio.wait_for(wire.room(), 30)
        await wire.close()
        await asyncio.wait_for(ended.wait(), 30)
