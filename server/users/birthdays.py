"""Birthdays: account.updateBirthday, contacts.getBirthdays (core.telegram.org/api/profile)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.privacy import look
from server.render.birthdays import render_birthday
from server.render.rendering import Rendering
from server.render.users import AT_ONCE, render_users
from server.rpc.context import Context
from server.rpc.router import Router
from server.users.profile import save_profile
from storage.accounts import contacts, users
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User
from storage.database import Snapshot

router = Router("birthdays")

OLDEST = 150
"""Years that a birthday may lie back."""

Day = tuple[int, int, int]
"""Day, month, and the year or 0."""


@router.rpc(functions.account.UpdateBirthday)
async def update_birthday(ctx: Context, request: functions.account.UpdateBirthday) -> bool:
    """Tell one's birthday, or keep it."""
    given = request.birthday
    await save_profile(ctx, birthday=None if given is None else checked(given, ctx.now))
    return True


@router.rpc(functions.contacts.GetBirthdays)
async def get_birthdays(ctx: Context, request: functions.contacts.GetBirthdays) -> types.contacts.ContactBirthdays:
    """The contacts whose birthday is today, was yesterday or is tomorrow, and who show it to the caller."""
    today = datetime.fromtimestamp(ctx.now, UTC).date()
    near = {((day := today + timedelta(days=offset)).day, day.month) for offset in (-1, 0, 1)}

    async def query(view: Snapshot) -> types.contacts.ContactBirthdays:
        ids = [entry.contact_id for entry in await contacts.of_user(view, ctx.user_id)]
        celebrating: list[User] = []
        for start in range(0, len(ids), AT_ONCE):
            celebrating += await _celebrating(ctx, view, ids[start : start + AT_ONCE], near)
        return types.contacts.ContactBirthdays(
            contacts=[
                types.ContactBirthday(contact_id=user.user_id, birthday=render_birthday(user.profile.birthday))
                for user in celebrating
                if user.profile.birthday is not None
            ],
            users=await render_users(Rendering(ctx.app, view, ctx.user_id, ctx.now), celebrating),
        )

    return await ctx.app.db.read(query)


async def _celebrating(ctx: Context, view: Snapshot, ids: list[int], days: set[tuple[int, int]]) -> list[User]:
    people = (await users.by_ids(view, ids)).values()
    some = [user for user in people if user.profile.birthday is not None and user.profile.birthday[:2] in days]
    seen = await look(view, ctx.user_id, [user.user_id for user in some], (PrivacyKey.BIRTHDAY,))
    return [user for user in some if seen.allows(user.user_id, PrivacyKey.BIRTHDAY)]


def checked(given: types.Birthday, now: int) -> Day:
    """A birthday as it is kept: a day that was, within a life's time; without a year, any day there is.

    Raises:
        BIRTHDAY_INVALID: It is none.
    """
    today = datetime.fromtimestamp(now, UTC).date()
    try:
        day = date(given.year or 2000, given.month, given.day)  # 2000 had a 29th of February
    except ValueError:
        raise rpc_errors.BIRTHDAY_INVALID from None
    if given.year is not None and not (today.year - OLDEST <= given.year and day <= today):
        raise rpc_errors.BIRTHDAY_INVALID
    return given.day, given.month, given.year or 0
