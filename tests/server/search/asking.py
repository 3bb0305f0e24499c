"""Searches for tests, and what they found."""

from __future__ import annotations

from typing import Any

from mtproto.tl import functions, types

NOTHING = types.InputMessagesFilterEmpty()
ZERO: dict[str, Any] = dict.fromkeys(("min_date", "max_date", "offset_id", "add_offset", "max_id", "min_id", "hash"), 0)


def search(peer: types.TypeInputPeer, q: str = "", filter_: Any = NOTHING, **fields: Any) -> functions.messages.Search:
    """messages.search; up to 100 messages unless asked otherwise."""
    return functions.messages.Search(**{"peer": peer, "q": q, "filter": filter_, **ZERO, "limit": 100, **fields})


def everywhere(q: str = "", filter_: Any = NOTHING, **fields: Any) -> functions.messages.SearchGlobal:
    """messages.searchGlobal; the first page unless asked otherwise."""
    zero: dict[str, Any] = dict.fromkeys(("min_date", "max_date", "offset_rate", "offset_id"), 0)
    given = {"q": q, "filter": filter_, "offset_peer": types.InputPeerEmpty(), "limit": 100, **zero, **fields}
    return functions.messages.SearchGlobal(**given)


async def ids(device: Any, request: Any) -> list[int]:
    return [message.id for message in (await device(request)).messages]


async def said(device: Any, request: Any) -> list[str]:
    return [message.message for message in (await device(request)).messages]
