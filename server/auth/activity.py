"""When and from where a device was last seen: kept now and then, not with every request."""

from __future__ import annotations

from dataclasses import replace

from server.rpc.context import Context
from storage.database import Tx
from storage.sign_in import devices

KEPT_EVERY = 600
"""Seconds between two notes of the same device."""


def note(ctx: Context) -> None:
    """The device that asks is in use; written down in the background once in a while."""
    identity = ctx.session.key.identity
    device = None if identity is None else identity.device
    if device is None or ctx.now - device.active_at < KEPT_EVERY:
        return
    seen = replace(device, active_at=ctx.now, address=ctx.address, client=ctx.client)
    ctx.identity.serve(seen)

    async def unit(tx: Tx) -> None:
        await devices.touch(tx, seen.device_id, seen.active_at, seen.address, seen.client)

    ctx.app.background.start(ctx.app.db.write(unit))
