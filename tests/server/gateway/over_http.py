"""A client over HTTP: connections with h11, and a session whose packets the test sends itself."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import Any, Self

import h11

from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.session import open_packet
from mtproto.session.client import ClientSession
from mtproto.session.events import ClientEvent
from mtproto.session.msg_ids import REQUEST
from mtproto.tl import functions
from tests.server.harness import Harness

HTTP_WAIT = 0x9299359F


@dataclass
class Answered:
    status: int
    headers: dict[bytes, bytes]
    body: bytes


@dataclass
class Http:
    """One HTTP connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    http: h11.Connection = field(default_factory=lambda: h11.Connection(h11.CLIENT))

    @classmethod
    async def open(cls, harness: Harness) -> Http:
        return cls(*await asyncio.open_connection("127.0.0.1", harness.port))

    def ask(self, body: bytes, path: str = "/api", method: str = "POST") -> None:
        headers = [("Host", "chappe"), ("Content-Length", str(len(body)))]
        for event in (
            h11.Request(method=method, target=path, headers=headers),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.writer.write(self.http.send(event) or b"")

    async def answer(self) -> Answered:
        status, headers, body = 0, {}, b""
        while True:
            event = self.http.next_event()
            if event is h11.NEED_DATA:
                self.http.receive_data(await asyncio.wait_for(self.reader.read(65536), 30))
            elif isinstance(event, h11.Response):
                status, headers = event.status_code, dict(event.headers)
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                break
            else:
                raise ConnectionError(event)
        if self.http.our_state is h11.DONE and self.http.their_state is h11.DONE:
            self.http.start_next_cycle()
        return Answered(status, headers, body)

    async def post(self, body: bytes, path: str = "/api", method: str = "POST") -> Answered:
        self.ask(body, path, method)
        return await self.answer()

    async def closed(self) -> bool:
        return await asyncio.wait_for(self.reader.read(), 30) == b""

    async def close(self) -> None:
        self.writer.close()
        await asyncio.gather(self.writer.wait_closed(), return_exceptions=True)


class Caller:
    """A session over HTTP; it has announced itself."""

    def __init__(self, auth_key: AuthKey, harness: Harness) -> None:
        self.auth_key = auth_key
        self.session = ClientSession(auth_key, 0, harness.clock, os.urandom, time_offset=0.0)
        self.session.attached()

    @classmethod
    async def announced(cls, harness: Harness) -> Self:
        first = await harness.client()
        await first(functions.help.GetNearestDc())
        await first.disconnect()
        caller = cls(first.auth_key, harness)
        http = await Http.open(harness)
        caller.events(await http.post(caller.packet(functions.help.GetNearestDc())))  # bad_server_salt
        caller.events(await http.post(caller.packet()))
        await http.close()
        return caller

    def packet(self, function: tl.TLFunction[Any] | None = None) -> bytes:
        """What the session has to send, with this request."""
        if function is not None:
            self.session.send_request(tl.encode(function))
        (packet,) = self.session.packets_to_send()
        return packet

    def waiting(self, max_wait: int) -> bytes:
        """A packet that gives the server so many milliseconds to find something to say."""
        body = b"".join(number.to_bytes(4, "little") for number in (HTTP_WAIT, 0, 0, max_wait))
        self.session.outbox.add_once(body, REQUEST)
        return self.packet()

    def events(self, answered: Answered) -> list[ClientEvent]:
        """What an answer says."""
        assert answered.status == 200
        self.session.receive(open_packet(self.auth_key, answered.body, from_client=False))
        return self.session.events()
