"""The larger sizes of a photo say where their scans end, so that clients show them early (photoSizeProgressive)."""

import io
from itertools import pairwise

from PIL import Image
from telethon import TelegramClient
from telethon.tl.types import PhotoSize, PhotoSizeProgressive

from server.files.progressive import scan_ends
from tests.server.files.uploading import picture

_END = b"\xff\xd9"


def opened(jpeg: bytes) -> Image.Image:
    """Decoded whole; Pillow raises for one that is cut anywhere but between two scans."""
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    return image


def far(one: Image.Image, other: Image.Image) -> int:
    """How different two pictures are."""
    pairs = zip(one.convert("L").resize((64, 64)).tobytes(), other.convert("L").resize((64, 64)).tobytes(), strict=True)
    return sum(abs(left - right) for left, right in pairs)


async def test_a_beginning_shows_the_whole_picture(telethon: TelegramClient) -> None:
    """Each of them the more exactly; unmodified Telethon takes the largest and gets all of its bytes."""
    message = await telethon.send_file("me", picture(3000, 1500))
    sizes = {size.type: size for size in message.photo.sizes[1:]}
    assert {letter: type(size) for letter, size in sizes.items()} == {
        "s": PhotoSize,
        "m": PhotoSize,
        "x": PhotoSize,
        "y": PhotoSizeProgressive,
        "w": PhotoSizeProgressive,
    }
    largest = await telethon.download_media(message, bytes)
    ends = sizes["w"].sizes
    assert (len(largest), opened(largest).size) == (ends[-1], (2560, 1280))
    assert all(before < after for before, after in pairwise(ends))
    whole = opened(largest)
    errors = [far(opened(largest[:end] + _END), whole) for end in ends[:-1]]
    assert errors[0] < 64 * 64 * 4
    assert errors[-1] <= errors[0]


def test_a_plain_jpeg_is_one_scan() -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "JPEG")
    assert scan_ends(out.getvalue()) == (len(out.getvalue()),)
