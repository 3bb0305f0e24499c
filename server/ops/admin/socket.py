"""The local socket of a running server: one JSON object a line in, one out.

    → {"verb": "session.revoke", "arguments": {"user": "+33123456789"}}
    ← {"result": ...}    or    {"error": "there is no such user: chappe user list"}

Whoever may open the socket is the operator: it has mode 0600 inside a folder with mode 0700, and asks for nothing more.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import logging
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from server.ops.admin.verb import AdminError, Verb

log = logging.getLogger("chappe.admin")

MAX_REQUEST = 64 * 1024
"""Bytes of one request; no verb takes more than a name and a few words."""

_MAX_PATH = 100
"""A socket's name holds 107 bytes on Linux and 103 on macOS (unix(7))."""


@contextlib.contextmanager
def _socket_name(path: Path) -> Iterator[str]:
    """The socket's path, by way of its folder's descriptor where the path itself is too long for a socket's name."""
    if len(os.fsencode(path)) <= _MAX_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class AdminSocket:
    """The listening side, in the server."""

    def __init__(self, app: Any, verbs: Mapping[str, Verb], path: Path) -> None:
        self._app = app
        self._verbs = verbs
        self._path = path
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Listen. The caller holds the lock of the data folder, so a socket left there is nobody's."""
        self._path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        with _socket_name(self._path) as name:
            listener.bind(name)
        self._path.chmod(0o600)  # before listen: nobody can have connected yet
        self._server = await asyncio.start_unix_server(self._accept, sock=listener, limit=MAX_REQUEST)

    async def stop(self) -> None:
        """Stop listening and end what is under way."""
        self._stopping = True
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._stopping:
            writer.close()
            return
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer), name="admin")
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(line)).encode() + b"\n")
                await writer.drain()
        except (ValueError, OSError):
            pass  # a line past the limit, or a caller that left
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            verb, arguments = request["verb"], request["arguments"]
        except (ValueError, LookupError, TypeError):
            return {"error": "not a request"}
        try:
            return {"result": await perform(self._app, self._verbs, verb, arguments)}
        except AdminError as error:
            return {"error": str(error)}
        except Exception:
            log.exception("%s failed", verb)
            return {"error": "the server failed to do it; its log says why"}


async def perform(app: Any, verbs: Mapping[str, Verb], name: str, arguments: Mapping[str, Any]) -> Any:
    """Run one verb.

    Raises:
        AdminError: there is no such verb, it does not take these arguments, or it cannot do what was asked.
    """
    verb = verbs.get(name)
    if verb is None:
        raise AdminError(f"this server has no verb {name!r}: is it another version? (chappe version)")
    try:
        inspect.signature(verb).bind(app, **arguments)
    except TypeError as error:
        raise AdminError(f"{name}: {error}") from None
    return await verb(app, **arguments)


def call(path: Path, verb: str, arguments: Mapping[str, Any], seconds: float | None) -> Any:
    """Ask the server whose socket this is, and wait for the answer; for ever where no seconds are said.

    Raises:
        ConnectionError, FileNotFoundError: nobody listens there.
        TimeoutError: no answer within `seconds`.
        AdminError: what the server answered.
    """
    with socket.socket(socket.AF_UNIX) as connection, _socket_name(path) as name:
        connection.settimeout(seconds)
        connection.connect(name)
        connection.sendall(json.dumps({"verb": verb, "arguments": arguments}).encode() + b"\n")
        with connection.makefile("rb") as answers:
            line = answers.readline()
    if not line:
        raise ConnectionResetError("the server closed the connection")
    answer = json.loads(line)
    if "error" in answer:
        raise AdminError(answer["error"])
    return answer["result"]
