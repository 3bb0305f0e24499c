"""Sticker sets for tests: what their stickers are, and how they are made."""

import gzip
import io
import json
from typing import Any

from PIL import Image

from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.files.uploading import document, input_document, upload


def still(side: int = 512) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (side, side), (200, 20, 20, 128)).save(file, "WEBP")
    return file.getvalue()


def animated() -> bytes:
    return gzip.compress(
        json.dumps({"v": "5.5", "fr": 60, "ip": 0, "op": 60, "w": 512, "h": 512, "layers": []}).encode()
    )


async def item(
    client: Client, data: bytes, mime_type: str = "image/webp", emoji: str = "😀", **fields: Any
) -> types.InputStickerSetItem:
    media = document(await upload(client, data), mime_type)
    made = (await client(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))).document
    return types.InputStickerSetItem(document=input_document(made), emoji=emoji, **fields)


async def make(client: Client, short_name: str = "faces", **fields: Any) -> types.messages.StickerSet:
    items = fields.pop("stickers", None) or [await item(client, still()), await item(client, still(), emoji="🔥❤")]
    answer: types.messages.StickerSet = await client(
        functions.stickers.CreateStickerSet(
            **{
                "user_id": types.InputUserSelf(),
                "title": "Faces",
                "short_name": short_name,
                "stickers": items,
                **fields,
            }
        )
    )
    return answer


def by_name(short_name: str = "faces") -> types.InputStickerSetShortName:
    return types.InputStickerSetShortName(short_name=short_name)
