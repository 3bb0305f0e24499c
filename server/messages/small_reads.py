"""Reads about messages that are asked for one by one: views, ranges, live locations, effects, delivery."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.history import MAX_PAGE, page_of
from server.messages.places import is_live
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import messages
from storage.database import Snapshot

router = Router("small_reads")

LAST_ID = 2**31 - 1
"""The largest id that a message can have."""

LIVE_AT_MOST = 86_400
"""Seconds: a live location is shared for a day at most, unless it is shared until stopped."""


@router.rpc(functions.messages.GetMessagesViews)
async def get_messages_views(ctx: Context, request: functions.messages.GetMessagesViews) -> types.messages.MessageViews:
    """How often messages were seen. Only posts of channels are counted; elsewhere there is no figure."""
    if len(request.id) > MAX_PAGE:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> types.messages.MessageViews:
        peer = await access.peer(ctx, view, request.peer)
        known = await messages.by_ids(view, ctx.user_id, request.id) if request.id else {}
        if any(message.peer != peer for message in known.values()):
            raise rpc_errors.MESSAGE_ID_INVALID
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        scene.peer(peer)
        users, chats = await render_peers(scene)
        views = [types.MessageViews() for _ in request.id]
        return types.messages.MessageViews(views=views, chats=chats, users=users)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetRichMessage)
async def get_rich_message(ctx: Context, request: functions.messages.GetRichMessage) -> types.messages.TypeMessages:
    """A rich message whole. Here none is ever shown in part, so it is as it was shown before."""

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        peer = await access.peer(ctx, view, request.peer)
        message = await messages.by_id(view, ctx.user_id, request.id)
        if message is None or message.peer != peer or "rich" not in message.body:
            raise rpc_errors.MESSAGE_ID_INVALID
        return await page_of(ctx, view, (message,), 1)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetSplitRanges)
async def get_split_ranges(ctx: Context, request: functions.messages.GetSplitRanges) -> list[types.MessageRange]:
    """The ranges by which an export reads a box: here it is one.

    It holds what is still to come as well: Kurigram asks once and counts messages by it from then on.
    """
    return [types.MessageRange(min_id=1, max_id=LAST_ID)]


@router.rpc(functions.messages.GetRecentLocations)
async def get_recent_locations(
    ctx: Context, request: functions.messages.GetRecentLocations
) -> types.messages.TypeMessages:
    """The live locations in a dialog that are live now."""

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        peer = await access.peer(ctx, view, request.peer)
        recent = await messages.in_range(view, ctx.user_id, peer, min_date=ctx.now - LIVE_AT_MOST, limit=10 * MAX_PAGE)
        live = [
            message
            for message in recent
            if (media := message.body.get("media", {})).get("kind") == "geo_live" and is_live(message, media, ctx.now)
        ]
        return await page_of(ctx, view, live[: min(max(request.limit, 0), MAX_PAGE)], len(live), request.hash)

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetAvailableEffects)
async def get_available_effects(
    ctx: Context, request: functions.messages.GetAvailableEffects
) -> types.messages.AvailableEffects:
    """Message effects are animations made by others; this server ships none, and refuses messages that name one."""
    return types.messages.AvailableEffects(hash=0, effects=[], documents=[])


@router.rpc(functions.messages.ReceivedMessages)
async def received_messages(
    ctx: Context, request: functions.messages.ReceivedMessages
) -> list[types.ReceivedNotifyMessage]:
    """A device has messages up to an id, so it need not be woken for them: of those nothing waits to be pushed."""
    return []


@router.rpc(functions.messages.ReportMessagesDelivery)
async def report_messages_delivery(ctx: Context, request: functions.messages.ReportMessagesDelivery) -> bool:
    """A device says that messages arrived which had asked to hear of it; no message here ever asks."""
    await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))
    return True
