"""Message entities: what clients may say about a text, checked and kept (core.telegram.org/api/entities).

Offsets and lengths count UTF-16 code units. An entity outside the text, or cutting a surrogate pair in two, is
refused; an empty one is dropped. Kept entities are plain maps, `kind`, `offset`, `length` and what the kind carries;
render/entities.py turns them back. Links, mentions, hashtags and the like are found by the server itself
(server/messages/links.py), whatever the client claims about them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

from mtproto import rpc_errors
from mtproto.tl import types
from mtproto.tl.entities import DATE_FORMATS, utf16_length
from server.messages.links import find_links

MAX_ENTITIES = 100
"""Beyond these, entities are ignored, as the official server does."""

Record = dict[str, Any]

PLAIN_KINDS: dict[type, str] = {
    types.MessageEntityBold: "bold",
    types.MessageEntityItalic: "italic",
    types.MessageEntityUnderline: "underline",
    types.MessageEntityStrike: "strike",
    types.MessageEntitySpoiler: "spoiler",
    types.MessageEntityCode: "code",
}
"""Kinds that carry nothing and may be set by clients."""

VERBATIM = frozenset({"code", "pre"})
"""Nothing is looked for inside these."""

UserOf: TypeAlias = "Callable[[types.TypeInputUser], Awaitable[int]]"
"""Resolves the user of a mention by name."""


async def check_text(
    text: str, entities: Sequence[types.TypeMessageEntity] | None, user_of: UserOf, *, limit: int
) -> tuple[str, list[Record]]:
    """A text as it will be kept, and its entities in order.

    Args:
        text: As the client sent it; surrounding white space goes.
        entities: As the client sent them.
        user_of: Resolves inputMessageEntityMentionName; raises what the client is to see.
        limit: The longest text allowed, in characters (config.message_length_max or caption_length_max).

    Raises:
        MESSAGE_TOO_LONG: longer than `limit`.
        ENTITY_BOUNDS_INVALID: an entity lies outside the text or cuts a character.
    """
    return kept_text(text, await read_entities(entities, user_of), limit=limit)


async def read_entities(entities: Sequence[types.TypeMessageEntity] | None, user_of: UserOf) -> list[Record]:
    """What clients say about a text, as far as they may, for `kept_text`; parameters as those of `check_text`."""
    return [record for entity in (entities or ())[:MAX_ENTITIES] if (record := await _record(entity, user_of))]


def kept_text(text: str, given: Sequence[Record], *, limit: int) -> tuple[str, list[Record]]:
    """`check_text` where the entities have been read: most texts have none, and nobody has to be looked up."""
    trimmed = text.strip()
    kept: list[Record] = []
    if given:
        _check_bounds(text, given)
        kept = _trim(given, text, trimmed)
    if len(trimmed) > limit:
        raise rpc_errors.MESSAGE_TOO_LONG
    kept += find_links(trimmed, kept)
    if kept:
        kept.sort(key=lambda record: (record["offset"], -record["length"]))
    return trimmed, kept


async def _record(entity: types.TypeMessageEntity, user_of: UserOf) -> Record | None:
    """What is kept of an entity; None for kinds that only the server may set."""
    record: Record = {"offset": entity.offset, "length": entity.length}
    if (kind := PLAIN_KINDS.get(type(entity))) is not None:
        return {"kind": kind, **record}
    match entity:
        case types.MessageEntityPre(language=language):
            return {"kind": "pre", **record, "language": language[:64]}
        case types.MessageEntityTextUrl(url=url):
            return {"kind": "text_url", **record, "url": url[:4096]} if url else None
        case types.MessageEntityBlockquote(collapsed=collapsed):
            return {"kind": "blockquote", **record, "collapsed": collapsed}
        case types.MessageEntityCustomEmoji(document_id=document_id):
            return {"kind": "custom_emoji", **record, "document_id": document_id}
        case types.InputMessageEntityMentionName(user_id=user):
            return {"kind": "mention_name", **record, "user_id": await user_of(user)}
        case types.MessageEntityFormattedDate():
            shown = [name for name in DATE_FORMATS if getattr(entity, name)]
            return {"kind": "date", **record, "date": entity.date, "formats": shown}
    return None


def _check_bounds(text: str, records: Sequence[Record]) -> None:
    units = memoryview(text.encode("utf-16-le")).cast("H")
    for record in records:
        start, end = record["offset"], record["offset"] + record["length"]
        if (
            start < 0
            or record["length"] < 0
            or end > len(units)
            or _inside_pair(units, start)
            or _inside_pair(units, end)
        ):
            raise rpc_errors.ENTITY_BOUNDS_INVALID


def _inside_pair(units: memoryview, at: int) -> bool:
    """Whether `at` lies between the two halves of a surrogate pair."""
    return 0 < at < len(units) and 0xDC00 <= units[at] <= 0xDFFF


def _trim(records: Sequence[Record], text: str, trimmed: str) -> list[Record]:
    """Entities as they stand in a text without surrounding white space: they shrink with it, and empty ones go."""
    if trimmed == text:
        return [record for record in records if record["length"]]
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(trimmed)
    kept = []
    for record in records:
        start = min(max(record["offset"] - cut, 0), end)
        stop = min(max(record["offset"] + record["length"] - cut, 0), end)
        if stop > start:
            kept.append({**record, "offset": start, "length": stop - start})
    return kept


def part(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity stands on, counted as entities count."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")
