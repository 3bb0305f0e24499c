"""What is done to a whole dialog, however long it is: slice by slice, each in a unit of its own.

No unit holds the database for long. `offset` in the answer says that something is left, and clients should ask again
until it is 0 (core.telegram.org/constructor/messages.affectedHistory); but Telethon, Kurigram and mtcute ask once, and
take the dialog for done. So one call goes on for as long as somebody likes to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.rpc.context import Context
from storage.database import Tx

SECONDS = 5.0
"""How long one call begins with other slices. What is left then wants another one: thousands of messages in a large
group, each of which has hundreds of copies."""

Unit = Callable[[Tx], Coroutine[Any, Any, types.messages.AffectedHistory]]


async def all_slices(ctx: Context, unit: Unit) -> types.messages.AffectedHistory:
    """Run the unit that does one slice until nothing is left; the answer counts what all of them did.

    A slice may be refused where others were not: that is told by the call after this one, as this one tells what went.
    What else comes into the caller's box meanwhile is not counted. A client to which that has happened finds a gap
    before the answer's pts, and asks for the difference.
    """
    ends_at = ctx.app.clock.monotonic() + SECONDS
    answer = await ctx.app.db.write(unit)
    done = answer.pts_count
    while answer.offset and answer.pts_count and ctx.app.clock.monotonic() < ends_at:
        try:
            answer = await ctx.app.db.write(unit)
        except RpcError:
            break
        done += answer.pts_count
    answer.pts_count = done
    return answer
