"""Previews of links as one viewer may see them: records → TL (core.telegram.org/constructor/webPage)."""

from __future__ import annotations

import zlib
from typing import Any

from mtproto.tl import types
from server.access.file_references import PUBLIC
from server.render.files import render_photo
from server.render.rendering import Rendering
from storage.conversations.messages import Message
from storage.media import files, web_pages
from storage.media.web_pages import PageState, WebPage

LARGE = 500
"""Pixels of a picture's width from which it may be shown large."""

PATIENCE = 60
"""Seconds after which a page that is still being fetched is given up: the server ended meanwhile."""


async def web_page_media(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaWebPage:
    """The preview of a message; `media` names its page."""
    page = await web_pages.by_id(scene.view, media["page"])
    return await media_of(scene, page, media)


async def link_media(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaWebPage:
    """A link of its own, with its page as far as that was found."""
    shown = await media_of(scene, await web_pages.by_url(scene.view, media["url"]), media)
    if isinstance(shown.webpage, types.WebPageEmpty):
        shown.webpage.url = media["url"]
    return shown


async def media_of(scene: Rendering, page: WebPage | None, media: dict[str, Any]) -> types.MessageMediaWebPage:
    """A page as media, with what the sender chose."""
    return types.MessageMediaWebPage(
        webpage=await render_web_page(scene, page),
        force_large_media=media.get("large", False),
        force_small_media=media.get("small", False),
        manual=media.get("manual", False),
    )


async def render_web_page(scene: Rendering, page: WebPage | None) -> types.TypeWebPage:
    """A page: as it was found, as being fetched, or as nothing."""
    if page is None:
        return types.WebPageEmpty(id=0)
    if page.state is PageState.PENDING and scene.now - page.asked_at < PATIENCE:
        return types.WebPagePending(id=page.page_id, url=page.url, date=page.asked_at)
    if page.state is not PageState.SHOWN:
        return types.WebPageEmpty(id=page.page_id, url=page.url)
    photo = await files.by_id(scene.view, page.photo) if page.photo else None
    shown = page.data
    return types.WebPage(
        id=page.page_id,
        url=shown["url"],
        display_url=shown["url"].split("://", 1)[-1].removeprefix("www.").rstrip("/"),
        hash=version(page),
        type=shown["kind"],
        site_name=shown["site_name"] or None,
        title=shown["title"],
        description=shown["description"] or None,
        author=shown["author"] or None,
        photo=render_photo(scene, photo, PUBLIC) if photo is not None else None,
        has_large_media=photo is not None and photo.renditions[-1].width >= LARGE,
    )


def version(page: WebPage) -> int:
    """What changes when the page does."""
    return zlib.crc32(repr((page.photo, sorted(page.data.items()))).encode()) & 0x7FFFFFFF
