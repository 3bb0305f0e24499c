"""Address books (core.telegram.org/api/contacts): who knows whom, under which name and number.

A contact has an account. The phone book that devices upload is kept beside it (`saved_contacts`), so that somebody who
makes an account later can be told of. A note is a msgpack-able map of a text and its entities.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgpack

from storage.accounts.users import ProfilePhoto
from storage.database import Row, Snapshot, Tx


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in a user's book, as that user knows them. `phone` is digits, or empty.

    `photo` is what the user chose to see instead of the contact's own.
    """

    user_id: int
    contact_id: int
    first_name: str
    last_name: str = ""
    phone: str = ""
    note: dict[str, Any] | None = None
    close_friend: bool = False
    added_at: int = 0
    photo: ProfilePhoto | None = None


@dataclass(frozen=True, slots=True)
class SavedContact:
    """A line of an uploaded phone book; the phone is digits."""

    user_id: int
    phone: str
    first_name: str
    last_name: str
    saved_at: int


_COLUMNS = (
    "user_id, contact_id, first_name, last_name, phone, note, close_friend, added_at, photo_id, photo_stripped, "
    "photo_moves"
)
_SELECT = f"SELECT {_COLUMNS} FROM contacts"


def _contact(row: Row) -> Contact:
    user_id, contact_id, first_name, last_name, phone, note, close_friend, added_at, photo_id, stripped, moves = row
    unpacked = None if note is None else msgpack.unpackb(note)
    photo = None if photo_id is None else ProfilePhoto(photo_id, stripped, bool(moves))
    return Contact(user_id, contact_id, first_name, last_name, phone, unpacked, bool(close_friend), added_at, photo)


async def get(view: Snapshot, user_id: int, contact_id: int) -> Contact | None:
    """This person in that user's book."""
    row = await view.fetchone(f"{_SELECT} WHERE user_id = ? AND contact_id = ?", (user_id, contact_id))
    return None if row is None else _contact(row)


async def some(view: Snapshot, user_id: int, contact_ids: Sequence[int]) -> dict[int, Contact]:
    """Those of these people who are in the user's book."""
    marks = ",".join("?" * len(contact_ids))
    rows = await view.fetchall(f"{_SELECT} WHERE user_id = ? AND contact_id IN ({marks})", (user_id, *contact_ids))
    return {row[1]: _contact(row) for row in rows}


async def between(view: Snapshot, user_ids: Sequence[int], contact_ids: Sequence[int]) -> list[Contact]:
    """Those of some people who are in the books of others, once for each book; nobody counts in their own."""
    users, contacts = ",".join("?" * len(user_ids)), ",".join("?" * len(contact_ids))
    rows = await view.fetchall(
        f"{_SELECT} WHERE user_id IN ({users}) AND contact_id IN ({contacts}) AND user_id <> contact_id",
        (*user_ids, *contact_ids),
    )
    return [_contact(row) for row in rows]


async def of_user(view: Snapshot, user_id: int) -> list[Contact]:
    """The whole book, in the order of ids."""
    rows = await view.fetchall(f"{_SELECT} WHERE user_id = ? ORDER BY contact_id", (user_id,))
    return [_contact(row) for row in rows]


async def put(tx: Tx, contact: Contact) -> None:
    """Add somebody to a book, or change what it says of them."""
    note = None if contact.note is None else msgpack.packb(contact.note)
    await tx.execute(
        f"INSERT INTO contacts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (user_id, contact_id) DO UPDATE SET first_name = excluded.first_name, "
        "last_name = excluded.last_name, phone = excluded.phone, note = excluded.note, "
        "close_friend = excluded.close_friend, photo_id = excluded.photo_id, "
        "photo_stripped = excluded.photo_stripped, photo_moves = excluded.photo_moves",
        (
            contact.user_id,
            contact.contact_id,
            contact.first_name,
            contact.last_name,
            contact.phone,
            note,
            int(contact.close_friend),
            contact.added_at,
            contact.photo.photo_id if contact.photo is not None else None,
            contact.photo.stripped if contact.photo is not None else None,
            int(contact.photo is not None and contact.photo.has_video),
        ),
    )


async def delete(tx: Tx, user_id: int, contact_id: int) -> bool:
    """Take somebody out of a book; False when they were not in it."""
    return await tx.execute("DELETE FROM contacts WHERE user_id = ? AND contact_id = ?", (user_id, contact_id)) == 1


async def by_phones(view: Snapshot, user_id: int, phones: Sequence[str]) -> list[int]:
    """Whom of the book its owner knows by one of these numbers."""
    marks = ",".join("?" * len(phones))
    rows = await view.fetchall(
        f"SELECT contact_id FROM contacts WHERE user_id = ? AND phone IN ({marks})", (user_id, *phones)
    )
    return [row[0] for row in rows]


async def set_close_friends(tx: Tx, user_id: int, contact_ids: Iterable[int]) -> None:
    """These are the close friends now, and nobody else."""
    await tx.execute("UPDATE contacts SET close_friend = 0 WHERE user_id = ? AND close_friend = 1", (user_id,))
    await tx.executemany(
        "UPDATE contacts SET close_friend = 1 WHERE user_id = ? AND contact_id = ?",
        [(user_id, contact_id) for contact_id in contact_ids],
    )


async def remember(tx: Tx, saved: Iterable[SavedContact]) -> None:
    """Keep lines of a phone book; a number that is there already gets its new name."""
    await tx.executemany(
        "INSERT INTO saved_contacts (user_id, phone, first_name, last_name, saved_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (user_id, phone) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name",
        [(one.user_id, one.phone, one.first_name, one.last_name, one.saved_at) for one in saved],
    )


async def remembered(view: Snapshot, user_id: int) -> list[SavedContact]:
    """The phone book a user has uploaded."""
    rows = await view.fetchall(f"{_SELECT_SAVED} WHERE user_id = ? ORDER BY phone", (user_id,))
    return [SavedContact(*row) for row in rows]


async def count_remembered(view: Snapshot, user_id: int) -> int:
    """How many lines a user's uploaded phone book has."""
    number: int = await view.fetchval("SELECT COUNT(*) FROM saved_contacts WHERE user_id = ?", (user_id,))
    return number


async def who_remembers(view: Snapshot, phone: str, limit: int) -> list[SavedContact]:
    """The lines for this number in everyone's uploaded phone books."""
    rows = await view.fetchall(f"{_SELECT_SAVED} WHERE phone = ? LIMIT ?", (phone, limit))
    return [SavedContact(*row) for row in rows]


async def importers(view: Snapshot, phone: str) -> int:
    """How many users have uploaded this number."""
    number: int = await view.fetchval("SELECT COUNT(*) FROM saved_contacts WHERE phone = ?", (phone,))
    return number


async def forget(tx: Tx, user_id: int, phones: Sequence[str] | None = None) -> None:
    """Forget lines of a user's uploaded phone book, or all of it."""
    if phones is None:
        await tx.execute("DELETE FROM saved_contacts WHERE user_id = ?", (user_id,))
    else:
        await tx.executemany(
            "DELETE FROM saved_contacts WHERE user_id = ? AND phone = ?", [(user_id, phone) for phone in phones]
        )


_SELECT_SAVED = "SELECT user_id, phone, first_name, last_name, saved_at FROM saved_contacts"
