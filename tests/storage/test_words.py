"""What a word is, against texts whose words anybody can see."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.searching.words import fold, split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, World!", ["hello", "world"]),
        ("naïve CAFÉ", ["naive", "cafe"]),
        ("Straße", ["strasse"]),
        ("İstanbul ΣΊΣΥΦΟΣ", ["istanbul", "σισυφοσ"]),
        ("ﬁne ①② ｆｕｌｌ", ["fine", "12", "full"]),
        ("snake_case x-y 3.14", ["snake", "case", "x", "y", "3", "14"]),
        ("line\nbreak\ttab", ["line", "break", "tab"]),
        ("今天 rain", ["今", "天", "rain"]),
        ("go🚀go", ["go", "🚀", "go"]),
        ("👍🏽", ["👍"]),
        ("👩\u200d🚀", ["👩", "🚀"]),
        ('"; DROP * NEAR(', ["drop", "near"]),
        ("…!?—\u200b", []),
    ],
)
def test_words_are_what_a_reader_takes_for_words(text: str, words: list[str]) -> None:
    assert [part for run in split(text) for part in run] == words


def test_what_stands_together_without_spaces_is_one_run() -> None:
    assert split("天气 很好ok🎉🎉") == [("天", "气"), ("很", "好"), ("ok",), ("🎉", "🎉")]


@given(st.text())
def test_case_and_accents_do_not_count(text: str) -> None:
    """Any text and its other forms have the same words; splitting what was split changes nothing."""
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))
    assert fold(text.swapcase().casefold()) == fold(text.casefold())
    joined = " ".join("".join(run) for run in split(text))
    assert [part for run in split(joined) for part in run] == [part for run in split(text) for part in run]
