"""What a file is sent as in a secret chat: decryptedMessageMedia with its key (core.telegram.org/api/end-to-end).

Rules of this file
- A photo and a video have constructors of their own. The rest are documents, which say by attributes what they are: a
  round video, a voice message, a piece of music; clients of every layer that is still spoken read them.
- Nothing is decoded here: sizes, lengths and the thumbnail are the caller's to know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from client_sdk.secret.file_cipher import FileKey
from mtproto.tl import secret

SecretKind = Literal["document", "photo", "video", "round", "audio", "voice", "animation"]
"""What to show a file as; `round` is a video message."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small JPEG, at most 90 pixels wide and high, that is seen before the file is fetched."""

    data: bytes = b""
    width: int = 0
    height: int = 0


NO_THUMBNAIL = Thumbnail()


@dataclass(frozen=True, slots=True)
class About:
    """What is to be told of a file.

    Attributes:
        kind: What to show it as.
        mime_type: What it is.
        width: Of a picture or video, in pixels.
        height: As `width`.
        duration: Seconds of sound or video.
        title: Of a piece of music.
        performer: As `title`.
        waveform: Of a voice message: values of five bits each.
        thumbnail: Seen before the file is.
        caption: The text below it.
    """

    kind: SecretKind = "document"
    mime_type: str = "application/octet-stream"
    width: int = 0
    height: int = 0
    duration: int = 0
    title: str | None = None
    performer: str | None = None
    waveform: bytes | None = field(default=None, repr=False)
    thumbnail: Thumbnail = NO_THUMBNAIL
    caption: str = ""


def media_of(about: About, name: str, size: int, key: FileKey) -> secret.TypeDecryptedMessageMedia:
    """A file as a message holds it.

    Args:
        about: What is told of it.
        name: What it is called.
        size: In bytes.
        key: What it is encrypted with.
    """
    thumb = about.thumbnail
    if about.kind == "photo":
        return secret.DecryptedMessageMediaPhoto(
            thumb=thumb.data,
            thumb_w=thumb.width,
            thumb_h=thumb.height,
            w=about.width,
            h=about.height,
            size=size,
            key=key.key,
            iv=key.iv,
            caption=about.caption,
        )
    if about.kind == "video":
        return secret.DecryptedMessageMediaVideo(
            thumb=thumb.data,
            thumb_w=thumb.width,
            thumb_h=thumb.height,
            duration=about.duration,
            mime_type=about.mime_type,
            w=about.width,
            h=about.height,
            size=size,
            key=key.key,
            iv=key.iv,
            caption=about.caption,
        )
    return secret.DecryptedMessageMediaDocument(
        thumb=thumb.data,
        thumb_w=thumb.width,
        thumb_h=thumb.height,
        mime_type=about.mime_type,
        size=size,
        key=key.key,
        iv=key.iv,
        attributes=[*_attributes(about), secret.DocumentAttributeFilename(file_name=name)],
        caption=about.caption,
    )


def _attributes(about: About) -> list[secret.TypeDocumentAttribute]:
    video = secret.DocumentAttributeVideo(
        round_message=about.kind == "round", duration=about.duration, w=about.width, h=about.height
    )
    match about.kind:
        case "round":
            return [video]
        case "animation":
            return [video, secret.DocumentAttributeAnimated()]
        case "audio":
            return [
                secret.DocumentAttributeAudio(duration=about.duration, title=about.title, performer=about.performer)
            ]
        case "voice":
            return [secret.DocumentAttributeAudio(voice=True, duration=about.duration, waveform=about.waveform)]
    return []
