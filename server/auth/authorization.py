"""An authorization: a device of a user under a permanent key, and how its owner is told of it."""

from __future__ import annotations

from mtproto.tl import types
from server.auth import new_logins
from server.render.rendering import Rendering
from server.render.users import render_user
from server.rpc.context import Context
from storage.accounts import users
from storage.accounts.users import User
from storage.database import Snapshot, Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device, DeviceState


async def enter(ctx: Context, tx: Tx, user: User, state: DeviceState = DeviceState.SIGNED_IN) -> Device:
    """Sign a user in under the key that asks, in this unit; `keys.signed_in` makes it take effect after the commit.

    The user's other devices are told of the new one.
    """
    device = new_device(ctx, user, state)
    await devices.put(tx, device)
    await new_logins.announce(tx, user, device, ctx.now)
    return device


def new_device(ctx: Context, user: User, state: DeviceState = DeviceState.SIGNED_IN) -> Device:
    """The device that asks, as one of this user's."""
    return Device(
        device_id=int.from_bytes(ctx.app.random(8)) >> 1,
        user_id=user.user_id,
        key_id=ctx.key_id,
        state=state,
        created_at=ctx.now,
        active_at=ctx.now,
        address=ctx.address,
        api_id=ctx.client.get("api_id", 0),
        client=ctx.client,
    )


async def render_authorization(ctx: Context) -> types.auth.Authorization:
    """The answer to a completed sign-in."""

    async def query(view: Snapshot) -> types.auth.Authorization:
        user = await users.by_id(view, ctx.user_id)
        assert user is not None  # just signed in
        return types.auth.Authorization(user=await render_user(Rendering(ctx.app, view, user.user_id, ctx.now), user))

    return await ctx.app.db.peek(query)
