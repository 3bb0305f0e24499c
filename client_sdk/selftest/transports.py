"""Steps: every framing, obfuscation, WebSocket and HTTP; what a server must not take.

Whether a framing works is asked with the first query of a key exchange, which needs no key.
"""

from __future__ import annotations

import asyncio
import os

import h11

from client_sdk.errors import Disconnected
from client_sdk.network.endpoint import NewTransport, WebSocket
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.step import Fault, Skipped, expect, step
from mtproto import tl
from mtproto.exchange import ExchangeFailure, plain
from mtproto.session.msg_ids import REQUEST, MsgIds
from mtproto.tl import service
from mtproto.transport import Abridged, Full, Intermediate, Obfuscated, PaddedIntermediate
from mtproto.transport.framing import Framing

PAGE = "mtproto/mtproto-transports"


@step("T1", page=PAGE + "#abridged")
async def abridged(lab: Lab) -> None:
    """The abridged framing is spoken."""
    await _speaks(lab, lambda dc_id: Abridged.client())


@step("T1", page=PAGE + "#intermediate")
async def intermediate(lab: Lab) -> None:
    """The intermediate framing is spoken."""
    await _speaks(lab, lambda dc_id: Intermediate.client())


@step("T1", page=PAGE + "#padded-intermediate")
async def padded_intermediate(lab: Lab) -> None:
    """The padded intermediate framing is spoken."""
    await _speaks(lab, lambda dc_id: PaddedIntermediate.client(os.urandom))


@step("T1", "T5", page=PAGE + "#full")
async def full(lab: Lab) -> None:
    """The full framing is spoken."""
    await _speaks(lab, lambda dc_id: Full.client())


@step("T2", page=PAGE + "#transport-obfuscation")
async def obfuscated(lab: Lab) -> None:
    """Obfuscated, the abridged, intermediate and padded framings are spoken."""
    await _speaks(lab, _hidden(Abridged.client()))
    await _speaks(lab, _hidden(Intermediate.client()))
    await _speaks(lab, _hidden(PaddedIntermediate.client(os.urandom)))


@step("T3", page="mtproto/transports#websocket")
async def websocket(lab: Lab) -> None:
    """An obfuscated transport is spoken through a WebSocket."""
    try:
        await _speaks(lab, _hidden(PaddedIntermediate.client(os.urandom)), WebSocket())
    except Disconnected as error:
        raise Skipped(f"no WebSocket here: {error}") from error


@step("T1", "T7", page="mtproto/transports#http")
async def http(lab: Lab) -> None:
    """A payload in a POST to /api is answered in its response."""
    question, nonce = _question(lab)
    _check_res_pq(await _post(lab, question), nonce)


@step("T4", page=PAGE)
async def overlong_frame(lab: Lab) -> None:
    """A frame that announces a gigabyte is not waited for: the connection is closed."""
    await _closes(lab, Intermediate.OPENING + (1 << 30).to_bytes(4, "little"), "a frame of 2^30 bytes")


@step("T5", page=PAGE + "#full")
async def wrong_checksum(lab: Lab) -> None:
    """A full frame with a wrong CRC32 is not taken: the connection is closed."""
    question, _ = _question(lab)
    frame = Full.client().frame(question)
    await _closes(lab, frame[:-4] + bytes(b ^ 0xFF for b in frame[-4:]), "a frame with a wrong CRC32")


STEPS = (
    abridged,
    intermediate,
    padded_intermediate,
    full,
    obfuscated,
    websocket,
    http,
    overlong_frame,
    wrong_checksum,
)


def _hidden(framing: Framing) -> NewTransport:
    return lambda dc_id: Obfuscated.client(framing, dc_id, os.urandom)


def _question(lab: Lab) -> tuple[bytes, bytes]:
    """The first query of an exchange as a payload, and its nonce."""
    nonce = lab.random(16)
    return plain.write(MsgIds(lab.clock).next(REQUEST), tl.encode(service.ReqPqMulti(nonce=nonce))), nonce


async def _speaks(lab: Lab, transport: NewTransport, websocket: WebSocket | None = None) -> None:
    question, nonce = _question(lab)
    async with lab.line(transport, websocket) as line:
        line.send(question)
        _check_res_pq(await line.receive("resPQ"), nonce)


def _check_res_pq(payload: bytes, nonce: bytes) -> None:
    try:
        answer, _ = tl.decode_prefix(plain.parse(payload).body)
    except (ExchangeFailure, tl.DecodeError) as error:
        raise Fault(f"resPQ is due; what came cannot be read: {error}") from error
    expect(isinstance(answer, service.ResPQ) and answer.nonce == nonce, f"resPQ with our nonce is due, not {answer!r}")


async def _closes(lab: Lab, data: bytes, what: str) -> None:
    """Bytes that no client sends must not keep a connection."""
    reader, writer = await _connect(lab)
    try:
        writer.write(data)
        async with asyncio.timeout(lab.patience):
            while await reader.read(4096):
                pass  # a transport error may come first
    except TimeoutError as error:
        raise Fault(f"the connection stays open after {what}") from error
    except OSError:
        return
    finally:
        writer.transport.abort()


async def _post(lab: Lab, payload: bytes) -> bytes:
    """What a POST is answered with.

    Raises:
        Skipped: HTTP is not spoken here.
    """
    http_client = h11.Connection(h11.CLIENT)
    headers = [("Host", lab.endpoint.host), ("Content-Length", str(len(payload))), ("Connection", "keep-alive")]
    request = h11.Request(method="POST", target="/api", headers=headers)
    sent = [http_client.send(part) for part in (request, h11.Data(payload), h11.EndOfMessage())]
    reader, writer = await _connect(lab)
    body = b""
    try:
        writer.write(b"".join(part for part in sent if part))
        async with asyncio.timeout(lab.patience):
            while True:
                event = http_client.next_event()
                if event is h11.NEED_DATA:
                    http_client.receive_data(await reader.read(65536))
                elif isinstance(event, h11.Response) and event.status_code != 200:
                    raise Skipped(f"POST /api is answered with {event.status_code}")
                elif isinstance(event, h11.Data):
                    body += bytes(event.data)
                elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
                    return body
    except (h11.RemoteProtocolError, OSError) as error:
        raise Skipped(f"no HTTP here: {error}") from error
    finally:
        writer.transport.abort()


async def _connect(lab: Lab) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    try:
        return await asyncio.open_connection(lab.endpoint.host, lab.endpoint.port)
    except OSError as error:
        raise Disconnected(f"no connection to {lab.endpoint.host}:{lab.endpoint.port}: {error}") from error
