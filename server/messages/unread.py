"""News of messages that wait in a dialog to be looked at, all in the same way: mentions, reactions, votes.

Each sort has a flag on the messages it concerns. Clients fetch those messages page by page, and say that they have seen
them all; the answer to that tells how many are left (core.telegram.org/api/mentions, server/messages/slices.py).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mtproto.tl import types
from server.access import peers as access
from server.messages.contents import tell_read
from server.messages.history import MAX_PAGE, page_of, window_of
from server.messages.slices import all_slices
from server.rpc.context import Context
from storage.conversations import history
from storage.conversations.history import Window
from storage.conversations.messages import Message
from storage.database import Snapshot, Tx


@dataclass(frozen=True, slots=True)
class News:
    """One sort of news.

    Attributes:
        only: Which messages have some, as `storage.conversations.history.page` takes it.
        left: How many messages in a user's dialog have some: `(view, user_id, peer)`.
        see: Take it from these messages.
    """

    only: str
    left: Callable[[Snapshot, int, int], Awaitable[int]]
    see: Callable[[Context, Tx, Sequence[Message]], Awaitable[None]]


async def unread_page(ctx: Context, request: Any, news: News) -> types.messages.TypeMessages:
    """The messages of a dialog that have such news, in the window that the request asks for."""

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        peer = await access.peer(ctx, view, request.peer)
        found = await history.page(view, ctx.user_id, peer, window_of(request), only=news.only)
        return await page_of(ctx, view, found, await news.left(view, ctx.user_id, peer))

    return await ctx.app.db.read(query)


async def read_all(ctx: Context, given: types.TypeInputPeer, news: News) -> types.messages.AffectedHistory:
    """The messages of a dialog that have such news have been looked at."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, given))

    async def unit(tx: Tx) -> types.messages.AffectedHistory:
        found = await history.page(tx, ctx.user_id, peer, Window(limit=MAX_PAGE), only=news.only)
        await news.see(ctx, tx, found)
        pts, pts_count = await tell_read(ctx, tx, found)
        left = await news.left(tx, ctx.user_id, peer)
        return types.messages.AffectedHistory(pts=pts, pts_count=pts_count, offset=left)

    return await all_slices(ctx, unit)
