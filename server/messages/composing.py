"""What all ways of writing a message share: its text, what it replies to, its flags, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.peers import named_user
from server.files.media import waits_to_be_opened
from server.messages.delivery import NO_FLAGS, NOBODY, Outgoing
from server.messages.entities import Record, kept_text, part, read_entities
from server.messages.replies import reply_of
from server.rich_messages.reading import read_rich_message
from server.rpc.context import Context
from storage.accounts import users
from storage.conversations.messages import Body, Flag
from storage.database import Snapshot

MAX_TEXT = 4096
"""Characters of a message: config.message_length_max."""

MAX_CAPTION = 1024
"""Characters of a caption: config.caption_length_max."""


class Sending(Protocol):
    """What the requests that send have in common (sendMessage, sendMedia, sendMultiMedia, forwardMessages)."""

    silent: bool
    noforwards: bool
    reply_to: types.TypeInputReplyTo | None
    schedule_date: int | None
    send_as: types.TypeInputPeer | None
    quick_reply_shortcut: types.TypeInputQuickReplyShortcut | None
    effect: int | None


def send_flags(request: Sending) -> Flag:
    """The flags a sender has asked for."""
    flags = Flag.SILENT if request.silent else NO_FLAGS
    if request.noforwards:
        flags |= Flag.NOFORWARDS
    if getattr(request, "invert_media", False):
        flags |= Flag.INVERT_MEDIA
    return flags


async def addressed(ctx: Context, view: Snapshot, request: Sending, given: types.TypeInputPeer) -> int:
    """The peer (a marked id) that a request writes to; what nobody can have here is refused.

    Raises:
        PEER_ID_INVALID, CHANNEL_INVALID: See `access.peer`.
        SEND_AS_PEER_INVALID: Users write as themselves.
        EFFECT_ID_INVALID: There is no such effect (messages.getAvailableEffects).
        PREMIUM_ACCOUNT_REQUIRED: Quick replies belong to business accounts.
        SUGGESTED_POST_PEER_INVALID: There is no channel that posts could be suggested to.
    """
    to = await access.peer(ctx, view, given)
    if request.send_as is not None and await access.peer(ctx, view, request.send_as) != ctx.user_id:
        raise rpc_errors.SEND_AS_PEER_INVALID
    _refuse_unknown(request)
    return to


def _refuse_unknown(request: Sending) -> None:
    """Refuse what nobody can have here."""
    if request.effect:
        raise rpc_errors.EFFECT_ID_INVALID
    if request.quick_reply_shortcut is not None:
        raise rpc_errors.PREMIUM_ACCOUNT_REQUIRED
    if getattr(request, "suggested_post", None) is not None:
        raise rpc_errors.SUGGESTED_POST_PEER_INVALID


async def checked_text(
    ctx: Context, view: Snapshot, text: str, entities: Sequence[types.TypeMessageEntity] | None, limit: int
) -> tuple[str, list[dict[str, Any]]]:
    """A text and its entities as they will be kept; raises what `check_text` raises."""
    return _kept(text, await _given(ctx, view, entities) if entities else (), limit)


async def _given(ctx: Context, view: Snapshot, entities: Sequence[types.TypeMessageEntity]) -> list[Record]:
    async def user_of(given: types.TypeInputUser) -> int:
        return (await access.user(ctx, view, given)).user_id

    return await read_entities(entities, user_of)


def _kept(text: str, given: Sequence[Record], limit: int) -> tuple[str, list[Record]]:
    try:
        return kept_text(text, given, limit=limit)
    except rpc_errors.MESSAGE_TOO_LONG:
        if limit == MAX_CAPTION:
            raise rpc_errors.MEDIA_CAPTION_TOO_LONG from None
        raise


def composed_at_once(ctx: Context, request: functions.messages.SendMessage) -> tuple[int, Outgoing] | None:
    """What `addressed` and `compose` make of a text to a user, for which nothing has to be looked up; None if it has.

    Nearly every message is one, and a query for it takes as long as all that is done here.
    """
    if request.entities or request.reply_to is not None or request.rich_message is not None:
        return None
    to = named_user(ctx, request.peer) if request.send_as is None else None
    if to is None:
        return None
    _refuse_unknown(request)
    return to, Outgoing(_text_body(request.message, (), MAX_TEXT), request.random_id, send_flags(request))


def _text_body(text: str, given: Sequence[Record], limit: int, *, may_be_empty: bool = False) -> Body:
    text, records = _kept(text, given, limit)
    if not text and not may_be_empty:
        raise rpc_errors.MESSAGE_EMPTY
    return {"text": text, "entities": records} if records else {"text": text}


async def compose(
    ctx: Context,
    view: Snapshot,
    request: Sending,
    peer: int,
    text: str,
    entities: Sequence[types.TypeMessageEntity] | None,
    random_id: int,
    media: dict[str, Any] | None = None,
    grouped_id: int = 0,
    rich: types.TypeInputRichMessage | None = None,
) -> Outgoing:
    """One message ready to be sent; a rich one instead of its text.

    Raises:
        MESSAGE_EMPTY: It has neither text nor media.
        MESSAGE_TOO_LONG, MEDIA_CAPTION_TOO_LONG, ENTITY_BOUNDS_INVALID, REPLY_MESSAGE_ID_INVALID, …: see `check_text`,
            `read_rich_message` and `reply_of`.
    """
    if rich is not None:
        body = await read_rich_message(ctx, view, rich)
    else:
        limit = MAX_TEXT if media is None or media["kind"] == "webpage" else MAX_CAPTION  # a preview has no caption
        given = await _given(ctx, view, entities) if entities else ()
        body = _text_body(text, given, limit, may_be_empty=media is not None)
    if media is not None:
        body["media"] = media
    if request.reply_to is not None:
        body["reply"] = await reply_of(ctx, view, request.reply_to, peer)
    flags = send_flags(request)
    if media is not None:
        flags |= media_flags(ctx, peer, media)
    mentions = await mentioned(view, peer, body) if peer < 0 else NOBODY
    return Outgoing(body, random_id, flags, grouped_id, mentions)


def media_flags(ctx: Context, peer: int, media: Mapping[str, Any]) -> Flag:
    """The flags of a message with this media in this dialog.

    Raises:
        TTL_MEDIA_INVALID: It vanishes, and this is no private chat with somebody else.
    """
    if "ttl" in media and (peer < 0 or peer == ctx.user_id):
        raise rpc_errors.TTL_MEDIA_INVALID
    return Flag.MEDIA_UNREAD if peer != ctx.user_id and waits_to_be_opened(media) else Flag(0)


async def mentioned(view: Snapshot, peer: int, body: Body) -> frozenset[int]:
    """Whom a message to a group mentions: by name, by username, or by replying to what they wrote there.

    In a private chat nobody is told of a mention. TDLib takes none for one there and never has it seen, so that the
    dialog would count it for ever.
    """
    if peer > 0:
        return NOBODY
    entities = body.get("entities", ())
    found = {entity["user_id"] for entity in entities if entity["kind"] == "mention_name"}
    if "reply" in body and "from" not in body["reply"]:
        found.add(body["reply"]["origin"][0])
    for entity in entities:
        if entity["kind"] == "mention":
            name = part(body["text"], entity["offset"], entity["length"])
            user = await users.by_username(view, name.removeprefix("@"))
            found |= {user.user_id} if user is not None else set()
    return frozenset(found)


def new_group(ctx: Context) -> int:
    """The id of a new album."""
    return int.from_bytes(ctx.app.random(8), "little") >> 1 or 1
