"""What both markups share: the entities without fields of their own, links, and the order in which entities nest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtproto.tl import types

Entity = types.TypeMessageEntity

Plain = (
    types.MessageEntityBold
    | types.MessageEntityItalic
    | types.MessageEntityUnderline
    | types.MessageEntityStrike
    | types.MessageEntitySpoiler
    | types.MessageEntityCode
)
"""What says no more than where it is."""

MENTION = "tg://user?id="
EMOJI = "tg://emoji?id="

_ID = re.compile(r"-?\d{1,19}")


def linked(url: str, offset: int, length: int) -> Entity:
    """The entity of a text with a link: a mention by id where the link is `tg://user?id=…`."""
    if url.startswith(MENTION) and (user_id := number(url.removeprefix(MENTION))) is not None:
        return types.MessageEntityMentionName(offset=offset, length=length, user_id=user_id)
    return types.MessageEntityTextUrl(offset=offset, length=length, url=url)


def url_of(entity: Entity) -> str | None:
    """The link that a text carries; None where it carries none."""
    match entity:
        case types.MessageEntityTextUrl(url=url):
            return url
        case types.MessageEntityMentionName(user_id=user_id):
            return f"{MENTION}{user_id}"
    return None


def number(text: str) -> int | None:
    """An id written in a link; None where it is none, or no 64-bit number."""
    if not _ID.fullmatch(text):
        return None
    value = int(text)
    return value if -(2**63) <= value < 2**63 else None


def nested(entities: Iterable[Entity]) -> list[Entity]:
    """The entities as they nest: by where they begin, of several the longest first."""
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length))
