"""The life of an account: its phone number, how long it outlives its owner's absence, its end.

core.telegram.org/api/account-deletion. Whoever knows the account and may see its number hears of a new one, and of its
end. A deleted account keeps its id: messages it wrote stay where they are, by a
deleted account, and so does its place in its groups. Its links to them lead nowhere any more, and its photos and music
are gone. With a two-step password, deletion without it is refused for a week from the first try.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.auth import codes, phone_numbers, service_account
from server.auth.codes import Given, Purpose
from server.auth.devices import is_fresh
from server.auth.sign_in import sent_code
from server.auth.two_step import account_of
from server.render.rendering import EventRenderer, Rendering
from server.render.users import render_user
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router, Who
from server.users import acquaintances
from server.users.profile import render_self
from storage.accounts import profile_photos, settings, users
from storage.accounts.settings import Setting
from storage.accounts.users import Profile, User, UserKind
from storage.conversations import boxes, chat_invites, scheduled, secret_chats
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx
from storage.media import collections
from storage.sign_in import devices, passwords, sign_in_codes

router = Router("account_life")

USER_PHONE = "user_phone"

DEFAULT_TTL_DAYS = 548
"""A year and a half, as Telegram's own default."""
TTL_DAYS = range(30, 731)
DELETION_WAIT = 604_800
"""Seconds between asking for deletion without the password and deletion (2FA_CONFIRM_WAIT_X)."""


@router.rpc(functions.account.SendChangePhoneCode, flood=FloodClass.SIGN_IN)
async def send_change_phone_code(ctx: Context, request: functions.account.SendChangePhoneCode) -> types.auth.SentCode:
    """Send a code to the number an account is to move to."""
    phone = phone_numbers.digits(ctx, request.phone_number)
    if is_fresh(ctx):  # or whoever steals a code could take the number away from its owner at once
        raise rpc_errors.FRESH_CHANGE_PHONE_FORBIDDEN
    if await ctx.app.db.peek(lambda view: users.by_phone(view, phone)) is not None:
        raise rpc_errors.PHONE_NUMBER_OCCUPIED
    issued = await codes.issue(ctx.app, Purpose.CHANGE_PHONE, phone, ctx.key_id, ctx.now)
    ctx.app.code_senders.send(issued)
    return sent_code(issued.hash)


@router.rpc(functions.account.ChangePhone, flood=FloodClass.SIGN_IN)
async def change_phone(ctx: Context, request: functions.account.ChangePhone) -> types.User:
    """Move the account to another number, with the code that was sent there."""
    given = Given(
        phone_numbers.digits(ctx, request.phone_number), request.phone_code_hash, ctx.key_id, request.phone_code
    )

    async def unit(tx: Tx) -> RpcError | None:
        if await users.by_phone(tx, given.phone) is not None:  # whoever took it meanwhile has ended its codes
            return rpc_errors.PHONE_NUMBER_OCCUPIED()
        refusal = await codes.check(ctx.app, tx, Purpose.CHANGE_PHONE, given, ctx.now)
        if refusal is not None:
            return refusal
        user = await users.by_id(tx, ctx.user_id)
        assert user is not None  # signed in
        await sign_in_codes.close_for_phone(tx, given.phone)
        await users.save(tx, replace(user, phone=given.phone))
        await boxes.append(tx, ctx.user_id, USER_PHONE, {}, now=ctx.now, pts_count=0, origin=ctx.session.session_number)
        return None

    if (refusal := await ctx.app.db.write(unit)) is not None:
        raise refusal
    user_id = ctx.user_id
    await acquaintances.tell(ctx.app, user_id, lambda scene: _render_phone(scene, user_id))
    return await render_self(ctx)


async def _render_phone(scene: Rendering, user_id: int) -> types.UpdateUserPhone | None:
    """The number of an account, for whoever may see it."""
    user = await users.by_id(scene.view, user_id)
    phone = None if user is None else (await render_user(scene, user)).phone
    return None if phone is None else types.UpdateUserPhone(user_id=scene.user(user_id), phone=phone)


async def _user_phone(scene: Rendering, event: Event) -> types.UpdateUserPhone | None:
    return await _render_phone(scene, event.box)


