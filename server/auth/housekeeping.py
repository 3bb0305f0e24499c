"""What ends by itself: temporary keys, old codes, devices and accounts that nobody has used for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.auth.account_life import DEFAULT_TTL_DAYS as ACCOUNT_DAYS
from server.auth.account_life import end_account
from server.auth.devices import DEFAULT_TTL_DAYS as DEVICE_DAYS
from server.jobs import Job
from server.users import acquaintances
from storage.accounts import settings, users
from storage.accounts.settings import Setting
from storage.conversations import device_queue, secret_chats
from storage.database import Snapshot, Tx
from storage.sign_in import devices, keys, sign_in_codes
from storage.sign_in.devices import Device

if TYPE_CHECKING:  # App starts the jobs
    from server.app import App

DAY = 86_400
CODES_KEPT = 2 * DAY
"""Longer than any limit counts them."""
QUEUED_KEPT = 7 * DAY
"""Row E1: what a device has not fetched by then is gone, and so is what was kept to tell it that a chat has ended."""
PAGE = 500
"""Rows looked at in one go."""


async def forget_what_is_over(app: App) -> None:
    """Drop temporary keys that have run out, codes that nothing counts, and what nobody fetched."""
    now = int(app.clock.now())

    async def unit(tx: Tx) -> None:
        await keys.delete_expired(tx, now)
        await sign_in_codes.forget(tx, now - CODES_KEPT)
        await device_queue.forget(tx, now - QUEUED_KEPT)
        await secret_chats.forget(tx, now - QUEUED_KEPT)

    await app.db.write(unit)


async def end_unused_devices(app: App) -> None:
    """Sign out devices that were last seen longer ago than account.setAuthorizationTTL allows."""
    now, last = int(app.clock.now()), 0

    async def query(view: Snapshot) -> list[Device]:
        return await devices.unused(view, now - DAY, last, PAGE)

    while page := await app.db.read(query):
        last = page[-1].device_id
        for device in page:
            await _end_if_unused(app, device, now)


async def end_unused_accounts(app: App) -> None:
    """Delete accounts whose owner was away for longer than account.setAccountTTL allows."""
    now, last = int(app.clock.now()), 0

    async def query(view: Snapshot) -> list[tuple[int, int, int]]:
        return await users.unused(view, now - 30 * DAY, last, PAGE)

    while page := await app.db.read(query):
        last = page[-1][0]
        for user_id, made, seen in page:
            await _delete_if_unused(app, user_id, max(made, seen), now)


async def _end_if_unused(app: App, device: Device, now: int) -> None:
    async def unit(tx: Tx) -> list[int]:
        days = await settings.get(tx, device.user_id, Setting.DEVICE_TTL_DAYS, DEVICE_DAYS)
        if now - device.active_at < days * DAY:
            return []
        await settings.put(tx, device.user_id, Setting.LAST_SEEN, device.active_at)
        return await devices.delete(tx, device.device_id, now)

    for key_id in await app.db.write(unit):
        app.keys.signed_out(key_id, revoked=True)


async def _delete_if_unused(app: App, user_id: int, seen: int, now: int) -> None:
    async def unit(tx: Tx) -> list[int] | None:
        days = await settings.get(tx, user_id, Setting.ACCOUNT_TTL_DAYS, ACCOUNT_DAYS)
        left = await settings.get(tx, user_id, Setting.LAST_SEEN, 0)
        user = await users.by_id(tx, user_id)
        if user is None or now - max(seen, left) < days * DAY:
            return None
        return await end_account(tx, user, now)

    if (key_ids := await app.db.write(unit)) is None:
        return
    for key_id in key_ids:
        app.keys.signed_out(key_id)
    await acquaintances.tell_changed(app, user_id)


JOBS = (Job(600.0, forget_what_is_over), Job(3600.0, end_unused_devices), Job(3600.0, end_unused_accounts))
