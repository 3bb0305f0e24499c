"""How the caller's name looks: account.updateColor, updateEmojiStatus and the emoji statuses used lately
(core.telegram.org/api/colors, core.telegram.org/api/emoji-status). Nothing of it takes a paid plan here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.hashing import result_hash
from server.render.rendering import EventRenderer, Rendering
from server.render.users import render_emoji_status
from server.rpc.context import Context
from server.rpc.router import Router
from server.startup.colors import BUILT_IN, PROFILE, STRIPED
from server.stickers.custom_emoji import custom_emoji
from server.users import acquaintances
from server.users.profile import change, save_profile
from storage.accounts import settings, users
from storage.accounts.settings import Setting
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Tx

router = Router("appearance")

EMOJI_STATUS = "emoji_status"
RECENT_EMOJI_STATUSES = "recent_emoji_statuses"

MAX_RECENT = 50
"""Emoji statuses that are remembered."""


@router.rpc(functions.account.UpdateColor)
async def update_color(ctx: Context, request: functions.account.UpdateColor) -> bool:
    """Choose the colour and pattern of the name, or of the profile; without a colour, the client's own choice.

    Raises:
        COLOR_INVALID: There is no such colour (help.getPeerColors, getPeerProfileColors).
        DOCUMENT_INVALID: The pattern is no custom emoji.
    """
    color = request.color or types.PeerColor()
    if not isinstance(color, types.PeerColor):
        raise rpc_errors.COLOR_INVALID  # colours of collectible gifts: there are none here
    palette = set(PROFILE) if request.for_profile else {*BUILT_IN, *STRIPED}
    if color.color is not None and color.color not in palette:
        raise rpc_errors.COLOR_INVALID
    emoji_id = color.background_emoji_id or 0
    if emoji_id:
        await ctx.app.db.peek(lambda view: custom_emoji(view, emoji_id))
    if request.for_profile:
        await save_profile(ctx, profile_color=color.color, profile_color_emoji_id=emoji_id)
    else:
        await save_profile(ctx, color=color.color, color_emoji_id=emoji_id)
    return True


@router.rpc(functions.account.UpdateEmojiStatus)
async def update_emoji_status(ctx: Context, request: functions.account.UpdateEmojiStatus) -> bool:
    """Put an emoji beside the name, for a while or for good, or take it away.

    Raises:
        DOCUMENT_INVALID: It is no custom emoji.
        COLLECTIBLE_INVALID: It is one of those that are sold: there are none here.
    """
    document_id, until = _status(request.emoji_status)

    async def unit(tx: Tx) -> None:
        if document_id:
            await custom_emoji(tx, document_id)
        user = await change(ctx, tx)
        profile = replace(user.profile, emoji_status_id=document_id, emoji_status_until=until)
        await users.save(tx, replace(user, profile=profile))
        await _append(ctx, tx, EMOJI_STATUS)
        if document_id:
            recent: list[int] = await settings.get(tx, ctx.user_id, Setting.RECENT_EMOJI_STATUSES, [])
            recent = [document_id, *(one for one in recent if one != document_id)][:MAX_RECENT]
            await settings.put(tx, ctx.user_id, Setting.RECENT_EMOJI_STATUSES, recent)
            await _append(ctx, tx, RECENT_EMOJI_STATUSES)

    await ctx.app.db.write(unit)
    user_id = ctx.user_id
    await acquaintances.tell(ctx.app, user_id, lambda scene: _render_status(scene, user_id))
    return True


@router.rpc(functions.account.GetRecentEmojiStatuses)
async def get_recent_emoji_statuses(
    ctx: Context, request: functions.account.GetRecentEmojiStatuses
) -> types.account.TypeEmojiStatuses:
    """Those the caller used lately, the last one first."""
    recent: list[int] = await ctx.app.db.peek(
        lambda view: settings.get(view, ctx.user_id, Setting.RECENT_EMOJI_STATUSES, [])
    )
    hash_ = result_hash(recent)
    if request.hash and request.hash == hash_:
        return types.account.EmojiStatusesNotModified()
    return types.account.EmojiStatuses(
        hash=hash_, statuses=[types.EmojiStatus(document_id=document_id) for document_id in recent]
    )


@router.rpc(functions.account.ClearRecentEmojiStatuses)
async def clear_recent_emoji_statuses(ctx: Context, request: functions.account.ClearRecentEmojiStatuses) -> bool:
    """Forget them."""

    async def unit(tx: Tx) -> None:
        await settings.put(tx, ctx.user_id, Setting.RECENT_EMOJI_STATUSES, [])
        await _append(ctx, tx, RECENT_EMOJI_STATUSES)

    await ctx.app.db.write(unit)
    return True


def _status(given: types.TypeEmojiStatus) -> tuple[int, int]:
    """(document, until when; 0 for good) of what a client asks for."""
    match given:
        case types.EmojiStatusEmpty():
            return 0, 0
        case types.EmojiStatus(document_id=document_id, until=until):
            if not document_id:
                raise rpc_errors.DOCUMENT_INVALID  # 0 means none in the profile
            return document_id, until or 0
        case _:
            raise rpc_errors.COLLECTIBLE_INVALID


async def _append(ctx: Context, tx: Tx, kind: str) -> None:
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, kind, {}, now=ctx.now, pts_count=0, origin=origin)


async def _render_status(scene: Rendering, user_id: int) -> types.UpdateUserEmojiStatus | None:
    user = await users.by_id(scene.view, user_id)
    if user is None:
        return None
    status = render_emoji_status(user.profile, scene.now) or types.EmojiStatusEmpty()
    return types.UpdateUserEmojiStatus(user_id=scene.user(user_id), emoji_status=status)


async def _emoji_status(scene: Rendering, event: Event) -> types.UpdateUserEmojiStatus | None:
    return await _render_status(scene, event.box)


async def _recent(scene: Rendering, event: Event) -> types.UpdateRecentEmojiStatuses:
    del scene, event
    return types.UpdateRecentEmojiStatuses()


RENDERERS: Mapping[str, EventRenderer] = {EMOJI_STATUS: _emoji_status, RECENT_EMOJI_STATUSES: _recent}
