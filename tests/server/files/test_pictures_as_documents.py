"""Pictures that are sent as documents, and what they are shown as."""

import io
from typing import Any

import pytest
from PIL import Image

from mtproto.tl import types
from tests.server.files.uploading import attribute, made
from tests.server.harness import Harness

ALICE = "9996621001"


def webp(width: int, height: int, **fields: Any) -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(file, "WEBP", **fields)
    return file.getvalue()


async def test_a_small_webp_is_a_sticker_though_nobody_says_so(harness: Harness) -> None:
    """Pyrogram sends its stickers by their name alone."""
    alice = await harness.client(ALICE)
    name = types.DocumentAttributeFilename(file_name="sticker.webp")
    sticker = await made(alice, webp(512, 300), "image/webp", name)
    expected = types.DocumentAttributeSticker(alt="", stickerset=types.InputStickerSetEmpty())
    assert attribute(sticker, types.DocumentAttributeSticker) == expected
    assert attribute(sticker, types.DocumentAttributeImageSize) == types.DocumentAttributeImageSize(w=512, h=300)
    said = types.DocumentAttributeSticker(alt="🔥", stickerset=types.InputStickerSetEmpty())
    own = await made(alice, webp(512, 300), "image/webp", said)
    assert [one.alt for one in own.attributes if isinstance(one, types.DocumentAttributeSticker)] == ["🔥"]


@pytest.mark.parametrize("what", ["large", "moving", "a file"])
async def test_a_webp_that_is_no_sticker(harness: Harness, what: str) -> None:
    alice = await harness.client(ALICE)
    more = [Image.new("RGB", (300, 300), "red")]
    content = webp(
        513 if what == "large" else 300, 300, **({"save_all": True, "append_images": more} if what == "moving" else {})
    )
    document = await made(alice, content, "image/webp", force_file=what == "a file")
    assert attribute(document, types.DocumentAttributeSticker) is None
