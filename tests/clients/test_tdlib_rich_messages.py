"""Two unmodified TDLibs send each other messages made of blocks, and find nothing wrong with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clients import tdlib
from tests.clients.tdlib import Json, TdLib
from tests.server.files.uploading import picture

pytestmark = pytest.mark.skipif(not tdlib.is_installed(), reason="TDLib is not installed in .peers (make peers)")
ADA, BOB = "+9996628301", "+9996628302"
WRONG = ("ich", "lock")
"""In what TDLib logs of blocks and rich messages."""


@pytest.fixture
async def people(library: Path, tmp_path: Path) -> AsyncIterator[tuple[TdLib, TdLib]]:
    """Ada and Bob; what they complain of has nothing to do with blocks."""
    async with tdlib.ada_and_bob(library, tmp_path, ADA, BOB, WRONG) as both:
        yield both


def plain(words: str) -> Json:
    return {"@type": "richTextPlain", "text": words}


def paragraph(words: str, **fields: object) -> Json:
    return {"@type": "inputPageBlockParagraph", "text": plain(words), **fields}


def blocks(photo: Path) -> list[Json]:
    bold = {"@type": "richTextBold", "text": plain("done")}
    texts = {"@type": "richTexts", "texts": [plain("All is "), bold, plain(" at page.com")]}
    item = {"@type": "inputPageBlockListItem", "blocks": [paragraph("first")], "has_checkbox": True, "is_checked": True}
    cells = [
        [{"@type": "pageBlockTableCell", "text": plain(words)} for words in row] for row in (("a", "b"), ("c", "d"))
    ]
    caption = {"@type": "pageBlockCaption", "text": plain("a picture"), "credit": plain("")}
    file = {"@type": "inputPhoto", "photo": {"@type": "inputFileLocal", "path": str(photo)}, "width": 90, "height": 60}
    return [
        {"@type": "inputPageBlockSectionHeading", "text": plain("Report"), "size": 2},
        {"@type": "inputPageBlockParagraph", "text": texts},
        {"@type": "inputPageBlockMathematicalExpression", "expression": "x^2"},
        {"@type": "inputPageBlockList", "items": [item]},
        {"@type": "inputPageBlockTable", "caption": plain(""), "cells": cells},
        {"@type": "inputPageBlockPhoto", "photo": file, "caption": caption, "has_spoiler": True},
    ]


async def test_blocks_between_tdlibs(people: tuple[TdLib, TdLib], tmp_path: Path) -> None:
    """Sent with an upload, received live, found in the history by a TDLib that asks for the whole."""
    ada, bob = people
    photo = tmp_path / "picture.png"
    photo.write_bytes(picture(90, 60).getvalue())
    contacts = [{"@type": "importedContact", "phone_number": BOB, "first_name": "Bob"}]
    await ada("importContacts", contacts=contacts)
    chat = await ada("createPrivateChat", user_id=bob.user_id)
    source = {"@type": "richMessageSourceBlocks", "blocks": blocks(photo)}
    message = {"@type": "inputRichMessage", "source": source, "detect_automatic_blocks": True}
    content = {"@type": "inputMessageRichMessage", "message": message}
    await ada("sendMessage", chat_id=chat["id"], input_message_content=content)
    await ada.update("updateMessageSendSucceeded")
    came = (await bob.update("updateNewMessage", lambda one: "message" in one["message"]["content"]))["message"]
    rich = came["content"]["message"]
    assert (came["content"]["@type"], rich["is_full"]) == ("messageRichMessage", True)
    heading, text, _, listed, table, pictured = rich["blocks"]
    assert (heading["@type"], heading["text"]["text"], heading["size"]) == ("pageBlockSectionHeading", "Report", 2)
    assert [one["@type"] for one in text["text"]["texts"]][:2] == ["richTextPlain", "richTextBold"]
    assert "richTextUrl" in str(text)
    assert listed["items"][0]["is_checked"]
    assert [[cell["text"]["text"] for cell in row] for row in table["cells"]] == [["a", "b"], ["c", "d"]]
    assert (pictured["has_spoiler"], pictured["caption"]["text"]["text"]) == (True, "a picture")
    size = pictured["photo"]["sizes"][-1]["photo"]
    file = await bob("downloadFile", file_id=size["id"], priority=1, synchronous=True)
    assert file["local"]["is_downloading_completed"]
    whole = await bob("getFullRichMessage", chat_id=came["chat_id"], message_id=came["id"])
    assert whole["blocks"][0] == heading
    formula = {"@type": "richTextMathematicalExpression", "expression": "x^2"}
    await bob(
        "sendMessage",
        chat_id=came["chat_id"],
        input_message_content={"@type": "inputMessageText", "text": {"@type": "formattedText", "text": "why?"}},
        reply_to={
            "@type": "inputMessageReplyToMessage",
            "message_id": came["id"],
            "quote": {"@type": "inputTextQuote", "rich_texts": [formula], "position": 0},
        },
    )
    asked = await ada.update("updateNewMessage", lambda one: not one["message"]["is_outgoing"])
    assert asked["message"]["reply_to"]["quote"]["rich_texts"] == [formula]
