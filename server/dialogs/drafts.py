"""Drafts, the same on every device (core.telegram.org/api/drafts)."""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.answers import answer_events
from server.messages.composing import MAX_TEXT, checked_text
from server.messages.replies import reply_of
from server.previews.attaching import its_size
from server.render.drafts import render_draft
from server.render.rendering import EventRenderer, Rendering
from server.rich_messages.reading import read_rich_message
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, drafts
from storage.conversations.boxes import Event
from storage.conversations.drafts import Content, Draft
from storage.database import Snapshot, Tx

router = Router("drafts")

DRAFT = "draft"

MAX_URL = 4096


@router.rpc(functions.messages.SaveDraft)
async def save_draft(ctx: Context, request: functions.messages.SaveDraft) -> bool:
    """Keep a draft in place of the one before; an empty one deletes it.

    Raises:
        NOT_IMPLEMENTED: It is one of a post that is suggested to a channel.
        EFFECT_ID_INVALID: There is no such effect.
        MEDIA_INVALID: It has a media besides how its link is to be shown: clients keep those to themselves.
    """
    if request.suggested_post is not None:
        raise rpc_errors.NOT_IMPLEMENTED
    if request.effect:
        raise rpc_errors.EFFECT_ID_INVALID
    page = None if request.media is None else _page(request.media)

    async def compose(view: Snapshot) -> tuple[int, Content]:
        peer = await access.peer(ctx, view, request.peer)
        content = await _written(ctx, view, request)
        if request.reply_to is not None:
            content["reply"] = await reply_of(ctx, view, request.reply_to, peer)
        if page is not None:
            content["page"] = page
        if request.no_webpage:
            content["no_webpage"] = True
        if request.invert_media:
            content["invert_media"] = True
        return peer, content

    peer, content = await ctx.app.db.peek(compose)
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> None:
        if not content["text"] and "reply" not in content:
            await clear_draft(tx, ctx.user_id, peer, ctx.now, origin)
            return
        await drafts.save(tx, Draft(ctx.user_id, peer, ctx.now, content))
        await _tell(tx, ctx.user_id, peer, ctx.now, origin)

    await ctx.app.db.write(unit)
    return True


def _page(given: types.TypeInputMedia) -> dict[str, Any]:
    """How the link of a draft is to be shown."""
    if not isinstance(given, types.InputMediaWebPage):
        raise rpc_errors.MEDIA_INVALID
    return {"url": given.url[:MAX_URL], "optional": given.optional, **its_size(given)}


async def _written(ctx: Context, view: Snapshot, request: functions.messages.SaveDraft) -> Content:
    if request.rich_message is not None:
        body = await read_rich_message(ctx, view, request.rich_message)
        return Content(text=body["text"], rich=body["rich"])
    text, entities = await checked_text(ctx, view, request.message, request.entities, MAX_TEXT)
    return Content(text=text, entities=entities) if entities else Content(text=text)


@router.rpc(functions.messages.GetAllDrafts)
async def get_all_drafts(ctx: Context, request: functions.messages.GetAllDrafts) -> types.Updates:
    """Every draft, as the updates that would have told of them."""
    found = await ctx.app.db.read(lambda view: drafts.all_of(view, ctx.user_id))
    events = [Event(ctx.user_id, 0, 0, 0, DRAFT, draft.date, {"peer": peer}) for peer, draft in found.items()]
    return await answer_events(ctx, events, render_draft_event)


@router.rpc(functions.messages.ClearAllDrafts)
async def clear_all_drafts(ctx: Context, request: functions.messages.ClearAllDrafts) -> bool:
    """Drop every draft."""
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> None:
        for peer in await drafts.all_of(tx, ctx.user_id):
            await clear_draft(tx, ctx.user_id, peer, ctx.now, origin)

    await ctx.app.db.write(unit)
    return True


async def clear_draft(tx: Tx, user_id: int, peer: int, now: int, origin: int) -> None:
    """Drop the draft to a peer, and tell the other devices if there was one."""
    if await drafts.delete(tx, user_id, peer):
        await _tell(tx, user_id, peer, now, origin)


async def _tell(tx: Tx, user_id: int, peer: int, now: int, origin: int) -> None:
    await boxes.append(tx, user_id, DRAFT, {"peer": peer}, now=now, pts_count=0, origin=origin)


async def render_draft_event(scene: Rendering, event: Event) -> types.UpdateDraftMessage:
    """DRAFT as an update: the draft as it is now."""
    draft = await drafts.get(scene.view, event.box, event.data["peer"])
    shown = types.DraftMessageEmpty(date=event.date) if draft is None else await render_draft(scene, draft)
    return types.UpdateDraftMessage(peer=scene.peer(event.data["peer"]), draft=shown)


RENDERERS: dict[str, EventRenderer] = {DRAFT: render_draft_event}
