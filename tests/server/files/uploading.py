"""What the tests of files share: contents, and the calls that upload and fetch them."""

import io
import os
from itertools import count
from typing import Any

from PIL import Image

from mtproto.tl import functions, types
from tests.server.client import Client

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


def input_document(made: types.Document) -> types.InputDocument:
    """How a document is named."""
    return types.InputDocument(id=made.id, access_hash=made.access_hash, file_reference=made.file_reference)


def input_photo(photo: types.Photo) -> types.InputPhoto:
    """How a photo is named."""
    return types.InputPhoto(id=photo.id, access_hash=photo.access_hash, file_reference=photo.file_reference)


def picture(width: int, height: int, name: str = "picture.png") -> io.BytesIO:
    """A picture with something on it."""
    file = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


async def made(client: Client, data: bytes, mime_type: str, *attributes: Any, **fields: Any) -> types.Document:
    """A document of this type, uploaded and made, not sent."""
    media = types.InputMediaUploadedDocument(
        file=await upload(client, data), mime_type=mime_type, attributes=list(attributes), **fields
    )
    answer = await client(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))
    document: types.Document = answer.document
    return document


def attribute(document: types.Document, kind: type) -> Any:
    """What a document says of itself in attributes of a kind; None where it says nothing."""
    return next((one for one in document.attributes if isinstance(one, kind)), None)


def making(file: types.TypeInputFile) -> functions.messages.UploadMedia:
    """The call that makes a document of an upload."""
    return functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=document(file))
