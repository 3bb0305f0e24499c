"""Words that lead to emoji, in the languages there are."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions
from tests.server.harness import Harness


@pytest.mark.parametrize(("language", "word"), [("en", "red heart"), ("de", "rotes herz"), ("fr-CA", "cœur rouge")])
async def test_words_of_a_language(harness: Harness, language: str, word: str) -> None:
    """All of them once, then nothing until they change."""
    alice = await harness.client("9996621001")
    answer = await alice(functions.messages.GetEmojiKeywords(lang_code=language))
    assert {one.keyword: one.emoticons for one in answer.keywords}[word] == ["❤️"]
    ask = functions.messages.GetEmojiKeywordsDifference
    again = await alice(ask(lang_code=language, from_version=answer.version))
    assert (again.version, again.keywords) == (answer.version, [])
    older = await alice(ask(lang_code=language, from_version=answer.version - 1))
    assert older.keywords == answer.keywords


async def test_languages(harness: Harness) -> None:
    """Only those that there are words in."""
    alice = await harness.client("9996621001")
    known = await alice(functions.messages.GetEmojiKeywordsLanguages(lang_codes=["en-GB", "de", "tlh", "en"]))
    assert [one.lang_code for one in known] == ["en", "de"]
    with pytest.raises(rpc_errors.LANG_CODE_NOT_SUPPORTED):
        await alice(functions.messages.GetEmojiKeywords(lang_code="tlh"))
