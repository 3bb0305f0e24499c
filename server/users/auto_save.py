"""What devices save to their gallery by themselves: account.getAutoSaveSettings, saveAutoSaveSettings,
deleteAutoSaveExceptions (core.telegram.org/method/account.saveAutoSaveSettings)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.rendering import EventRenderer, Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx

router = Router("auto_save")

AUTO_SAVE = "auto_save"

MAX_EXCEPTIONS = 500
"""Peers with settings of their own."""

KINDS = ("users", "chats", "broadcasts")


@router.rpc(functions.account.GetAutoSaveSettings)
async def get_auto_save_settings(
    ctx: Context, request: functions.account.GetAutoSaveSettings
) -> types.account.AutoSaveSettings:
    """The settings for each kind of chat, and the exceptions."""

    async def query(view: Snapshot) -> types.account.AutoSaveSettings:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        stored = await _stored(view, ctx.user_id)
        exceptions = [
            types.AutoSaveException(peer=scene.peer(peer), settings=_render(chosen))
            for peer, chosen in stored.get("peers", {}).items()
        ]
        users, chats = await render_peers(scene)
        kinds = {f"{kind}_settings": _render(stored.get(kind, {})) for kind in KINDS}
        return types.account.AutoSaveSettings(**kinds, exceptions=exceptions, chats=chats, users=users)

    return await ctx.app.db.peek(query)


@router.rpc(functions.account.SaveAutoSaveSettings)
async def save_auto_save_settings(ctx: Context, request: functions.account.SaveAutoSaveSettings) -> bool:
    """Set them for kinds of chats, or for one peer."""
    given = request.settings
    chosen = {"photos": given.photos, "videos": given.videos, "video_max_size": given.video_max_size}

    async def unit(tx: Tx) -> None:
        stored = await _stored(tx, ctx.user_id)
        stored.update(dict.fromkeys((kind for kind in KINDS if getattr(request, kind)), chosen))
        if request.peer is not None:
            peers = stored.setdefault("peers", {})
            peers[await access.peer(ctx, tx, request.peer)] = chosen
            if len(peers) > MAX_EXCEPTIONS:
                raise rpc_errors.LIMIT_INVALID
        await _save(ctx, tx, stored)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.account.DeleteAutoSaveExceptions)
async def delete_auto_save_exceptions(ctx: Context, request: functions.account.DeleteAutoSaveExceptions) -> bool:
    """No peer has settings of its own any more."""

    async def unit(tx: Tx) -> None:
        await _save(ctx, tx, {**await _stored(tx, ctx.user_id), "peers": {}})

    await ctx.app.db.write(unit)
    return True


async def _stored(view: Snapshot, user_id: int) -> dict[str, Any]:
    stored: dict[str, Any] = await settings.get(view, user_id, Setting.AUTO_SAVE, {})
    return stored


async def _save(ctx: Context, tx: Tx, stored: dict[str, Any]) -> None:
    await settings.put(tx, ctx.user_id, Setting.AUTO_SAVE, stored)
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, AUTO_SAVE, {}, now=ctx.now, pts_count=0, origin=origin)


def _render(chosen: Mapping[str, Any]) -> types.AutoSaveSettings:
    return types.AutoSaveSettings(**chosen)


async def _auto_save(scene: Rendering, event: Event) -> types.UpdateAutoSaveSettings:
    del scene, event
    return types.UpdateAutoSaveSettings()


RENDERERS: Mapping[str, EventRenderer] = {AUTO_SAVE: _auto_save}
