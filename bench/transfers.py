"""One client's way of moving files, for the benchmarks: parts of 512 KiB, several at once, as apps do it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NamedTuple

from bench.serving import CLOCK, Served
from mtproto import tl
from mtproto.crypto import AuthKey, RsaPublicKey
from mtproto.tl import functions, types
from tests.server.client import Client, Connector

PART = 512 * 1024
IN_FLIGHT = 4
"""Parts that one client has on the way at once; Telegram's own apps have 4 to 8."""

PATIENCE = 60.0
"""Seconds that a client waits for an answer, as apps do; where a hundred share a machine, some wait long."""


Turn = Callable[[], Awaitable[object]]
"""What is waited for before each part."""


class Reachable(NamedTuple):
    """Where a server is, for another process."""

    port: int
    public: RsaPublicKey


async def connect(server: Served | Reachable, key: bytes) -> Client:
    """A session of the user whose key this is."""
    connector = Connector("127.0.0.1", server.port, 2, server.public, CLOCK)
    client = Client(connector, AuthKey(key), layer=tl.NEWEST, announce=True)
    await client.connect()
    await client(functions.users.GetUsers(id=[types.InputUserSelf()]))
    return client


async def at_once() -> None:
    """What those wait for before each part who wait for nothing."""


async def send_parts(
    client: Client, file_id: int, content: bytes, size: int, in_flight: int = IN_FLIGHT, turn: Turn = at_once
) -> None:
    """Upload a file of `size` bytes: `content`, a whole number of parts, over and over."""
    total = -(-size // PART)

    async def one(number: int) -> None:
        await turn()
        at = number * PART % len(content)
        data = content[at : at + min(PART, size - number * PART)]
        part = functions.upload.SaveBigFilePart(file_id=file_id, file_part=number, file_total_parts=total, bytes=data)
        assert await asyncio.wait_for(client.begin(part), PATIENCE)

    await _all(one, range(total), in_flight)


async def make_document(client: Client, file_id: int, size: int) -> types.Document:
    """Have the server make a document of an upload."""
    uploaded = types.InputMediaUploadedDocument(
        file=types.InputFileBig(id=file_id, parts=-(-size // PART), name="file.bin"),
        mime_type="application/octet-stream",
        attributes=[types.DocumentAttributeFilename(file_name="file.bin")],
        force_file=True,
    )
    use = functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=uploaded)
    media = await asyncio.wait_for(client.begin(use), PATIENCE)
    document: types.Document = media.document
    return document


async def fetch(
    client: Client,
    document: types.Document,
    take: Callable[[int, bytes], object],
    in_flight: int = IN_FLIGHT,
    turn: Turn = at_once,
) -> None:
    """Download a document; each part is given to `take` with its offset."""
    where = location(document)

    async def one(number: int) -> None:
        await turn()
        offset = number * PART
        part = functions.upload.GetFile(location=where, offset=offset, limit=PART)
        answer = await asyncio.wait_for(client.begin(part), PATIENCE)
        assert len(answer.bytes) == min(PART, document.size - offset)
        take(offset, answer.bytes)

    await _all(one, range(-(-document.size // PART)), in_flight)


def location(document: types.Document) -> types.InputDocumentFileLocation:
    """Where the content of a document is."""
    return types.InputDocumentFileLocation(
        id=document.id,
        access_hash=document.access_hash,
        file_reference=document.file_reference,
        thumb_size="",
    )


def noise(parts: int) -> bytes:
    """A content nobody has seen before; it begins like no kind of file, as some noise would, and is not looked into."""
    return bytes(16) + os.urandom(parts * PART - 16)


async def _all(one: Callable[[int], Awaitable[Any]], numbers: Iterable[int], in_flight: int) -> None:
    waiting = iter(numbers)

    async def worker() -> None:
        for number in waiting:
            await one(number)

    await asyncio.gather(*(worker() for _ in range(in_flight)))
