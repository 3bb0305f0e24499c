"""Names and notes that people give: what they may be."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from server.access import peers as access
from server.messages.entities import check_text
from server.rpc.context import Context
from storage.database import Snapshot

MAX_NAME = 64
"""Characters of a first or last name."""
MAX_NOTE = 128
"""Characters of a note on a contact (appConfig contact_note_length_limit)."""


def name(text: str) -> str:
    """A name as it is kept: without surrounding white space, not longer than names are."""
    return text.strip()[:MAX_NAME]


async def note(ctx: Context, view: Snapshot, given: types.TextWithEntities) -> dict[str, Any] | None:
    """A note as it is kept; None for an empty one."""

    async def user_of(user: types.TypeInputUser) -> int:
        return (await access.user(ctx, view, user)).user_id

    text, entities = await check_text(given.text, given.entities, user_of, limit=MAX_NOTE)
    if not text:
        return None
    return {"text": text, "entities": entities}
