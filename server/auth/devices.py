"""The devices of an account: account.getAuthorizations and what may be done to them.

Ending another device, now or by shortening how long unused ones live, is refused for a day after a sign-in (row A6), so
that whoever steals a code cannot lock the owner out at once. What is revoked is dead with its next breath: the identity
changes as soon as the row is gone (row AU-4).
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.database import Snapshot, Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device, DeviceState

router = Router("devices")

FRESH = 86_400
"""Seconds after a sign-in during which it may not end others (FRESH_RESET_AUTHORISATION_FORBIDDEN)."""

TTL_DAYS = range(1, 367)
DEFAULT_TTL_DAYS = 180


@router.rpc(functions.account.GetAuthorizations)
async def get_authorizations(
    ctx: Context, request: functions.account.GetAuthorizations
) -> types.account.Authorizations:
    """Every device, the last active first; the one that asks has the hash 0."""

    async def query(view: Snapshot) -> types.account.Authorizations:
        found = await devices.of_user(view, ctx.user_id)
        days = await settings.get(view, ctx.user_id, Setting.DEVICE_TTL_DAYS, DEFAULT_TTL_DAYS)
        rendered = [render_device(ctx, device) for device in found]
        return types.account.Authorizations(authorization_ttl_days=days, authorizations=rendered)

    return await ctx.app.db.peek(query)


@router.rpc(functions.account.ResetAuthorization)
async def reset_authorization(ctx: Context, request: functions.account.ResetAuthorization) -> bool:
    """End one device."""

    async def unit(tx: Tx) -> list[int]:
        device = await devices.by_id(tx, ctx.user_id, request.hash)
        if device is None or device.device_id == ctx.device_id:
            raise rpc_errors.HASH_INVALID
        _check_not_fresh(ctx)
        return await devices.delete(tx, device.device_id, ctx.now)

    _revoked(ctx, await ctx.app.db.write(unit))
    return True


@router.rpc(functions.auth.ResetAuthorizations)
async def reset_authorizations(ctx: Context, request: functions.auth.ResetAuthorizations) -> bool:
    """End every device but this one."""
    _check_not_fresh(ctx)

    async def unit(tx: Tx) -> list[int]:
        keys: list[int] = []
        for device in await devices.of_user(tx, ctx.user_id):
            if device.device_id != ctx.device_id:
                keys += await devices.delete(tx, device.device_id, ctx.now)
        return keys

    _revoked(ctx, await ctx.app.db.write(unit))
    return True


@router.rpc(functions.account.SetAuthorizationTTL)
async def set_authorization_ttl(ctx: Context, request: functions.account.SetAuthorizationTTL) -> bool:
    """End devices that have not been used for so many days."""
    if request.authorization_ttl_days not in TTL_DAYS:
        raise rpc_errors.TTL_DAYS_INVALID

    _check_not_fresh(ctx)

    async def unit(tx: Tx) -> None:
        await settings.put(tx, ctx.user_id, Setting.DEVICE_TTL_DAYS, request.authorization_ttl_days)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.account.ChangeAuthorizationSettings)
async def change_authorization_settings(ctx: Context, request: functions.account.ChangeAuthorizationSettings) -> bool:
    """Confirm a device, or say whether it takes secret chats and calls."""

    async def unit(tx: Tx) -> None:
        device = await devices.by_id(tx, ctx.user_id, request.hash or ctx.device_id)
        if device is None:
            raise rpc_errors.HASH_INVALID
        await devices.set_settings(
            tx,
            device.device_id,
            confirmed=device.confirmed or request.confirmed,
            secret_chats_refused=_or(request.encrypted_requests_disabled, device.secret_chats_refused),
            calls_refused=_or(request.call_requests_disabled, device.calls_refused),
        )

    await ctx.app.db.write(unit)
    return True


def _revoked(ctx: Context, key_ids: list[int]) -> None:
    for key_id in key_ids:
        ctx.app.keys.signed_out(key_id, revoked=True)


def _or(given: bool | None, kept: bool) -> bool:
    return kept if given is None else given


def is_fresh(ctx: Context) -> bool:
    """Whether the device that asks was signed in less than a day ago."""
    device = ctx.identity.device
    assert device is not None  # somebody is signed in
    return ctx.now - device.created_at < FRESH


def _check_not_fresh(ctx: Context) -> None:
    if is_fresh(ctx):
        raise rpc_errors.FRESH_RESET_AUTHORISATION_FORBIDDEN


def render_device(ctx: Context, device: Device) -> types.Authorization:
    """A device as its owner sees it; the one that asks has the hash 0."""
    client = device.client
    current = device.device_id == ctx.device_id
    return types.Authorization(
        current=current,
        password_pending=device.state is DeviceState.PASSWORD_PENDING,
        encrypted_requests_disabled=device.secret_chats_refused,
        call_requests_disabled=device.calls_refused,
        unconfirmed=not device.confirmed and not current and ctx.now - device.created_at < FRESH,
        hash=0 if current else device.device_id,
        device_model=client.get("device_model", ""),
        platform=client.get("lang_pack", ""),
        system_version=client.get("system_version", ""),
        api_id=device.api_id,
        app_name=client.get("lang_pack", "") or "API client",
        app_version=client.get("app_version", ""),
        date_created=device.created_at,
        date_active=device.active_at,
        ip=device.address,
        country="",
        region="",
    )
