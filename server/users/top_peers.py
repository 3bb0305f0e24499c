"""The peers a user uses most: contacts.getTopPeers, resetTopPeerRating, toggleTopPeers
(core.telegram.org/api/top-rating).

The rating of a peer is the sum over what was sent to it lately of e^(-age / rating_e_decay), so that it halves every
few weeks without use. It is computed when asked for, from the messages themselves; nothing else is recorded. The
categories of bots, calls and channels are empty as long as those do not exist here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from math import exp

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.hashing import result_hash
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.startup.config import RATING_E_DECAY
from storage.accounts import settings, top_peers
from storage.accounts.settings import Setting
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx

router = Router("top_peers")

MAX_PAGE = 100
"""Peers of one category in one answer."""

CATEGORIES: Mapping[str, type[types.TypeTopPeerCategory]] = {
    "correspondents": types.TopPeerCategoryCorrespondents,
    "forward_users": types.TopPeerCategoryForwardUsers,
    "forward_chats": types.TopPeerCategoryForwardChats,
    "groups": types.TopPeerCategoryGroups,
    "bots_pm": types.TopPeerCategoryBotsPM,
    "bots_inline": types.TopPeerCategoryBotsInline,
    "bots_app": types.TopPeerCategoryBotsApp,
    "bots_guestchat": types.TopPeerCategoryBotsGuestChat,
    "phone_calls": types.TopPeerCategoryPhoneCalls,
    "channels": types.TopPeerCategoryChannels,
}
"""By the name of the flag that asks for them."""
_NAME_OF: Mapping[type, str] = {category: name for name, category in CATEGORIES.items()}

_COUNTS: Mapping[str, Callable[[Message], bool]] = {
    "correspondents": lambda message: message.peer > 0,
    "forward_users": lambda message: message.peer > 0 and "forward" in message.body,
    "forward_chats": lambda message: message.peer < 0 and "forward" in message.body,
    "groups": lambda message: message.peer < 0,
}
"""Which messages count towards which category."""


@router.rpc(functions.contacts.GetTopPeers, flood=FloodClass.SEARCH)
async def get_top_peers(ctx: Context, request: functions.contacts.GetTopPeers) -> types.contacts.TypeTopPeers:
    """The highest rated peers of each category asked for."""
    asked = [name for name in CATEGORIES if getattr(request, name)]
    if not asked:
        raise rpc_errors.TYPES_EMPTY
    offset, limit = max(request.offset, 0), min(max(request.limit, 0), MAX_PAGE)

    async def query(view: Snapshot) -> types.contacts.TypeTopPeers:
        if await settings.get(view, ctx.user_id, Setting.TOP_PEERS_OFF, False):
            return types.contacts.TopPeersDisabled()
        ratings = await _ratings(view, ctx.user_id, ctx.now)
        ranked = {name: sorted(ratings[name].items(), key=lambda one: -one[1]) for name in asked}
        page = {name: found[offset : offset + limit] for name, found in ranked.items()}
        if request.hash and request.hash == result_hash(peer for found in page.values() for peer, _ in found):
            return types.contacts.TopPeersNotModified()
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        categories = [
            types.TopPeerCategoryPeers(
                category=CATEGORIES[name](),
                count=len(ranked[name]),
                peers=[types.TopPeer(peer=scene.peer(peer), rating=rating) for peer, rating in found],
            )
            for name, found in page.items()
        ]
        users, chats = await render_peers(scene)
        return types.contacts.TopPeers(categories=categories, chats=chats, users=users)

    return await ctx.app.db.read(query)


@router.rpc(functions.contacts.ResetTopPeerRating)
async def reset_top_peer_rating(ctx: Context, request: functions.contacts.ResetTopPeerRating) -> bool:
    """Let a peer begin at nothing in one category."""

    async def unit(tx: Tx) -> None:
        peer = await access.peer(ctx, tx, request.peer)
        await top_peers.reset(tx, ctx.user_id, _NAME_OF[type(request.category)], peer, ctx.now)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.contacts.ToggleTopPeers)
async def toggle_top_peers(ctx: Context, request: functions.contacts.ToggleTopPeers) -> bool:
    """Compute ratings for the caller, or do not."""

    async def unit(tx: Tx) -> None:
        await settings.put(tx, ctx.user_id, Setting.TOP_PEERS_OFF, not request.enabled)
        if not request.enabled:
            await top_peers.forget_resets(tx, ctx.user_id)

    await ctx.app.db.write(unit)
    return True


async def _ratings(view: Snapshot, user_id: int, now: int) -> Mapping[str, dict[int, float]]:
    """Category → peer → rating."""
    resets = await top_peers.resets(view, user_id)
    ratings: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for message in await top_peers.sent_lately(view, user_id):
        if message.peer == user_id or Flag.SERVICE in message.flags:
            continue
        for name, counts in _COUNTS.items():
            if counts(message) and message.date > resets.get((name, message.peer), 0):
                ratings[name][message.peer] += exp((message.date - now) / RATING_E_DECAY)
    return ratings
