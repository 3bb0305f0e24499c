"""What the server finds in a text by itself: links, addresses, mentions, hashtags, commands.

Offsets are in UTF-16 code units (core.telegram.org/api/entities). Nothing is looked for where the client's own entities
say it is code, a link or a mention; what is found first keeps its place: links, addresses, mentions, commands, tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from linkify_it import LinkifyIt
from linkify_it.tlds import TLDS

from mtproto.tl.entities import utf16_length

MAX_FOUND = 100
"""In one text."""

_MAY_LINK = re.compile(r"\w\.\w|:\S")
"""Every link and address has a dot inside a name or a scheme; most full stops end sentences."""
_PATTERNS = (
    ("mention", "@", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}\b")),
    ("bot_command", "/", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("hashtag", "#", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")),
    ("cashtag", "$", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")),
    ("phone", "+", re.compile(r"(?<![\w+])\+\d(?:[ ()-]{0,2}\d){6,14}(?!\w)")),
)
"""By kind: the character that a text without such things lacks, and what they look like."""
_MAY_FIND = re.compile(rf"[.:{''.join(character for _, character, _ in _PATTERNS)}]\S")
"""Everything that is looked for has one of these inside; most texts have none, and are gone through once."""
_CLOSED = frozenset({"code", "pre", "text_url", "mention_name"})
"""Client entities inside which nothing is looked for."""


def find_links(text: str, known: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entities that stand in a text by its own words, where `known` ones leave room."""
    if not _MAY_FIND.search(text):
        return []
    taken = [(k["offset"], k["offset"] + k["length"]) for k in known if k["kind"] in _CLOSED]
    found: list[dict[str, Any]] = []
    for kind, start, end in _candidates(text):
        span = (utf16_length(text[:start]), utf16_length(text[:end]))
        if any(span[0] < stop and begin < span[1] for begin, stop in taken):
            continue
        taken.append(span)
        found.append({"kind": kind, "offset": span[0], "length": span[1] - span[0]})
        if len(found) == MAX_FOUND:
            break
    return found


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    if _MAY_LINK.search(text):
        for link in _linkifier().match(text) or ():
            yield ("email" if link.schema == "mailto:" else "url"), link.index, link.last_index
    for kind, character, pattern in _PATTERNS:
        if character in text:
            for match in pattern.finditer(text):
                yield kind, match.start(), match.end()


@cache
def _linkifier() -> LinkifyIt:
    """Made once, when the first text needs it: its patterns take a moment to compile."""
    return LinkifyIt().tlds(TLDS)
