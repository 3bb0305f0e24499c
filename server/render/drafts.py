"""Drafts: records → TL."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from server.access.file_references import COLLECTED
from server.render.entities import render_entities
from server.render.rendering import Rendering
from server.render.rich_messages import render_rich_message, render_rich_quote
from storage.conversations import messages
from storage.conversations.drafts import Draft


async def render_draft(scene: Rendering, draft: Draft) -> types.DraftMessage:
    """A draft as its writer sees it. What it replies to may have been deleted since: then it replies to nothing."""
    content = draft.content
    rich = content.get("rich")
    return types.DraftMessage(
        message=content.get("text", "") if rich is None else "",
        entities=render_entities(scene, content.get("entities")) if rich is None else None,
        rich_message=await render_rich_message(scene, rich, COLLECTED) if rich is not None else None,
        reply_to=await _reply_to(scene, draft) if "reply" in content else None,
        media=_page(content["page"]) if "page" in content else None,
        no_webpage=content.get("no_webpage", False),
        invert_media=content.get("invert_media", False),
        date=draft.date,
    )


def _page(page: dict[str, Any]) -> types.InputMediaWebPage:
    """How its link is to be shown."""
    return types.InputMediaWebPage(
        url=page["url"],
        force_large_media="large" in page,
        force_small_media="small" in page,
        optional=page["optional"],
    )


async def _reply_to(scene: Rendering, draft: Draft) -> types.InputReplyToMessage | None:
    reply = draft.content["reply"]
    replied = await messages.copy_in(scene.view, draft.box, *reply["origin"])
    if replied is None:
        return None
    quote = reply.get("quote")
    if quote is not None and not quote.get("chosen", True):
        quote = None
    return types.InputReplyToMessage(
        reply_to_msg_id=replied.id,
        reply_to_peer_id=scene.input_peer(replied.peer) if replied.peer != draft.peer else None,
        quote_text=(quote["text"] or None) if quote is not None else None,
        quote_entities=render_entities(scene, quote["entities"]) if quote is not None else None,
        quote_offset=quote["offset"] if quote is not None else None,
        todo_item_id=reply.get("todo_item"),
        poll_option=reply.get("poll_option"),
        quote_rich=render_rich_quote(scene, quote) if quote is not None else None,
    )
