"""The bar on top of a dialog with somebody new, and what its buttons report (core.telegram.org/api/action-bar)."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.peer_settings import render_peer_settings
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users.contact_events import CONTACT, append
from storage.accounts import reports
from storage.accounts.reports import Report
from storage.conversations import dialogs, messages
from storage.conversations.dialogs import DialogFlag
from storage.database import Snapshot, Tx

router = Router("peer_settings")

MAX_REPORTED = 100
"""Messages of one report."""

REASONS = {
    b"spam": "Spam",
    b"violence": "Violence",
    b"child_abuse": "Child abuse",
    b"pornography": "Pornography",
    b"personal": "Personal data",
    b"other": "Other",
}
"""What a report may be about; the option is what the client sends back."""

NEEDS_COMMENT = frozenset({b"other"})


@router.rpc(functions.messages.GetPeerSettings)
async def get_peer_settings(ctx: Context, request: functions.messages.GetPeerSettings) -> types.messages.PeerSettings:
    """What the bar of a dialog offers."""

    async def query(view: Snapshot) -> types.messages.PeerSettings:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        peer = await access.peer(ctx, view, request.peer)
        scene.peer(peer)
        settings = await render_peer_settings(scene, peer)
        found, chats = await render_peers(scene)
        return types.messages.PeerSettings(settings=settings, chats=chats, users=found)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.HidePeerSettingsBar)
async def hide_peer_settings_bar(ctx: Context, request: functions.messages.HidePeerSettingsBar) -> bool:
    """Do not show the bar any more."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))

    await ctx.app.db.write(lambda tx: _hide(ctx, tx, peer))
    return True


@router.rpc(functions.messages.ReportSpam, flood=FloodClass.CREATE)
async def report_spam(ctx: Context, request: functions.messages.ReportSpam) -> bool:
    """Report whoever wrote first, and hide the bar."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))

    async def unit(tx: Tx) -> None:
        await reports.add(tx, Report(ctx.user_id, peer, "peer", 0, "spam", "", ctx.now))
        await _hide(ctx, tx, peer)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.Report, flood=FloodClass.CREATE)
async def report(ctx: Context, request: functions.messages.Report) -> types.TypeReportResult:
    """Report messages: first what it is about is asked, then perhaps a comment, then it is kept for the operator."""
    if not request.id or len(request.id) > MAX_REPORTED:
        raise rpc_errors.MESSAGE_ID_INVALID

    async def readable(view: Snapshot) -> int:
        peer = await access.peer(ctx, view, request.peer)
        found = await messages.by_ids(view, ctx.user_id, request.id)
        if len(found) != len(set(request.id)) or any(message.peer != peer for message in found.values()):
            raise rpc_errors.MESSAGE_ID_INVALID
        return peer

    peer = await ctx.app.db.peek(readable)
    if not request.option:
        options = [types.MessageReportOption(text=text, option=option) for option, text in REASONS.items()]
        return types.ReportResultChooseOption(title="Report", options=options)
    if request.option not in REASONS:
        raise rpc_errors.OPTION_INVALID
    if request.option in NEEDS_COMMENT and not request.message:
        return types.ReportResultAddComment(option=request.option)

    async def unit(tx: Tx) -> None:
        for message_id in request.id:
            reason, comment = request.option.decode(), request.message[:512]
            await reports.add(tx, Report(ctx.user_id, peer, "message", message_id, reason, comment, ctx.now))

    await ctx.app.db.write(unit)
    return types.ReportResultReported()


async def _hide(ctx: Context, tx: Tx, peer: int) -> None:
    dialog = await dialogs.get(tx, ctx.user_id, peer)
    if DialogFlag.BAR_HIDDEN not in dialog.flags:
        await dialogs.save(tx, replace(dialog, flags=dialog.flags | DialogFlag.BAR_HIDDEN))
        await append(ctx, tx, CONTACT, (peer,))
