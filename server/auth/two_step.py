"""Two-step verification (core.telegram.org/api/srp): account.getPassword …, auth.checkPassword."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.crypto import dh
from mtproto.crypto.srp import Algorithm, check_verifier
from mtproto.errors import BadPublicValue
from mtproto.tl import functions, types
from server.auth.authorization import render_authorization
from server.auth.password_email import ask_to_confirm, require_address
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from storage.database import Tx
from storage.sign_in import devices, passwords
from storage.sign_in.devices import DeviceState
from storage.sign_in.passwords import Password

router = Router("two_step")

SALT1_SIZE = 8
"""Bytes of the first half of salt1, which we choose; the client appends at least 32 of its own (row A5)."""
CLIENT_SALT_SIZE = 32
SALT2_SIZE = 16
MAX_HINT = 255

_DERIVATION = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow


@router.rpc(functions.account.GetPassword, who=Who.SIGNED_IN | Who.PASSWORD_PENDING, flood=FloodClass.PASSWORD_ASK)
async def get_password(ctx: Context, request: functions.account.GetPassword) -> types.account.Password:
    """Whether there is a password, a challenge to prove it, and how a new one is to be derived."""
    password = await ctx.app.db.peek(lambda view: passwords.of_user(view, account_of(ctx)))
    answer = types.account.Password(
        has_password=password is not None,
        new_algo=_derivation(Algorithm(ctx.app.random(SALT1_SIZE), ctx.app.random(SALT2_SIZE))),
        new_secure_algo=types.SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000(salt=ctx.app.random(SALT1_SIZE)),
        secure_random=ctx.app.random(256),
    )
    if password is None:
        return answer
    answer.has_recovery = bool(password.email)
    answer.current_algo = _derivation(Algorithm(password.salt1, password.salt2))
    answer.srp_id, answer.srp_B = await ctx.app.password_proofs.challenge(password)
    answer.hint = password.hint or None
    answer.email_unconfirmed_pattern = mask(password.pending_email) if password.pending_email else None
    answer.pending_reset_date = password.reset_at or None
    return answer


@router.rpc(functions.auth.CheckPassword, who=Who.PASSWORD_PENDING, flood=FloodClass.PASSWORD)
async def check_password(ctx: Context, request: functions.auth.CheckPassword) -> types.auth.TypeAuthorization:
    """Complete a sign-in that owes the password."""
    device = ctx.identity.device
    assert device is not None  # Who.PASSWORD_PENDING has one
    await ctx.app.password_proofs.check(device.user_id, request.password)

    await ctx.app.db.write(lambda tx: devices.set_state(tx, device.device_id, DeviceState.SIGNED_IN))
    ctx.app.keys.signed_in(replace(device, state=DeviceState.SIGNED_IN))
    return await render_authorization(ctx)


@router.rpc(functions.account.GetPasswordSettings, flood=FloodClass.PASSWORD)
async def get_password_settings(
    ctx: Context, request: functions.account.GetPasswordSettings
) -> types.account.PasswordSettings:
    """The recovery address, for whoever proves the password."""
    await ctx.app.password_proofs.check(ctx.user_id, request.password)
    password = await ctx.app.db.peek(lambda view: passwords.of_user(view, ctx.user_id))
    return types.account.PasswordSettings(email=password.email or None if password is not None else None)


@router.rpc(functions.account.UpdatePasswordSettings, flood=FloodClass.PASSWORD)
async def update_password_settings(ctx: Context, request: functions.account.UpdatePasswordSettings) -> bool:
    """Set, change or remove the password; a pending reset ends."""
    await ctx.app.password_proofs.check(ctx.user_id, request.password)
    address = request.new_settings.email
    if address:
        require_address(ctx, address)
    await apply_settings(ctx, ctx.user_id, request.new_settings)
    if address:
        await ask_to_confirm(ctx, ctx.user_id, address)
    return True


async def apply_settings(ctx: Context, user_id: int, given: types.account.PasswordInputSettings) -> None:
    """Put new password settings into effect for a user who has proven that they may.

    Raises:
        NEW_SALT_INVALID, NEW_SETTINGS_INVALID, PASSWORD_HASH_INVALID: The new password is not as `new_algo` asks.
        NOT_IMPLEMENTED: They hold a secret for documents (core.telegram.org/passport), which would be lost here.
    """
    if given.new_secure_settings is not None and given.new_secure_settings.secure_secret:
        raise rpc_errors.NOT_IMPLEMENTED
    new = _new_password(ctx, user_id, given)

    async def unit(tx: Tx) -> None:
        current = await passwords.of_user(tx, user_id)
        if new is None and given.new_algo is not None:
            await passwords.delete(tx, user_id)
            return
        kept = new or current
        if kept is None:
            raise rpc_errors.NEW_SETTINGS_EMPTY
        email = current.email if current is not None and given.email is None else ""
        await passwords.save(tx, replace(kept, email=email, reset_at=0))

    await ctx.app.db.write(unit)


def _new_password(ctx: Context, user_id: int, given: types.account.PasswordInputSettings) -> Password | None:
    """The password that is asked for; None when it is to be removed or left as it is."""
    algorithm = given.new_algo
    # Clients remove a password with passwordKdfAlgoUnknown or with an empty hash.
    if not isinstance(algorithm, _DERIVATION) or not given.new_password_hash:
        return None
    if algorithm.g != dh.G or int.from_bytes(algorithm.p, "big") != dh.PRIME:
        raise rpc_errors.NEW_SETTINGS_INVALID
    if len(algorithm.salt1) < SALT1_SIZE + CLIENT_SALT_SIZE or len(algorithm.salt2) != SALT2_SIZE:
        raise rpc_errors.NEW_SALT_INVALID
    verifier = int.from_bytes(given.new_password_hash or b"", "big")
    try:
        check_verifier(Algorithm(algorithm.salt1, algorithm.salt2), verifier)
    except BadPublicValue:
        raise rpc_errors.NEW_SETTINGS_INVALID from None
    return Password(
        user_id=user_id,
        salt1=algorithm.salt1,
        salt2=algorithm.salt2,
        sealed=ctx.app.password_proofs.seal(user_id, verifier),
        hint=(given.hint or "")[:MAX_HINT],
        email="",
        pending_email="",
        reset_at=0,
        changed_at=ctx.now,
    )


def account_of(ctx: Context) -> int:
    """The account of this device, also while its password is owed."""
    device = ctx.identity.device
    return 0 if device is None else device.user_id


def mask(email: str) -> str:
    """An address as its owner recognises it and nobody else can read it."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}***{name[-1:] if len(name) > 1 else ''}@{domain}"


def _derivation(algorithm: Algorithm) -> types.TypePasswordKdfAlgo:
    return _DERIVATION(salt1=algorithm.salt1, salt2=algorithm.salt2, g=algorithm.g, p=algorithm.p.to_bytes(256, "big"))
