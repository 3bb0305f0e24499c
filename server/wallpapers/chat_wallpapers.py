"""Wallpapers of private chats: messages.setChatWallPaper (core.telegram.org/method/messages.setChatWallPaper).

A wallpaper is the chooser's own, or for both sides. One that the other side chose for both is shown until one chooses
again, and can be given back (`revert`). Choosing is told in the chat, and to the devices by updatePeerWallpaper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages.addressing import Address, address
from server.messages.answers import answer
from server.messages.delivery import Sent, deliver_service
from server.render.rendering import EventRenderer, Rendering
from server.render.wallpapers import wallpaper_fields
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.wallpapers.naming import wallpaper_of
from server.wallpapers.settings import read_settings
from storage.conversations import boxes, chat_looks, messages
from storage.conversations.boxes import Event
from storage.conversations.chat_looks import ChatLook, Chosen
from storage.conversations.messages import Flag
from storage.database import Snapshot, Tx

router = Router("chat_wallpapers")

WALLPAPER = "peer_wallpaper"
ACTION = "chat_wallpaper"


@router.rpc(functions.messages.SetChatWallPaper, flood=FloodClass.SEND)
async def set_chat_wall_paper(ctx: Context, request: functions.messages.SetChatWallPaper) -> types.Updates:
    """Choose the background of a private chat, take up the one that a message tells of, or have the usual one again.

    Raises:
        PEER_ID_INVALID: this is no private chat.
        WALLPAPER_INVALID: there is no such wallpaper.
        WALLPAPER_NOT_FOUND: the message tells of none.
    """

    async def unit(tx: Tx) -> list[Sent]:
        to = await address(ctx, tx, request.peer)
        if to.peer < 0:
            raise rpc_errors.PEER_ID_INVALID
        look = await chat_looks.get(tx, ctx.user_id, to.peer)
        if request.revert:
            await _show(ctx, tx, replace(look, given=None))
            return []
        chosen = await _chosen(ctx, tx, to.peer, request)
        if chosen is None:
            await _show(ctx, tx, replace(look, own=None, given=None))
            return []
        await _show(ctx, tx, replace(look, own=chosen, given=None))
        return [await _told(ctx, tx, to, chosen, request)]

    return await answer(ctx, await ctx.app.db.write(unit))


async def _told(
    ctx: Context, tx: Tx, to: Address, chosen: Chosen, request: functions.messages.SetChatWallPaper
) -> Sent:
    """Say in the chat what was chosen, and show it to the other side if it is for both."""
    for box, peer in to.recipients if request.for_both else ():
        look = await chat_looks.get(tx, box, peer)
        await _show(ctx, tx, replace(look, given=chosen))
    action = {
        "kind": ACTION,
        "chosen": chosen,
        "same": request.id is not None,
        "for_both": request.for_both,
    }
    origin = ctx.session.session_number
    return await deliver_service(tx, ctx.user_id, to.peer, to.recipients, action, now=ctx.now, origin=origin)


async def _chosen(
    ctx: Context, view: Snapshot, peer: int, request: functions.messages.SetChatWallPaper
) -> Chosen | None:
    if request.id is not None:
        message = await messages.by_id(view, ctx.user_id, request.id)
        if message is None or message.peer != peer or Flag.SERVICE not in message.flags:
            raise rpc_errors.WALLPAPER_NOT_FOUND
        action: dict[str, Any] = message.body["action"]
        if action["kind"] != ACTION:
            raise rpc_errors.WALLPAPER_NOT_FOUND
        chosen: Chosen = action["chosen"]
        return chosen if request.settings is None else {**chosen, "settings": read_settings(request.settings)}
    if request.wallpaper is None:
        return None
    which = await wallpaper_of(ctx, view, request.wallpaper)
    settings = read_settings(request.settings)
    if not which.wallpaper_id and not settings.get("colors"):
        raise rpc_errors.WALLPAPER_INVALID
    return {"id": which.wallpaper_id, "settings": settings}


async def _show(ctx: Context, tx: Tx, look: ChatLook) -> None:
    """Keep how a chat looks in a box, and have the box's devices told."""
    await chat_looks.save(tx, look)
    origin = ctx.session.session_number if look.box == ctx.user_id else 0
    await boxes.append(tx, look.box, WALLPAPER, {"peer": look.peer}, now=ctx.now, pts_count=0, origin=origin)


async def _changed(scene: Rendering, event: Event) -> types.UpdatePeerWallpaper:
    look = await chat_looks.get(scene.view, event.box, event.data["peer"])
    return types.UpdatePeerWallpaper(peer=scene.peer(look.peer), **await wallpaper_fields(scene, look))


RENDERERS: Mapping[str, EventRenderer] = {WALLPAPER: _changed}