RENDERERS: Mapping[str, EventRenderer] = {USER_PHONE: _user_phone}


@router.rpc(functions.account.GetAccountTTL)
async def get_account_ttl(ctx: Context, request: functions.account.GetAccountTTL) -> types.AccountDaysTTL:
    """After how many days of absence the account deletes itself."""

    async def query(view: Snapshot) -> types.AccountDaysTTL:
        days = await settings.get(view, ctx.user_id, Setting.ACCOUNT_TTL_DAYS, DEFAULT_TTL_DAYS)
        return types.AccountDaysTTL(days=days)

    return await ctx.app.db.peek(query)


@router.rpc(functions.account.SetAccountTTL)
async def set_account_ttl(ctx: Context, request: functions.account.SetAccountTTL) -> bool:
    """Choose that number of days."""
    days = request.ttl.days
    if days not in TTL_DAYS:
        raise rpc_errors.TTL_DAYS_INVALID
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.ACCOUNT_TTL_DAYS, days))
    return True


@router.rpc(functions.account.DeleteAccount, who=Who.SIGNED_IN | Who.PASSWORD_PENDING, flood=FloodClass.PASSWORD)
async def delete_account(ctx: Context, request: functions.account.DeleteAccount) -> bool:
    """Delete the account, now with its password, or a week after asking without it."""
    user_id = account_of(ctx)
    if request.password is not None:
        await ctx.app.password_proofs.check(user_id, request.password)
    elif (wait := await _wait_without_password(ctx, user_id)) > 0:
        raise rpc_errors._2FA_CONFIRM_WAIT_X(wait)

    async def unit(tx: Tx) -> list[int]:
        user = await users.by_id(tx, user_id)
        assert user is not None  # it has a device
        return await end_account(tx, user, ctx.now)

    for key_id in await ctx.app.db.write(unit):
        ctx.app.keys.signed_out(key_id)
    await acquaintances.tell_changed(ctx.app, user_id)
    return True


async def end_account(tx: Tx, user: User, now: int) -> list[int]:
    """Turn an account into a deleted one; returns the keys nobody is signed in under any more.

    Once that is committed, `acquaintances.tell_changed` shows it to those who know the account.
    """
    key_ids: list[int] = []
    for device in await devices.of_user(tx, user.user_id):
        key_ids += await devices.delete(tx, device.device_id, now)
    await secret_chats.discard_requests_to(tx, user.user_id, now)
    await scheduled.delete_of_writer(tx, user.user_id)
    await chat_invites.revoke_of_user(tx, user.user_id)
    await profile_photos.remove_all(tx, user.user_id)
    await collections.clear_all(tx, user.user_id)
    for username in user.usernames:
        await users.drop_username(tx, username.name)
    await passwords.delete(tx, user.user_id)
    await users.save(
        tx,
        replace(
            user,
            phone=None,
            first_name="",
            last_name="",
            about="",
            kind=UserKind.DELETED,
            usernames=(),
            profile=Profile(),
        ),
    )
    return key_ids


async def _wait_without_password(ctx: Context, user_id: int) -> int:
    """Seconds until this account may be deleted without its password; begins to count at the first try."""

    async def unit(tx: Tx) -> int:
        if await passwords.of_user(tx, user_id) is None:
            return 0
        asked = await settings.get(tx, user_id, Setting.DELETION_ASKED, None)
        if asked is not None:
            return max(0, int(asked["at"]) + DELETION_WAIT - ctx.now)
        code_hash = ctx.app.random(12).hex()
        await settings.put(tx, user_id, Setting.DELETION_ASKED, {"at": ctx.now, "hash": code_hash})
        user = await users.by_id(tx, user_id)
        assert user is not None  # it has a device
        link = f"tg://confirmphone?phone={user.phone}&hash={code_hash}"
        await service_account.notify(tx, user_id, f"{_DELETION_ASKED}\n\n{link}", ctx.now)
        return DELETION_WAIT

    return await ctx.app.db.write(unit)


_DELETION_ASKED = (
    "Somebody who knows your phone number, but not your password, has asked to delete this account. It will be deleted "
    "in a week. If that was not you, follow this link:"
)
