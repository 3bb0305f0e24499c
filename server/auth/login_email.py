"""The login e-mail: where codes are mailed to (core.telegram.org/api/auth#email-verification)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.auth import codes, mail, phone_numbers
from server.auth.codes import Purpose
from server.auth.two_step import mask
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.database import Tx

router = Router("login_email")


@router.rpc(functions.account.SendVerifyEmailCode, flood=FloodClass.SIGN_IN)
async def send_verify_email_code(
    ctx: Context, request: functions.account.SendVerifyEmailCode
) -> types.account.SentEmailCode:
    """Send a code to the address that codes are to go to."""
    if not isinstance(request.purpose, types.EmailVerifyPurposeLoginChange):
        raise rpc_errors.EMAIL_NOT_SETUP
    if not ctx.app.config.smtp.host:
        raise rpc_errors.EMAIL_NOT_ALLOWED
    if not mail.is_address(request.email):
        raise rpc_errors.EMAIL_INVALID
    issued = await codes.issue(ctx.app, Purpose.LOGIN_EMAIL, request.email, ctx.key_id, ctx.now)
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.LOGIN_EMAIL_PENDING, request.email))
    ctx.app.code_senders.send(issued)
    return types.account.SentEmailCode(email_pattern=mask(request.email), length=codes.DIGITS)


@router.rpc(functions.account.VerifyEmail, flood=FloodClass.SIGN_IN)
async def verify_email(ctx: Context, request: functions.account.VerifyEmail) -> types.account.TypeEmailVerified:
    """The code proves the address; sign-in codes go there as well from now on."""
    if not isinstance(request.purpose, types.EmailVerifyPurposeLoginChange):
        raise rpc_errors.EMAIL_NOT_ALLOWED
    if not isinstance(request.verification, types.EmailVerificationCode):
        raise rpc_errors.EMAIL_NOT_ALLOWED
    code = request.verification.code

    async def unit(tx: Tx) -> RpcError | str:
        address = await settings.get(tx, ctx.user_id, Setting.LOGIN_EMAIL_PENDING, "")
        refusal = await codes.check_mailed(ctx.app, tx, Purpose.LOGIN_EMAIL, address, code, ctx.now)
        if isinstance(refusal, rpc_errors.PHONE_CODE_EXPIRED):
            return rpc_errors.EMAIL_VERIFY_EXPIRED()
        if refusal is not None:
            return refusal
        await settings.put(tx, ctx.user_id, Setting.LOGIN_EMAIL, address)
        return str(address)

    outcome = await ctx.app.db.write(unit)
    if isinstance(outcome, RpcError):
        raise outcome
    return types.account.EmailVerified(email=outcome)


@router.rpc(functions.auth.ResetLoginEmail, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def reset_login_email(ctx: Context, request: functions.auth.ResetLoginEmail) -> types.auth.SentCode:
    """Codes never go to the login address alone here, so there is none to be freed from."""
    phone_numbers.digits(ctx, request.phone_number)
    raise rpc_errors.EMAIL_INSTALL_MISSING
