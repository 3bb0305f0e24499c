"""What a content is, judged by its first bytes; what the client says counts only where it does not contradict them."""

from __future__ import annotations

import re

import puremagic

HEAD = 4096
"""Bytes that are looked at."""

UNKNOWN = "application/octet-stream"

_VALID = re.compile(r"[a-z0-9.+-]{1,64}/[a-z0-9.+-]{1,127}")

_DECODED = frozenset({"image", "video", "audio"})
"""Families that clients open with a decoder: a false claim to be one of these is not passed on."""

_SIGNATURES = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftyp", 4, "video/mp4"),
    (b"\x1aE\xdf\xa3", 0, "video/webm"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\x1f\x8b", 0, "application/gzip"),
    (b"%PDF", 0, "application/pdf"),
)

_CONTAINERS = {
    "video/mp4": {"audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac"},
    "video/webm": {"audio/webm", "audio/x-matroska"},
    "audio/ogg": {"video/ogg"},
}
"""Containers of either sound or pictures, by what else they may be said to be."""


def agreed(claimed: str, head: bytes) -> str:
    """The type that a document gets.

    Args:
        claimed: What the client says.
        head: The first `HEAD` bytes of the content.
    """
    found = sniffed(head)
    claimed = claimed.lower()
    if not _VALID.fullmatch(claimed) or claimed == UNKNOWN:
        return found or UNKNOWN
    family = claimed.split("/")[0]
    if found is not None and (family == found.split("/")[0] or claimed in _CONTAINERS.get(found, ())):
        return found if family == "image" else claimed
    if family in _DECODED and found is not None:
        return found
    return claimed


def sniffed(head: bytes) -> str | None:
    """The type that the first bytes show; None when they show none."""
    for signature, offset, mime_type in _SIGNATURES:
        if head.startswith(signature, offset):
            return mime_type
    try:
        guessed: str = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return None
    return guessed if _VALID.fullmatch(guessed) else None
