"""The archive: folders.editPeerFolders (core.telegram.org/api/folders#peer-folders)."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.dialogs.unarchiving import FOLDERS, MOVED
from server.messages.answers import answer_events
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, dialogs
from storage.conversations.boxes import Event
from storage.database import Tx

router = Router("archive")

MAX_AT_ONCE = 100


@router.rpc(functions.folders.EditPeerFolders)
async def edit_peer_folders(ctx: Context, request: functions.folders.EditPeerFolders) -> types.Updates:
    """Move dialogs into the archive or out of it; what was pinned is pinned no more."""
    if not request.folder_peers or len(request.folder_peers) > MAX_AT_ONCE:
        raise rpc_errors.FOLDER_ID_INVALID
    if any(one.folder_id not in FOLDERS for one in request.folder_peers):
        raise rpc_errors.FOLDER_ID_INVALID

    async def unit(tx: Tx) -> list[Event]:
        moved = {}
        for one in request.folder_peers:
            peer = await access.peer(ctx, tx, one.peer)
            dialog = await dialogs.get(tx, ctx.user_id, peer)
            if dialog.folder != one.folder_id:
                await dialogs.save(tx, replace(dialog, folder=one.folder_id, pinned=0))
                moved[peer] = one.folder_id
        if not moved:
            return []
        return [
            await boxes.append(
                tx,
                ctx.user_id,
                MOVED,
                {"folders": sorted(moved.items())},
                now=ctx.now,
                pts_count=len(moved),
                origin=ctx.session.session_number,
            )
        ]

    return await answer_events(ctx, await ctx.app.db.write(unit), render_moved)


async def render_moved(scene: Rendering, event: Event) -> types.UpdateFolderPeers:
    """MOVED as an update."""
    folder_peers = [types.FolderPeer(peer=scene.peer(peer), folder_id=folder) for peer, folder in event.data["folders"]]
    return types.UpdateFolderPeers(folder_peers=folder_peers, pts=event.pts, pts_count=event.pts_count)


RENDERERS: dict[str, EventRenderer] = {MOVED: render_moved}
