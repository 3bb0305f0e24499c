"""Signing in by QR code (core.telegram.org/api/qr-login): auth.exportLoginToken, acceptLoginToken, importLoginToken.

A token names the key that asked for it. Once a signed-in device accepts it, that key is signed in; its client hears
updateLoginToken and asks again. A token is good for half a minute and for one acceptance (row A6).
"""

from __future__ import annotations

from dataclasses import dataclass

from mtproto import rpc_errors, tl
from mtproto.tl import functions, types
from server.auth.authorization import enter, render_authorization
from server.auth.devices import render_device
from server.auth.keys import Identity
from server.auth.sign_in import check_api
from server.expiring import Expiring
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from storage.accounts import users
from storage.database import Tx
from storage.sign_in import passwords
from storage.sign_in.devices import Device, DeviceState

router = Router("login_tokens")

LIFETIME = 30
"""Seconds."""
KNOWN = 600
"""Seconds after which nobody knows any more what a token was."""
SIZE = 32
"""Bytes."""


@dataclass(slots=True)
class LoginToken:
    """Who waits to be let in: the permanent key, and what its client said of itself; by the monotonic clock, until
    when. It is accepted once."""

    identity: Identity
    context: Context
    ends: float
    accepted: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it came to its end before anybody accepted it."""
        return not self.accepted and self.context.app.clock.monotonic() >= self.ends


@router.rpc(functions.auth.ExportLoginToken, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def export_login_token(ctx: Context, request: functions.auth.ExportLoginToken) -> types.auth.TypeLoginToken:
    """A token to show as a QR code; or the authorization, once somebody has accepted the last one."""
    check_api(request.api_id, request.api_hash)
    device = ctx.identity.device
    if device is not None:
        if device.state is DeviceState.PASSWORD_PENDING:
            raise rpc_errors.SESSION_PASSWORD_NEEDED
        if device.user_id not in request.except_ids:
            return types.auth.LoginTokenSuccess(authorization=await render_authorization(ctx))
    token = ctx.app.random(SIZE)
    ctx.app.login_tokens.put(token, LoginToken(ctx.identity, ctx, ctx.app.clock.monotonic() + LIFETIME))
    return types.auth.LoginToken(expires=ctx.now + LIFETIME, token=token)


@router.rpc(functions.auth.ImportLoginToken, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def import_login_token(ctx: Context, request: functions.auth.ImportLoginToken) -> types.auth.TypeLoginToken:
    """What became of a token, for clients that follow loginTokenMigrateTo: the key that asked for it is the one that is
    let in, whichever DC it is said to be at.

    Raises:
        AUTH_TOKEN_INVALID: There is no such token, or another key asked for it.
        AUTH_TOKEN_ALREADY_ACCEPTED: The same, and that other key has been let in.
        AUTH_TOKEN_EXPIRED: Nobody has accepted it in time.
        SESSION_PASSWORD_NEEDED: It was accepted, and the password is owed.
    """
    token = ctx.app.login_tokens.get(request.token)
    if token is None:
        raise rpc_errors.AUTH_TOKEN_INVALID
    if token.identity.key_id != ctx.key_id:
        raise rpc_errors.AUTH_TOKEN_ALREADY_ACCEPTED if token.accepted else rpc_errors.AUTH_TOKEN_INVALID
    device = ctx.identity.device
    if device is None:
        if token.is_over or token.accepted:  # the device was let in, and has been ended since
            raise rpc_errors.AUTH_TOKEN_EXPIRED
        left = token.ends - ctx.app.clock.monotonic()
        return types.auth.LoginToken(expires=ctx.now + int(left), token=request.token)
    if device.state is DeviceState.PASSWORD_PENDING:
        raise rpc_errors.SESSION_PASSWORD_NEEDED
    return types.auth.LoginTokenSuccess(authorization=await render_authorization(ctx))


@router.rpc(functions.auth.AcceptLoginToken, flood=FloodClass.SIGN_IN)
async def accept_login_token(ctx: Context, request: functions.auth.AcceptLoginToken) -> types.Authorization:
    """Let the device in whose QR code was read."""
    token = ctx.app.login_tokens.get(request.token)
    if token is None or token.is_over:
        raise rpc_errors.AUTH_TOKEN_EXPIRED
    if token.accepted or token.identity.device is not None:
        raise rpc_errors.AUTH_TOKEN_ALREADY_ACCEPTED
    token.accepted = True

    async def unit(tx: Tx) -> Device:
        user = await users.by_id(tx, ctx.user_id)
        assert user is not None  # who accepts is signed in
        owed = await passwords.of_user(tx, ctx.user_id) is not None
        state = DeviceState.PASSWORD_PENDING if owed else DeviceState.SIGNED_IN
        return await enter(token.context, tx, user, state)

    device = await ctx.app.db.write(unit)
    ctx.app.keys.signed_in(device)
    update = types.UpdateShort(update=types.UpdateLoginToken(), date=ctx.now)
    for session in ctx.app.sessions.of_identity(token.identity):
        session.push(tl.encode(update, session.layer or tl.NEWEST))
    return render_device(ctx, device)


LoginTokens = Expiring[bytes, LoginToken]
