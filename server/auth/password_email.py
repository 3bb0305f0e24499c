"""The recovery address of a two-step password: set, confirmed, given up (core.telegram.org/api/srp)."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions
from server.auth import codes, mail
from server.auth.codes import Purpose
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.database import Tx
from storage.sign_in import passwords
from storage.sign_in.passwords import Password

router = Router("password_email")


def require_address(ctx: Context, address: str) -> None:
    """Judge what is to be the recovery address.

    Raises:
        EMAIL_INVALID: It is no address, or this server sends no mail.
    """
    if not ctx.app.config.smtp.host or not mail.is_address(address):
        raise rpc_errors.EMAIL_INVALID


async def ask_to_confirm(ctx: Context, user_id: int, address: str) -> None:
    """Send a code to an address that is to be the recovery address.

    Raises:
        EMAIL_UNCONFIRMED_X: The code of X digits is on its way; what was asked for holds already, but for the address.
    """

    async def unit(tx: Tx) -> None:
        await passwords.save(tx, replace(await _password(tx, user_id), pending_email=address))

    await ctx.app.db.write(unit)
    await _send(ctx, address)
    raise rpc_errors.EMAIL_UNCONFIRMED_X(codes.DIGITS)


@router.rpc(functions.account.ConfirmPasswordEmail, flood=FloodClass.PASSWORD)
async def confirm_password_email(ctx: Context, request: functions.account.ConfirmPasswordEmail) -> bool:
    """The code that was sent there proves the address."""

    async def unit(tx: Tx) -> RpcError | None:
        password = await _pending(tx, ctx.user_id)
        refusal = await codes.check_mailed(
            ctx.app, tx, Purpose.PASSWORD_EMAIL, password.pending_email, request.code, ctx.now
        )
        if refusal is None:
            await passwords.save(tx, replace(password, email=password.pending_email, pending_email=""))
        elif isinstance(refusal, rpc_errors.PHONE_CODE_EXPIRED):
            return rpc_errors.EMAIL_HASH_EXPIRED()
        return refusal

    if (refusal := await ctx.app.db.write(unit)) is not None:
        raise refusal
    return True


@router.rpc(functions.account.ResendPasswordEmail, flood=FloodClass.PASSWORD)
async def resend_password_email(ctx: Context, request: functions.account.ResendPasswordEmail) -> bool:
    """Send the code once more."""
    password = await ctx.app.db.write(lambda tx: _pending(tx, ctx.user_id))
    await _send(ctx, password.pending_email)
    return True


@router.rpc(functions.account.CancelPasswordEmail, flood=FloodClass.PASSWORD)
async def cancel_password_email(ctx: Context, request: functions.account.CancelPasswordEmail) -> bool:
    """Give up the address that waits for its code."""

    async def unit(tx: Tx) -> None:
        await passwords.save(tx, replace(await _pending(tx, ctx.user_id), pending_email=""))

    await ctx.app.db.write(unit)
    return True


async def _send(ctx: Context, address: str) -> None:
    issued = await codes.issue(ctx.app, Purpose.PASSWORD_EMAIL, address, ctx.key_id, ctx.now)
    ctx.app.code_senders.send(issued)


async def _password(tx: Tx, user_id: int) -> Password:
    password = await passwords.of_user(tx, user_id)
    if password is None:
        raise rpc_errors.PASSWORD_EMPTY
    return password


async def _pending(tx: Tx, user_id: int) -> Password:
    password = await passwords.of_user(tx, user_id)
    if password is None or not password.pending_email:
        raise rpc_errors.EMAIL_HASH_EXPIRED
    return password
