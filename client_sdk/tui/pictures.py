"""Pictures as half-blocks: each cell of the terminal shows two pixels, one above the other.

Rules of this file
- A picture comes from others. It is decoded off the loop, in the formats that servers make thumbnails in, and only
  where its header promises a size worth decoding.
- The smallest stored size that fills the space is fetched; a few at once, and the last ones are kept.
"""

from __future__ import annotations

import asyncio
import io
from collections import OrderedDict

from PIL import Image, UnidentifiedImageError
from rich.color import Color
from rich.style import Style
from rich.text import Text

from client_sdk.client import Client
from client_sdk.errors import ClientError
from mtproto.rpc_errors import RpcError
from mtproto.tl import types

COLUMNS, ROWS = 36, 12
"""The most that a picture takes: it leaves half of 80x24 to the talk."""
ENOUGH = 2 * ROWS * 4
"""Pixels of the longer side from which on a stored size is good enough."""
MAX_PIXELS = 4096 * 4096
FORMATS = ("JPEG", "PNG", "WEBP")
AT_ONCE = 3
KEPT = 64

HALF = "▀"

Stored = types.PhotoSize | types.PhotoSizeProgressive


def best_size(sizes: list[types.TypePhotoSize]) -> Stored | None:
    """The size to fetch; None where there is none at the server."""
    stored = sorted((size for size in sizes if isinstance(size, Stored)), key=lambda size: size.w * size.h)
    return next((size for size in stored if max(size.w, size.h) >= ENOUGH), stored[-1] if stored else None)


def cells(width: int, height: int) -> tuple[int, int]:
    """Columns and rows for a picture of this many pixels: as large as fits, in its proportions."""
    scale = min(COLUMNS / max(1, width), 2 * ROWS / max(1, height))
    return max(1, round(width * scale)), max(1, round(height * scale / 2))


def placeholder(size: Stored) -> Text:
    """The space of a picture that is not there yet."""
    columns, rows = cells(size.w, size.h)
    return Text("\n".join(["░" * columns] * rows), "dim")


def half_blocks(content: bytes, columns: int, rows: int) -> Text | None:
    """A picture as text; None where it cannot be read.

    Args:
        content: The file.
        columns: Its width in cells.
        rows: Its height in cells.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                return None
            opened.draft("RGB", (columns, 2 * rows))
            image = opened.convert("RGB").resize((columns, 2 * rows))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    data = image.tobytes()
    pixels = [Color.from_rgb(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]
    lines = [pixels[at : at + columns] for at in range(0, len(pixels), columns)]
    shown = Text()
    for above, below in zip(lines[::2], lines[1::2], strict=True):
        for top, bottom in zip(above, below, strict=True):
            shown.append(HALF, Style(color=top, bgcolor=bottom))
        shown.append("\n")
    shown.rstrip()
    return shown


class Pictures:
    """Fetches the pictures of messages.

    Args:
        client: From where.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._kept: OrderedDict[int, Text] = OrderedDict()
        self._turn = asyncio.Semaphore(AT_ONCE)

    def kept(self, photo_id: int) -> Text | None:
        """A picture that was fetched already."""
        return self._kept.get(photo_id)

    async def fetch(self, message: types.Message) -> Text | None:
        """The picture of a message; None where there is none, or it cannot be had."""
        picture = picture_of(message)
        if picture is None:
            return None
        photo_id, size = picture
        async with self._turn:
            try:
                content = await self._client.download(message, thumb=size.type)
            except (RpcError, ClientError):
                return None
        shown = await asyncio.to_thread(half_blocks, content, *cells(size.w, size.h))
        if shown is not None:
            self._kept[photo_id] = shown
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return shown


def picture_of(message: types.Message) -> tuple[int, Stored] | None:
    """The id and the size to fetch of the picture that a message is; None for any other message."""
    match message.media:
        case types.MessageMediaPhoto(photo=types.Photo() as photo, spoiler=False):
            size = best_size(photo.sizes)
            return None if size is None else (photo.id, size)
        case types.MessageMediaDocument(document=types.Document() as document, spoiler=False) if (
            document.mime_type.startswith(("image/", "video/")) and not _is_sticker(document)
        ):
            size = best_size(document.thumbs or [])
            return None if size is None else (document.id, size)
    return None


def _is_sticker(document: types.Document) -> bool:
    kinds = types.DocumentAttributeSticker | types.DocumentAttributeCustomEmoji
    return any(isinstance(attribute, kinds) for attribute in document.attributes)
