"""Reading: how far a dialog has been read, told to the reader's other devices and to whoever wrote.

A message counts as read by its writer's side when any recipient has read that far; for each writer the furthest of
their messages among those just read is told (core.telegram.org/api/updates, updateReadHistoryOutbox).
"""

from __future__ import annotations

from dataclasses import replace

from mtproto.tl import functions, types
from server.access import peers as access
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, chats, dialogs, messages, receipts
from storage.conversations.boxes import Event
from storage.conversations.dialogs import Dialog
from storage.database import Snapshot, Tx

router = Router("reading")

READ_INBOX = "read_inbox"
READ_OUTBOX = "read_outbox"
UNREAD_MARK = "unread_mark"


@router.rpc(functions.messages.ReadHistory)
async def read_history(ctx: Context, request: functions.messages.ReadHistory) -> types.messages.AffectedMessages:
    """Everything up to a message is read; 0 is everything."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> tuple[int, int]:
        return await read_up_to(tx, ctx.user_id, peer, request.max_id, ctx.now, origin)

    pts, pts_count = await ctx.app.db.write(unit)
    return types.messages.AffectedMessages(pts=pts, pts_count=pts_count)


async def read_up_to(tx: Tx, reader: int, peer: int, max_id: int, now: int, origin: int) -> tuple[int, int]:
    """Mark a dialog read up to a message (0: all of it); returns (pts, pts_count) of the reader's box."""
    dialog = await dialogs.get(tx, reader, peer)
    reached = min(max_id, dialog.top_message) if max_id > 0 else dialog.top_message
    if dialog.unread_mark:
        await mark(tx, dialog, unread=False, now=now, origin=origin)
    if reached <= dialog.read_inbox:
        return (await boxes.counters(tx, reader)).pts, 0
    writers = await messages.writers_between(tx, reader, peer, dialog.read_inbox, reached)
    unread = await messages.incoming_after(tx, reader, peer, reached)
    await dialogs.save(tx, replace(dialog, read_inbox=reached, unread=unread, unread_mark=False))
    data = {"peer": peer, "max_id": reached, "unread": unread, "folder": dialog.folder}
    event = await boxes.append(tx, reader, READ_INBOX, data, now=now, origin=origin)
    told = writers if peer > 0 else await _among_members(tx, -peer, reader, writers)
    for origin_box, origin_id in told.items():
        await _tell_writer(tx, reader, origin_box, origin_id, now)
    return event.pts, event.pts_count


async def _among_members(view: Snapshot, chat_id: int, reader: int, writers: dict[int, int]) -> dict[int, int]:
    """Those writers who hear that somebody has read: who has gone from a group is not told, and tells nobody."""
    members = await chats.member_ids(view, chat_id)
    return {writer: message_id for writer, message_id in writers.items() if {writer, reader}.issubset(members)}


async def mark(tx: Tx, dialog: Dialog, *, unread: bool, now: int, origin: int) -> None:
    """Set or take away the mark by which a user remembers a dialog as unread."""
    await dialogs.save(tx, replace(dialog, unread_mark=unread))
    data = {"peer": dialog.peer, "unread": unread}
    await boxes.append(tx, dialog.box, UNREAD_MARK, data, now=now, pts_count=0, origin=origin)


async def _tell_writer(tx: Tx, reader: int, writer: int, message_id: int, now: int) -> None:
    """A message in its writer's own box has been read by somebody."""
    original = await messages.by_id(tx, writer, message_id)
    assert original is not None  # `writers_between` names what is there
    dialog = await dialogs.get(tx, writer, original.peer)
    await receipts.add(tx, writer, original.peer, reader, message_id, now)
    if message_id <= dialog.read_outbox:
        return
    await dialogs.save(tx, replace(dialog, read_outbox=message_id))
    await boxes.append(tx, writer, READ_OUTBOX, {"peer": original.peer, "max_id": message_id}, now=now)


async def render_read_inbox(scene: Rendering, event: Event) -> types.UpdateReadHistoryInbox:
    """READ_INBOX as an update."""
    data = event.data
    return types.UpdateReadHistoryInbox(
        folder_id=data["folder"] or None,
        peer=scene.peer(data["peer"]),
        max_id=data["max_id"],
        still_unread_count=data["unread"],
        pts=event.pts,
        pts_count=event.pts_count,
    )


async def render_read_outbox(scene: Rendering, event: Event) -> types.UpdateReadHistoryOutbox:
    """READ_OUTBOX as an update."""
    peer = scene.peer(event.data["peer"])
    return types.UpdateReadHistoryOutbox(
        peer=peer, max_id=event.data["max_id"], pts=event.pts, pts_count=event.pts_count
    )


async def render_unread_mark(scene: Rendering, event: Event) -> types.UpdateDialogUnreadMark:
    """UNREAD_MARK as an update."""
    peer = types.DialogPeer(peer=scene.peer(event.data["peer"]))
    return types.UpdateDialogUnreadMark(peer=peer, unread=event.data["unread"])


RENDERERS: dict[str, EventRenderer] = {
    READ_INBOX: render_read_inbox,
    READ_OUTBOX: render_read_outbox,
    UNREAD_MARK: render_unread_mark,
}
