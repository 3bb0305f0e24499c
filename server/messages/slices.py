"""What is done to a whole dialog, however long it is: slice by slice, each in a unit of its own.

No unit holds the database for long. `offset` in the answer says that something is left, and clients should ask again
until it is 0 (core.telegram.org/constructor/messages.affectedHistory); but Telethon, Kurigram and mtcute ask once, and
take the dialog for done. So one call does as many slices as a dialog is likely to have.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from mtproto.tl import types
from server.rpc.context import Context
from storage.database import Tx

MAX_SLICES = 100
"""Slices of one call. Longer dialogs want another one."""

Unit = Callable[[Tx], Coroutine[Any, Any, types.messages.AffectedHistory]]


async def all_slices(ctx: Context, unit: Unit) -> types.messages.AffectedHistory:
    """Run the unit that does one slice until nothing is left; the answer counts what all of them did.

    What else comes into the caller's box meanwhile is not counted. A client to which that has happened finds a gap
    before the answer's pts, and asks for the difference.
    """
    answer = await ctx.app.db.write(unit)
    for _ in range(MAX_SLICES - 1):
        if not answer.offset:
            break
        before, answer = answer.pts_count, await ctx.app.db.write(unit)
        answer.pts_count += before
    return answer
