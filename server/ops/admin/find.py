"""Who is meant: an account by its id, its phone number or its @username, as people type them."""

from __future__ import annotations

from contextlib import suppress

from mtproto.rpc_errors import RpcError
from server.app import App
from server.auth import phone_numbers
from server.ops.admin.verb import AdminError
from storage.accounts import users
from storage.accounts.users import User
from storage.database import Snapshot
from storage.peers import PeerKind


def phone(text: str) -> str:
    """A phone number, or a test number, as storage knows it: digits only.

    Raises:
        AdminError: it is not one.
    """
    try:
        return phone_numbers.normalise(text, test_numbers=True)
    except RpcError:
        raise AdminError(f"{text!r} is not a phone number: write it with its country code, like +33123456789") from None


async def user(app: App, who: str) -> User:
    """The account that `who` names.

    Raises:
        AdminError: there is none.
    """

    async def query(view: Snapshot) -> User | None:
        if who.startswith("@"):
            kind, peer_id = await users.owner_of_username(view, who[1:]) or ("", 0)
            return await users.by_id(view, peer_id) if kind == PeerKind.USER.value else None
        if who.isascii() and who.isdecimal() and (found := await users.by_id(view, int(who))) is not None:
            return found
        with suppress(AdminError):  # it was meant as an id, or as a name
            return await users.by_phone(view, phone(who))
        return None

    found = await app.db.peek(query)
    if found is None:
        raise AdminError(f"there is no account {who}: say its id, @username or +phone; chappe user list shows all")
    return found
