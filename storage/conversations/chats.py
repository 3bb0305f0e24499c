"""Basic groups: what they are called, who is in them, what members may do.

A group's row and its members' rows change together, in the unit of work that tells of it. A member who left or was
removed keeps a row, which says so: they may still read what they got while they were in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from enum import IntEnum, IntFlag
from typing import Any

import msgpack
import msgspec

from storage.accounts.users import ProfilePhoto, next_number
from storage.database import Row, Snapshot, Tx


class Standing(IntEnum):
    """How somebody stands to a group."""

    MEMBER = 0
    LEFT = 1
    KICKED = 2


class Banned(IntFlag):
    """What members may be forbidden: the flags of chatBannedRights that a basic group has."""

    SEND_MESSAGES = 1
    SEND_MEDIA = 1 << 1
    SEND_STICKERS = 1 << 2
    SEND_GIFS = 1 << 3
    SEND_GAMES = 1 << 4
    SEND_INLINE = 1 << 5
    EMBED_LINKS = 1 << 6
    SEND_POLLS = 1 << 7
    CHANGE_INFO = 1 << 8
    INVITE_USERS = 1 << 9
    PIN_MESSAGES = 1 << 10
    SEND_PHOTOS = 1 << 11
    SEND_VIDEOS = 1 << 12
    SEND_ROUNDVIDEOS = 1 << 13
    SEND_AUDIOS = 1 << 14
    SEND_VOICES = 1 << 15
    SEND_DOCS = 1 << 16
    SEND_PLAIN = 1 << 17
    EDIT_RANK = 1 << 18
    SEND_REACTIONS = 1 << 19


NOTHING = Banned(0)


@dataclass(frozen=True, slots=True)
class Reactions:
    """Which reactions a group allows: all of them, or only the named emoji; `limit` of them on one message."""

    every: bool = True
    custom: bool = False
    emoji: tuple[str, ...] = ()
    custom_ids: tuple[int, ...] = ()
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Chat:
    """One row of `chats`; times are Unix seconds."""

    chat_id: int
    title: str
    about: str
    creator: int
    created_at: int
    version: int = 1
    size: int = 0
    banned: Banned = NOTHING
    reactions: Reactions = field(default_factory=Reactions)
    photo: ProfilePhoto | None = None
    protected: bool = False
    """What is written in it may not be forwarded or saved."""


@dataclass(frozen=True, slots=True)
class Member:
    """One row of `chat_members`."""

    chat_id: int
    user_id: int
    standing: Standing
    admin: bool
    inviter: int
    joined_at: int
    rank: str = ""
    last_title: str = ""


_CHAT = "chat_id, title, about, creator, created_at, version, size, banned, reactions, photo, protected"
_MEMBER = "chat_id, user_id, standing, admin, inviter, joined_at, rank, last_title"


def _chat(row: Row) -> Chat:
    chat_id, title, about, creator, created_at, version, size, banned, reactions, photo, protected = row
    return Chat(
        chat_id,
        title,
        about,
        creator,
        created_at,
        version,
        size,
        Banned(banned),
        _reactions(msgpack.unpackb(reactions)),
        None if photo is None else ProfilePhoto(**msgpack.unpackb(photo)),
        bool(protected),
    )


def _reactions(fields: dict[str, Any]) -> Reactions:
    lists = {"emoji": tuple(fields["emoji"]), "custom_ids": tuple(fields["custom_ids"])}
    return Reactions(**{**fields, **lists})


def _member(row: Row) -> Member:
    chat_id, user_id, standing, admin, inviter, joined_at, rank, last_title = row
    return Member(chat_id, user_id, Standing(standing), bool(admin), inviter, joined_at, rank, last_title)


async def next_id(tx: Tx) -> int:
    """The id of a new group."""
    return await next_number(tx, "chats")


async def save(tx: Tx, chat: Chat) -> None:
    """Write a group as it now is."""
    columns = _CHAT.split(", ")
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    await tx.execute(
        f"INSERT INTO chats ({_CHAT}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT (chat_id) DO UPDATE SET {changes}",
        (
            chat.chat_id,
            chat.title,
            chat.about,
            chat.creator,
            chat.created_at,
            chat.version,
            chat.size,
            int(chat.banned),
            msgpack.packb(asdict(chat.reactions)),
            None if chat.photo is None else msgpack.packb(asdict(chat.photo)),
            int(chat.protected),
        ),
    )


async def by_id(view: Snapshot, chat_id: int) -> Chat | None:
    """The group with this id."""
    row = await view.fetchone(f"SELECT {_CHAT} FROM chats WHERE chat_id = ?", (chat_id,))
    return None if row is None else _chat(row)


async def by_ids(view: Snapshot, chat_ids: Sequence[int]) -> dict[int, Chat]:
    """Those of these groups that there are; at most 1,000."""
    marks = ",".join("?" * len(chat_ids))
    rows = await view.fetchall(f"SELECT {_CHAT} FROM chats WHERE chat_id IN ({marks})", chat_ids)
    return {row[0]: _chat(row) for row in rows}


async def member(view: Snapshot, chat_id: int, user_id: int) -> Member | None:
    """How a user stands to a group; None for somebody who never was in it."""
    row = await view.fetchone(
        f"SELECT {_MEMBER} FROM chat_members WHERE chat_id = ? AND user_id = ?", (chat_id, user_id)
    )
    return None if row is None else _member(row)


async def standings(view: Snapshot, user_ids: Sequence[int], chat_ids: Sequence[int]) -> dict[tuple[int, int], Member]:
    """How users stand to groups, by ids of both; who never was in one is left out."""
    users, chats = ",".join("?" * len(user_ids)), ",".join("?" * len(chat_ids))
    rows = await view.fetchall(
        f"SELECT {_MEMBER} FROM chat_members WHERE user_id IN ({users}) AND chat_id IN ({chats})",
        (*user_ids, *chat_ids),
    )
    return {(row[1], row[0]): _member(row) for row in rows}


async def members(view: Snapshot, chat_id: int) -> list[Member]:
    """Who is in a group, the longest first."""
    rows = await view.fetchall(
        f"SELECT {_MEMBER} FROM chat_members WHERE chat_id = ? AND standing = 0 ORDER BY joined_at, user_id", (chat_id,)
    )
    return [_member(row) for row in rows]


async def member_ids(view: Snapshot, chat_id: int) -> list[int]:
    """The ids of those who are in a group."""
    # One row: to fetch two hundred takes longer than to find them.
    ids = await view.fetchval(
        "SELECT json_group_array(user_id) FROM chat_members WHERE chat_id = ? AND standing = 0", (chat_id,)
    )
    return msgspec.json.decode(ids, type=list[int])


async def shared(view: Snapshot, chat_ids: Sequence[int], user_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Which of these groups each of these users is in; users in none are left out."""
    chats, users = ",".join("?" * len(chat_ids)), ",".join("?" * len(user_ids))
    rows = await view.fetchall(
        f"SELECT user_id, chat_id FROM chat_members WHERE chat_id IN ({chats}) AND user_id IN ({users}) "
        "AND standing = 0",
        (*chat_ids, *user_ids),
    )
    found: dict[int, frozenset[int]] = {}
    for user_id, chat_id in rows:
        found[user_id] = found.get(user_id, frozenset()) | {chat_id}
    return found


