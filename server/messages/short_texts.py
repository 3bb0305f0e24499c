"""Short texts inside media: questions and answers of polls, titles and items of to-do lists (textWithEntities)."""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.messages.composing import checked_text
from server.rpc.context import Context
from storage.database import Snapshot

CUSTOM_EMOJI = frozenset({"custom_emoji"})
"""The entities of questions and answers."""

SIMPLE_STYLES = CUSTOM_EMOJI | {"bold", "italic", "underline", "strike", "spoiler"}
"""The entities of to-do lists."""


async def short_text(
    ctx: Context,
    view: Snapshot,
    given: types.TypeTextWithEntities,
    limit: int,
    kinds: frozenset[str],
    error: type[RpcError],
) -> dict[str, Any]:
    """A text as it will be kept (`text`, `entities`); entities of other kinds go.

    Raises:
        error: It is empty, or has more than `limit` characters.
        ENTITY_BOUNDS_INVALID: An entity lies outside of it.
    """
    try:
        text, records = await checked_text(ctx, view, given.text, given.entities, limit)
    except rpc_errors.MESSAGE_TOO_LONG:
        raise error from None
    if not text:
        raise error
    return {"text": text, "entities": [record for record in records if record["kind"] in kinds]}
