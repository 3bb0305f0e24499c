"""What a word is when messages are searched: the same for what is stored, for what is asked, and for every engine.

Case, accents and compatibility forms do not count: a text is case-folded and decomposed (NFKD), and its combining
marks go. Words are then runs of letters and digits. Scripts that put no spaces between words (Chinese, Japanese, Thai)
and symbols, emoji among them, are taken character by character, and what stands together in a query has to stand
together in the text. This is done here and not by the engine's tokenizer, whose Unicode tables are older than many
letters and most emoji, and whose counterpart in another engine would see other words.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
"""Arrows, signs, pictographs; without the skin tones among them."""

_WORD = rf"[^\W_{_UNSPACED}{_SYMBOLS}]+"
_ASCII_WORD = re.compile(r"[a-z0-9]+")
"""The same for a folded text that is plain ASCII, as most are; found in a third of the time."""
_RUN = re.compile(rf"[{_UNSPACED}]+|[{_SYMBOLS}]+|{_WORD}")
_PART = re.compile(rf"[{_UNSPACED}{_SYMBOLS}]|{_WORD}")
_SINGLE = re.compile(rf"[{_UNSPACED}{_SYMBOLS}]")


def fold(text: str) -> str:
    """A text without what does not count."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in decomposed if unicodedata.category(character) not in _DROPPED)


_DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Combining marks and invisible joiners."""


def parts(text: str) -> list[str]:
    """The words of a text in order; where there are no spaces, the single characters."""
    folded = fold(text)
    return (_ASCII_WORD if folded.isascii() else _PART).findall(folded)


def split(query: str) -> list[tuple[str, ...]]:
    """The words of a query, each as the parts that have to stand together."""
    return [tuple(run) if _SINGLE.match(run) else (run,) for run in _RUN.findall(fold(query))]
