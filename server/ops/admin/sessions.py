"""`session.list`, `session.revoke`: the devices that are signed in."""

from __future__ import annotations

from typing import Any

from server.app import App
from server.ops.admin import find
from server.ops.admin.verb import AdminError, Verb
from storage.database import Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device


async def list_sessions(app: App, user: str) -> list[dict[str, Any]]:
    """The devices of an account, the last active first."""
    return [_shown(device) for device in await _devices(app, (await find.user(app, user)).user_id)]


async def revoke(app: App, user: str, session: int | None) -> dict[str, Any]:
    """Sign out one device, or all of them without `session`; live connections notice at once."""
    account = await find.user(app, user)
    doomed = [d for d in await _devices(app, account.user_id) if session is None or d.device_id == session]
    if session is not None and not doomed:
        raise AdminError(f"the account has no session {session}: chappe session list {user}")

    now = int(app.clock.now())

    async def unit(tx: Tx) -> list[int]:
        return [key_id for device in doomed for key_id in await devices.delete(tx, device.device_id, now)]

    sign_out(app, await app.db.write(unit))
    return {"revoked": [device.device_id for device in doomed]}


def sign_out(app: App, key_ids: list[int]) -> None:
    """Let it take effect that nobody is signed in under these keys any more."""
    for key_id in key_ids:
        app.keys.signed_out(key_id, revoked=True)


async def _devices(app: App, user_id: int) -> list[Device]:
    return await app.db.peek(lambda view: devices.of_user(view, user_id))


def _shown(device: Device) -> dict[str, Any]:
    return {
        "session": device.device_id,
        "device": device.client.get("device_model", ""),
        "application": device.client.get("app_version", ""),
        "address": device.address,
        "created_at": device.created_at,
        "active_at": device.active_at,
        "state": device.state.name.lower(),
    }


VERBS: dict[str, Verb] = {"session.list": list_sessions, "session.revoke": revoke}
