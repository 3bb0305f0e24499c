"""Sets that come to the top of their user's list when something of theirs is sent
(`update_stickersets_order`, core.telegram.org/api/stickers#installing-stickersets)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mtproto.tl import types
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.conversations.messages import Body
from storage.database import Tx
from storage.media import sticker_sets
from storage.media.sticker_sets import SetKind, StickerSet

USED = "sticker_set_used"


async def lift_sets(ctx: Context, tx: Tx, bodies: Sequence[Body], known: Mapping[int, StickerSet | None]) -> None:
    """Put the sets of what the caller sends above the others, each told to their other devices.

    `known` are the sets of documents that were looked up already.
    """
    seen: set[int] = set()
    for file_id in dict.fromkeys(file_id for body in bodies for file_id in _named(body)):
        which = known[file_id] if file_id in known else await sticker_sets.of_file(tx, file_id)
        if which is None or which.set_id in seen:
            continue
        seen.add(which.set_id)
        order = [one.set_id for one in await sticker_sets.installed(tx, ctx.user_id, which.kind)]
        if which.set_id in order[1:]:
            await sticker_sets.reorder(tx, ctx.user_id, (which.set_id,))
            data, origin = {"set": which.set_id, "kind": int(which.kind)}, ctx.session.session_number
            await boxes.append(tx, ctx.user_id, USED, data, now=ctx.now, pts_count=0, origin=origin)


def _named(body: Body) -> Iterator[int]:
    """The documents that a message shows: the sticker it is, the custom emoji in its text."""
    media = body.get("media", {})
    if media.get("kind") == "document":
        yield media["file_id"]
    yield from (entity["document_id"] for entity in body.get("entities", ()) if entity["kind"] == "custom_emoji")


async def _used(scene: Rendering, event: Event) -> types.UpdateMoveStickerSetToTop:
    kind = event.data["kind"]
    return types.UpdateMoveStickerSetToTop(
        masks=kind == SetKind.MASKS, emojis=kind == SetKind.EMOJI, stickerset=event.data["set"]
    )


RENDERERS: Mapping[str, EventRenderer] = {USED: _used}