async def count_common(view: Snapshot, one: int, other: int) -> int:
    """How many groups two users are both in."""
    row = await view.fetchone(
        "SELECT COUNT(*) FROM chat_members AS a JOIN chat_members AS b ON b.chat_id = a.chat_id "
        "WHERE a.user_id = ? AND b.user_id = ? AND a.standing = 0 AND b.standing = 0",
        (one, other),
    )
    return 0 if row is None else int(row[0])


async def put_members(tx: Tx, changed: Iterable[Member]) -> None:
    """Write members as they now are."""
    await tx.executemany(
        f"INSERT INTO chat_members ({_MEMBER}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (chat_id, user_id) DO UPDATE SET standing = excluded.standing, admin = excluded.admin, "
        "inviter = excluded.inviter, joined_at = excluded.joined_at, rank = excluded.rank, "
        "last_title = excluded.last_title",
        [
            (m.chat_id, m.user_id, int(m.standing), int(m.admin), m.inviter, m.joined_at, m.rank, m.last_title)
            for m in changed
        ],
    )


async def common(view: Snapshot, one: int, other: int, below: int, limit: int) -> list[int]:
    """The groups that two users are both in, the youngest first; `below` is the id to go on after, or 0."""
    rows = await view.fetchall(
        "SELECT a.chat_id FROM chat_members AS a JOIN chat_members AS b ON b.chat_id = a.chat_id "
        "WHERE a.user_id = ? AND b.user_id = ? AND a.standing = 0 AND b.standing = 0 AND a.chat_id < ? "
        "ORDER BY a.chat_id DESC LIMIT ?",
        (one, other, below or 1 << 62, limit),
    )
    return [row[0] for row in rows]
