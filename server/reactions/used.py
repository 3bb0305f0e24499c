"""The reactions a user gives: messages.getTopReactions, getRecentReactions, clearRecentReactions, setDefaultReaction.

(core.telegram.org/api/reactions#recent-reactions, #default-reaction)
"""

from __future__ import annotations

from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.reactions.choice import read_reaction
from server.render.reactions import reactions_hash, render_reaction
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.starter.reactions import EMOJI
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.conversations import boxes, used_reactions
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx

router = Router("used_reactions")

RECENT_REACTIONS = "recent_reactions"

MAX_LISTED = 100

FIRST_DEFAULT = "👍"
"""The reaction that a double tap gives until its user chooses another."""


@router.rpc(functions.messages.GetTopReactions)
async def get_top_reactions(ctx: Context, request: functions.messages.GetTopReactions) -> types.messages.TypeReactions:
    """What the caller gives most, and then the rest."""
    used = await ctx.app.db.peek(lambda view: used_reactions.top(view, ctx.user_id, MAX_LISTED))
    return _answer([*dict.fromkeys([*used, *EMOJI])], request)


@router.rpc(functions.messages.GetRecentReactions)
async def get_recent_reactions(
    ctx: Context, request: functions.messages.GetRecentReactions
) -> types.messages.TypeReactions:
    """What the caller gave last."""
    recent = await ctx.app.db.peek(lambda view: used_reactions.recent(view, ctx.user_id, MAX_LISTED))
    return _answer(recent, request)


@router.rpc(functions.messages.ClearRecentReactions)
async def clear_recent_reactions(ctx: Context, request: functions.messages.ClearRecentReactions) -> bool:
    """Forget what the caller gave last."""

    async def unit(tx: Tx) -> None:
        if await used_reactions.clear_recent(tx, ctx.user_id):
            await _tell(ctx, tx)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.SetDefaultReaction)
async def set_default_reaction(ctx: Context, request: functions.messages.SetDefaultReaction) -> bool:
    """Choose what a double tap gives; clients find it in help.getConfig."""

    async def unit(tx: Tx) -> None:
        try:
            reaction = await read_reaction(tx, request.reaction)
        except (rpc_errors.REACTION_EMPTY, rpc_errors.DOCUMENT_INVALID):
            raise rpc_errors.REACTION_INVALID from None
        await settings.put(tx, ctx.user_id, Setting.DEFAULT_REACTION, reaction)

    await ctx.app.db.write(unit)
    ctx.app.hub.tell((ctx.user_id,), _config_changed, except_session=ctx.session.session_number)
    return True


async def default_reaction(view: Snapshot, user_id: int) -> types.TypeReaction:
    """What a double tap of this user gives."""
    return render_reaction(await settings.get(view, user_id, Setting.DEFAULT_REACTION, FIRST_DEFAULT))


async def remember(ctx: Context, tx: Tx, given: Sequence[str], *, recent: bool) -> None:
    """The caller gave these just now; with `recent` they want to find them there."""
    await used_reactions.count(tx, ctx.user_id, given)
    if recent and any([await used_reactions.remember(tx, ctx.user_id, reaction) for reaction in given]):
        await _tell(ctx, tx)


def _answer(
    listed: Sequence[str], request: functions.messages.GetTopReactions | functions.messages.GetRecentReactions
) -> types.messages.TypeReactions:
    shown = listed[: min(max(request.limit, 0), MAX_LISTED)]
    value = reactions_hash(shown)
    if request.hash and request.hash == value:
        return types.messages.ReactionsNotModified()
    return types.messages.Reactions(hash=value, reactions=[render_reaction(one) for one in shown])


async def _tell(ctx: Context, tx: Tx) -> None:
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, RECENT_REACTIONS, {}, now=ctx.now, pts_count=0, origin=origin)


async def _config_changed(scene: Rendering) -> types.UpdateConfig:
    return types.UpdateConfig()


async def render_recent(scene: Rendering, event: Event) -> types.UpdateRecentReactions:
    """RECENT_REACTIONS as an update."""
    return types.UpdateRecentReactions()


RENDERERS: dict[str, EventRenderer] = {RECENT_REACTIONS: render_recent}
