"""Previews in messages: which link of a text gets one, and what a client asked for (inputMediaWebPage)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from msgspec import structs

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.posting import may_embed_links
from server.messages.composing import MAX_TEXT, checked_text
from server.messages.delivery import Outgoing
from server.messages.entities import part
from server.rpc.context import Context
from storage.conversations import polls
from storage.conversations.messages import Body, Message
from storage.conversations.polls import Answer
from storage.database import Snapshot
from storage.media import web_pages
from storage.media.web_pages import PageState

Record = dict[str, Any]

WEB_PAGE = "webpage"


async def with_preview(ctx: Context, peer: int, one: Outgoing) -> Outgoing:
    """A message with entities, and the preview of its first link; with a media or made of blocks it stays as it is."""
    body = one.body
    if "media" in body or "rich" in body:
        return one
    media = await _preview(ctx, peer, body)
    return one if media is None else structs.replace(one, body=Body(**{**body, "media": media}))


async def preview_of(ctx: Context, text: str, entities: Sequence[Record]) -> Record | None:
    """The media that shows the first link of a text; None where there is nothing to show."""
    url = first_link(text, entities)
    page = await ctx.app.previews.begun(url) if url else None
    if page is None or page.state is PageState.EMPTY:
        return None
    return {"kind": WEB_PAGE, "page": page.page_id}


async def asked_for(ctx: Context, given: types.InputMediaWebPage) -> Record | None:
    """The media that a client wants for an address; None if it may be without.

    Raises:
        WEBPAGE_NOT_FOUND: there is no preview, and it may not.
    """
    page = await ctx.app.previews.found(given.url)
    if page is None or page.state is not PageState.SHOWN:
        if given.optional:
            return None
        raise rpc_errors.WEBPAGE_NOT_FOUND
    return {"kind": WEB_PAGE, "page": page.page_id, "manual": True, **its_size(given)}


def its_size(given: types.InputMediaWebPage) -> Record:
    """How large the picture of a page is to be shown, where a client says so."""
    if given.force_large_media:
        return {"large": True}
    return {"small": True} if given.force_small_media else {}


async def preview_of_edit(ctx: Context, request: functions.messages.EditMessage) -> Record | None:
    """The media that an edit gives a text: what the client asked for, or the preview of the new text's first link."""
    if isinstance(request.media, types.InputMediaWebPage):
        return await asked_for(ctx, request.media)
    text = request.message
    if request.media is not None or request.no_webpage or text is None or not ctx.app.config.previews.enabled:
        return None

    async def query(view: Snapshot) -> tuple[int, Body]:
        plain, entities = await checked_text(ctx, view, text, request.entities, MAX_TEXT)
        return await access.peer(ctx, view, request.peer), Body(text=plain, entities=entities)

    return await _preview(ctx, *await ctx.app.db.peek(query))


def is_captioned(body: Body) -> bool:
    """Whether a body's text is the caption of a media: a preview is a part of the text and counts for none."""
    return "media" in body and body["media"]["kind"] != WEB_PAGE


async def wait_for_pages(ctx: Context, sent: Iterable[Message]) -> None:
    """Have those told who got these messages, whose pages are still being fetched."""
    for message in sent:
        match message.body.get("media"):
            case {"kind": "webpage", "page": page_id}:
                ctx.app.previews.tell_when_found(page_id, message.box, message.id, ctx.now)
            case {"kind": "poll", "poll_id": poll_id}:
                poll = await ctx.app.db.peek(partial(polls.by_id, poll_id=poll_id))
                await wait_for_links(ctx, message, poll.answers if poll is not None else ())


async def wait_for_links(ctx: Context, message: Message, new: Iterable[Answer]) -> None:
    """The same for the pages that new answers of the poll in a message link to."""
    for url in {one.media["url"] for one in new if one.media is not None and one.media["kind"] == "link"}:
        page = await ctx.app.db.peek(partial(web_pages.by_url, url=url))
        if page is not None:
            ctx.app.previews.tell_when_found(page.page_id, message.box, message.id, ctx.now)


def first_link(text: str, entities: Sequence[Record]) -> str:
    """The first link of a text; offsets count UTF-16 code units."""
    for entity in sorted(entities, key=lambda one: one["offset"]):
        if entity["kind"] == "text_url":
            return str(entity["url"])
        if entity["kind"] == "url":
            return part(text, entity["offset"], entity["length"])
    return ""


async def _preview(ctx: Context, peer: int, body: Body) -> Record | None:
    if not ctx.app.config.previews.enabled:
        return None
    if peer < 0 and not await ctx.app.db.peek(lambda view: may_embed_links(view, ctx.user_id, peer)):
        return None
    return await preview_of(ctx, body.get("text", ""), body.get("entities", []))
