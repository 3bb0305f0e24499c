"""Prosody, an XMPP server, and clients for it, for bench/peers.py."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.parsers import expat

from bench._measure import cpu_of
from bench._peer import reached, running
from bench.load import Answered, drive
from bench.messages import TEXT, Result, measure
from tests.server.ops.running import free_port

STREAM = (
    b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
    b" to='localhost' version='1.0'>"
)
BIND = b"<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
ENABLE = b"<enable xmlns='urn:xmpp:sm:3'/>"
ASK = b"<r xmlns='urn:xmpp:sm:3'/>"

CONFIGURATION = """
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}"
log = {{ error = "*stderr" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
modules_enabled = {{ "saslauth", "roster", "mam", "smacks" }}
modules_disabled = {{ "s2s" }}
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
storage = {{ archive = "{archive}" }}
sql = {{ driver = "SQLite3", database = "archive.sqlite" }}
archive_expires_after = "never"
VirtualHost "localhost"
"""


class XmppClient(asyncio.Protocol):
    """One resource of one account (RFC 6120), with stream management (XEP-0198); one message at a time."""

    def __init__(self, name: str) -> None:
        self.pushes = 0
        self._name = name
        self._authenticated = False
        self._counting = False
        self._received = self._sent = 0
        self._waits = False
        self._answered: Answered = lambda: None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def request(self, body: bytes, answered: Answered) -> None:
        """Send a message; the call comes when the server answers for it."""
        self._answered, self._waits = answered, True
        self._sent += 1
        self._socket.write(body + ASK)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    # What asyncio calls.

    def connection_made(self, transport: Any) -> None:
        self._socket = transport
        self._begin_stream()

    def data_received(self, data: bytes) -> None:
        self._parser.Parse(data)

    # What the parser calls.

    def _begin_stream(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._depth = 0
        self._socket.write(STREAM)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 2:
            self._attributes = attributes

    def _ended(self, name: str) -> None:
        self._depth -= 1
        if self._depth == 1:
            self._take(name)

    def _take(self, name: str) -> None:
        if name in {"message", "presence", "iq"} and self._counting:
            self._received += 1
        match name:
            case "message":
                self.pushes += 1
            case "a" if self._waits and int(self._attributes["h"]) == self._sent:
                self._waits = False
                self._answered()
            case "r":
                self._socket.write(b"<a xmlns='urn:xmpp:sm:3' h='%d'/>" % self._received)
            case "stream:features" if self._authenticated:
                self._socket.write(BIND)
            case "stream:features":
                secret = base64.b64encode(b"\0%s\0secret" % self._name.encode()).decode()
                words = f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>"
                self._socket.write(words.encode())
            case "success":
                self._authenticated = True
                self._begin_stream()
            case "iq" if self._attributes.get("id") == "bind":
                self._socket.write(ENABLE)
            case "enabled":
                self._counting = True
                self._sent = 1
                self._socket.write(b"<presence/>")
                self.ready.set_result(None)
            case "failure" | "failed" | "stream:error":
                raise AssertionError(f"{name}: {self._attributes}")


@contextlib.contextmanager
def serving(folder: str, names: list[str], archive: str) -> Iterator[tuple[int, int]]:
    """Prosody on a folder with those accounts; its port and the number of its process."""
    accounts = Path(folder, "localhost", "accounts")
    accounts.mkdir(parents=True)
    for name in names:
        (accounts / f"{name}.dat").write_text('return { ["password"] = "secret"; };')
    port, settings = free_port(), Path(folder, "prosody.cfg.lua")
    settings.write_text(CONFIGURATION.format(folder=folder, port=port, archive=archive))
    command: list[str | Path] = ["prosody", "-F", "--config", settings]
    with running(command) as pid:
        yield port, pid


async def prosody(folder: str, clients: int, seconds: float, archive: str) -> Result:
    """Have that many people chat over a server of their own."""
    names = [f"user{index}" for index in range(clients)]
    with serving(folder, names, archive) as (port, pid):
        people = [await reached(partial(XmppClient, name), port) for name in names]
        for client in people:
            await client.ready

        def message(index: int) -> bytes:
            return f"<message type='chat' to='{names[index ^ 1]}@localhost'><body>{TEXT}</body></message>".encode()

        async def run(length: float, rate: float | None) -> list[float]:
            before = sum(client.pushes for client in people)
            took = await drive(people, message, length, rate)
            assert sum(client.pushes for client in people) - before >= len(took) - clients, "some did not arrive"
            return took

        result = await measure(run, lambda: cpu_of(pid), seconds, half=True)
        for client in people:
            client.close()
        return result
