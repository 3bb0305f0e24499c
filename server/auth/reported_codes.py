"""What clients say about codes: shared by mistake, never arrived, or meant to stop a deletion."""

from __future__ import annotations

import logging

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.auth import codes, phone_numbers
from server.auth.codes import Given, Purpose
from server.auth.sign_in import sent_code
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from storage.accounts import settings, users
from storage.accounts.settings import Setting
from storage.database import Tx
from storage.sign_in import sign_in_codes
from storage.sign_in.sign_in_codes import CodeState

router = Router("reported_codes")

log = logging.getLogger("chappe.auth")


@router.rpc(functions.account.InvalidateSignInCodes)
async def invalidate_sign_in_codes(ctx: Context, request: functions.account.InvalidateSignInCodes) -> bool:
    """A client saw these codes being forwarded: none of them lets anybody in any more (row A3)."""

    async def unit(tx: Tx) -> None:
        user = await users.by_id(tx, ctx.user_id)
        if user is None or user.phone is None:
            return
        record = await sign_in_codes.last_of_phone(tx, user.phone)
        if record is not None and codes.reveal(ctx.app, record) in request.codes:
            await sign_in_codes.set_state(tx, record.hash, CodeState.OVER)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.auth.ReportMissingCode, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def report_missing_code(ctx: Context, request: functions.auth.ReportMissingCode) -> bool:
    """A code has not arrived; the operator's log says so, without the number."""
    phone_numbers.digits(ctx, request.phone_number)
    log.warning("a client reports that its sign-in code has not arrived")
    return True


@router.rpc(functions.account.SendConfirmPhoneCode, flood=FloodClass.SIGN_IN)
async def send_confirm_phone_code(ctx: Context, request: functions.account.SendConfirmPhoneCode) -> types.auth.SentCode:
    """The owner follows the link that stops a deletion: prove the number first."""

    async def unit(tx: Tx) -> str:
        asked = await settings.get(tx, ctx.user_id, Setting.DELETION_ASKED, None)
        user = await users.by_id(tx, ctx.user_id)
        if asked is None or asked["hash"] != request.hash or user is None or user.phone is None:
            raise rpc_errors.HASH_INVALID
        return user.phone

    issued = await codes.issue(ctx.app, Purpose.CONFIRM_PHONE, await ctx.app.db.write(unit), ctx.key_id, ctx.now)
    ctx.app.code_senders.send(issued)
    return sent_code(issued.hash)


@router.rpc(functions.account.ConfirmPhone, flood=FloodClass.SIGN_IN)
async def confirm_phone(ctx: Context, request: functions.account.ConfirmPhone) -> bool:
    """The number is proven: the deletion that was asked for does not take place."""

    async def unit(tx: Tx) -> RpcError | None:
        user = await users.by_id(tx, ctx.user_id)
        assert user is not None  # signed in
        given = Given(user.phone or "", request.phone_code_hash, ctx.key_id, request.phone_code)
        if request.phone_code and await codes.find(tx, Purpose.CONFIRM_PHONE, given) is None:
            return rpc_errors.CODE_HASH_INVALID()
        refusal = await codes.check(ctx.app, tx, Purpose.CONFIRM_PHONE, given, ctx.now)
        if refusal is None:
            await settings.put(tx, ctx.user_id, Setting.DELETION_ASKED, None)
        return refusal

    if (refusal := await ctx.app.db.write(unit)) is not None:
        raise refusal
    return True
