"""Brings the history of a chat into its window, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator

from client_sdk.client import Client
from client_sdk.tui.window import Change, Window
from client_sdk.verbs.history import AnyMessage

PAGE = 50


def cached(client: Client, window: Window) -> None:
    """Begin with what was seen before, which is there at once and without a server."""
    window.begin(client.cache.history(window.peer_id, limit=PAGE), at_start=False, at_end=True)


async def latest(client: Client, window: Window) -> None:
    """Begin at the present."""
    page = await _all(client.iter_messages(window.peer_id, limit=PAGE))
    window.begin(page, at_start=len(page) < PAGE, at_end=True)


async def around(client: Client, window: Window, message_id: int) -> None:
    """Begin with a message in the middle."""
    older = await _all(client.iter_messages(window.peer_id, before=message_id + 1, limit=PAGE))
    newer = await _all(client.iter_messages(window.peer_id, after=message_id, reverse=True, limit=PAGE))
    window.begin([*older, *newer], at_start=len(older) < PAGE, at_end=len(newer) < PAGE)


async def older(client: Client, window: Window) -> Change:
    """The page before the window; from the cache while there is no connection."""
    before = min(window.ids, default=0)
    if not client.connected:
        page = client.cache.history(window.peer_id, before=before, limit=PAGE)
        return window.older(page) if page else Change()
    return window.older(await _all(client.iter_messages(window.peer_id, before=before, limit=PAGE)))


async def newer(client: Client, window: Window) -> Change:
    """The page after the window."""
    after = max(window.ids, default=0)
    return window.newer(await _all(client.iter_messages(window.peer_id, after=after, reverse=True, limit=PAGE)))


async def _all(messages: AsyncIterator[AnyMessage]) -> list[AnyMessage]:
    return [message async for message in messages]
