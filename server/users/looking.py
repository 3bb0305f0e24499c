"""users.getUsers: people by id, as the caller may see them."""

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.rendering import Rendering
from server.render.users import render_user
from server.rpc.context import Context
from server.rpc.router import Router
from storage.database import Snapshot

router = Router("looking")

MAX_ASKED = 1_000
"""Users asked for at once."""


@router.rpc(functions.users.GetUsers)
async def get_users(ctx: Context, request: functions.users.GetUsers) -> list[types.TypeUser]:
    """Those of these people whom the caller may name, in their order; the others as userEmpty."""
    if len(request.id) > MAX_ASKED:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> list[types.TypeUser]:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return [await _one(ctx, scene, given) for given in request.id]

    return await ctx.app.db.peek(query)


async def _one(ctx: Context, scene: Rendering, given: types.TypeInputUser) -> types.TypeUser:
    try:
        return await render_user(scene, await access.user(ctx, scene.view, given))
    except RpcError:
        return types.UserEmpty(id=getattr(given, "user_id", 0))
