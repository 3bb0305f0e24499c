"""Message entities: records → TL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mtproto.tl import types
from server.render.rendering import Rendering

_PLAIN: dict[str, Callable[..., types.TypeMessageEntity]] = {
    "bold": types.MessageEntityBold,
    "italic": types.MessageEntityItalic,
    "underline": types.MessageEntityUnderline,
    "strike": types.MessageEntityStrike,
    "spoiler": types.MessageEntitySpoiler,
    "code": types.MessageEntityCode,
    "url": types.MessageEntityUrl,
    "email": types.MessageEntityEmail,
    "mention": types.MessageEntityMention,
    "hashtag": types.MessageEntityHashtag,
    "cashtag": types.MessageEntityCashtag,
    "bot_command": types.MessageEntityBotCommand,
    "phone": types.MessageEntityPhone,
}


def render_entities(scene: Rendering, records: Sequence[dict[str, Any]] | None) -> list[types.TypeMessageEntity] | None:
    """The entities of a text; None when it has none."""
    if not records:
        return None
    for record in records:
        if record["kind"] == "mention_name":
            scene.user(record["user_id"])
    return [render_entity(record) for record in records]


def render_text(scene: Rendering, record: Mapping[str, Any]) -> types.TextWithEntities:
    """A short text with its entities (server/messages/short_texts.py)."""
    return types.TextWithEntities(text=record["text"], entities=render_entities(scene, record["entities"]) or [])


def render_entity(record: dict[str, Any]) -> types.TypeMessageEntity:
    """One entity; whom a mention names must be sent along by the caller."""
    at = {"offset": record["offset"], "length": record["length"]}
    match record["kind"]:
        case "text_url":
            return types.MessageEntityTextUrl(**at, url=record["url"])
        case "pre":
            return types.MessageEntityPre(**at, language=record["language"])
        case "blockquote":
            return types.MessageEntityBlockquote(**at, collapsed=record["collapsed"])
        case "custom_emoji":
            return types.MessageEntityCustomEmoji(**at, document_id=record["document_id"])
        case "mention_name":
            return types.MessageEntityMentionName(**at, user_id=record["user_id"])
        case "date":
            return types.MessageEntityFormattedDate(**at, date=record["date"], **dict.fromkeys(record["formats"], True))
        case kind:
            return _PLAIN[kind](**at)
