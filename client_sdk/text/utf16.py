"""Strings with one character for each UTF-16 code unit, which is what entities count.

Rules of this file
- `widen` splits what lies outside the basic plane into its two surrogates; `narrow` joins them again. Between the two,
  an offset of an entity is an index of the string.
"""

from __future__ import annotations

import re

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def widen(text: str) -> str:
    """The text by code units."""
    return _ASTRAL.sub(_split, text)


def narrow(units: str) -> str:
    """The text that these code units are."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _split(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))
