"""Where the caller's device wants to be woken: account.registerDevice, unregisterDevice, updateDeviceLocked
(core.telegram.org/api/push-updates).

The registration is kept with the device and goes when the device is signed out. Another app's token cannot be taken
over: `other_uids` only ever takes this token away from accounts, for an app knows which accounts it holds.
"""

from __future__ import annotations

import base64
import json

from mtproto import rpc_errors
from mtproto.tl import functions
from server.rpc.context import Context
from server.rpc.router import Router
from storage.database import Tx
from storage.sign_in import push_tokens
from storage.sign_in.push_tokens import PushToken

router = Router("push_devices")

TOKEN_TYPES = frozenset(range(1, 14))
"""APNS, FCM, MPNS, simple push, Ubuntu, BlackBerry, internal push, WNS, VoIP APNS, web push, MPNS VoIP, Tizen, HCM."""
WEB_PUSH = 10
POINT_BYTES, AUTH_BYTES = 65, 16
MAX_TOKEN = 4_096
SECRET_BYTES = 256
MAX_OTHERS = 100
"""Accounts in one app."""


@router.rpc(functions.account.RegisterDevice)
async def register_device(ctx: Context, request: functions.account.RegisterDevice) -> bool:
    """Wake this device there from now on."""
    _check(request.token_type, request.token)
    if len(request.other_uids) > MAX_OTHERS:
        raise rpc_errors.LIMIT_INVALID
    if request.secret and len(request.secret) != SECRET_BYTES:
        raise rpc_errors.TOKEN_INVALID
    push = PushToken(
        request.token_type,
        request.token,
        ctx.user_id,
        ctx.device_id,
        request.no_muted,
        request.app_sandbox,
        ctx.app.sealer.seal(request.secret, b"push_tokens") if request.secret else None,
        ctx.now,
    )

    async def unit(tx: Tx) -> None:
        await push_tokens.keep_only(tx, push.token_type, push.token, (ctx.user_id, *request.other_uids))
        await push_tokens.put(tx, push)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.account.UnregisterDevice)
async def unregister_device(ctx: Context, request: functions.account.UnregisterDevice) -> bool:
    """Wake it there no more, for none of the accounts it names."""
    _check(request.token_type, request.token)
    if len(request.other_uids) > MAX_OTHERS:
        raise rpc_errors.LIMIT_INVALID

    async def unit(tx: Tx) -> None:
        if not await push_tokens.delete(tx, request.token_type, request.token, (ctx.user_id, *request.other_uids)):
            raise rpc_errors.TOKEN_INVALID

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.account.UpdateDeviceLocked)
async def update_device_locked(ctx: Context, request: functions.account.UpdateDeviceLocked) -> bool:
    """The device locks itself in so many seconds (0: at once), or (negative) is open."""
    locked_at = None if request.period < 0 else ctx.now + request.period
    await ctx.app.db.write(lambda tx: push_tokens.set_lock(tx, ctx.device_id, locked_at))
    return True


def _check(token_type: int, token: str) -> None:
    if token_type not in TOKEN_TYPES:
        raise rpc_errors.TOKEN_TYPE_INVALID
    if not token:
        raise rpc_errors.TOKEN_EMPTY
    if len(token) > MAX_TOKEN:
        raise rpc_errors.TOKEN_INVALID
    if token_type == WEB_PUSH:
        _check_subscription(token)


def _check_subscription(token: str) -> None:
    """A browser's PushSubscription as JSON: an endpoint, a point of P-256 and a secret (RFC 8291, section 3)."""
    try:
        match json.loads(token):
            case {"endpoint": str(endpoint), "keys": {"p256dh": str(point), "auth": str(secret)}}:
                pass
            case _:
                raise rpc_errors.WEBPUSH_TOKEN_INVALID
    except ValueError:
        raise rpc_errors.WEBPUSH_TOKEN_INVALID from None
    if not endpoint.startswith("https://"):
        raise rpc_errors.WEBPUSH_TOKEN_INVALID
    if len(_from_base64url(point)) != POINT_BYTES:
        raise rpc_errors.WEBPUSH_KEY_INVALID
    if len(_from_base64url(secret)) != AUTH_BYTES:
        raise rpc_errors.WEBPUSH_AUTH_INVALID


def _from_base64url(text: str) -> bytes:
    """The bytes of a text that browsers write without padding; none if it is no such text."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except ValueError:
        return b""
