"""Pictures that are sent as documents, and what they are shown as."""

import io
from typing import Any

import pytest
from PIL import Image

from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.files.uploading import attribute, document, made, upload
from tests.server.harness import Harness
from tests.server.people import ALICE, random_id


def webp(width: int, height: int, **fields: Any) -> bytes:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(file, "WEBP", **fields)
    return file.getvalue()


async def sent(client: Client, data: bytes, *attributes: Any, force_file: bool = False) -> types.Document:
    """The document that is made of a WebP picture which is sent as one."""
    media = document(await upload(client, data), "image/webp")
    media.attributes, media.force_file = list(attributes), force_file
    answer = await client(
        functions.messages.SendMedia(peer=types.InputPeerSelf(), media=media, message="", random_id=random_id())
    )
    shown: types.Document = next(
        one.message.media.document for one in answer.updates if isinstance(one, types.UpdateNewMessage)
    )
    return shown


async def test_a_small_webp_is_a_sticker_though_nobody_says_so(harness: Harness) -> None:
    """Pyrogram sends its stickers by their name alone."""
    alice = await harness.client(ALICE)
    name = types.DocumentAttributeFilename(file_name="sticker.webp")
    sticker = await sent(alice, webp(512, 300), name)
    expected = types.DocumentAttributeSticker(alt="", stickerset=types.InputStickerSetEmpty())
    assert attribute(sticker, types.DocumentAttributeSticker) == expected
    assert attribute(sticker, types.DocumentAttributeImageSize) == types.DocumentAttributeImageSize(w=512, h=300)
    said = types.DocumentAttributeSticker(alt="🔥", stickerset=types.InputStickerSetEmpty())
    own = await sent(alice, webp(512, 300), said)
    assert [one.alt for one in own.attributes if isinstance(one, types.DocumentAttributeSticker)] == ["🔥"]


@pytest.mark.parametrize("what", ["large", "moving", "a file"])
async def test_a_webp_that_is_no_sticker(harness: Harness, what: str) -> None:
    alice = await harness.client(ALICE)
    more = [Image.new("RGB", (300, 300), "red")]
    content = webp(
        513 if what == "large" else 300, 300, **({"save_all": True, "append_images": more} if what == "moving" else {})
    )
    shown = await sent(alice, content, force_file=what == "a file")
    assert attribute(shown, types.DocumentAttributeSticker) is None


async def test_a_small_webp_that_is_uploaded_alone_is_no_sticker(harness: Harness) -> None:
    """TDLib does that with what it will put into a set, and takes no sticker for it."""
    alice = await harness.client(ALICE)
    shown = await made(alice, webp(512, 300), "image/webp")
    assert attribute(shown, types.DocumentAttributeSticker) is None
