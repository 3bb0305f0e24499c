"""Accounts: who there is, what they are called, how they describe themselves.

Only facts that belong to the account itself live here; what one user knows of another (contacts, blocks,
privacy) has rooms of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Any

import msgpack

from storage.database import Row, Snapshot, Tx
from storage.peers import PeerKind

SERVICE_USER_ID = 777000
"""The account that service notifications come from (core.telegram.org/api/auth)."""

FIRST_USER_ID = 1_000_001
"""Ids below are kept for accounts that ship with the server."""


class UserKind(IntEnum):
    """What an account is."""

    PERSON = 0
    BOT = 1
    SERVICE = 2
    DELETED = 3


@dataclass(frozen=True, slots=True)
class Username:
    """A name that resolves to this account while it is active.

    The editable one is what its owner picked; further ones were given to the account and can only be switched off.
    """

    name: str
    active: bool = True
    editable: bool = True


@dataclass(frozen=True, slots=True)
class ProfilePhoto:
    """The photo others see: enough to render userProfilePhoto without a second read."""

    photo_id: int
    stripped: bytes = b""
    has_video: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """The rarely read part of an account. `birthday` is (day, month, year or 0); colours are palette ids."""

    photo: ProfilePhoto | None = None
    birthday: tuple[int, int, int] | None = None
    color: int | None = None
    color_emoji_id: int = 0
    profile_color: int | None = None
    profile_color_emoji_id: int = 0
    emoji_status_id: int = 0
    emoji_status_until: int = 0
    personal_channel_id: int = 0
    main_tab: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class User:
    """One account. `phone` is digits only; None when it has none or is deleted."""

    user_id: int
    phone: str | None
    first_name: str
    last_name: str
    about: str
    created_at: int
    kind: UserKind
    banned: bool
    usernames: tuple[Username, ...]
    profile: Profile

    @property
    def username(self) -> str | None:
        """The main username: the first active one."""
        return next((u.name for u in self.usernames if u.active), None)


_COLUMNS = "user_id, phone, first_name, last_name, about, created_at, kind, banned, usernames, profile"
_SELECT = f"SELECT {_COLUMNS} FROM users"


def _pack_profile(profile: Profile) -> bytes:
    unset = asdict(Profile())
    packed: bytes = msgpack.packb({name: value for name, value in asdict(profile).items() if value != unset[name]})
    return packed


def _unpack_profile(data: bytes) -> Profile:
    fields = msgpack.unpackb(data)
    if "photo" in fields:
        fields["photo"] = ProfilePhoto(**fields["photo"])
    if "birthday" in fields:
        fields["birthday"] = tuple(fields["birthday"])
    return Profile(**fields)


def _user(row: Row) -> User:
    user_id, phone, first_name, last_name, about, created_at, kind, banned, usernames, profile = row
    return User(
        user_id=user_id,
        phone=phone,
        first_name=first_name,
        last_name=last_name,
        about=about,
        created_at=created_at,
        kind=UserKind(kind),
        banned=bool(banned),
        usernames=tuple(Username(*username) for username in msgpack.unpackb(usernames)),
        profile=_unpack_profile(profile),
    )


async def next_number(tx: Tx, counter: str, first: int = 1) -> int:
    """Draw the next number of a named counter; the first one drawn is `first`."""
    value: int = await tx.fetchval(
        "INSERT INTO counters (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        (counter, first),
    )
    return value


async def create(
    tx: Tx,
    *,
    phone: str | None,
    first_name: str,
    last_name: str = "",
    now: int,
    kind: UserKind = UserKind.PERSON,
    user_id: int | None = None,
) -> User:
    """Make an account. The caller has checked that the phone is free; the database insists on it."""
    if user_id is None:
        user_id = await next_number(tx, "users", FIRST_USER_ID)
    user = User(user_id, phone, first_name, last_name, "", now, kind, False, (), Profile())
    await tx.execute(
        f"INSERT INTO users ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (user_id, phone, first_name, last_name, "", now, int(kind), 0, msgpack.packb([]), _pack_profile(user.profile)),
    )
    return user


async def save(tx: Tx, user: User) -> None:
    """Write an account as it now is (read it in the same unit, change it with `dataclasses.replace`)."""
    await tx.execute(
        "UPDATE users SET phone = ?, first_name = ?, last_name = ?, about = ?, kind = ?, banned = ?, usernames = ?, "
        "profile = ? WHERE user_id = ?",
        (
            user.phone,
            user.first_name,
            user.last_name,
            user.about,
            int(user.kind),
            int(user.banned),
            msgpack.packb([[u.name, u.active, u.editable] for u in user.usernames]),
            _pack_profile(user.profile),
            user.user_id,
        ),
    )


async def by_id(view: Snapshot, user_id: int) -> User | None:
    """The account with this id."""
    row = await view.fetchone(f"{_SELECT} WHERE user_id = ?", (user_id,))
    return None if row is None else _user(row)


async def by_ids(view: Snapshot, user_ids: Iterable[int]) -> dict[int, User]:
    """The accounts with these ids; unknown ids are left out."""
    found: dict[int, User] = {}
    ids = list(dict.fromkeys(user_ids))
    for start in range(0, len(ids), 500):
        some: Sequence[int] = ids[start : start + 500]
        marks = ",".join("?" * len(some))
        rows = await view.fetchall(f"{_SELECT} WHERE user_id IN ({marks})", some)
        found.update((row[0], _user(row)) for row in rows)
    return found


async def page(view: Snapshot, after: int, limit: int) -> list[User]:
    """Up to `limit` accounts with ids above `after`, in the order of their ids."""
    rows = await view.fetchall(f"{_SELECT} WHERE user_id > ? ORDER BY user_id LIMIT ?", (after, limit))
    return [_user(row) for row in rows]


async def by_phone(view: Snapshot, phone: str) -> User | None:
    """The account that this phone number signs in to."""
    row = await view.fetchone(f"{_SELECT} WHERE phone = ?", (phone,))
    return None if row is None else _user(row)


async def by_phones(view: Snapshot, phones: Iterable[str]) -> dict[str, User]:
    """The accounts that these phone numbers sign in to; numbers without one are left out."""
    found: dict[str, User] = {}
    wanted = list(dict.fromkeys(phones))
    for start in range(0, len(wanted), 500):
        some: Sequence[str] = wanted[start : start + 500]
        marks = ",".join("?" * len(some))
        for row in await view.fetchall(f"{_SELECT} WHERE phone IN ({marks})", some):
            found[row[1]] = _user(row)
    return found


async def owner_of_username(view: Snapshot, name: str) -> tuple[str, int] | None:
    """(peer kind, peer id) that an active username resolves to, whatever its case."""
    row = await view.fetchone("SELECT peer_kind, peer_id FROM usernames WHERE folded = ?", (name.lower(),))
    return None if row is None else (row[0], row[1])


async def by_username(view: Snapshot, name: str) -> User | None:
    """The account that has this name, while the name is active."""
    owner = await owner_of_username(view, name)
    user = await by_id(view, owner[1]) if owner is not None and owner[0] == PeerKind.USER.value else None
    return user if user is not None and _is_active(user, name) else None


async def by_username_prefix(view: Snapshot, prefix: str, limit: int) -> list[User]:
    """Up to `limit` accounts with an active name that begins like this, in the order of their names."""
    start = prefix.lower()
    rows = await view.fetchall(
        "SELECT folded, peer_id FROM usernames WHERE folded >= ? AND folded < ? AND peer_kind = ? "
        "ORDER BY folded LIMIT ?",
        (start, start + "\x7f", PeerKind.USER.value, limit),
    )
    people = await by_ids(view, [row[1] for row in rows])
    found = {row[1]: people[row[1]] for row in rows if row[1] in people and _is_active(people[row[1]], row[0])}
    return list(found.values())


def _is_active(user: User, name: str) -> bool:
    return any(one.active and one.name.lower() == name.lower() for one in user.usernames)


async def take_username(tx: Tx, name: str, peer_kind: str, peer_id: int) -> bool:
    """Reserve a name for a peer; False when another peer has it."""
    await tx.execute(
        "INSERT INTO usernames (folded, peer_kind, peer_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (name.lower(), peer_kind, peer_id),
    )
    return await owner_of_username(tx, name) == (peer_kind, peer_id)


async def drop_username(tx: Tx, name: str) -> None:
    """Give a name back."""
    await tx.execute("DELETE FROM usernames WHERE folded = ?", (name.lower(),))


async def unused(view: Snapshot, since: int, after: int, limit: int) -> list[tuple[int, int, int]]:
    """A page of people with no device seen since a moment, by id: (user id, when made, when a device was last seen)."""
    rows = await view.fetchall(
        "SELECT users.user_id, users.created_at, COALESCE(MAX(devices.active_at), 0) FROM users "
        "LEFT JOIN devices ON devices.user_id = users.user_id WHERE users.kind = 0 AND users.user_id > ? "
        "GROUP BY users.user_id, users.created_at HAVING COALESCE(MAX(devices.active_at), 0) < ? "
        "ORDER BY users.user_id LIMIT ?",
        (after, since, limit),
    )
    return [(row[0], row[1], row[2]) for row in rows]
