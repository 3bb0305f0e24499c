"""Making sticker sets: stickers.* (core.telegram.org/api/stickers#creating-stickersets).

Only the owner of a set changes it, and a set that came with the server nobody. A sticker is a document of its own,
made from the one that was uploaded: which set it stands in is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.files.media import document_of
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.stickers.featured import is_reserved
from server.stickers.formats import check_format
from server.stickers.installing import STICKER_SETS, settle
from server.stickers.sets import render_full, set_of
from server.stickers.thumbs import chosen_thumb
from storage.conversations import boxes
from storage.database import Snapshot, Tx
from storage.media import files, sticker_sets
from storage.media.files import File, FileKind
from storage.media.sticker_sets import SetKind, Sticker, StickerSet

router = Router("creating")

MAX_STICKERS = {SetKind.STICKERS: 120, SetKind.MASKS: 120, SetKind.EMOJI: 200}
MAX_TITLE = 64
MAX_EMOJI = 20
"""Emoji of one sticker."""
MAX_KEYWORDS = 64
"""Characters of a sticker's keywords together."""

_SHORT_NAME = re.compile(r"[a-zA-Z](?:_?[a-zA-Z0-9]){0,63}")


def check_short_name(name: str) -> bool:
    """Whether a name may be a set's: letters, digits, single underscores; it begins with a letter, at most 64."""
    return len(name) <= 64 and _SHORT_NAME.fullmatch(name) is not None


@router.rpc(functions.stickers.CheckShortName)
async def check_name(ctx: Context, request: functions.stickers.CheckShortName) -> bool:
    """Whether a set may be called so."""
    if not check_short_name(request.short_name):
        raise rpc_errors.SHORT_NAME_INVALID
    taken = await ctx.app.db.peek(lambda view: sticker_sets.by_short_name(view, request.short_name))
    if taken is not None or is_reserved(request.short_name):
        raise rpc_errors.SHORT_NAME_OCCUPIED
    return True


@router.rpc(functions.stickers.SuggestShortName)
async def suggest_short_name(
    ctx: Context, request: functions.stickers.SuggestShortName
) -> types.stickers.SuggestedShortName:
    """A free name like the title."""
    plain = re.sub(r"[^a-zA-Z0-9]+", "_", request.title).strip("_").lstrip("0123456789_")[:50].rstrip("_")
    if not plain:
        raise rpc_errors.TITLE_INVALID

    async def query(view: Snapshot) -> str:
        name, number = plain, 1
        while await sticker_sets.by_short_name(view, name) is not None:
            number += 1
            name = f"{plain}_{number}"
        return name

    return types.stickers.SuggestedShortName(short_name=await ctx.app.db.peek(query))


