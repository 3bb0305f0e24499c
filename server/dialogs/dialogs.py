"""The list of dialogs: messages.getDialogs, getPinnedDialogs, getPeerDialogs (core.telegram.org/api/folders)."""

from __future__ import annotations

from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.dialogs.unarchiving import FOLDERS, MAIN
from server.render.dialogs import render_dialogs
from server.render.hashing import result_hash
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from server.updates.state import state_of
from storage.conversations import dialogs, history
from storage.conversations.dialogs import Dialog
from storage.database import Snapshot

router = Router("dialogs")

MAX_PAGE = 100
"""Dialogs in one answer."""


@router.rpc(functions.messages.GetDialogs)
async def get_dialogs(ctx: Context, request: functions.messages.GetDialogs) -> types.messages.TypeDialogs:
    """A page of the list: the pinned dialogs first on the first page, then by the newest message.

    Who names no folder is told of the archive too, as clients count on (Telethon's `get_dialogs()`). What is pinned in
    the archive is on top of that alone, and stands among the others here. `count` is how many there are in all, also
    where those that are pinned are left out: TDLib never asks for them here, and takes it for the whole list's.

    Raises:
        FOLDER_ID_INVALID: There is no such folder.
    """
    limit = min(max(request.limit, 0), MAX_PAGE)
    folder = None if request.folder_id is None else _folder(request.folder_id)

    async def query(view: Snapshot) -> types.messages.TypeDialogs:
        before = await _offset(view, ctx.user_id, request)
        found: list[Dialog] = []
        if before is None and not request.exclude_pinned:
            found = (await dialogs.pinned(view, ctx.user_id, folder or MAIN))[:limit]
        found += await dialogs.newest(view, ctx.user_id, folder=folder, before=before, limit=limit - len(found))
        total = await dialogs.count(view, ctx.user_id, folder)
        if request.hash and request.hash == result_hash(dialog.top_message for dialog in found):
            return types.messages.DialogsNotModified(count=total)
        return await _answer(ctx, view, found, total)

    return await ctx.app.db.read(query)


def _folder(given: int) -> int:
    if given not in FOLDERS:
        raise rpc_errors.FOLDER_ID_INVALID
    return given


@router.rpc(functions.messages.GetPinnedDialogs)
async def get_pinned_dialogs(ctx: Context, request: functions.messages.GetPinnedDialogs) -> types.messages.PeerDialogs:
    """The pinned dialogs of a folder, from the top."""
    folder = _folder(request.folder_id)

    async def query(view: Snapshot) -> types.messages.PeerDialogs:
        return await _peer_dialogs(ctx, view, await dialogs.pinned(view, ctx.user_id, folder))

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetPeerDialogs)
async def get_peer_dialogs(ctx: Context, request: functions.messages.GetPeerDialogs) -> types.messages.PeerDialogs:
    """The dialogs with these peers, also empty ones and the one with oneself."""
    if not request.peers:
        raise rpc_errors.INPUT_PEERS_EMPTY
    if len(request.peers) > MAX_PAGE:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> types.messages.PeerDialogs:
        asked = [
            await access.peer(ctx, view, given.peer)
            for given in request.peers
            if isinstance(given, types.InputDialogPeer)
        ]
        known = await dialogs.some(view, ctx.user_id, asked)
        return await _peer_dialogs(ctx, view, [known.get(peer, Dialog(ctx.user_id, peer)) for peer in asked])

    return await ctx.app.db.read(query)


async def _offset(view: Snapshot, user_id: int, request: functions.messages.GetDialogs) -> int | None:
    """The top message after which the page begins; None for the first page."""
    if request.offset_id > 0:
        return request.offset_id
    if request.offset_date > 0:
        return await history.newest_before(view, user_id, request.offset_date) + 1
    return None


async def _answer(ctx: Context, view: Snapshot, found: Sequence[Dialog], total: int) -> types.messages.TypeDialogs:
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    rendered, tops = await render_dialogs(scene, found)
    users, chats = await render_peers(scene)
    if len(found) >= total:
        return types.messages.Dialogs(dialogs=rendered, messages=tops, users=users, chats=chats)
    return types.messages.DialogsSlice(count=total, dialogs=rendered, messages=tops, users=users, chats=chats)


async def _peer_dialogs(ctx: Context, view: Snapshot, found: Sequence[Dialog]) -> types.messages.PeerDialogs:
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    rendered, tops = await render_dialogs(scene, found)
    users, chats = await render_peers(scene)
    state = await state_of(ctx, view)
    return types.messages.PeerDialogs(dialogs=rendered, messages=tops, users=users, chats=chats, state=state)
