"""Themes of chats: account.getChatThemes, messages.setChatTheme (core.telegram.org/api/themes#chat-themes).

A private chat has one theme, which both sides see and either may change; a group has its own.
"""

from __future__ import annotations

import zlib
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from server.chats.membership import require_right
from server.messages.addressing import address
from server.messages.answers import answer
from server.messages.delivery import Sent, deliver_service
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.wallpapers.settings import render_settings
from server.wallpapers.shipped import IDS_FROM, THEMES, WALLPAPERS, Theme
from storage.conversations import chat_looks
from storage.conversations.chats import Banned
from storage.database import Tx

router = Router("chat_themes")

BASES: tuple[types.TypeBaseTheme, ...] = (types.BaseThemeClassic(), types.BaseThemeTinted())
"""What themes build on by day and by night."""


@router.rpc(functions.account.GetChatThemes)
async def get_chat_themes(
    ctx: Context, request: functions.account.GetChatThemes
) -> types.account.Themes | types.account.ThemesNotModified:
    """The themes that a chat may have, each by day and by night."""
    value = zlib.crc32(repr(THEMES).encode())
    if request.hash == value:
        return types.account.ThemesNotModified()
    return types.account.Themes(hash=value, themes=[_rendered(ctx, one) for one in THEMES.values()])


@router.rpc(functions.messages.SetChatTheme, flood=FloodClass.SEND)
async def set_chat_theme(ctx: Context, request: functions.messages.SetChatTheme) -> types.Updates:
    """Give a chat a theme, or its usual look.

    Raises:
        EMOJI_INVALID: no theme goes by this emoji.
        CHAT_NOT_MODIFIED: the chat looks so already.
    """
    emoticon = _emoticon(request.theme)

    async def unit(tx: Tx) -> Sent:
        to = await address(ctx, tx, request.peer)
        await require_right(tx, to.peer, ctx.user_id, Banned.CHANGE_INFO)
        boxes = [(ctx.user_id, to.peer), *to.recipients]
        for box, peer in boxes if to.peer > 0 else [(to.peer, to.peer)]:
            look = await chat_looks.get(tx, box, peer)
            if look.theme == emoticon:
                raise rpc_errors.CHAT_NOT_MODIFIED
            await chat_looks.save(tx, replace(look, theme=emoticon))
        action = {"kind": "chat_theme", "emoticon": emoticon}
        origin = ctx.session.session_number
        return await deliver_service(tx, ctx.user_id, to.peer, to.recipients, action, now=ctx.now, origin=origin)

    return await answer(ctx, [await ctx.app.db.write(unit)])


def _emoticon(given: types.TypeInputChatTheme) -> str:
    if isinstance(given, types.InputChatThemeEmpty):
        return ""
    if not isinstance(given, types.InputChatTheme):
        raise rpc_errors.NOT_IMPLEMENTED  # themes of collectible gifts
    if given.emoticon and given.emoticon not in THEMES:
        raise rpc_errors.EMOJI_INVALID
    return given.emoticon


def _rendered(ctx: Context, theme: Theme) -> types.Theme:
    behind = [WALLPAPERS[IDS_FROM + number] for number in theme.wallpapers]
    settings: list[types.TypeThemeSettings] = [
        types.ThemeSettings(
            base_theme=BASES[at],
            accent_color=theme.accent[at],
            message_colors=list(theme.messages[at]),
            wallpaper=types.WallPaperNoFile(
                id=behind[at].wallpaper_id,
                default=True,
                dark=bool(at),
                settings=render_settings(behind[at].settings),
            ),
        )
        for at in range(len(BASES))
    ]
    return types.Theme(
        id=theme.theme_id,
        access_hash=ctx.app.hashes.of(ctx.user_id, Hashed.THEME, theme.theme_id),
        slug="",
        title=theme.title,
        default=True,
        for_chat=True,
        emoticon=theme.emoticon,
        settings=settings,
    )
