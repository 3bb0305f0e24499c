"""A signed-in key vouches for another: auth.exportAuthorization, auth.importAuthorization (api/datacenter).

Clients do this before they use another data centre, or a connection for files, under a key of its own. All data centres
are this one, so the new key becomes a derived device: the same user, ended with the device that vouched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.auth.authorization import new_device, render_authorization
from server.expiring import Expiring
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from server.startup.config import dc_ids
from storage.accounts import users
from storage.database import Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device

router = Router("exporting")

LIFETIME = 300
"""Seconds in which an exported authorization must be imported."""
SIZE = 32
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """The device that vouches."""

    user_id: int
    device_id: int


Vouchers = Expiring[bytes, Voucher]


@router.rpc(functions.auth.ExportAuthorization)
async def export_authorization(
    ctx: Context, request: functions.auth.ExportAuthorization
) -> types.auth.ExportedAuthorization:
    """A secret with which another key may be signed in once."""
    if request.dc_id not in dc_ids(ctx.app.config):
        raise rpc_errors.DC_ID_INVALID
    secret = ctx.app.random(SIZE)
    ctx.app.vouchers.put(secret, Voucher(ctx.user_id, ctx.device_id))
    return types.auth.ExportedAuthorization(id=ctx.user_id, bytes=secret)


@router.rpc(functions.auth.ImportAuthorization, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def import_authorization(ctx: Context, request: functions.auth.ImportAuthorization) -> types.auth.Authorization:
    """Sign this key in by what another was given."""
    voucher = ctx.app.vouchers.take(request.bytes)
    if voucher is None or voucher.user_id != request.id:
        raise rpc_errors.AUTH_BYTES_INVALID
    if voucher.device_id == ctx.device_id:
        return await render_authorization(ctx)

    async def unit(tx: Tx) -> Device:
        parent = await devices.by_id(tx, voucher.user_id, voucher.device_id)
        user = await users.by_id(tx, voucher.user_id)
        if parent is None or user is None:
            raise rpc_errors.AUTH_BYTES_INVALID
        device = replace(new_device(ctx, user), parent=parent.parent or parent.device_id)
        await devices.put(tx, device)
        return device

    ctx.app.keys.signed_in(await ctx.app.db.write(unit))
    return await render_authorization(ctx)
