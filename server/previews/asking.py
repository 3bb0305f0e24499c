"""messages.getWebPage, getWebPagePreview: what a link would be shown as."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages.composing import MAX_TEXT, checked_text
from server.previews.attaching import WEB_PAGE, first_link
from server.previews.previews import normal
from server.render.rendering import Rendering
from server.render.web_pages import media_of, render_web_page, version
from server.rpc import eager
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.database import Snapshot
from storage.media.web_pages import PageState

router = Router("asking")


@router.rpc(functions.messages.GetWebPage, flood=FloodClass.SEARCH)
async def get_web_page(ctx: Context, request: functions.messages.GetWebPage) -> types.messages.WebPage:
    """The page under an address, unless the client has it as it is.

    Raises:
        WC_CONVERT_URL_INVALID: that is no address of a page.
    """
    if not normal(request.url):
        raise rpc_errors.WC_CONVERT_URL_INVALID
    await eager.own_task()
    page = await ctx.app.previews.found(request.url)

    async def query(view: Snapshot) -> types.messages.WebPage:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        if page is not None and page.state is PageState.SHOWN and request.hash and request.hash == version(page):
            return types.messages.WebPage(webpage=types.WebPageNotModified(), chats=[], users=[])
        return types.messages.WebPage(webpage=await render_web_page(scene, page), chats=[], users=[])

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetWebPagePreview, flood=FloodClass.SEARCH)
async def get_web_page_preview(
    ctx: Context, request: functions.messages.GetWebPagePreview
) -> types.messages.WebPagePreview:
    """What the first link of a text would be shown as when it was sent."""
    text, entities = await ctx.app.db.peek(
        lambda view: checked_text(ctx, view, request.message, request.entities, MAX_TEXT)
    )
    await eager.own_task()
    url = first_link(text, entities)
    page = await ctx.app.previews.found(url) if url else None

    async def query(view: Snapshot) -> types.TypeMessageMedia:
        if page is None or page.state is not PageState.SHOWN:
            return types.MessageMediaEmpty()
        return await media_of(Rendering(ctx.app, view, ctx.user_id, ctx.now), page, {"kind": WEB_PAGE})

    return types.messages.WebPagePreview(media=await ctx.app.db.peek(query), chats=[], users=[])
