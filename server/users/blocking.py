"""Blocking: contacts.block, unblock, setBlocked, getBlocked (core.telegram.org/api/block).

The flag `my_stories_from` chooses the second list, of those who are kept from the caller's stories only. Whoever is
blocked, or no longer is, looks at the caller again: photo, number and status have gone, or are back.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from server.users.acquaintances import show_again
from server.users.contact_events import PEER_BLOCKED, append
from storage import peers as marked
from storage.accounts import blocks, users
from storage.accounts.blocks import BlockList
from storage.accounts.users import UserKind
from storage.database import Snapshot, Tx
from storage.peers import PeerKind

router = Router("blocking")

MAX_PAGE = 100
"""Peers in one answer of contacts.getBlocked."""
MAX_AT_ONCE = 1_000
"""Peers in one contacts.setBlocked."""


@router.rpc(functions.contacts.Block)
async def block(ctx: Context, request: functions.contacts.Block) -> bool:
    """Block a peer; blocking twice changes nothing."""
    blocked_from = _list(my_stories_from=request.my_stories_from)

    async def unit(tx: Tx) -> int:
        peer = await _peer(ctx, tx, request.id)
        if await blocks.block(tx, ctx.user_id, peer, ctx.now, blocked_from):
            await append(ctx, tx, PEER_BLOCKED, (peer,))
        return peer

    show_again(ctx.app, ctx.user_id, (await ctx.app.db.write(unit),))
    return True


@router.rpc(functions.contacts.Unblock)
async def unblock(ctx: Context, request: functions.contacts.Unblock) -> bool:
    """Let a peer in again."""
    blocked_from = _list(my_stories_from=request.my_stories_from)

    async def unit(tx: Tx) -> int:
        peer = await _peer(ctx, tx, request.id)
        if await blocks.unblock(tx, ctx.user_id, peer, blocked_from):
            await append(ctx, tx, PEER_BLOCKED, (peer,))
        return peer

    show_again(ctx.app, ctx.user_id, (await ctx.app.db.write(unit),))
    return True


@router.rpc(functions.contacts.SetBlocked)
async def set_blocked(ctx: Context, request: functions.contacts.SetBlocked) -> bool:
    """Block exactly these peers."""
    if len(request.id) > MAX_AT_ONCE:
        raise rpc_errors.LIMIT_INVALID
    blocked_from = _list(my_stories_from=request.my_stories_from)

    async def unit(tx: Tx) -> set[int]:
        wanted = {await _peer(ctx, tx, given) for given in request.id}
        before = await blocks.everyone(tx, ctx.user_id, blocked_from)
        for peer in before - wanted:
            await blocks.unblock(tx, ctx.user_id, peer, blocked_from)
        for peer in wanted - before:
            await blocks.block(tx, ctx.user_id, peer, ctx.now, blocked_from)
        changed = before ^ wanted
        await append(ctx, tx, PEER_BLOCKED, sorted(changed))
        return changed

    show_again(ctx.app, ctx.user_id, await ctx.app.db.write(unit))
    return True


@router.rpc(functions.contacts.GetBlocked)
async def get_blocked(ctx: Context, request: functions.contacts.GetBlocked) -> types.contacts.TypeBlocked:
    """A page of a list, the newest first."""
    blocked_from = _list(my_stories_from=request.my_stories_from)
    offset, limit = max(request.offset, 0), min(max(request.limit, 0), MAX_PAGE)

    async def query(view: Snapshot) -> types.contacts.TypeBlocked:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        total, page = await blocks.of_user(view, ctx.user_id, blocked_from, offset, limit)
        blocked = [types.PeerBlocked(peer_id=scene.peer(peer), date=date) for peer, date in page]
        people, chats = await render_peers(scene)
        if len(page) == total:
            return types.contacts.Blocked(blocked=blocked, chats=chats, users=people)
        return types.contacts.BlockedSlice(count=total, blocked=blocked, chats=chats, users=people)

    return await ctx.app.db.read(query)


def _list(*, my_stories_from: bool) -> BlockList:
    return BlockList.STORIES if my_stories_from else BlockList.MAIN


async def _peer(ctx: Context, view: Snapshot, given: types.TypeInputPeer) -> int:
    """Somebody who can be blocked: an account of somebody else's that is still there."""
    peer = await access.peer(ctx, view, given)
    if marked.split(peer)[0] is not PeerKind.USER:
        raise rpc_errors.PEER_ID_INVALID
    user = await users.by_id(view, peer)
    if user is None or peer == ctx.user_id or user.kind is UserKind.SERVICE:
        raise rpc_errors.CONTACT_ID_INVALID
    if user.kind is UserKind.DELETED:
        raise rpc_errors.INPUT_USER_DEACTIVATED
    return peer
