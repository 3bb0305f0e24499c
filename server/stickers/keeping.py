"""Lists of files a user keeps: saved GIFs, favourite and recent stickers, custom emoji shown by id.

(core.telegram.org/api/gifs, core.telegram.org/api/stickers#favorite-stickersets, core.telegram.org/api/custom-emoji)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import PUBLIC
from server.files.kept import given_document, keep, listed, tell
from server.render.files import render_documents
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.stickers.sets import is_sticker
from storage.database import Snapshot, Tx
from storage.media import collections, files, sticker_sets
from storage.media.collections import FAVED_STICKERS, RECENT_MASKS, RECENT_STICKERS, SAVED_GIFS
from storage.media.files import File
from storage.media.sticker_sets import SetKind, StickerSet

router = Router("keeping")

MAX_GIFS = 200
MAX_FAVED = 5
MAX_RECENT = 200
MAX_EMOJI = 200
"""Custom emoji asked for at once."""


@router.rpc(functions.messages.SaveGif)
async def save_gif(ctx: Context, request: functions.messages.SaveGif) -> bool:
    """Keep an animation, or keep it no more."""
    file = await given_document(ctx, request.id, rpc_errors.GIF_ID_INVALID)
    if file.attribute("animated") is None and file.mime_type != "image/gif":
        raise rpc_errors.GIF_ID_INVALID
    await keep(ctx, SAVED_GIFS, file, remove=request.unsave, at_most=MAX_GIFS)
    return True


@router.rpc(functions.messages.GetSavedGifs)
async def get_saved_gifs(ctx: Context, request: functions.messages.GetSavedGifs) -> types.messages.TypeSavedGifs:
    """The caller's animations, newest first."""
    value, _, kept = await listed(ctx, SAVED_GIFS)
    if request.hash and request.hash == value:
        return types.messages.SavedGifsNotModified()
    return types.messages.SavedGifs(hash=value, gifs=kept)


@router.rpc(functions.messages.FaveSticker)
async def fave_sticker(ctx: Context, request: functions.messages.FaveSticker) -> bool:
    """Make a sticker a favourite, or one no more."""
    file = await _sticker(ctx, request.id)
    await keep(ctx, FAVED_STICKERS, file, remove=request.unfave, at_most=MAX_FAVED)
    return True


@router.rpc(functions.messages.GetFavedStickers)
async def get_faved_stickers(
    ctx: Context, request: functions.messages.GetFavedStickers
) -> types.messages.TypeFavedStickers:
    """The caller's favourites, newest first."""
    value, _, kept = await listed(ctx, FAVED_STICKERS)
    if request.hash and request.hash == value:
        return types.messages.FavedStickersNotModified()
    return types.messages.FavedStickers(hash=value, packs=_packs(kept), stickers=kept)


@router.rpc(functions.messages.SaveRecentSticker)
async def save_recent_sticker(ctx: Context, request: functions.messages.SaveRecentSticker) -> bool:
    """Put a sticker among the recent ones, or take it away."""
    file = await _sticker(ctx, request.id)
    name = RECENT_MASKS if request.attached else RECENT_STICKERS
    await keep(ctx, name, file, remove=request.unsave, at_most=MAX_RECENT)
    return True


async def were_sent(
    tx: Tx, user_id: int, media: Iterable[Mapping[str, Any]], now: int, origin: int
) -> dict[int, StickerSet | None]:
    """Put the stickers among what a user sends on top of the recent ones, and animations on top of the saved GIFs; what
    they forward in its author's name is none of it, but a copy without it is as good as sent.

    Clients count on it: they ask for the lists, and save stickers and GIFs that were not sent (td_api's
    addRecentSticker and addSavedAnimation add "manually"). Returns the set of each document, None for those that are
    in none.

    Args:
        user_id: Who sends it.
        media: What they send.
        now: Unix seconds.
        origin: The number of the live session that asks, 0 for none; the others are told.
    """
    documents = dict.fromkeys([one["file_id"] for one in media if one["kind"] == "document" and "ttl" not in one])
    sets = {file_id: await sticker_sets.of_file(tx, file_id) for file_id in documents}
    stickers = [file_id for file_id, which in sets.items() if which is not None and which.kind is not SetKind.EMOJI]
    others = [file_id for file_id, which in sets.items() if which is None]
    found = await files.by_ids(tx, others) if others else {}
    gifs = [one for one in others if one in found and _is_gif(found[one])]
    for name, file_ids, at_most in ((RECENT_STICKERS, stickers, MAX_RECENT), (SAVED_GIFS, gifs, MAX_GIFS)):
        for file_id in file_ids:
            await collections.add(tx, user_id, name, file_id, now, at_most=at_most)
        if file_ids:
            await tell(tx, user_id, name, now, origin)
    return sets


def _is_gif(file: File) -> bool:
    """Whether what was sent is an animation that may be sent again as it is: one without stickers put on it."""
    return file.attribute("animated") is not None and not is_sticker(file) and "attached" not in file.details


@router.rpc(functions.messages.GetRecentStickers)
async def get_recent_stickers(
    ctx: Context, request: functions.messages.GetRecentStickers
) -> types.messages.TypeRecentStickers:
    """The stickers the caller used last."""
    value, dates, kept = await listed(ctx, RECENT_MASKS if request.attached else RECENT_STICKERS)
    if request.hash and request.hash == value:
        return types.messages.RecentStickersNotModified()
    return types.messages.RecentStickers(hash=value, packs=_packs(kept), stickers=kept, dates=dates)


@router.rpc(functions.messages.ClearRecentStickers)
async def clear_recent_stickers(ctx: Context, request: functions.messages.ClearRecentStickers) -> bool:
    """Forget which stickers were used."""
    name = RECENT_MASKS if request.attached else RECENT_STICKERS

    async def unit(tx: Tx) -> None:
        await collections.clear(tx, ctx.user_id, name)
        await tell(tx, ctx.user_id, name, ctx.now, ctx.session.session_number)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.GetCustomEmojiDocuments)
async def get_custom_emoji_documents(
    ctx: Context, request: functions.messages.GetCustomEmojiDocuments
) -> list[types.TypeDocument]:
    """Custom emoji by their ids: everyone may see them, and texts name them by nothing else."""

    async def query(view: Snapshot) -> list[types.TypeDocument]:
        ids = request.document_id[:MAX_EMOJI]
        found = await files.by_ids(view, ids) if ids else {}
        shown = [one for one in ids if one in found and found[one].attribute("custom_emoji") is not None]
        return await render_documents(Rendering(ctx.app, view, ctx.user_id, ctx.now), shown, PUBLIC)

    return await ctx.app.db.peek(query)


async def _sticker(ctx: Context, given: types.TypeInputDocument) -> File:
    file = await given_document(ctx, given, rpc_errors.STICKER_ID_INVALID)
    if not is_sticker(file):
        raise rpc_errors.STICKER_ID_INVALID
    return file


def _packs(kept: list[types.TypeDocument]) -> list[types.TypeStickerPack]:
    by_emoji: dict[str, list[int]] = {}
    for document in kept:
        if isinstance(document, types.Document):
            for attribute in document.attributes:
                if isinstance(attribute, types.DocumentAttributeSticker | types.DocumentAttributeCustomEmoji):
                    by_emoji.setdefault(attribute.alt, []).append(document.id)
    return [types.StickerPack(emoticon=emoji, documents=ids) for emoji, ids in by_emoji.items()]
