"""New sign-ins are told to the devices that are signed in already: as an update, and by the service account.

core.telegram.org/constructor/updateNewAuthorization: whoever did not sign in just now can end the new device.
"""

from __future__ import annotations

from datetime import UTC, datetime

from mtproto.tl import types
from server.auth import service_account
from server.render.rendering import Rendering
from storage.accounts.users import User
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device

NEW_LOGIN = "new_login"


async def announce(tx: Tx, user: User, device: Device, now: int) -> None:
    """Tell the other devices of a user, if there are any."""
    others = [other for other in await devices.of_user(tx, user.user_id) if other.device_id != device.device_id]
    if not others:
        return
    data = {"device_id": device.device_id, "device": _name(device), "address": device.address}
    await boxes.append(tx, user.user_id, NEW_LOGIN, data, now=now, pts_count=0)
    await service_account.notify(tx, user.user_id, _text(user, device, now), now)


async def render_new_login(scene: Rendering, event: Event) -> types.UpdateNewAuthorization | None:
    """NEW_LOGIN as an update; nothing once the device has been ended."""
    device = await devices.by_id(scene.view, scene.viewer, event.data["device_id"])
    if device is None:
        return None
    return types.UpdateNewAuthorization(
        unconfirmed=not device.confirmed,
        hash=device.device_id,
        date=event.date,
        device=event.data["device"],
        location=event.data["address"],
    )


RENDERERS = {NEW_LOGIN: render_new_login}


def _name(device: Device) -> str:
    parts = (device.client.get("device_model", ""), device.client.get("app_version", ""))
    return ", ".join(part for part in parts if part)


def _text(user: User, device: Device, now: int) -> str:
    moment = datetime.fromtimestamp(now, UTC).strftime("%d/%m/%Y at %H:%M:%S UTC")
    return (
        f"New login. Dear {user.first_name}, we detected a login into your account from a new device on {moment}.\n\n"
        f"Device: {_name(device)}\nAddress: {device.address}\n\n"
        "If this was not you, end that session in Settings > Devices and set a two-step password."
    )
