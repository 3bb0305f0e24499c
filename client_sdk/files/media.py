"""What a file is sent as: a photo, or a document with attributes.

Rules of this file
- Nothing is decoded here. What a file is follows from its name; a caller who knows better says so.
"""

from __future__ import annotations

import mimetypes
from typing import Literal

from client_sdk.files.upload import InputFile
from mtproto.tl import types

Kind = Literal["photo", "document", "voice", "audio", "video"]
"""What to show a file as; a document is shown as a file whatever is in it."""

PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})


def kind_of(name: str) -> Kind:
    """What a file of this name is shown as."""
    mime_type = mime_of(name)
    if mime_type in PHOTOS:
        return "photo"
    major = mime_type.partition("/")[0]
    return "audio" if major == "audio" else "video" if major == "video" else "document"


def mime_of(name: str) -> str:
    """The media type that a name stands for."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def input_media(
    file: InputFile,
    name: str,
    kind: Kind,
    *,
    duration: float = 0,
    size: tuple[int, int] = (0, 0),
    spoiler: bool = False,
) -> types.TypeInputMedia:
    """An uploaded file as a method takes it.

    Args:
        file: The upload.
        name: What it is called.
        kind: What it is shown as.
        duration: Seconds of sound or video.
        size: Width and height of a video.
        spoiler: Hidden until it is asked for.
    """
    if kind == "photo":
        return types.InputMediaUploadedPhoto(file=file, spoiler=spoiler)
    attributes: list[types.TypeDocumentAttribute] = [types.DocumentAttributeFilename(file_name=name)]
    mime_type = mime_of(name)
    if kind == "video":
        width, height = size
        attributes.append(types.DocumentAttributeVideo(duration=duration, w=width, h=height, supports_streaming=True))
    elif kind in ("voice", "audio"):
        attributes.append(types.DocumentAttributeAudio(voice=kind == "voice", duration=round(duration)))
        mime_type = "audio/ogg" if kind == "voice" else mime_type
    return types.InputMediaUploadedDocument(
        file=file, mime_type=mime_type, attributes=attributes, spoiler=spoiler, force_file=kind == "document"
    )
