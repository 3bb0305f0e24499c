"""Quotes of rich messages: parts of their texts, with the formatting that entities have no names for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtproto import rpc_errors, tl
from mtproto.tl import types
from mtproto.tl.flat_text import flattened
from server.rich_messages.limits import Tally
from server.rich_messages.texts import TextReader
from storage.conversations.messages import Body


def read_rich_quote(given: Sequence[types.TypeRichText], quoted: Body, *, limit: int) -> dict[str, Any]:
    """What a reply keeps of a quote, beside its place: its texts as TL, and the users that they name.

    Args:
        given: The texts, one for each block that a part is quoted of.
        quoted: The message that is replied to.
        limit: The most characters.

    Raises:
        QUOTE_TEXT_INVALID: It is no rich message, or does not say this; or it is too long a quote.
        RICH_VALIDATE_CTOR_NOT_ALLOWED, USER_ID_INVALID, …: See `TextReader.read`.
    """
    if "rich" not in quoted:
        raise rpc_errors.QUOTE_TEXT_INVALID
    reader = TextReader(Tally(), {}, set(quoted["rich"]["users"]), finds_links=False)
    texts = [reader.read(one, 1) for one in given]
    words = [flattened([types.PageBlockParagraph(text=one)]).text for one in texts]
    if not "".join(words).strip() or sum(map(len, words)) > limit or not all(one in quoted["text"] for one in words):
        raise rpc_errors.QUOTE_TEXT_INVALID
    content = tl.encode(types.TextConcat(texts=texts))
    return {"text": "", "entities": [], "rich": content, "users": list(reader.named_users)}
