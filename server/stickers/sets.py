"""Sticker sets as requests name them and as viewers see them (core.telegram.org/api/stickers)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from server.access.file_references import ContextKind, FileContext
from server.access.hashes import Hashed
from server.render.files import render_documents
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.stickers.formats import ANIMATED, VIDEO
from storage.database import Snapshot
from storage.media import files, sticker_sets
from storage.media.files import File
from storage.media.sticker_sets import Installed, SetKind, Sticker, StickerSet


async def set_of(ctx: Context, view: Snapshot, given: types.TypeInputStickerSet) -> StickerSet:
    """The set that an InputStickerSet means; a short name is public, an id needs its access hash.

    Raises:
        STICKERSET_INVALID: none that the caller may name.
    """
    found = None
    if isinstance(given, types.InputStickerSetShortName):
        found = await sticker_sets.by_short_name(view, given.short_name)
    elif isinstance(given, types.InputStickerSetID) and ctx.app.hashes.holds(
        ctx.user_id, Hashed.STICKER_SET, given.id, given.access_hash
    ):
        found = await sticker_sets.by_id(view, given.id)
    if found is None:
        raise rpc_errors.STICKERSET_INVALID
    return found


async def render_set(
    scene: Rendering, which: StickerSet, stickers: Sequence[Sticker], installed: Installed | None
) -> types.StickerSet:
    """A set, without what stands in it."""
    return types.StickerSet(
        id=which.set_id,
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.STICKER_SET, which.set_id),
        title=which.title,
        short_name=which.short_name,
        count=len(stickers),
        hash=which.version,
        archived=installed is not None and installed.archived,
        installed_date=installed.installed_at if installed is not None and not installed.archived else None,
        official=which.owner == 0,
        creator=which.owner == scene.viewer,
        masks=which.kind is SetKind.MASKS,
        emojis=which.kind is SetKind.EMOJI,
        text_color=which.text_color,
        **await _thumb(scene, which, stickers),
    )


async def _thumb(scene: Rendering, which: StickerSet, stickers: Sequence[Sticker]) -> dict[str, Any]:
    """What stands for the whole set: one of its stickers, or a picture of its own, which clients fetch by the set."""
    if not which.thumb or any(one.file_id == which.thumb for one in stickers):
        return {"thumb_document_id": which.thumb or None}
    file = await files.by_id(scene.view, which.thumb)
    if file is None:
        return {}
    shown = file.attribute("image_size") or file.attribute("video") or {"w": 100, "h": 100}
    letter = THUMB_LETTERS.get(file.mime_type, "s")
    return {
        "thumbs": [types.PhotoSize(type=letter, w=shown["w"], h=shown["h"], size=file.size)],
        "thumb_dc_id": scene.app.config.server.dc_id,
        "thumb_version": thumb_version(which),
    }


THUMB_LETTERS = {ANIMATED: "a", VIDEO: "v"}
"""Sizes of what stands for a set and moves."""


def thumb_version(which: StickerSet) -> int:
    """Another number for every picture that ever stands for a set: clients keep it by that."""
    return which.thumb & 0x7FFFFFFF


async def render_plain(scene: Rendering, which: StickerSet) -> types.StickerSet:
    """A set as it stands in lists."""
    installed = await sticker_sets.installation(scene.view, scene.viewer, which.set_id)
    return await render_set(scene, which, await sticker_sets.stickers(scene.view, which.set_id), installed)


async def render_full(scene: Rendering, which: StickerSet) -> types.messages.StickerSet:
    """A set with its stickers, and which emoji and words lead to them."""
    stickers = await sticker_sets.stickers(scene.view, which.set_id)
    installed = await sticker_sets.installation(scene.view, scene.viewer, which.set_id)
    keywords: list[types.TypeStickerKeyword] = [
        types.StickerKeyword(document_id=one.file_id, keyword=one.keywords.split(","))
        for one in stickers
        if one.keywords
    ]
    return types.messages.StickerSet(
        set=await render_set(scene, which, stickers, installed),
        packs=packs(stickers),
        keywords=keywords,
        documents=await render_documents(scene, [one.file_id for one in stickers], context_of(which)),
    )


async def render_covered(scene: Rendering, which: StickerSet) -> types.TypeStickerSetCovered:
    """A set with its first sticker, for lists that people look through."""
    plain = await render_plain(scene, which)
    stickers = await sticker_sets.stickers(scene.view, which.set_id)
    cover = await render_documents(scene, [one.file_id for one in stickers[:1]], context_of(which))
    return types.StickerSetCovered(set=plain, cover=cover[0]) if cover else types.StickerSetNoCovered(set=plain)


def packs(stickers: Sequence[Sticker]) -> list[types.TypeStickerPack]:
    """Which stickers stand for which emoji."""
    by_emoji: dict[str, list[int]] = {}
    for one in stickers:
        for emoji in one.emoji.split():
            by_emoji.setdefault(emoji, []).append(one.file_id)
    return [types.StickerPack(emoticon=emoji, documents=ids) for emoji, ids in by_emoji.items()]


def context_of(which: StickerSet) -> FileContext:
    """Where the stickers of a set are shown."""
    return FileContext(ContextKind.STICKER_SET, which.set_id)


def is_sticker(file: File) -> bool:
    """Whether a document is one that may be kept among stickers."""
    return file.attribute("sticker") is not None or file.attribute("custom_emoji") is not None
