"""What an edit makes of a message: its new text, entities and media, as messages.editMessage asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages.composing import MAX_CAPTION, MAX_TEXT, checked_text
from server.messages.media import Record, new_media
from server.previews.attaching import is_captioned
from server.rich_messages.reading import read_rich_message
from server.rpc.context import Context
from storage.conversations.messages import Body, Flag, Message
from storage.database import Snapshot

WRITTEN: tuple[Literal["text", "entities", "media", "rich"], ...] = ("text", "entities", "media", "rich")
"""The parts of a body that its author writes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit makes of what is written. `hidden`: it is not shown as edited (a live location that moved).
    `inverted`: whether the media stands below the text from now on; None leaves it where it is."""

    body: Body
    hidden: bool = False
    inverted: bool | None = None

    def inverts(self, flags: Flag) -> Flag:
        """The flags of a message by which side of its text the media now stands on."""
        if self.inverted is None:
            return flags
        return flags | Flag.INVERT_MEDIA if self.inverted else flags & ~Flag.INVERT_MEDIA


def written(body: Body) -> Body:
    """What its author wrote of a body."""
    kept = Body()
    for name in WRITTEN:
        if name in body:
            kept[name] = body[name]
    return kept


async def revised(
    ctx: Context, view: Snapshot, message: Message, request: functions.messages.EditMessage, preview: Record | None
) -> Change:
    """A message after the edit that a request asks for; what it does not name stays.

    `preview` is that of the new text, if it has one.

    Raises:
        MESSAGE_EMPTY: Nothing would be left.
        MEDIA_PREV_INVALID: What has a media does not become a rich message.
        MESSAGE_TOO_LONG, ENTITY_BOUNDS_INVALID, MEDIA_NEW_INVALID, …: see `checked_text`, `new_media` and
            `read_rich_message`.
    """
    body = written(message.body)
    if request.rich_message is not None:
        if request.media is not None or is_captioned(body):
            raise rpc_errors.MEDIA_PREV_INVALID
        return Change(await read_rich_message(ctx, view, request.rich_message))
    if "rich" in body and (request.message is not None or request.media is not None):
        body = Body(text="")
    is_page = isinstance(request.media, types.InputMediaWebPage)
    if not is_captioned(body) and (request.message is not None or request.no_webpage or is_page):
        body.pop("media", None)  # a preview belongs to the text it was made of
    hidden = False
    if request.media is not None and not is_page:
        body["media"] = await new_media(ctx, view, message, request.media)
        hidden = body["media"]["kind"] == "geo_live"
    if request.message is not None:
        limit = MAX_CAPTION if is_captioned(body) else MAX_TEXT
        text, entities = await checked_text(ctx, view, request.message, request.entities, limit)
        if not text and "media" not in body and preview is None:
            raise rpc_errors.MESSAGE_EMPTY
        body["text"] = text
        body.pop("entities", None)
        if entities:
            body["entities"] = entities
    if preview is not None and "media" not in body:
        body["media"] = preview
    is_written = request.message is not None or request.media is not None
    return Change(body, hidden, inverted=request.invert_media if is_written or request.invert_media else None)
