"""Handlers for tests of what stands before and behind handlers: they record who called and can be made to wait."""

import asyncio
import os
from dataclasses import dataclass, field
from typing import Any

from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from server.app import App
from server.auth.keys import key_number
from server.rpc import Context, FloodClass, Router, Who
from storage.database import Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device, DeviceState

NEAREST = types.NearestDc(country="", this_dc=2, nearest_dc=2)


@dataclass
class Handlers:
    """A router and what happened in it.

    Attributes:
        calls: Every call, as (method, user id), in the order they were started.
        gate: What `account.updateStatus` waits for.
        failure: What `users.getFullUser` raises.
        file: What `upload.getFile` gives.
    """

    calls: list[tuple[str, int]] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception = field(default_factory=RuntimeError)
    file: bytes = b""
    router: Router = field(default_factory=lambda: Router("test"))

    def __post_init__(self) -> None:
        rpc = self.router.rpc

        @rpc(functions.help.GetNearestDc, who=Who.ANYONE | Who.UNBOUND_KEY)
        async def nearest_dc(ctx: Context, request: functions.help.GetNearestDc) -> types.NearestDc:
            self._called(ctx, request)
            return NEAREST

        @rpc(functions.auth.CheckPassword, who=Who.PASSWORD_PENDING, flood=FloodClass.PASSWORD)
        async def check_password(ctx: Context, request: functions.auth.CheckPassword) -> types.auth.Authorization:
            self._called(ctx, request)
            return types.auth.Authorization(user=types.UserEmpty(id=1))

        @rpc(functions.users.GetUsers)
        async def get_users(ctx: Context, request: functions.users.GetUsers) -> list[types.TypeUser]:
            self._called(ctx, request)
            return [types.UserEmpty(id=ctx.user_id)]

        @rpc(functions.account.UpdateStatus)
        async def update_status(ctx: Context, request: functions.account.UpdateStatus) -> bool:
            self._called(ctx, request)
            await self.gate.wait()
            return True

        @rpc(functions.users.GetFullUser)
        async def get_full_user(ctx: Context, request: functions.users.GetFullUser) -> types.users.UserFull:
            self._called(ctx, request)
            raise self.failure

        @rpc(functions.upload.GetFile, flood=FloodClass.FILES)
        async def get_file(ctx: Context, request: functions.upload.GetFile) -> types.upload.File:
            self._called(ctx, request)
            return types.upload.File(type=types.storage.FileUnknown(), mtime=0, bytes=self.file)

    def _called(self, ctx: Context, request: tl.TLFunction[Any]) -> None:
        self.calls.append((request.NAME, ctx.user_id))
        self.contexts.append(ctx)


GET_FILE = functions.upload.GetFile(
    location=types.InputFileLocation(volume_id=0, local_id=0, secret=0, file_reference=b""), offset=0, limit=4096
)
FULL_SELF = functions.users.GetFullUser(id=types.InputUserSelf())
ONLINE = functions.account.UpdateStatus(offline=False)
USERS = functions.users.GetUsers(id=[])


async def sign_in(app: App, auth_key: AuthKey, user_id: int, state: DeviceState = DeviceState.SIGNED_IN) -> Device:
    """Sign a user in under a permanent key, with nothing but the rows that say so."""
    now = int(app.clock.now())
    device = Device(
        int.from_bytes(os.urandom(7), "little"),
        user_id,
        key_number(auth_key.key_id),
        state,
        now,
        now,
        "127.0.0.1",
        1,
        {},
    )

    async def unit(tx: Tx) -> None:
        await devices.put(tx, device)

    await app.db.write(unit)
    app.keys.signed_in(device)
    return device


async def revoke(app: App, device: Device) -> None:
    """What account.resetAuthorization does to another device."""

    async def unit(tx: Tx) -> None:
        await devices.delete(tx, device.device_id, int(app.clock.now()))

    await app.db.write(unit)
    app.keys.signed_out(device.key_id, revoked=True)
