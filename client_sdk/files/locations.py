"""What is downloaded: where the content of a message, a document, a photo or a peer's picture is.

Rules of this file
- Of a photo the largest size is taken, unless another is named.
- A size that came inline (stripped or cached) has nothing to download and is not considered.
"""

from __future__ import annotations

from dataclasses import dataclass

from client_sdk.errors import ClientError
from client_sdk.peers import id_of
from mtproto.tl import TLObject, types


class NothingToDownload(ClientError):
    """What was given has no file."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file at the server.

    Attributes:
        location: How a call names it.
        size: In bytes; 0 where it is not known.
        dc_id: The DC that has it; 0 for the account's own.
        key: Tells it from every other file.
        name: What to call it on disk.
    """

    location: types.TypeInputFileLocation
    size: int
    dc_id: int
    key: str
    name: str


def content_of(what: TLObject, input_peer: types.TypeInputPeer | None = None, thumb: str | None = None) -> Content:
    """Where the content of something is.

    Args:
        what: A message, its media, a document, a photo, or a user or chat for its picture.
        input_peer: How a call names the user or chat.
        thumb: Take this size (`s`, `m`, `x` …) of a photo or a document's preview.

    Raises:
        NothingToDownload: it has no file, or not that size.
    """
    match what:
        case types.Message(media=media) if media is not None:
            return content_of(media, input_peer, thumb)
        case types.MessageMediaPhoto(photo=types.Photo() as photo):
            return _photo(photo, thumb)
        case types.MessageMediaDocument(document=types.Document() as document):
            return _document(document, thumb)
        case types.Photo():
            return _photo(what, thumb)
        case types.Document():
            return _document(what, thumb)
        case types.User(photo=types.UserProfilePhoto() as picture) if input_peer is not None:
            return _picture(input_peer, picture, id_of(what), thumb)
        case types.Chat(photo=types.ChatPhoto() as picture) | types.Channel(photo=types.ChatPhoto() as picture) if (
            input_peer is not None
        ):
            return _picture(input_peer, picture, id_of(what), thumb)
    raise NothingToDownload(f"{what.NAME} has no file")


def _photo(photo: types.Photo, thumb: str | None) -> Content:
    size = _size(photo.sizes, thumb)
    location = types.InputPhotoFileLocation(
        id=photo.id, access_hash=photo.access_hash, file_reference=photo.file_reference, thumb_size=size.type
    )
    return Content(location, _bytes(size), photo.dc_id, f"{photo.id:x}{size.type}", f"photo_{photo.id}.jpg")


def _document(document: types.Document, thumb: str | None) -> Content:
    size = None if thumb is None else _size(document.thumbs or [], thumb)
    location = types.InputDocumentFileLocation(
        id=document.id,
        access_hash=document.access_hash,
        file_reference=document.file_reference,
        thumb_size="" if size is None else size.type,
    )
    length = document.size if size is None else _bytes(size)
    return Content(location, length, document.dc_id, f"{document.id:x}{location.thumb_size}", file_name(document))


def file_name(document: types.Document) -> str:
    """What to call a document on disk: a bare name, whatever the sender wrote."""
    for attribute in document.attributes:
        if isinstance(attribute, types.DocumentAttributeFilename):
            name = attribute.file_name.replace("\\", "/").rpartition("/")[2].replace("\0", "")
            if name not in ("", ".", ".."):
                return name
    return f"document_{document.id}"


def _picture(
    peer: types.TypeInputPeer, picture: types.UserProfilePhoto | types.ChatPhoto, peer_id: int, thumb: str | None
) -> Content:
    location = types.InputPeerPhotoFileLocation(big=thumb != "s", peer=peer, photo_id=picture.photo_id)
    return Content(location, 0, picture.dc_id, f"{picture.photo_id:x}", f"peer_{peer_id}.jpg")


Stored = types.PhotoSize | types.PhotoSizeProgressive


def _size(sizes: list[types.TypePhotoSize], thumb: str | None) -> Stored:
    stored = [size for size in sizes if isinstance(size, Stored) and thumb in (None, size.type)]
    if not stored:
        raise NothingToDownload("no such size" if thumb else "no size at the server")
    return max(stored, key=lambda size: size.w * size.h)


def _bytes(size: Stored) -> int:
    return size.size if isinstance(size, types.PhotoSize) else max(size.sizes)
