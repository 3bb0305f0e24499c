"""Pictures made of pictures: the sizes of a photo, previews, the inline preview. Runs in the image worker.

Every picture is decoded within bounds, turned upright, freed of its metadata (a photo may hold where it was taken)
and written anew as JPEG. Raises ValueError for what is no picture or too large a one.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from server.files.progressive import scan_ends

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
MAX_PIXELS = 64_000_000
MAX_SIDE = 10_000
MAX_RATIO = 20

PHOTO_SIZES = (("s", 100), ("m", 320), ("x", 800), ("y", 1280), ("w", 2560))
"""Sizes of a photo by the box they fit into (core.telegram.org/api/files#image-thumbnail-types)."""

PROFILE_SIZES = (("a", 160), ("b", 320), ("c", 640))
"""Sizes of a profile photo, cut to squares."""

SHOWN_EARLY = frozenset("yw")
"""Sizes that are large enough to be shown before all of their bytes have come."""

PREVIEW_SIZES = (("m", 320),)
"""Previews of a document."""

STRIPPED_SIDE = 40
STRIPPED_QUALITY = 20
"""The quality whose tables clients know by heart (core.telegram.org/api/files#stripped-thumbnails)."""


@dataclass(frozen=True, slots=True)
class Made:
    """One picture that was made: its letter, its size in pixels, its bytes, and where its scans end (`scan_ends`)."""

    type: str
    width: int
    height: int
    data: bytes
    scans: tuple[int, ...] = ()


class WrongSize(ValueError):
    """A picture beyond the bounds, or so narrow that nothing would be seen of it."""


def make_sizes(data: bytes, boxes: tuple[tuple[str, int], ...], square: bool) -> tuple[list[Made], bytes]:
    """The sizes of a picture and its inline preview.

    Args:
        data: The picture as it was uploaded.
        boxes: Letters and the sides of their boxes, ascending. Boxes larger than the picture are left out but for
            the first that holds all of it.
        square: Cut it to a square first.
    """
    return sizes_of(_opened(data, boxes[-1][1]), boxes, square)


def sizes_of(picture: Image.Image, boxes: tuple[tuple[str, int], ...], square: bool) -> tuple[list[Made], bytes]:
    """The same of a picture in RGB that is decoded already."""
    if square:
        side = min(picture.size)
        picture = ImageOps.fit(picture, (side, side))
    made = []
    for type_, side in boxes:
        made.append(_made(type_, picture, side))
        if max(picture.size) <= side:
            break
    return made, stripped(picture)


def layer(data: bytes) -> Image.Image:
    """A picture with its transparency, to be put onto another."""
    with checked(data) as picture:
        try:
            return picture.convert("RGBA")
        except Exception as error:  # Pillow raises a dozen kinds for broken files
            raise ValueError("broken picture") from error


def measure(data: bytes) -> tuple[int, int, int]:
    """Width, height and number of frames."""
    with checked(data) as picture:
        return picture.width, picture.height, getattr(picture, "n_frames", 1)


def stripped(picture: Image.Image) -> bytes:
    """The inline preview: 1, height, width, and a tiny JPEG without the header and the end that all of them share."""
    small = picture.copy()
    small.thumbnail((STRIPPED_SIDE, STRIPPED_SIDE))
    data = _jpeg(small, STRIPPED_QUALITY, plain=True)
    scan = data.index(b"\xff\xda")
    start = scan + 2 + int.from_bytes(data[scan + 2 : scan + 4], "big")
    return bytes((1, small.height, small.width)) + data[start:-2]


def checked(data: bytes) -> Image.Image:
    """A picture whose header is within bounds; nothing is decoded yet."""
    warnings.simplefilter("ignore")  # broken metadata is not our concern
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
    except Exception as error:  # Pillow raises a dozen kinds for broken files
        raise ValueError("no picture") from error
    width, height = picture.size
    if not width or not height or width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise WrongSize("too large")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise WrongSize("too narrow")
    return picture


def _opened(data: bytes, side: int) -> Image.Image:
    """A picture decoded, upright, on white, in RGB; a JPEG at the smallest scale that is still large enough."""
    with checked(data) as picture:
        try:
            picture.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(picture)
            if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
                front = upright.convert("RGBA")
                ground = Image.new("RGBA", front.size, "white")
                return Image.alpha_composite(ground, front).convert("RGB")
            return upright.convert("RGB")
        except Exception as error:  # as above
            raise ValueError("broken picture") from error


def _made(type_: str, picture: Image.Image, side: int) -> Made:
    if max(picture.size) > side:
        picture = picture.copy()
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    data = _jpeg(picture, 87, plain=False)
    return Made(type_, picture.width, picture.height, data, scan_ends(data) if type_ in SHOWN_EARLY else ())


def _jpeg(picture: Image.Image, quality: int, *, plain: bool) -> bytes:
    out = BytesIO()
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())
    clean.save(out, "JPEG", quality=quality, subsampling="4:2:0", optimize=not plain, progressive=not plain)
    return out.getvalue()