@router.rpc(functions.stickers.CreateStickerSet, flood=FloodClass.CREATE)
async def create_sticker_set(
    ctx: Context, request: functions.stickers.CreateStickerSet
) -> types.messages.TypeStickerSet:
    """Make a set of documents that the caller uploaded."""
    title = request.title.strip()
    if not 0 < len(title) <= MAX_TITLE:
        raise rpc_errors.PACK_TITLE_INVALID
    if not check_short_name(request.short_name):
        raise rpc_errors.PACK_SHORT_NAME_INVALID
    if is_reserved(request.short_name):
        raise rpc_errors.PACK_SHORT_NAME_OCCUPIED
    if request.masks and request.emojis:
        raise rpc_errors.PACK_TYPE_INVALID
    kind = SetKind.MASKS if request.masks else SetKind.EMOJI if request.emojis else SetKind.STICKERS
    if not request.stickers:
        raise rpc_errors.STICKERS_EMPTY
    if len(request.stickers) > MAX_STICKERS[kind]:
        raise rpc_errors.STICKERS_TOO_MUCH
    for item in request.stickers:
        await _checked(ctx, item, kind)
    thumb = 0 if request.thumb is None else await chosen_thumb(ctx, request.thumb, kind)

    async def unit(tx: Tx) -> StickerSet:
        owner = await access.user(ctx, tx, request.user_id)
        if owner.user_id != ctx.user_id:
            raise rpc_errors.USER_ID_INVALID
        made = await sticker_sets.create(
            tx,
            owner=ctx.user_id,
            kind=kind,
            title=title,
            short_name=request.short_name,
            text_color=request.text_color,
            now=ctx.now,
        )
        if made is None:
            raise rpc_errors.PACK_SHORT_NAME_OCCUPIED
        await sticker_sets.arrange(tx, made.set_id, [await _sticker(ctx, tx, made, item) for item in request.stickers])
        if thumb:
            made = await sticker_sets.change(tx, made.set_id, thumb=thumb)
        await sticker_sets.install(tx, ctx.user_id, made, archived=False, now=ctx.now)
        await settle(ctx, tx, kind)
        return made

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.AddStickerToSet)
async def add_sticker_to_set(
    ctx: Context, request: functions.stickers.AddStickerToSet
) -> types.messages.TypeStickerSet:
    """Put one more sticker at the end."""
    which = await ctx.app.db.peek(lambda view: set_of(ctx, view, request.stickerset))
    await _checked(ctx, request.sticker, which.kind)

    async def unit(tx: Tx) -> StickerSet:
        own = _own(ctx, await set_of(ctx, tx, request.stickerset))
        present = await sticker_sets.stickers(tx, own.set_id)
        if len(present) >= MAX_STICKERS[own.kind]:
            raise rpc_errors.STICKERPACK_STICKERS_TOO_MUCH
        await sticker_sets.arrange(tx, own.set_id, [*present, await _sticker(ctx, tx, own, request.sticker)])
        return await sticker_sets.change(tx, own.set_id)

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.RemoveStickerFromSet)
async def remove_sticker(
    ctx: Context, request: functions.stickers.RemoveStickerFromSet
) -> types.messages.TypeStickerSet:
    """Take a sticker out; messages that show it keep it."""

    async def unit(tx: Tx) -> StickerSet:
        own, present, at = await _place(ctx, tx, request.sticker)
        gone = present.pop(at)
        return await _without(tx, own, gone, present)

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.ChangeStickerPosition)
async def change_position(
    ctx: Context, request: functions.stickers.ChangeStickerPosition
) -> types.messages.TypeStickerSet:
    """Move a sticker."""

    async def unit(tx: Tx) -> StickerSet:
        own, present, at = await _place(ctx, tx, request.sticker)
        present.insert(min(max(request.position, 0), len(present) - 1), present.pop(at))
        await sticker_sets.arrange(tx, own.set_id, present)
        return await sticker_sets.change(tx, own.set_id)

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.ChangeSticker)
async def change_sticker(ctx: Context, request: functions.stickers.ChangeSticker) -> types.messages.TypeStickerSet:
    """Give a sticker other emoji or keywords, or a mask another place on a face.

    That place is part of its document, and files never change: the mask becomes another document of the same content,
    which stands for the whole set if it did before.
    """

    async def unit(tx: Tx) -> StickerSet:
        own, present, at = await _place(ctx, tx, request.sticker)
        before = present[at]
        emoji = before.emoji if request.emoji is None else _emoji(request.emoji)
        keywords = before.keywords if request.keywords is None else _keywords(request.keywords)
        present[at] = replace(before, emoji=emoji, keywords=keywords)
        if request.mask_coords is not None and own.kind is SetKind.MASKS:
            item = types.InputStickerSetItem(
                document=request.sticker, emoji=emoji, mask_coords=request.mask_coords, keywords=keywords
            )
            present[at] = await _sticker(ctx, tx, own, item)
        await sticker_sets.arrange(tx, own.set_id, present)
        stands_for_all = own.thumb == before.file_id
        return await sticker_sets.change(tx, own.set_id, thumb=present[at].file_id if stands_for_all else None)

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.ReplaceSticker)
async def replace_sticker(ctx: Context, request: functions.stickers.ReplaceSticker) -> types.messages.TypeStickerSet:
    """Put another sticker in the place of one."""

    async def find(view: Snapshot) -> StickerSet:
        return (await _place(ctx, view, request.sticker))[0]

    await _checked(ctx, request.new_sticker, (await ctx.app.db.peek(find)).kind)

    async def unit(tx: Tx) -> StickerSet:
        own, present, at = await _place(ctx, tx, request.sticker)
        before, present[at] = present[at], await _sticker(ctx, tx, own, request.new_sticker)
        return await _without(tx, own, before, present)

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.RenameStickerSet)
async def rename(ctx: Context, request: functions.stickers.RenameStickerSet) -> types.messages.TypeStickerSet:
    """Give a set another title; its short name stays."""
    title = request.title.strip()
    if not 0 < len(title) <= MAX_TITLE:
        raise rpc_errors.PACK_TITLE_INVALID

    async def unit(tx: Tx) -> StickerSet:
        own = _own(ctx, await set_of(ctx, tx, request.stickerset))
        return await sticker_sets.change(tx, own.set_id, title=title)

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.SetStickerSetThumb)
async def set_thumb(ctx: Context, request: functions.stickers.SetStickerSetThumb) -> types.messages.TypeStickerSet:
    """Show one of a set's stickers for the whole, or a picture of its own, or the first sticker again."""
    which = _own(ctx, await ctx.app.db.peek(lambda view: set_of(ctx, view, request.stickerset)))
    chosen = 0 if request.thumb is None else await chosen_thumb(ctx, request.thumb, which.kind, which.set_id)

    async def unit(tx: Tx) -> StickerSet:
        own = _own(ctx, await set_of(ctx, tx, request.stickerset))
        thumb = chosen or request.thumb_document_id or 0
        if thumb and not chosen and thumb not in {one.file_id for one in await sticker_sets.stickers(tx, own.set_id)}:
            raise rpc_errors.STICKER_INVALID
        return await sticker_sets.change(tx, own.set_id, thumb=thumb)

    return await answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.stickers.DeleteStickerSet)
