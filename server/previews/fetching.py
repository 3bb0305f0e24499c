"""Fetching what a link leads to, within bounds: addresses, redirects, bytes, seconds.

A name is resolved once; if any of its addresses is not public the link is refused, else the connection goes to the
address that was judged, whatever the name means a moment later. Every redirect is judged anew. Only http and https on
their own ports are spoken, without cookies, credentials or compression.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import Message
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import h11

from server.previews.addresses import is_public

Resolve: TypeAlias = "Callable[[str, int], Awaitable[list[str]]]"
"""Addresses of a host, for a port."""

Connection: TypeAlias = "tuple[asyncio.StreamReader, asyncio.StreamWriter]"
Connect: TypeAlias = "Callable[[str, int, str | None], Awaitable[Connection]]"
"""Opens a connection to an address and port; with TLS for the host named, if one is."""

SECONDS = 10.0
"""For a page or its picture, redirects included."""

MAX_REDIRECTS = 5
MAX_HEADER = 32 * 1024
READ_AT_ONCE = 16 * 1024
PORTS = {"http": 80, "https": 443}
AGENT = "Mozilla/5.0 (compatible; Chappe; link preview)"


class FetchError(Exception):
    """There is nothing to be had under this address, or nothing that may be had."""


class WrongType(FetchError):
    """There is something, but it is not what was asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the address it came from in the end, the type and charset that the server named, and the bytes."""

    url: str
    content_type: str
    charset: str
    body: bytes


class Fetcher:
    """Fetches over the internet.

    Args:
        resolve: The system's resolver, or a test's.
        connect: Opens connections, or leads them elsewhere in a test.
    """

    def __init__(self, resolve: Resolve | None = None, connect: Connect | None = None) -> None:
        self._resolve = resolve or _resolved
        self._connect = connect or _connected

    async def fetch(
        self, url: str, types: tuple[str, ...], max_bytes: int, *, whole: bool, seconds: float | None = SECONDS
    ) -> Fetched:
        """Get a content.

        Args:
            url: Where.
            types: What its type must begin with, one of these.
            max_bytes: How much is read of it.
            whole: Refuse what is longer, rather than take its beginning.
            seconds: How long it may take, redirects included; None where the caller holds a deadline.

        Raises:
            WrongType: it is of another type.
            FetchError: for every other reason there is.
        """
        try:
            async with asyncio.timeout(seconds):
                for _ in range(MAX_REDIRECTS + 1):
                    answer = await self._get(url, types, max_bytes, whole)
                    if isinstance(answer, Fetched):
                        return answer
                    url = answer
        except (OSError, ValueError, h11.ProtocolError, asyncio.IncompleteReadError) as error:
            raise FetchError(str(error)) from error
        raise FetchError("too many redirects")

    async def _get(self, url: str, types: tuple[str, ...], max_bytes: int, whole: bool) -> Fetched | str:
        """One request: the content, or where it is to be found instead."""
        parts, port = check(url)
        host = _ascii(parts.hostname or "")
        addresses = await self._resolve(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise FetchError(f"{host} is not on the public internet")
        reader, writer = await self._connect(addresses[0], port, host if parts.scheme == "https" else None)
        try:
            exchange = _Exchange(reader, writer)
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            response = await exchange.ask(host, target)
            headers = {name: value.decode("latin-1") for name, value in response.headers}
            location = headers.get(b"location")
            if response.status_code in {301, 302, 303, 307, 308} and location is not None:
                return urljoin(url, location)
            kind, charset = _type(headers.get(b"content-type", ""))
            if response.status_code != 200:
                raise FetchError(str(response.status_code))
            if not kind.startswith(types):
                raise WrongType(kind)
            if headers.get(b"content-encoding", "identity") != "identity":
                raise FetchError("compressed although not asked for")
            return Fetched(url, kind, charset, await exchange.body(max_bytes, whole))
        finally:
            writer.close()


class _Exchange:
    """One request and its response over a fresh connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEADER)

    async def ask(self, host: str, target: str) -> h11.Response:
        """Send the request; what the response begins with."""
        headers = [
            ("Host", host),
            ("User-Agent", AGENT),
            ("Accept", "text/html,application/xhtml+xml,image/*;q=0.8,*/*;q=0.5"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]
        request = h11.Request(method="GET", target=target, headers=headers)
        self._writer.write(self._http.send(request) or b"")
        self._writer.write(self._http.send(h11.EndOfMessage()) or b"")
        await self._writer.drain()
        while True:
            event = await self._next()
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse):
                raise FetchError("no response")

    async def body(self, max_bytes: int, whole: bool) -> bytes:
        """What follows."""
        body = bytearray()
        while isinstance(event := await self._next(), h11.Data):
            body += event.data
            if len(body) > max_bytes:
                if whole:
                    raise FetchError("too large")
                break
        del body[max_bytes:]
        return bytes(body)

    async def _next(self) -> h11.Event | type[h11.PAUSED]:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]  # h11's sentinels are types of their own
            self._http.receive_data(await self._reader.read(READ_AT_ONCE))


def check(url: str) -> tuple[SplitResult, int]:
    """The parts of an address that may be fetched, and its port.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(url)
    port = parts.port or PORTS.get(parts.scheme, 0)
    if not parts.hostname or port != PORTS.get(parts.scheme) or parts.username is not None or not url.isprintable():
        raise ValueError(f"no address of a page: {url[:100]!r}")
    return parts._replace(path=quote(parts.path, safe=_SAFE), query=quote(parts.query, safe=_SAFE)), port


_SAFE = "/%:=&?~#+!$,;'@()*[]"
"""What means itself in a path or a query."""


def _ascii(host: str) -> str:
    """A host as resolvers and servers know it."""
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _type(header: str) -> tuple[str, str]:
    """Content-Type: the type and the charset, "" where it does not say."""
    message = Message()
    message["Content-Type"] = header
    charset = message.get_param("charset", "")
    return message.get_content_type() if header else "", charset if isinstance(charset, str) else ""


async def _resolved(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, proto=6)  # TCP
    return [str(one[4][0]) for one in found]


async def _connected(address: str, port: int, tls_host: str | None) -> Connection:
    context = ssl.create_default_context() if tls_host is not None else None
    return await asyncio.open_connection(address, port, ssl=context, server_hostname=tls_host, limit=READ_AT_ONCE)
