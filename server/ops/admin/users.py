"""`user.add`, `user.list`, `user.show`, `user.passwd`, `user.ban`, `user.unban`, `user.delete`: the accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.app import App
from server.auth.account_life import end_account
from server.ops.admin import find, sessions
from server.ops.admin.verb import AdminError, Verb
from server.users import acquaintances, joined, texts
from storage.accounts import users
from storage.accounts.users import User, UserKind
from storage.database import Tx
from storage.sign_in import passwords

MAX_LISTED = 1000


async def add(app: App, phone: str, first_name: str, last_name: str) -> dict[str, Any]:
    """Make an account, so that its owner can sign in where registration is closed."""
    number, now = find.phone(phone), int(app.clock.now())
    first, last = first_name.strip(), last_name.strip()
    if not first or max(len(first), len(last)) > texts.MAX_NAME:  # clients show nothing for an empty name
        raise AdminError(f"a name has 1 to {texts.MAX_NAME} characters, and a last name as many or none")

    async def unit(tx: Tx) -> User | None:
        if await users.by_phone(tx, number) is not None:
            return None
        user = await users.create(tx, phone=number, first_name=first, last_name=last, now=now)
        await joined.announce(tx, user, now, quietly=False)
        return user

    made = await app.db.write(unit)
    if made is None:
        raise AdminError(f"{phone} has an account already: chappe user show {phone}")
    return _shown(made)


async def list_users(app: App, after: int, limit: int) -> list[dict[str, Any]]:
    """Accounts with ids above `after`, in order."""
    return [_shown(user) for user in await app.db.read(lambda view: users.page(view, after, min(limit, MAX_LISTED)))]


async def show(app: App, user: str) -> dict[str, Any]:
    """One account, with its sessions."""
    account = await find.user(app, user)
    return {**_shown(account), "sessions": await sessions.list_sessions(app, str(account.user_id))}


async def passwd(app: App, user: str) -> dict[str, Any]:
    """Take the two-step password away from an account whose owner has forgotten it."""
    account = await find.user(app, user)

    async def unit(tx: Tx) -> bool:
        had_one = await passwords.of_user(tx, account.user_id) is not None
        await passwords.delete(tx, account.user_id)
        return had_one

    if not await app.db.write(unit):
        raise AdminError(f"{user} has no two-step password: a code is enough to sign in")
    return _shown(account)


async def ban(app: App, user: str) -> dict[str, Any]:
    """Shut an account out: it is signed out everywhere and cannot sign in again until `user.unban`."""
    account = await _set_banned(app, (await _person(app, user)).user_id, banned=True)
    revoked = await sessions.revoke(app, str(account.user_id), None)
    return {**_shown(account), **revoked}


async def unban(app: App, user: str) -> dict[str, Any]:
    """Let an account sign in again."""
    return _shown(await _set_banned(app, (await find.user(app, user)).user_id, banned=False))


async def delete(app: App, user: str) -> dict[str, Any]:
    """End an account for good, as account.deleteAccount does; what it wrote to others stays with them."""
    account = await _person(app, user)

    now = int(app.clock.now())

    sessions.sign_out(app, await app.db.write(lambda tx: end_account(tx, account, now)))
    await acquaintances.tell_changed(app, account.user_id)
    return _shown(account)


async def _person(app: App, who: str) -> User:
    """An account that somebody has: not the server's own, and not what is left of one."""
    account = await find.user(app, who)
    match account.kind:
        case UserKind.SERVICE:
            raise AdminError(f"{who} is the server's own account, which brings codes and notices")
        case UserKind.DELETED:
            raise AdminError(f"{who} is deleted already")
    return account


async def _set_banned(app: App, user_id: int, *, banned: bool) -> User:
    async def unit(tx: Tx) -> User:
        account = await users.by_id(tx, user_id)
        assert account is not None  # accounts are never removed from the table
        changed = replace(account, banned=banned)
        await users.save(tx, changed)
        return changed

    return await app.db.write(unit)


def _shown(user: User) -> dict[str, Any]:
    return {
        "id": user.user_id,
        "kind": user.kind.name.lower(),
        "phone": user.phone,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "username": user.username,
        "banned": user.banned,
        "created_at": user.created_at,
    }


VERBS: dict[str, Verb] = {
    "user.add": add,
    "user.list": list_users,
    "user.show": show,
    "user.passwd": passwd,
    "user.ban": ban,
    "user.unban": unban,
    "user.delete": delete,
}
