"""The WebSocket door, with the websockets library as the client."""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from mtproto.exchange import plain
from mtproto.tl import encode, service
from mtproto.transport import Frame, Intermediate, Obfuscated, PaddedIntermediate, TransportError
from server.gateway import gateway
from server.gateway.peer import UNKNOWN_KEY
from server.ops.config import ListenSection
from tests.server.handlers import Handlers
from tests.server.harness import Harness, serving
from tests.support.certificates import certificate

REQ_PQ = plain.write(4, encode(service.ReqPqMulti(nonce=bytes(range(16)))))


@asynccontextmanager
async def open_socket(url: str, context: ssl.SSLContext | None = None) -> AsyncIterator[ClientConnection]:
    async with connect(url, subprotocols=[Subprotocol("binary")], ssl=context, compression=None) as socket:
        yield socket


async def ask(socket: ClientConnection, transport: Obfuscated, data: bytes) -> list[object]:
    """Send bytes and read until something has come back whole."""
    await socket.send(data)
    events: list[object] = []
    while not events:
        message = await asyncio.wait_for(socket.recv(), 30)
        assert isinstance(message, bytes)
        events += transport.receive(message)
    return events


def is_res_pq(event: object) -> bool:
    return isinstance(event, Frame) and plain.parse(event.payload).body[4:20] == bytes(range(16))


@pytest.mark.rows("T1", "T3")
@pytest.mark.parametrize("path", ["/apiws", "/apiws_test", "/apiws?x=1"])
async def test_an_exchange_begins_over_a_websocket(harness: Harness, path: str) -> None:
    async with open_socket(f"ws://127.0.0.1:{harness.port}{path}") as socket:
        assert socket.subprotocol == "binary"
        transport = Obfuscated.client(PaddedIntermediate.client(os.urandom), 2, os.urandom)
        (event,) = await ask(socket, transport, transport.opening + transport.frame(REQ_PQ))
        assert is_res_pq(event)


async def test_messages_may_cut_the_stream_anywhere(harness: Harness) -> None:
    async with open_socket(f"ws://127.0.0.1:{harness.port}/apiws") as socket:
        transport = Obfuscated.client(Intermediate.client(), 2, os.urandom)
        stream = transport.opening + transport.frame(REQ_PQ)
        for byte in stream[:-1]:
            await socket.send(bytes([byte]))
        (event,) = await ask(socket, transport, stream[-1:])
        assert is_res_pq(event)


@pytest.mark.rows("T7")
async def test_a_transport_error_comes_before_the_close(harness: Harness) -> None:
    async with open_socket(f"ws://127.0.0.1:{harness.port}/apiws") as socket:
        transport = Obfuscated.client(Intermediate.client(), 2, os.urandom)
        events = await ask(socket, transport, transport.opening + transport.frame(os.urandom(8) + bytes(64)))
        assert events == [TransportError(UNKNOWN_KEY)]
        with pytest.raises(ConnectionClosed):
            await socket.recv()


@pytest.mark.rows("T3")
async def test_a_stream_that_is_not_obfuscated_is_dropped(harness: Harness) -> None:
    async with open_socket(f"ws://127.0.0.1:{harness.port}/apiws") as socket:
        await socket.send(b"\xee" * 4 + Intermediate.client().frame(REQ_PQ))
        await socket.send(bytes(64))
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 30)


async def test_the_ping_of_a_websocket_is_answered(harness: Harness) -> None:
    async with open_socket(f"ws://127.0.0.1:{harness.port}/apiws") as socket:
        await asyncio.wait_for(await socket.ping(), 30)


async def test_another_path_is_not_found(harness: Harness) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://127.0.0.1:{harness.port}/elsewhere")
    assert refused.value.response.status_code == 404


async def test_a_browser_that_comes_without_a_websocket_is_told_to(harness: Harness) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.port)
    writer.write(b"GET /apiws HTTP/1.1\r\nHost: x\r\n\r\n")
    answer = await asyncio.wait_for(reader.read(), 30)
    assert answer.startswith(b"HTTP/1.1 426 ")
    writer.close()


def over_tls(folder: Path) -> ListenSection:
    """A port of its own for TLS, with a certificate in this folder."""
    cert, key = certificate(folder)
    return ListenSection(
        addresses=("127.0.0.1:0",), tls_addresses=("127.0.0.1:0",), tls_certificate=str(cert), tls_key=str(key)
    )


@pytest.mark.rows("T10", "DO-3")
async def test_a_tls_handshake_that_does_not_go_on_is_dropped(
    tmp_path: Path, rsa_keys: Path, handlers: Handlers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "TLS_HANDSHAKE", 0.1)
    listen = over_tls(tmp_path)
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], listen=listen) as harness:
        reader, writer = await asyncio.open_connection("127.0.0.1", harness.tls_port)
        assert await asyncio.wait_for(reader.read(), 30) == b""
        writer.close()


async def test_a_port_of_its_own_serves_it_over_tls(tmp_path: Path, rsa_keys: Path, handlers: Handlers) -> None:
    listen = over_tls(tmp_path)
    context = ssl.create_default_context(cafile=listen.tls_certificate)
    async with (
        serving(tmp_path / "data", rsa_keys, routers=[handlers.router], listen=listen) as harness,
        open_socket(f"wss://127.0.0.1:{harness.tls_port}/apiws", context) as socket,
    ):
        transport = Obfuscated.client(Intermediate.client(), 2, os.urandom)
        (event,) = await ask(socket, transport, transport.opening + transport.frame(REQ_PQ))
        assert is_res_pq(event)


async def test_a_renewed_certificate_is_shown_to_who_comes_after(
    tmp_path: Path, rsa_keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a restart; one that cannot be used, as while the other file is still the old one, is not."""
    cert, key = certificate(tmp_path)
    listen = ListenSection(
        addresses=("127.0.0.1:0",), tls_addresses=("127.0.0.1:0",), tls_certificate=str(cert), tls_key=str(key)
    )
    anything = ssl.create_default_context()
    anything.check_hostname, anything.verify_mode = False, ssl.CERT_NONE

    async def shown(port: int) -> bytes:
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=anything)
        found = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        return bytes(found)

    async with serving(tmp_path / "data", rsa_keys, listen=listen) as harness:
        first = await shown(harness.tls_port)
        old_key = key.read_bytes()
        certificate(tmp_path)
        new_key = key.read_bytes()
        key.write_bytes(old_key)
        await harness.advance(gateway.SWEEP)
        assert await shown(harness.tls_port) == first
        assert "the certificate stays as it was" in caplog.text
        key.write_bytes(new_key)
        await harness.advance(gateway.SWEEP)
        assert await shown(harness.tls_port) == ssl.PEM_cert_to_DER_cert(cert.read_text()) != first
