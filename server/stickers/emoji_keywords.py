"""Words that lead to emoji: messages.getEmojiKeywords … (core.telegram.org/api/custom-emoji#emoji-keywords).

The words are the names that the Unicode consortium gives emoji in each language, as the `emoji` library holds them.
They change with that library alone, so its number of emoji tells clients which version they hold. It is loaded when it
is first asked: a start would wait for it.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router

router = Router("emoji_keywords")

MAX_LANGUAGES = 20
SURVEY = "https://st.unicode.org/cldr-apps/v"


@router.rpc(functions.messages.GetEmojiKeywords)
async def get_emoji_keywords(
    ctx: Context, request: functions.messages.GetEmojiKeywords
) -> types.EmojiKeywordsDifference:
    """All words of a language."""
    language = _language(request.lang_code)
    return types.EmojiKeywordsDifference(
        lang_code=language, from_version=0, version=_version(), keywords=_keywords(language)
    )


@router.rpc(functions.messages.GetEmojiKeywordsDifference)
async def get_emoji_keywords_difference(
    ctx: Context, request: functions.messages.GetEmojiKeywordsDifference
) -> types.EmojiKeywordsDifference:
    """What is new since a version: nothing, or everything."""
    language, version = _language(request.lang_code), _version()
    keywords = [] if request.from_version == version else _keywords(language)
    return types.EmojiKeywordsDifference(
        lang_code=language, from_version=request.from_version, version=version, keywords=keywords
    )


@router.rpc(functions.messages.GetEmojiKeywordsLanguages)
async def get_emoji_keywords_languages(
    ctx: Context, request: functions.messages.GetEmojiKeywordsLanguages
) -> list[types.TypeEmojiLanguage]:
    """Those of the client's languages that there are words in."""
    known = dict.fromkeys(code.split("-")[0].lower() for code in request.lang_codes[:MAX_LANGUAGES])
    return [types.EmojiLanguage(lang_code=code) for code in known if code in _languages()]


@router.rpc(functions.messages.GetEmojiURL)
async def get_emoji_url(ctx: Context, request: functions.messages.GetEmojiURL) -> types.EmojiURL:
    """Where better words can be suggested: the consortium's survey, where these come from."""
    _language(request.lang_code)
    return types.EmojiURL(url=SURVEY)


def emoji_named(code: str, word: str) -> list[str]:
    """Emoji whose name in a language has a word that begins so, without U+FE0F; none for a language that is unknown."""
    language = code.split("-")[0].lower()
    if language not in _languages():
        return []
    return [
        emoticon.replace("\ufe0f", "")
        for one in _keywords(language)
        if f" {word}" in f" {one.keyword}"
        for emoticon in one.emoticons
    ]


def _language(code: str) -> str:
    language = code.split("-")[0].lower()
    if language not in _languages():
        raise rpc_errors.LANG_CODE_NOT_SUPPORTED
    return language


def _languages() -> Container[str]:
    from emoji import LANGUAGES

    return LANGUAGES


def _version() -> int:
    from emoji import EMOJI_DATA

    return len(EMOJI_DATA)


@cache
def _keywords(language: str) -> list[types.TypeEmojiKeyword]:
    """Every word of one of the languages with the emoji it leads to."""
    import emoji

    emoji.config.load_language(language)
    found: dict[str, list[str]] = {}
    for character, names in emoji.EMOJI_DATA.items():
        if names["status"] == emoji.STATUS["fully_qualified"] and language in names:
            word = names[language].strip(":").replace("_", " ").lower()
            found.setdefault(word, []).append(character)
    return [types.EmojiKeyword(keyword=word, emoticons=emoticons) for word, emoticons in sorted(found.items())]
