"""The service account 777000: how the server itself talks to people (core.telegram.org/api/auth).

Its messages are ordinary ones in a private chat; codes, new sign-ins and warnings arrive there on every device.
"""

from __future__ import annotations

from server.messages.delivery import Outgoing, deliver
from storage.accounts import users
from storage.accounts.users import SERVICE_USER_ID, Profile, User, UserKind
from storage.conversations.messages import Body, Flag
from storage.database import Snapshot, Tx

NAME = "Chappe"


async def notify(tx: Tx, user_id: int, text: str, now: int, *, secret: bool = False) -> None:
    """Write to a user as the service account; a `secret` message cannot be forwarded (row A3)."""
    if await users.by_id(tx, SERVICE_USER_ID) is None:
        await users.create(tx, phone=None, first_name=NAME, now=now, kind=UserKind.SERVICE, user_id=SERVICE_USER_ID)
    outgoing = Outgoing(Body(text=text), flags=Flag.NOFORWARDS if secret else Flag(0))
    await deliver(tx, SERVICE_USER_ID, user_id, [(user_id, SERVICE_USER_ID)], [outgoing], now=now, origin=0)


async def service_user(view: Snapshot) -> User:
    """The service account; until its first message it is not in the table."""
    found = await users.by_id(view, SERVICE_USER_ID)
    return found or User(SERVICE_USER_ID, None, NAME, "", "", 0, UserKind.SERVICE, False, (), Profile())
