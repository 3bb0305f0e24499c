"""What a message replies to, as the owner of its box sees it: records → TL."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from server.render.entities import render_entities
from server.render.media import render_media
from server.render.rendering import Rendering
from server.render.rich_messages import render_rich_quote
from storage.conversations import replies
from storage.conversations.messages import Message


async def render_reply(scene: Rendering, message: Message, reply: dict[str, Any]) -> types.MessageReplyHeader:
    """The reply header of a message. Without an id when the viewer's box has never had what was replied to."""
    quote, source = reply.get("quote"), reply.get("from")
    is_chosen = quote is not None and quote.get("chosen", True)
    origin_box, origin_id = reply["origin"]
    place = scene.places.get((origin_box, origin_id), {}).get(scene.viewer)
    if place is None:
        place = await replies.place(scene.view, scene.viewer, origin_box, origin_id)
    return types.MessageReplyHeader(
        reply_to_msg_id=place.id if place is not None else None,
        reply_to_peer_id=scene.peer(place.peer) if place is not None and place.peer != message.peer else None,
        reply_from=_writer(scene, source) if source is not None else None,
        reply_media=await render_media(scene, message, reply["media"]) if "media" in reply else None,
        quote=is_chosen,
        quote_text=(quote["text"] or None) if quote is not None else None,
        quote_entities=render_entities(scene, quote["entities"]) if quote is not None else None,
        quote_offset=quote["offset"] if quote is not None and is_chosen else None,
        todo_item_id=reply.get("todo_item"),
        poll_option=reply.get("poll_option"),
        quote_rich=render_rich_quote(scene, quote) if quote is not None else None,
    )


def _writer(scene: Rendering, source: dict[str, Any]) -> types.MessageFwdHeader:
    sender = scene.peer(source["sender"]) if "sender" in source else None
    return types.MessageFwdHeader(from_id=sender, from_name=source.get("name"), date=source["date"])
