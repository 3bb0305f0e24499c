"""What the tests of files share: contents, and the calls that upload and fetch them."""

import os
from itertools import count
from typing import Any

from mtproto.tl import functions, types

_file_ids = count(1_000)

PART = 512 * 1024


def part(number: int, data: bytes, file_id: int = 1) -> functions.upload.SaveFilePart:
    """A part of a small file."""
    return functions.upload.SaveFilePart(file_id=file_id, file_part=number, bytes=data)


def big_part(number: int, total: int, data: bytes, file_id: int = 1) -> functions.upload.SaveBigFilePart:
    """A part of a big file."""
    return functions.upload.SaveBigFilePart(file_id=file_id, file_part=number, file_total_parts=total, bytes=data)


async def upload(client: Any, data: bytes, name: str = "file.bin") -> types.InputFile:
    """Upload a small file."""
    file_id = next(_file_ids)
    pieces = [data[at : at + PART] for at in range(0, len(data), PART)]
    for number, piece in enumerate(pieces):
        assert await client(part(number, piece, file_id)) is True
    return types.InputFile(id=file_id, parts=len(pieces), name=name, md5_checksum="")


def document(
    file: types.TypeInputFile, mime_type: str = "application/octet-stream"
) -> types.InputMediaUploadedDocument:
    """An uploaded file as a document."""
    attributes = [types.DocumentAttributeFilename(file_name="file.bin")]
    return types.InputMediaUploadedDocument(file=file, mime_type=mime_type, attributes=attributes)


async def stored(client: Any, data: bytes) -> types.Document:
    """A document with this content, uploaded and made, not sent."""
    media = await client(
        functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=document(await upload(client, data)))
    )
    found: types.Document = media.document
    return found


def location(of: types.Document, **fields: Any) -> types.InputDocumentFileLocation:
    """Where the content of a document is."""
    named = {"id": of.id, "access_hash": of.access_hash, "file_reference": of.file_reference, "thumb_size": ""}
    return types.InputDocumentFileLocation(**{**named, **fields})


def get(
    where: types.TypeInputFileLocation, offset: int = 0, limit: int = 4096, **fields: Any
) -> functions.upload.GetFile:
    """A range of a file."""
    return functions.upload.GetFile(location=where, offset=offset, limit=limit, **fields)


def noise(size: int) -> bytes:
    """A content nobody has seen before."""
    return os.urandom(size)
