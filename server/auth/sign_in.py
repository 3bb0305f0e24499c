"""Signing in by phone number and code (core.telegram.org/api/auth): auth.sendCode … auth.signUp."""

from __future__ import annotations

from dataclasses import dataclass

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.auth import codes, phone_numbers
from server.auth.authorization import enter, render_authorization
from server.auth.codes import Given, Purpose
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from server.users import joined
from storage.accounts import settings, users
from storage.accounts.settings import Setting
from storage.accounts.users import User
from storage.database import Tx
from storage.sign_in import devices, invites, passwords, sign_in_codes
from storage.sign_in.devices import Device, DeviceState
from storage.sign_in.sign_in_codes import CodeState

router = Router("sign_in")

RESEND_AFTER = 60
"""Seconds before a client offers to have the code sent again."""
MAX_NAME = 64
"""Characters of a first or last name."""


@router.rpc(functions.auth.SendCode, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def send_code(ctx: Context, request: functions.auth.SendCode) -> types.auth.SentCode:
    """Send a code to a phone number; the answer is the same whether or not it has an account (row A2)."""
    check_api(request.api_id, request.api_hash)
    phone = phone_numbers.digits(ctx, request.phone_number)
    issued = await codes.issue(ctx.app, Purpose.SIGN_IN, phone, ctx.key_id, ctx.now)
    ctx.app.code_senders.send(issued)
    return sent_code(issued.hash)


@router.rpc(functions.auth.ResendCode, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def resend_code(ctx: Context, request: functions.auth.ResendCode) -> types.auth.SentCode:
    """Send another code in place of one; the old one is over."""
    given = Given(phone_numbers.digits(ctx, request.phone_number), request.phone_code_hash, ctx.key_id)
    purpose = await _call_back(ctx, given)
    issued = await codes.issue(ctx.app, purpose, given.phone, ctx.key_id, ctx.now)
    ctx.app.code_senders.send(issued)
    return sent_code(issued.hash)


@router.rpc(functions.auth.CancelCode, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def cancel_code(ctx: Context, request: functions.auth.CancelCode) -> bool:
    """Call a code back."""
    await _call_back(ctx, Given(phone_numbers.digits(ctx, request.phone_number), request.phone_code_hash, ctx.key_id))
    return True


@dataclass(frozen=True, slots=True)
class _Entered:
    """What a right code led to: the account it signed in to, if the number has one, and the device."""

    user: User | None
    device: Device | None


@router.rpc(functions.auth.SignIn, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def sign_in(ctx: Context, request: functions.auth.SignIn) -> types.auth.TypeAuthorization:
    """Sign in with the code."""
    given = _given(ctx, request.phone_number, request.phone_code_hash, request.phone_code or "")

    async def unit(tx: Tx) -> _Entered | RpcError:
        refusal = await codes.check(ctx.app, tx, Purpose.SIGN_IN, given, ctx.now)
        if refusal is not None:
            return refusal
        user = await users.by_phone(tx, given.phone)
        if user is None:
            if await _may_register(ctx, tx, given.phone):
                return _Entered(None, None)
            return rpc_errors.PHONE_NUMBER_UNOCCUPIED()
        if user.banned:
            return rpc_errors.PHONE_NUMBER_BANNED()
        await sign_in_codes.close_for_phone(tx, given.phone)
        owed = await passwords.of_user(tx, user.user_id) is not None
        state = DeviceState.PASSWORD_PENDING if owed else DeviceState.SIGNED_IN
        return _Entered(user, await enter(ctx, tx, user, state))

    outcome = await ctx.app.db.write(unit)
    if isinstance(outcome, RpcError):
        raise outcome
    if outcome.user is None or outcome.device is None:
        return types.auth.AuthorizationSignUpRequired()
    ctx.app.keys.signed_in(outcome.device)
    if outcome.device.state is DeviceState.PASSWORD_PENDING:
        raise rpc_errors.SESSION_PASSWORD_NEEDED
    return await render_authorization(ctx)


@router.rpc(functions.auth.SignUp, who=Who.ANYONE, flood=FloodClass.SIGN_IN)
async def sign_up(ctx: Context, request: functions.auth.SignUp) -> types.auth.TypeAuthorization:
    """Make an account for a number whose code was proven."""
    given = _given(ctx, request.phone_number, request.phone_code_hash, "")
    first_name, last_name = request.first_name.strip(), request.last_name.strip()
    if not first_name or len(first_name) > MAX_NAME:
        raise rpc_errors.FIRSTNAME_INVALID
    if len(last_name) > MAX_NAME:
        raise rpc_errors.LASTNAME_INVALID

    async def unit(tx: Tx) -> Device:
        record = await codes.find(tx, Purpose.SIGN_IN, given)
        if record is None or record.expires_at <= ctx.now:
            raise rpc_errors.PHONE_CODE_EXPIRED
        if record.state is not CodeState.PROVEN:
            raise rpc_errors.PHONE_CODE_INVALID
        if await users.by_phone(tx, given.phone) is not None:
            raise rpc_errors.PHONE_NUMBER_OCCUPIED
        if not await _may_register(ctx, tx, given.phone):
            raise rpc_errors.PHONE_NUMBER_UNOCCUPIED
        await sign_in_codes.close_for_phone(tx, given.phone)
        await invites.delete(tx, given.phone)
        user = await users.create(tx, phone=given.phone, first_name=first_name, last_name=last_name, now=ctx.now)
        await joined.announce(tx, user, ctx.now, quietly=request.no_joined_notifications)
        return await enter(ctx, tx, user)

    ctx.app.keys.signed_in(await ctx.app.db.write(unit))
    return await render_authorization(ctx)


@router.rpc(functions.auth.LogOut, who=Who.SIGNED_IN | Who.PASSWORD_PENDING)
async def log_out(ctx: Context, request: functions.auth.LogOut) -> types.auth.LoggedOut:
    """Sign this device out. Its key stays and may sign in again."""
    device = ctx.identity.device
    assert device is not None  # somebody is signed in

    async def unit(tx: Tx) -> list[int]:
        await settings.put(tx, device.user_id, Setting.LAST_SEEN, ctx.now)
        return await devices.delete(tx, device.device_id, ctx.now)

    for key_id in await ctx.app.db.write(unit):
        ctx.app.keys.signed_out(key_id)
    return types.auth.LoggedOut()


def check_api(api_id: int, api_hash: str) -> None:
    """Any application may come, but it must name itself: raises API_ID_INVALID."""
    if not api_id or not api_hash:
        raise rpc_errors.API_ID_INVALID


def sent_code(code_hash: str) -> types.auth.SentCode:
    """The answer to whoever asked for a code."""
    return types.auth.SentCode(
        type=types.auth.SentCodeTypeApp(length=codes.DIGITS),
        phone_code_hash=code_hash,
        next_type=types.auth.CodeTypeSms(),
        timeout=RESEND_AFTER,
    )


def _given(ctx: Context, phone_number: str, code_hash: str, code: str) -> Given:
    if not code_hash:
        raise rpc_errors.PHONE_CODE_HASH_EMPTY
    return Given(phone_numbers.digits(ctx, phone_number), code_hash, ctx.key_id, code)


async def _call_back(ctx: Context, given: Given) -> Purpose:
    """End a code that is still open; returns what it was for."""

    async def unit(tx: Tx) -> Purpose:
        for purpose in Purpose:
            record = await codes.find(tx, purpose, given)
            if record is not None and record.state is CodeState.OPEN:
                await sign_in_codes.set_state(tx, given.hash, CodeState.OVER)
                return purpose
        raise rpc_errors.PHONE_CODE_EXPIRED

    if not given.hash:
        raise rpc_errors.PHONE_CODE_HASH_EMPTY
    return await ctx.app.db.write(unit)


async def _may_register(ctx: Context, tx: Tx, phone: str) -> bool:
    """Whether this number may have a new account."""
    registration = ctx.app.config.sign_in.registration
    return registration == "open" or (registration == "invite" and await invites.exists(tx, phone))
