"""Takeout sessions (core.telegram.org/api/takeout): a device that is not new exports its owner's data."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router
from storage.accounts import settings
from storage.accounts.settings import Setting

router = Router("takeout")

FRESH = 86_400
"""Seconds after its sign-in during which a device may not export: its owner has the time to notice it."""


@router.rpc(functions.account.InitTakeoutSession)
async def init_takeout_session(ctx: Context, request: functions.account.InitTakeoutSession) -> types.account.Takeout:
    """Begin an export; its id goes into invokeWithTakeout."""
    device = ctx.identity.device
    assert device is not None  # signed in
    if (wait := device.created_at + FRESH - ctx.now) > 0:
        raise rpc_errors.TAKEOUT_INIT_DELAY_X(wait)
    takeout_id = int.from_bytes(ctx.app.random(8)) >> 1
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.TAKEOUT, takeout_id))
    return types.account.Takeout(id=takeout_id)


@router.rpc(functions.account.FinishTakeoutSession)
async def finish_takeout_session(ctx: Context, request: functions.account.FinishTakeoutSession) -> bool:
    """End the export that the request was made in."""
    if ctx.takeout_id is None:
        raise rpc_errors.TAKEOUT_REQUIRED
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.TAKEOUT, 0))
    return True


async def check(ctx: Context, takeout_id: int) -> None:
    """Raise TAKEOUT_INVALID if what invokeWithTakeout names is no export of the caller's."""
    begun = await ctx.app.db.peek(lambda view: settings.get(view, ctx.user_id, Setting.TAKEOUT, 0))
    if begun == 0 or begun != takeout_id:
        raise rpc_errors.TAKEOUT_INVALID
