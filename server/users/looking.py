"""users.getUsers: people by id, as the caller may see them."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.rendering import Rendering
from server.render.users import render_users
from server.rpc.context import Context
from server.rpc.router import Router
from storage.accounts.users import User
from storage.database import Snapshot

router = Router("looking")

MAX_ASKED = 200
"""Users asked for at once."""


@router.rpc(functions.users.GetUsers)
async def get_users(ctx: Context, request: functions.users.GetUsers) -> list[types.TypeUser]:
    """Those of these people whom the caller may name, in their order; the others as userEmpty."""
    if len(request.id) > MAX_ASKED:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> list[types.TypeUser]:
        known = [await _named(ctx, view, given) for given in request.id]
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        rendered = iter(await render_users(scene, [user for user in known if user is not None]))
        return [
            types.UserEmpty(id=getattr(given, "user_id", 0)) if user is None else next(rendered)
            for given, user in zip(request.id, known, strict=True)
        ]

    return await ctx.app.db.peek(query)


async def _named(ctx: Context, view: Snapshot, given: types.TypeInputUser) -> User | None:
    try:
        return await access.user(ctx, view, given)
    except RpcError:
        return None
