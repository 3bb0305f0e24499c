"""Usernames: account.checkUsername, updateUsername, toggleUsername, reorderUsernames (core.telegram.org/api/usernames).

An account has one name that its owner picks and may change, and perhaps further ones that were given to it, which can
be switched on and off and put in order. The first active one is the main name. A name belongs to one peer, whatever
its case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users.profile import append_name, change, render_self, tell_name
from storage.accounts import users
from storage.accounts.users import User, Username
from storage.database import Tx
from storage.peers import PeerKind

router = Router("usernames")

MIN_LENGTH, MAX_LENGTH = 5, 32
MAX_ACTIVE = 10
"""Names that are switched on together."""

_USERNAME = re.compile(r"[a-z](?:_?[a-z0-9])*", re.IGNORECASE | re.ASCII)
"""Letters, digits and single underscores between them, a letter first."""

_RESERVED = ("admin", "telegram", "support", "security", "settings", "contacts", "service", "chappe")
"""Beginnings of names that could pass for the server's own."""


def is_username(text: str, *, shortest: int = MIN_LENGTH) -> bool:
    """Whether a text has the form of a username."""
    return shortest <= len(text) <= MAX_LENGTH and _USERNAME.fullmatch(text) is not None


@router.rpc(functions.account.CheckUsername, flood=FloodClass.RESOLVE)
async def check_username(ctx: Context, request: functions.account.CheckUsername) -> bool:
    """Whether the caller could have a name."""
    _check(request.username)
    owner = await ctx.app.db.peek(lambda view: users.owner_of_username(view, request.username))
    if owner is not None and owner != (PeerKind.USER.value, ctx.user_id):
        raise rpc_errors.USERNAME_OCCUPIED
    return True


@router.rpc(functions.account.UpdateUsername, flood=FloodClass.RESOLVE)
async def update_username(ctx: Context, request: functions.account.UpdateUsername) -> types.User:
    """Pick a name, or give it up (the empty one)."""
    name = request.username
    if name:
        _check(name)

    async def unit(tx: Tx) -> None:
        user = await change(ctx, tx)
        before = next((one for one in user.usernames if one.editable), None)
        if (before.name if before is not None else "") == name:
            raise rpc_errors.USERNAME_NOT_MODIFIED
        if before is not None:
            await users.drop_username(tx, before.name)
        if name and not await users.take_username(tx, name, PeerKind.USER.value, ctx.user_id):
            raise rpc_errors.USERNAME_OCCUPIED
        picked = Username(name) if before is None else replace(before, name=name)
        others = [one for one in user.usernames if not one.editable]
        await _save(ctx, tx, user, [picked, *others] if name else others)

    await ctx.app.db.write(unit)
    await tell_name(ctx)
    return await render_self(ctx)


@router.rpc(functions.account.ToggleUsername)
async def toggle_username(ctx: Context, request: functions.account.ToggleUsername) -> bool:
    """Switch one of the caller's names on or off."""

    async def unit(tx: Tx) -> None:
        user = await change(ctx, tx)
        wanted = request.username.lower()
        names = list(user.usernames)
        at = next((index for index, one in enumerate(names) if one.name.lower() == wanted), None)
        if at is None:
            raise rpc_errors.USERNAME_INVALID
        if names[at].active == request.active:
            raise rpc_errors.USERNAME_NOT_MODIFIED
        if request.active and sum(one.active for one in names) >= MAX_ACTIVE:
            raise rpc_errors.USERNAMES_ACTIVE_TOO_MUCH
        names[at] = replace(names[at], active=request.active)
        await _save(ctx, tx, user, names)

    await ctx.app.db.write(unit)
    await tell_name(ctx)
    return True


@router.rpc(functions.account.ReorderUsernames)
async def reorder_usernames(ctx: Context, request: functions.account.ReorderUsernames) -> bool:
    """Put the active names in order; each must be named once."""

    async def unit(tx: Tx) -> None:
        user = await change(ctx, tx)
        active = {one.name.lower(): one for one in user.usernames if one.active}
        order = [name.lower() for name in request.order]
        if sorted(order) != sorted(active):
            raise rpc_errors.ORDER_INVALID
        if order == list(active):
            raise rpc_errors.USERNAME_NOT_MODIFIED
        inactive = [one for one in user.usernames if not one.active]
        await _save(ctx, tx, user, [*(active[name] for name in order), *inactive])

    await ctx.app.db.write(unit)
    await tell_name(ctx)
    return True


def _check(name: str) -> None:
    """Names ending in "bot" are for bots."""
    folded = name.lower()
    if not is_username(name) or folded.startswith(_RESERVED) or folded.endswith("bot"):
        raise rpc_errors.USERNAME_INVALID


async def _save(ctx: Context, tx: Tx, user: User, names: Sequence[Username]) -> None:
    await users.save(tx, replace(user, usernames=tuple(names)))
    await append_name(ctx, tx)
