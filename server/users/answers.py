"""What somebody who changed something is answered: the updates that their other devices are told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from mtproto.tl import types
from server.render.rendering import Rendering
from server.render.updates import render_updates
from server.rpc.context import Context
from storage.database import Snapshot


async def updates(ctx: Context, build: Callable[[Rendering], Awaitable[Sequence[types.TypeUpdate]]]) -> types.Updates:
    """An Updates object of what `build` makes of the state as it is now, with everyone it mentions."""

    async def query(view: Snapshot) -> types.Updates:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return await render_updates(scene, list(await build(scene)))

    return await ctx.app.db.peek(query)
