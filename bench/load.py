"""Clients that cost little, so that a server can be kept busy from the other core of a small machine.

Each speaks the whole protocol: the intermediate framing, encryption with verification of everything that comes, salts,
containers, acknowledgements of every message that asks for one. What is left out is what makes a client pleasant: no
objects are made of what was answered, only its kind is looked at. An answer that is an error ends the run.
"""

from __future__ import annotations

import asyncio
import os
import random
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from mtproto import tl
from mtproto.clock import Clock
from mtproto.crypto import AuthKey, decrypt, encrypt
from mtproto.session.msg_ids import REQUEST, MsgIds
from mtproto.tl import functions

_LENGTH = struct.Struct("<I")
_PLAINTEXT = struct.Struct("<qqqii")
_INNER = struct.Struct("<qii")
_CONTAINER, _ACK, _RESULT = 0x73F1F8DC, 0x62D6B459, 0xF35C6D01
_BAD_SALT, _NEW_SESSION, _ERROR, _VECTOR = 0xEDAB447B, 0x9EC20908, 0x2144CA19, 0x1CB5C415
_SERVICE = frozenset({_ACK, _BAD_SALT, _NEW_SESSION})
_ACK_AT = 16
"""Acknowledgements that no request carries leave when there are so many."""

Answered = Callable[[], None]


class LoadClient(asyncio.Protocol):
    """One session on one connection; one request at a time. `pushes` counts the updates that came unasked."""

    def __init__(self, auth_key: AuthKey, clock: Clock) -> None:
        self.pushes = 0
        self._key = auth_key
        self.session_id = random.getrandbits(62) | 1
        self._ids = MsgIds(clock)
        self._content = 0
        self._salt = 0
        self._acks: list[int] = []
        self._buffer = b""
        self._body = b""
        self._waiting_for = 0
        self._answered: Answered = lambda: None

    async def connect(self, port: int) -> None:
        """Connect; a session begins with its first request."""
        await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", port)

    def request(self, body: bytes, answered: Answered) -> int:
        """Send a request, and return its msg_id; the call comes when it is answered."""
        self._body, self._answered = body, answered
        self._waiting_for = msg_id = self._ids.next(REQUEST)
        seqno = self._content * 2 + 1
        self._content += 1
        if not self._acks:
            self._send(msg_id, seqno, body)
            return msg_id
        acks = self._taken_acks()
        ack_id = self._ids.next(REQUEST)
        parts = (
            struct.pack("<II", _CONTAINER, 2),
            _INNER.pack(msg_id, seqno, len(body)),
            body,
            _INNER.pack(ack_id, self._content * 2, len(acks)),
            acks,
        )
        self._send(self._ids.next(REQUEST), self._content * 2, b"".join(parts))
        return msg_id

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    # What asyncio calls.

    def connection_made(self, transport: Any) -> None:
        self._socket = transport
        transport.write(b"\xee" * 4)

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data
        at = 0
        while len(data) - at >= 4 and len(data) - at - 4 >= (length := _LENGTH.unpack_from(data, at)[0]):
            self._take_packet(data[at + 4 : at + 4 + length])
            at += 4 + length
        self._buffer = data[at:]
        if len(self._acks) >= _ACK_AT:
            self._send(self._ids.next(REQUEST), self._content * 2, self._taken_acks())

    # Messages.

    def _take_packet(self, packet: bytes) -> None:
        plaintext = decrypt(self._key, packet, from_client=False)
        _, _, msg_id, seqno, length = _PLAINTEXT.unpack_from(plaintext)
        self._take(msg_id, seqno, plaintext, 32, length)

    def _take(self, msg_id: int, seqno: int, data: bytes, at: int, length: int) -> None:
        (kind,) = _LENGTH.unpack_from(data, at)
        if kind == _CONTAINER:
            (count,) = _LENGTH.unpack_from(data, at + 4)
            at += 8
            for _ in range(count):
                inner_id, inner_seqno, inner_length = _INNER.unpack_from(data, at)
                self._take(inner_id, inner_seqno, data, at + 16, inner_length)
                at += 16 + inner_length
            return
        if seqno & 1:
            self._acks.append(msg_id)
        if kind == _RESULT:
            request_id, result = struct.unpack_from("<qI", data, at + 4)
            if result == _ERROR:
                raise AssertionError(data[at + 16 : at + length])
            if request_id == self._waiting_for:
                self._waiting_for = 0
                self._answered()
        elif kind == _BAD_SALT:
            (self._salt,) = struct.unpack_from("<q", data, at + 20)
            self.request(self._body, self._answered)
        elif kind not in _SERVICE:
            self.pushes += 1

    def _taken_acks(self) -> bytes:
        acks, self._acks = self._acks, []
        return struct.pack(f"<III{len(acks)}q", _ACK, _VECTOR, len(acks), *acks)

    def _send(self, msg_id: int, seqno: int, body: bytes) -> None:
        padding = 12 + (-(len(body) + 12) & 15)
        header = _PLAINTEXT.pack(self._salt, self.session_id, msg_id, seqno, len(body))
        packet = encrypt(self._key, b"".join((header, body, os.urandom(padding))), to_server=True)
        self._socket.write(_LENGTH.pack(len(packet)) + packet)


def announced(function: tl.TLFunction[Any]) -> bytes:
    """A function as the first of a session: with what invokeWithLayer and initConnection say."""
    query = functions.InitConnection(
        api_id=1,
        device_model="load",
        system_version="1",
        app_version="1",
        system_lang_code="en",
        lang_pack="",
        lang_code="en",
        query=function,
    )
    return tl.encode(functions.InvokeWithLayer(layer=tl.NEWEST, query=query))


async def ask(client: LoadClient, body: bytes) -> None:
    """Send one request and wait for its answer."""
    answered = asyncio.Event()
    client.request(body, answered.set)
    await asyncio.wait_for(answered.wait(), 30)


class Requester(Protocol):
    """A client as `drive` needs it."""

    def request(self, body: bytes, answered: Answered, /) -> object:
        """Send a request; the call comes when it is answered."""


async def drive(
    clients: Sequence[Requester], message: Callable[[int], bytes], seconds: float, rate: float | None = None
) -> list[float]:
    """Let clients send for some seconds, each its next message when the one before is answered.

    Args:
        clients: Connected, their sessions begun.
        message: The body of the next request of the client with this index.
        seconds: How long.
        rate: Requests per second of all together; None for as fast as they are answered.

    Returns:
        How long each answer took, in seconds.
    """
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    until = time.perf_counter() + seconds
    pause = len(clients) / rate if rate else 0.0

    async def one(index: int) -> None:
        client, due = clients[index], time.perf_counter() + random.uniform(0, pause)
        ended = loop.create_future()
        began = 0.0

        def send() -> None:
            nonlocal began, due
            due += pause
            began = time.perf_counter()
            client.request(message(index), answered)

        def answered() -> None:
            now = time.perf_counter()
            latencies.append(now - began)
            if now >= until:
                ended.set_result(None)
            elif rate and due > now:
                loop.call_later(due - now, send)
            else:
                send()

        loop.call_later(max(0.0, due - time.perf_counter()), send)
        await ended

    await asyncio.gather(*(one(index) for index in range(len(clients))))
    return latencies
