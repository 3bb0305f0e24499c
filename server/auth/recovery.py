"""A forgotten two-step password: recovered by mail, or reset after a week (core.telegram.org/api/srp)."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.auth import codes
from server.auth.authorization import render_authorization
from server.auth.codes import Purpose
from server.auth.two_step import account_of, apply_settings, mask
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from storage.database import Tx
from storage.sign_in import devices, passwords, sign_in_codes
from storage.sign_in.devices import DeviceState
from storage.sign_in.passwords import Password

router = Router("recovery")

OWED = Who.SIGNED_IN | Who.PASSWORD_PENDING
RESET_WAIT = 604_800
"""Seconds from asking for a reset to its effect (row A5)."""


@router.rpc(functions.auth.RequestPasswordRecovery, who=OWED, flood=FloodClass.PASSWORD)
async def request_password_recovery(
    ctx: Context, request: functions.auth.RequestPasswordRecovery
) -> types.auth.PasswordRecovery:
    """Send a code to the recovery address."""
    password = await _password(ctx)
    if not password.email:
        raise rpc_errors.PASSWORD_RECOVERY_NA
    issued = await codes.issue(ctx.app, Purpose.RECOVERY, password.email, ctx.key_id, ctx.now)
    ctx.app.code_senders.send(issued)
    return types.auth.PasswordRecovery(email_pattern=mask(password.email))


@router.rpc(functions.auth.CheckRecoveryPassword, who=OWED, flood=FloodClass.PASSWORD)
async def check_recovery_password(ctx: Context, request: functions.auth.CheckRecoveryPassword) -> bool:
    """Whether a recovery code is right; it can still be used then."""
    await _prove(ctx, request.code, keep=True)
    return True


@router.rpc(functions.auth.RecoverPassword, who=OWED, flood=FloodClass.PASSWORD)
async def recover_password(ctx: Context, request: functions.auth.RecoverPassword) -> types.auth.TypeAuthorization:
    """Remove the password, or set another, by the code that was mailed; a sign-in that owed it is complete."""
    await _prove(ctx, request.code, keep=False)
    user_id, device = account_of(ctx), ctx.identity.device
    assert device is not None  # OWED
    if request.new_settings is not None and request.new_settings.new_password_hash:
        await apply_settings(ctx, user_id, request.new_settings)
    else:
        await ctx.app.db.write(lambda tx: passwords.delete(tx, user_id))
    await ctx.app.db.write(lambda tx: devices.set_state(tx, device.device_id, DeviceState.SIGNED_IN))
    ctx.app.keys.signed_in(replace(device, state=DeviceState.SIGNED_IN))
    return await render_authorization(ctx)


@router.rpc(functions.account.ResetPassword, who=OWED, flood=FloodClass.PASSWORD)
async def reset_password(
    ctx: Context, request: functions.account.ResetPassword
) -> types.account.TypeResetPasswordResult:
    """Ask for the password to be removed; done when it is asked for again a week later and nobody declined."""
    user_id = account_of(ctx)

    async def unit(tx: Tx) -> int:
        password = await passwords.of_user(tx, user_id)
        if password is None:
            raise rpc_errors.PASSWORD_EMPTY
        if not password.reset_at:
            await passwords.save(tx, replace(password, reset_at=ctx.now + RESET_WAIT))
            return ctx.now + RESET_WAIT
        if password.reset_at <= ctx.now:
            await passwords.delete(tx, user_id)
            return 0
        return password.reset_at

    until = await ctx.app.db.write(unit)
    if until:
        return types.account.ResetPasswordRequestedWait(until_date=until)
    return types.account.ResetPasswordOk()


@router.rpc(functions.account.DeclinePasswordReset, flood=FloodClass.PASSWORD)
async def decline_password_reset(ctx: Context, request: functions.account.DeclinePasswordReset) -> bool:
    """Whoever is signed in does not want the reset that was asked for."""

    async def unit(tx: Tx) -> None:
        password = await passwords.of_user(tx, ctx.user_id)
        if password is None or not password.reset_at:
            raise rpc_errors.RESET_REQUEST_MISSING
        await passwords.save(tx, replace(password, reset_at=0))

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.account.GetTmpPassword, flood=FloodClass.PASSWORD)
async def get_tmp_password(ctx: Context, request: functions.account.GetTmpPassword) -> types.account.TmpPassword:
    """Temporary passwords pay for things, and nothing is sold here."""
    raise rpc_errors.TMP_PASSWORD_DISABLED


async def _password(ctx: Context) -> Password:
    password = await ctx.app.db.peek(lambda view: passwords.of_user(view, account_of(ctx)))
    if password is None:
        raise rpc_errors.PASSWORD_EMPTY
    return password


async def _prove(ctx: Context, code: str, *, keep: bool) -> None:
    """Judge a recovery code; one that is kept is open again after it was proven."""
    password = await _password(ctx)

    async def unit(tx: Tx) -> RpcError | None:
        refusal = await codes.check_mailed(ctx.app, tx, Purpose.RECOVERY, password.email, code, ctx.now)
        if isinstance(refusal, rpc_errors.PHONE_CODE_EXPIRED):
            return rpc_errors.PASSWORD_RECOVERY_EXPIRED()
        if refusal is None and keep:
            await sign_in_codes.reopen(tx, password.email)
        return refusal

    if (refusal := await ctx.app.db.write(unit)) is not None:
        raise refusal
