"""Blocks and texts, written short."""

from __future__ import annotations

from typing import Any

from mtproto.tl import functions, types
from tests.server.people import random_id

EMPTY = types.TextEmpty()
NO_CAPTION = types.PageCaption(text=EMPTY, credit=EMPTY)


def plain(words: str) -> types.TextPlain:
    return types.TextPlain(text=words)


def paragraph(text: str | types.TypeRichText) -> types.PageBlockParagraph:
    return types.PageBlockParagraph(text=plain(text) if isinstance(text, str) else text)


def joined(*texts: str | types.TypeRichText) -> types.TextConcat:
    return types.TextConcat(texts=[plain(one) if isinstance(one, str) else one for one in texts])


def rich(*blocks: types.TypePageBlock, **fields: Any) -> types.InputRichMessage:
    return types.InputRichMessage(blocks=list(blocks), **fields)


def send(
    peer: types.TypeInputPeer, message: types.TypeInputRichMessage, **fields: Any
) -> functions.messages.SendMessage:
    return functions.messages.SendMessage(
        **{"peer": peer, "message": "", "random_id": random_id(), "rich_message": message, **fields}
    )
