"""What a message replies to (core.telegram.org/api/reply): checked when sent, kept in the body.

A reply keeps the *origin* of what it replies to, so that each copy can point at the copy in its own box. When the
replied message stands in another dialog its readers may not have it, so the reply carries along who wrote it, its
media, and its text: what is quoted of it, or else all of it, which is no quote that somebody chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from mtproto.tl.entities import utf16_length
from server.access import peers as access
from server.messages.attribution import attribution_of
from server.messages.entities import check_text
from server.messages.protection import check_unprotected
from server.render.following import follows
from server.rich_messages.quoting import read_rich_quote
from server.rpc.context import Context
from storage.conversations import messages, polls
from storage.conversations.messages import Message
from storage.database import Snapshot

CARRIED = frozenset({"photo", "document", "contact", "geo", "venue", "dice"})
"""The media that replies in other dialogs carry along: those that stay what they are, and vanish for nobody."""

SHOWN_STYLES = frozenset({"bold", "italic", "underline", "strike", "spoiler", "custom_emoji"})
"""The entities of a text that is carried along."""

MAX_QUOTE = 1024
"""Characters of a quote: quote_length_max of the client configuration."""


async def reply_of(ctx: Context, view: Snapshot, given: types.TypeInputReplyTo, peer: int) -> dict[str, Any]:
    """The `reply` of a message body.

    Raises:
        REPLY_MESSAGE_ID_INVALID: There is no such message in the caller's box and that dialog.
        REPLY_TO_INVALID: It is a reply to something this server does not have (a story).
        CHAT_FORWARDS_RESTRICTED: A message of a protected chat cannot be shown in another one.
        QUOTE_TEXT_INVALID: The quote is not in the message; of rich messages, see `read_rich_quote`.
    """
    if not isinstance(given, types.InputReplyToMessage):
        raise rpc_errors.REPLY_TO_INVALID
    source = peer if given.reply_to_peer_id is None else await access.peer(ctx, view, given.reply_to_peer_id)
    replied = await messages.by_id(view, ctx.user_id, given.reply_to_msg_id)
    if replied is None or replied.peer != source:
        raise rpc_errors.REPLY_MESSAGE_ID_INVALID
    reply: dict[str, Any] = {"origin": (replied.origin_box, replied.origin_id)}
    if source != peer:
        await check_unprotected(view, ctx.user_id, source, (replied,))
        reply["from"] = await attribution_of(view, replied)
        media = replied.body.get("media", {})
        if media.get("kind") in CARRIED and "ttl" not in media:
            reply["media"] = media
    if given.quote_rich:
        quote = read_rich_quote(given.quote_rich, replied.body, limit=MAX_QUOTE)
        reply["quote"] = {**quote, "offset": given.quote_offset or 0}
    elif given.quote_text:
        reply["quote"] = await _quote(given, replied.body.get("text", ""))
    elif source != peer and replied.body.get("text"):
        reply["quote"] = _whole(replied.body["text"], replied.body.get("entities", ()))
    return {**reply, **await _part(view, given, replied)}


async def _part(view: Snapshot, given: types.InputReplyToMessage, replied: Message) -> dict[str, Any]:
    """The one item of a to-do list, or answer of a poll, that is replied to; those that are not there do not count, nor
    answers that were added after the caller had left the group."""
    media: dict[str, Any] = replied.body.get("media", {})
    if given.todo_item_id is not None and media.get("kind") == "todo":
        there = any(item["id"] == given.todo_item_id for item in media["items"])
        return {"todo_item": given.todo_item_id} if there else {}
    if given.poll_option is not None and media.get("kind") == "poll":
        poll = await polls.by_id(view, media["poll_id"])
        assert poll is not None  # polls are kept
        answers = poll.answers if await follows(view, replied) else poll.asked
        there = any(answer.option == given.poll_option for answer in answers)
        return {"poll_option": given.poll_option} if there else {}
    return {}


async def _quote(given: types.InputReplyToMessage, text: str) -> dict[str, Any]:
    quoted, entities = await check_text(given.quote_text or "", given.quote_entities, no_mentions, limit=MAX_QUOTE)
    if not quoted or quoted not in text:
        raise rpc_errors.QUOTE_TEXT_INVALID
    return {"text": quoted, "entities": entities, "offset": given.quote_offset or 0}


def _whole(text: str, entities: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All of a text, or as much as a quote may have."""
    shown = text[:MAX_QUOTE].rstrip()
    end = utf16_length(shown)
    kept = [
        {**one, "length": min(one["length"], end - one["offset"])}
        for one in entities
        if one["kind"] in SHOWN_STYLES and one["offset"] < end
    ]
    return {"text": shown, "entities": kept, "offset": 0, "chosen": False}


async def no_mentions(given: types.TypeInputUser) -> int:
    """Quotes carry no mentions by name."""
    raise rpc_errors.QUOTE_TEXT_INVALID
