"""Markup to text with entities, and back (core.telegram.org/api/entities).

    parse("**Hello** world", "markdown")      ("Hello world", [MessageEntityBold(offset=0, length=5)])
    unparse(message.message, message.entities, "html")

Offsets and lengths of entities count UTF-16 code units, in what comes in and in what goes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from client_sdk.text import html, markdown
from mtproto.tl import types

ParseMode = Literal["markdown", "html"]
"""How markup is written: `client_sdk.text.markdown` and `client_sdk.text.html` say what each knows."""

_READERS = {"markdown": markdown.parse, "html": html.parse}
_WRITERS = {"markdown": markdown.unparse, "html": html.unparse}


def parse(text: str, mode: ParseMode) -> tuple[str, list[types.TypeMessageEntity]]:
    """Read markup. Whatever is not well-formed is text.

    Raises:
        ValueError: there is no such mode.
    """
    if mode not in _READERS:
        raise ValueError(f"there is no parse mode {mode!r}, only {' and '.join(_READERS)}")
    return _READERS[mode](text)


def unparse(text: str, entities: Sequence[types.TypeMessageEntity] | None, mode: ParseMode) -> str:
    """Write a text and its entities as markup that `parse` reads back; what the markup cannot say is left out."""
    return _WRITERS[mode](text, entities or ())
