"""Message text as the terminal may show it: formatting from entities, and nothing that moves the cursor.

Rules of this file
- What others write never reaches the terminal as a control: an escape sequence would be the writer's hand on it.
- Replacing keeps the length, so that the offsets of entities stay true (UTF-16, as the protocol counts).
"""

from __future__ import annotations

import re

from rich.text import Text

from client_sdk.text.utf16 import narrow, widen
from mtproto.tl import types

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 but for tab and newline, and what turns the direction of the text around it."""

STYLES: dict[type[types.TypeMessageEntity], str] = {
    types.MessageEntityBold: "bold",
    types.MessageEntityItalic: "italic",
    types.MessageEntityUnderline: "underline",
    types.MessageEntityStrike: "strike",
    types.MessageEntityCode: "cyan",
    types.MessageEntityPre: "cyan",
    types.MessageEntityBlockquote: "italic dim",
    types.MessageEntityUrl: "underline blue",
    types.MessageEntityTextUrl: "underline blue",
    types.MessageEntityEmail: "underline blue",
    types.MessageEntityMention: "blue",
    types.MessageEntityMentionName: "blue",
    types.MessageEntityHashtag: "blue",
    types.MessageEntityBotCommand: "blue",
}
HIDDEN = "\N{MEDIUM SHADE}"


def clean(text: str) -> str:
    """A text without controls, of the same length."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text).replace("\t", " ")


def one_line(text: str) -> str:
    """A text for a place that has one line."""
    return " ".join(clean(text).split())


def styled(text: str, entities: list[types.TypeMessageEntity] | None, *, revealed: bool = False) -> Text:
    """A text with its formatting.

    Args:
        text: As it was sent.
        entities: Its formatting.
        revealed: Show what is under spoilers.
    """
    units = widen(clean(text))
    spoilers = [each for each in entities or () if isinstance(each, types.MessageEntitySpoiler)]
    for spoiler in () if revealed else spoilers:
        start, end = spoiler.offset, spoiler.offset + spoiler.length
        units = units[:start] + HIDDEN * len(units[start:end]) + units[end:]
    shown = Text(narrow(units))
    for entity in entities or ():
        style = STYLES.get(type(entity))
        if style is not None:
            start = len(narrow(units[: max(0, entity.offset)]))
            shown.stylize(style, start, start + len(narrow(units[entity.offset : entity.offset + entity.length])))
        if isinstance(entity, types.MessageEntityTextUrl):
            shown.append(f" ({one_line(entity.url)})", "dim")
    return shown
