"""Wallpapers as one viewer may see them: records → TL (core.telegram.org/type/WallPaper)."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from server.access.file_references import PUBLIC
from server.access.hashes import Hashed
from server.render.files import render_document
from server.render.rendering import Rendering
from server.wallpapers.settings import render_settings
from server.wallpapers.shipped import WALLPAPERS
from storage.conversations.chat_looks import ChatLook, Chosen
from storage.database import Snapshot
from storage.media import files, wallpapers
from storage.media.wallpapers import Settings, Wallpaper

NO_FILE = Wallpaper(0, "", 0, 0, False, {})
"""A background of colours alone, which its settings say; it has no id of its own."""


async def by_id(view: Snapshot, wallpaper_id: int) -> Wallpaper | None:
    """A wallpaper by its id: an uploaded one, one that came with the server, or colours alone."""
    if not wallpaper_id:
        return NO_FILE
    return WALLPAPERS.get(wallpaper_id) or (await wallpapers.by_ids(view, [wallpaper_id])).get(wallpaper_id)


async def render_wallpaper(
    scene: Rendering, which: Wallpaper, settings: Settings | None = None
) -> types.TypeWallPaper | None:
    """A wallpaper, with other settings than its own if they are given; None when its file is gone."""
    shown = render_settings(settings or which.settings)
    if not which.file_id:
        return types.WallPaperNoFile(
            id=which.wallpaper_id, default=which.wallpaper_id in WALLPAPERS, dark=which.dark, settings=shown
        )
    file = await files.by_id(scene.view, which.file_id)
    if file is None:
        return None
    return types.WallPaper(
        id=which.wallpaper_id,
        creator=which.owner == scene.viewer,
        pattern=which.pattern,
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.WALLPAPER, which.wallpaper_id),
        slug=which.slug,
        document=render_document(scene, file, PUBLIC),
        settings=shown,
    )


async def render_chosen(scene: Rendering, chosen: Chosen) -> types.TypeWallPaper:
    """The wallpaper that somebody chose for a chat; its colours alone when its picture is gone."""
    which = await by_id(scene.view, chosen["id"])
    rendered = None if which is None else await render_wallpaper(scene, which, chosen["settings"])
    return rendered or types.WallPaperNoFile(id=chosen["id"], settings=render_settings(chosen["settings"]))


async def wallpaper_fields(scene: Rendering, look: ChatLook) -> dict[str, Any]:
    """`wallpaper` and `wallpaper_overridden` of userFull and of updatePeerWallpaper."""
    shown = look.given or look.own
    return {
        "wallpaper": None if shown is None else await render_chosen(scene, shown),
        "wallpaper_overridden": look.given is not None,
    }


async def set_wallpaper(scene: Rendering, action: dict[str, Any]) -> types.MessageActionSetChatWallPaper:
    """A service message of server/wallpapers/chat_wallpapers.py."""
    return types.MessageActionSetChatWallPaper(
        same=action["same"], for_both=action["for_both"], wallpaper=await render_chosen(scene, action["chosen"])
    )
