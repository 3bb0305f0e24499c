"""Layer 227 brought messages made of blocks, and 232 quotes of them; what they were before is a text with entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mtproto.tl import types
from mtproto.tl.entities import utf16_length
from mtproto.tl.layers.rules import rewrite

if TYPE_CHECKING:  # `_flattened` loads it
    from mtproto.tl.flat_text import FlatText

MAX_TEXT = 4096
"""Characters of a message that older clients expect (config.message_length_max); a rich one may have more."""

_MORE = "…"


@rewrite("message", until=226, only_with="rich_message")
def as_text(message: types.Message) -> Any:
    return _with_text(message)


@rewrite("draftMessage", until=226, only_with="rich_message")
def draft_as_text(draft: types.DraftMessage) -> Any:
    return _with_text(draft)


@rewrite("messageReplyHeader", until=231, only_with="quote_rich")
@rewrite("inputReplyToMessage", until=231, only_with="quote_rich")
def quoting_text(reply: Any) -> Any:
    """A reply to a message or a draft of one; each text of the quote becomes a line."""
    if reply.quote_rich is None:
        return reply
    flat = _flattened([types.PageBlockParagraph(text=text) for text in reply.quote_rich])
    fields = {"quote_rich": None, "quote_text": flat.text, "quote_entities": flat.entities or None}
    return _changed(reply, fields)


def _with_text(value: Any) -> Any:
    if value.rich_message is None:
        return value
    flat = _shortened(_flattened(value.rich_message.blocks))
    return _changed(value, {"rich_message": None, "message": flat.text, "entities": flat.entities or None})


def _changed(value: Any, fields: Mapping[str, Any]) -> Any:
    kept = {name: getattr(value, name) for name in value.FIELDS}
    return type(value)(**{**kept, **fields})


def _flattened(blocks: Sequence[types.TypePageBlock]) -> FlatText:
    """The text of blocks; it names fifty classes, and they are made for those alone who meet a block."""
    from mtproto.tl.flat_text import flattened

    return flattened(blocks)


def _shortened(flat: FlatText) -> FlatText:
    if len(flat.text) <= MAX_TEXT:
        return flat
    kept = flat.text[: MAX_TEXT - len(_MORE)]
    end = utf16_length(kept)
    inside = [one for one in flat.entities if one.offset < end]
    for entity in inside:
        entity.length = min(entity.length, end - entity.offset)
    return flat._replace(text=kept + _MORE, entities=inside)
