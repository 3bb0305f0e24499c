"""Lists of files that a user keeps (storage/media/collections.py): changed with an event, listed with a hash.

What a list holds, and how much of it, is for the handlers of each to say (server/stickers/keeping.py, ringtones.py,
server/users/music.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from mtproto import rpc_errors
from mtproto.tl import types
from server.access.file_references import COLLECTED
from server.files.media import document_of
from server.render.files import render_documents
from server.render.hashing import result_hash
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx
from storage.media import collections
from storage.media.collections import Kept
from storage.media.files import File

KEPT = "kept_files"


async def given_document(ctx: Context, given: types.TypeInputDocument, error: type[rpc_errors.RpcError]) -> File:
    """The document that is to be kept; `error` where the caller may name none."""
    try:
        return await ctx.app.db.peek(lambda view: document_of(ctx, view, given))
    except rpc_errors.DOCUMENT_INVALID:
        raise error from None


async def keep(ctx: Context, name: str, file: File, *, remove: bool, at_most: int) -> None:
    """Put a file on top of one of the caller's lists, or take it out."""

    async def unit(tx: Tx) -> None:
        if remove:
            await collections.remove(tx, ctx.user_id, name, file.file_id)
        else:
            await collections.add(tx, ctx.user_id, name, file.file_id, ctx.now, at_most=at_most)
        await tell(tx, ctx.user_id, name, ctx.now, ctx.session.session_number)

    await ctx.app.db.write(unit)


async def listed(ctx: Context, name: str) -> tuple[int, list[int], list[types.TypeDocument]]:
    """The hash of a list, its dates, its documents."""

    async def query(view: Snapshot) -> tuple[list[Kept], list[types.TypeDocument]]:
        kept = await collections.of_user(view, ctx.user_id, name)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return kept, await render_documents(scene, [one.file_id for one in kept], COLLECTED)

    kept, shown = await ctx.app.db.read(query)
    dates = {one.file_id: one.date for one in kept}
    return result_hash(one.file_id for one in kept), [dates[one.id] for one in shown], shown


async def tell(tx: Tx, user_id: int, name: str, now: int, origin: int) -> None:
    """Have the devices of a user ask for a list again, but for the session of this number, which has changed it."""
    await boxes.append(tx, user_id, KEPT, {"list": name}, now=now, pts_count=0, origin=origin)


async def _changed(scene: Rendering, event: Event) -> types.TypeUpdate:
    match event.data["list"]:
        case collections.SAVED_GIFS:
            return types.UpdateSavedGifs()
        case collections.FAVED_STICKERS:
            return types.UpdateFavedStickers()
        case collections.RINGTONES:
            return types.UpdateSavedRingtones()
    return types.UpdateRecentStickers()


RENDERERS: Mapping[str, EventRenderer] = {KEPT: _changed}
"""What tells a user's devices that one of the lists has changed."""
