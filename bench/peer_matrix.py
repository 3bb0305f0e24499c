"""Synapse, a Matrix server, and clients for it, for bench/peers.py."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bench._measure import cpu_of
from bench._peer import reached, running
from bench.load import Answered, drive
from bench.messages import TEXT, Result, measure
from tests.server.ops.running import free_port

PYTHON = Path(".peers/synapse/bin/python")
"""Of the virtual environment that Synapse is installed in."""

UNLIMITED = {"per_second": 1e6, "burst_count": 1_000_000}


class HttpClient(asyncio.Protocol):
    """One connection that is kept; one request at a time."""

    def __init__(self) -> None:
        self.answer = b""
        self._buffer = b""
        self._answered: Answered = lambda: None

    def request(self, body: bytes, answered: Answered) -> None:
        """Send a whole request; the call comes when its answer is there, in `answer`."""
        self._answered = answered
        self._socket.write(body)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def connection_made(self, transport: Any) -> None:
        self._socket = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, blank, body = self._buffer.partition(b"\r\n\r\n")
        if not blank:
            return
        status, *lines = head.split(b"\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in lines)
        if b"content-length" not in fields:
            if not body.endswith(b"\r\n0\r\n\r\n"):
                return
            body = unchunked(body)
        elif len(body) < int(fields[b"content-length"]):
            return
        if status.split()[1] != b"200":
            raise AssertionError(self._buffer)
        self.answer, self._buffer = body, b""
        self._answered()


def unchunked(body: bytes) -> bytes:
    """A whole body without the lengths between its pieces (RFC 9112, 7.1)."""
    pieces, at = [], 0
    while size := int(body[at : (line := body.index(b"\r\n", at))], 16):
        pieces.append(body[line + 2 : line + 2 + size])
        at = line + 2 + size + 2
    return b"".join(pieces)


def http(method: str, path: str, token: str = "", **content: Any) -> bytes:
    """A request of the client-server API (spec.matrix.org)."""
    body = json.dumps(content).encode() if method != "GET" else b""
    lines = [f"{method} /_matrix/client/v3/{path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    return "\r\n".join([*lines, "", ""]).encode() + body


async def call(client: HttpClient, request: bytes) -> Any:
    answered = asyncio.Event()
    client.request(request, answered.set)
    await asyncio.wait_for(answered.wait(), 60)
    return json.loads(client.answer)


class Listener:
    """Hears what comes to a person, as apps do: by /sync, always one under way."""

    def __init__(self, client: HttpClient, token: str) -> None:
        self.messages = 0
        self._client = client
        self._token = token

    async def begin(self) -> None:
        """Everything until now is heard when this returns."""
        self._next = (await call(self._client, http("GET", "sync?timeout=0", self._token)))["next_batch"]
        self._ask()

    def close(self) -> None:
        self._client.close()

    def _ask(self) -> None:
        self._client.request(http("GET", f"sync?timeout=30000&since={self._next}", self._token), self._heard)

    def _heard(self) -> None:
        self.messages += self._client.answer.count(b'"type":"m.room.message"')
        self._next = json.loads(self._client.answer)["next_batch"]
        self._ask()


@contextlib.contextmanager
def serving(folder: str) -> Iterator[tuple[int, int]]:
    """Synapse on a folder; its port and the number of its process."""
    port, settings = free_port(), Path(folder, "homeserver.yaml")
    settings.parent.mkdir()
    configuration = {
        "server_name": "localhost",
        "listeners": [
            {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{"names": ["client"]}]}
        ],
        "database": {"name": "sqlite3", "args": {"database": f"{folder}/homeserver.db"}},
        "media_store_path": f"{folder}/media",
        "signing_key_path": f"{folder}/signing.key",
        "pid_file": f"{folder}/pid",
        "report_stats": False,
        "trusted_key_servers": [],
        "bcrypt_rounds": 4,
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "rc_message": UNLIMITED,
        "rc_registration": UNLIMITED,
        "rc_joins": {"local": UNLIMITED},
        "rc_invites": {"per_room": UNLIMITED, "per_user": UNLIMITED, "per_issuer": UNLIMITED},
    }
    settings.write_text(json.dumps(configuration))  # which is YAML too
    command: list[str | Path] = [PYTHON, "-m", "synapse.app.homeserver", "--config-path", settings]
    subprocess.run([*command, "--generate-missing-configs"], check=True, stdout=subprocess.DEVNULL)
    with running(command) as pid:
        yield port, pid


async def synapse(folder: str, clients: int, seconds: float) -> Result:
    """Have that many people chat over a server of their own."""
    with serving(folder) as (port, pid):
        people = [await reached(HttpClient, port) for _ in range(clients)]
        tokens = [await register(client, index) for index, client in enumerate(people)]
        rooms = [await room_of(people, tokens, index) for index in range(0, clients, 2)]
        listeners = [Listener(await reached(HttpClient, port), token) for token in tokens]
        for listener in listeners:
            await listener.begin()
        numbers = count()

        def message(index: int) -> bytes:
            path = f"rooms/{rooms[index // 2]}/send/m.room.message/{next(numbers)}"
            return http("PUT", path, tokens[index], msgtype="m.text", body=TEXT)

        async def run(length: float, rate: float | None) -> list[float]:
            return await drive(people, message, length, rate)

        result = await measure(run, lambda: cpu_of(pid), seconds, half=True)
        assert sum(listener.messages for listener in listeners) > 0, "nothing arrived"
        for client in people:
            client.close()
        for listener in listeners:
            listener.close()
        return result


async def register(client: HttpClient, index: int) -> str:
    """Make an account; the token it speaks with."""
    request = http("POST", "register", username=f"user{index}", password="secret", auth={"type": "m.login.dummy"})
    token: str = (await call(client, request))["access_token"]
    return token


async def room_of(people: list[HttpClient], tokens: list[str], index: int) -> str:
    """A room for a person and the next one, both in it."""
    other = f"@user{index + 1}:localhost"
    request = http("POST", "createRoom", tokens[index], preset="trusted_private_chat", is_direct=True, invite=[other])
    room: str = (await call(people[index], request))["room_id"]
    await call(people[index + 1], http("POST", f"join/{room}", tokens[index + 1]))
    return room
