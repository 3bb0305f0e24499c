"""messages.getAvailableReactions: what one may react with, and how it looks (core.telegram.org/api/reactions).

Clients keep the answer for as long as its hash is the server's. The references in it do not last that long, so the
hash changes twice while a reference is good: a client that asks again within that time never holds an expired one.
"""

from __future__ import annotations

import zlib

from mtproto.tl import functions, types
from server.access.file_references import LIFETIME, PUBLIC
from server.render.files import render_document
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.starter import shipping
from server.starter.reactions import EMOJI, title
from storage.database import Snapshot
from storage.media import files

router = Router("available_reactions")


@router.rpc(functions.messages.GetAvailableReactions)
async def get_available_reactions(
    ctx: Context, request: functions.messages.GetAvailableReactions
) -> types.messages.TypeAvailableReactions:
    """Every reaction, with its pictures."""
    value = _hash(ctx.now)
    if request.hash == value:
        return types.messages.AvailableReactionsNotModified()
    made = await ctx.app.starter.reactions()

    async def query(view: Snapshot) -> types.messages.AvailableReactions:
        known = await files.by_ids(view, made.values())
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)

        def document(emoji: str, role: str) -> types.Document:
            return render_document(scene, known[made[emoji, role]], PUBLIC)

        return types.messages.AvailableReactions(
            hash=value,
            reactions=[
                types.AvailableReaction(
                    reaction=emoji,
                    title=title(emoji),
                    static_icon=document(emoji, "static_icon"),
                    appear_animation=document(emoji, "appear_animation"),
                    select_animation=document(emoji, "select_animation"),
                    activate_animation=document(emoji, "activate_animation"),
                    effect_animation=document(emoji, "effect_animation"),
                    around_animation=document(emoji, "around_animation"),
                    center_icon=document(emoji, "center_icon"),
                )
                for emoji in EMOJI
            ],
        )

    return await ctx.app.db.read(query)


def _hash(now: int) -> int:
    return zlib.crc32(f"{shipping.VERSION} {EMOJI} {now // (LIFETIME // 2)}".encode()) & 0x7FFFFFFF
