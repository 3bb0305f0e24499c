"""What a message can be found by: its words, and the kinds of media it shows (core.telegram.org/type/MessagesFilter).

Words are those of its text or caption and of what its media says in words: the name of a file, the title of a track, a
question and its answers, a list and its items, a person's or a place's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from storage.conversations import polls
from storage.conversations.messages import Body
from storage.database import Snapshot
from storage.media import files
from storage.media.files import File
from storage.searching.words import parts


class Kind(IntEnum):
    """What lists of media are made of."""

    PHOTO = 1
    VIDEO = 2
    DOCUMENT = 3
    GIF = 4
    VOICE = 5
    MUSIC = 6
    ROUND = 7
    GEO = 8
    CONTACT = 9
    POLL = 10
    CHAT_PHOTO = 11
    URL = 12


class Content(NamedTuple):
    """`words`: folded, with a space between; `kinds`: in no order."""

    words: str
    kinds: frozenset[Kind]


MEDIA: Mapping[str, Kind] = {
    "photo": Kind.PHOTO,
    "geo": Kind.GEO,
    "geo_live": Kind.GEO,
    "venue": Kind.GEO,
    "contact": Kind.CONTACT,
    "poll": Kind.POLL,
    "webpage": Kind.URL,
}
ACTIONS: Mapping[str, Kind] = {"chat_photo": Kind.CHAT_PHOTO}
LINKS = frozenset({"url", "text_url"})
"""Entities that are links."""

_NAMED: Mapping[str, tuple[str, ...]] = {
    "contact": ("first_name", "last_name", "phone"),
    "venue": ("title", "address"),
}
"""Media that say something in words, and where."""


def content_of_words(body: Body) -> Content:
    """What a message with this body is found by but for its media."""
    kinds: set[Kind] = set()
    if "entities" in body and any(entity["kind"] in LINKS for entity in body["entities"]):
        kinds.add(Kind.URL)
    if (action := body.get("action")) is not None and action["kind"] in ACTIONS:
        kinds.add(ACTIONS[action["kind"]])
    return Content(_words(body.get("text", "")), frozenset(kinds))


async def content_of(view: Snapshot, body: Body, *, follows: bool = True) -> Content:
    """What a message with this body is found by; who does not follow what becomes of it finds no poll by answers that
    were added to it."""
    words, kinds = content_of_words(body)
    if (media := body.get("media")) is None:
        return Content(words, kinds)
    kind, texts = await _media(view, media, follows)
    return Content(" ".join(filter(None, (words, *map(_words, texts)))), kinds | kind)


def _words(said: str) -> str:
    return " ".join(parts(said))


async def _media(view: Snapshot, media: dict[str, Any], follows: bool) -> tuple[set[Kind], list[str]]:
    """The kind of a media, if it is of any, and what it says in words. What vanishes stands in no list."""
    if "ttl" in media:
        return set(), []
    if media["kind"] == "document":
        file = await files.by_id(view, media["file_id"])
        return (set(), []) if file is None else (set(_document_kinds(file)), [*_document_texts(file)])
    kinds = {MEDIA[media["kind"]]} if media["kind"] in MEDIA else set()
    if media["kind"] == "poll":
        poll = await polls.by_id(view, media["poll_id"])
        if poll is None:
            return kinds, []
        answers = poll.answers if follows else poll.asked
        return kinds, [poll.question["text"], *(one.text["text"] for one in answers)]
    if media["kind"] == "todo":
        return kinds, [media["title"]["text"], *(item["text"] for item in media["items"])]
    return kinds, [media[name] for name in _NAMED.get(media["kind"], ())]


def _document_kinds(file: File) -> Iterator[Kind]:
    video, audio = file.attribute("video"), file.attribute("audio")
    if file.attribute("sticker") or file.attribute("custom_emoji"):
        return
    if file.attribute("animated"):
        yield Kind.GIF
    elif video is not None:
        yield Kind.ROUND if video["round"] else Kind.VIDEO
    elif audio is not None:
        yield Kind.VOICE if audio["voice"] else Kind.MUSIC
    else:
        yield Kind.DOCUMENT


def _document_texts(file: File) -> Iterator[str]:
    if (named := file.attribute("filename")) is not None:
        yield named["name"]
    if (audio := file.attribute("audio")) is not None:
        yield from (audio["title"], audio["performer"])
