"""The types of contents by their first bytes."""

import os

import puremagic
import pytest

from server.files import mime

PDF = b"%PDF-1.7\n"


def test_what_puremagic_knows_is_found() -> None:
    """It is asked only where one of its marks is: with each tenth of them, whole and cut off, it finds as much."""
    for mark in (*puremagic.magic_header_array, *puremagic.magic_footer_array)[::10]:
        head = bytearray(os.urandom(mime.HEAD))
        start = mark.offset % mime.HEAD
        head[start : start + len(mark.byte_match)] = mark.byte_match
        for content in (bytes(head[: mime.HEAD]), bytes(head[: max(1, start + len(mark.byte_match) - 1)])):
            if not any(content.startswith(signature, offset) for signature, offset, _ in mime._SIGNATURES):
                assert mime.sniffed(content) == asked(content)


def asked(content: bytes) -> str | None:
    try:
        guessed: str = puremagic.from_string(content, mime=True)
    except puremagic.PureError:
        return None
    return guessed if guessed and guessed.islower() else None


@pytest.mark.parametrize(
    ("claimed", "head", "agreed"),
    [
        ("image/png", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("video/mp4", PDF, "application/pdf"),
        ("audio/mp4", b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        ("video/quicktime", b"\0\0\0\x18ftypqt  ", "video/quicktime"),
        ("video/x-unheard-of", b"\x91noise", "video/x-unheard-of"),
        ("Application/X-Mine", PDF, "application/x-mine"),
        ("text/plain", b"GIF89a", "text/plain"),
        ("no type", PDF, "application/pdf"),
        (mime.UNKNOWN, b"\x91noise", mime.UNKNOWN),
    ],
)
def test_a_claim_counts_where_the_content_does_not_contradict_it(claimed: str, head: bytes, agreed: str) -> None:
    assert mime.agreed(claimed, head) == agreed