async def delete_set(ctx: Context, request: functions.stickers.DeleteStickerSet) -> bool:
    """Delete a set for everyone; those who had it installed are told."""

    async def unit(tx: Tx) -> None:
        own = _own(ctx, await set_of(ctx, tx, request.stickerset))
        had_it = await sticker_sets.delete(tx, own.set_id)
        await boxes.append_to_all(tx, had_it, STICKER_SETS, {"kind": int(own.kind)}, now=ctx.now)

    await ctx.app.db.write(unit)
    return True


async def answer(ctx: Context, which: StickerSet) -> types.messages.StickerSet:
    """A set as the caller sees it now."""
    return await ctx.app.db.peek(lambda view: render_full(Rendering(ctx.app, view, ctx.user_id, ctx.now), which))


def _own(ctx: Context, which: StickerSet) -> StickerSet:
    if which.owner != ctx.user_id:
        raise rpc_errors.STICKERSET_INVALID
    return which


async def _place(ctx: Context, view: Snapshot, given: types.TypeInputDocument) -> tuple[StickerSet, list[Sticker], int]:
    """The set of the caller's that a sticker stands in, its stickers, and where among them it is."""
    try:
        file = await document_of(ctx, view, given)
    except rpc_errors.DOCUMENT_INVALID:
        raise rpc_errors.STICKER_INVALID from None
    which = await sticker_sets.of_file(view, file.file_id)
    if which is None or which.owner != ctx.user_id:
        raise rpc_errors.STICKER_INVALID
    present = await sticker_sets.stickers(view, which.set_id)
    return which, present, [one.file_id for one in present].index(file.file_id)


async def _without(tx: Tx, own: StickerSet, before: Sticker, present: Sequence[Sticker]) -> StickerSet:
    """A set with these stickers. One of before that is not among them stands for the whole no more."""
    await sticker_sets.arrange(tx, own.set_id, present)
    gone = own.thumb == before.file_id and all(one.file_id != own.thumb for one in present)
    return await sticker_sets.change(tx, own.set_id, thumb=0 if gone else None)


async def _checked(ctx: Context, item: types.TypeInputStickerSetItem, kind: SetKind) -> None:
    file = await ctx.app.db.peek(lambda view: document_of(ctx, view, item.document))
    await check_format(ctx, file, kind)


async def _sticker(ctx: Context, tx: Tx, which: StickerSet, item: types.TypeInputStickerSetItem) -> Sticker:
    """A document made a sticker of this set."""
    source = await document_of(ctx, tx, item.document)
    emoji, keywords = _emoji(item.emoji), _keywords(item.keywords or "")
    coords = item.mask_coords
    alt = emoji.split()[0]
    made: dict[str, Any] = {"kind": "custom_emoji", "alt": alt, "set": which.set_id, "text_color": which.text_color}
    if which.kind is not SetKind.EMOJI:
        place = [coords.n, coords.x, coords.y, coords.zoom] if coords is not None else None
        mask = which.kind is SetKind.MASKS
        made = {"kind": "sticker", "alt": alt, "set": which.set_id, "mask": mask, "coords": place}
    kept = [one for one in source.details["attributes"] if one["kind"] in {"image_size", "video", "filename"}]
    draft = File(0, FileKind.DOCUMENT, ctx.user_id, ctx.now, source.blob, source.mime_type)
    details = {**source.details, "attributes": [*kept, made]}
    file = await files.create(tx, replace(draft, details=details, renditions=source.renditions))
    return Sticker(file.file_id, emoji, keywords)


def _emoji(given: str) -> str:
    """The emoji of a sticker, one after the other, separated by spaces."""
    from emoji import emoji_list  # takes a while to load

    found = [one["emoji"] for one in emoji_list(given)][:MAX_EMOJI]
    if not found:
        raise rpc_errors.STICKER_EMOJI_INVALID
    return " ".join(found)


def _keywords(given: str) -> str:
    words = [word.strip().lower() for word in given.split(",")]
    return ",".join(word for word in words if word)[:MAX_KEYWORDS]
