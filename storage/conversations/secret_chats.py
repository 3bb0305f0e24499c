"""Secret chats: who began one with whom, which two devices hold its key, and what became of it.

Rules of this file

- A chat has one state, and whoever was away is told of the state as it is now: there is no log of changes, only the
  date of the last one.
- A chat belongs to two devices from its acceptance on (row AT-8). When one of them is signed out, its keys are gone,
  and the chat is discarded with it.
- Every change is published to each device that has to hear of it, after the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from enum import IntEnum

from storage.conversations.device_queue import topic
from storage.database import Row, Snapshot, Tx


class ChatState(IntEnum):
    """What became of a secret chat."""

    REQUESTED = 0
    ACCEPTED = 1
    DISCARDED = 2


@dataclass(frozen=True, slots=True)
class SecretChat:
    """One row of `secret_chats`, in the order of its columns; times in Unix seconds.

    `admin` has begun the chat. `admin_read` is the date up to which the admin has read, `admin_read_at` when that was.
    """

    chat_id: int
    state: ChatState
    admin: int
    admin_device: int
    participant: int
    participant_device: int
    g_a: bytes
    g_b: bytes
    key_fingerprint: int
    history_deleted: bool
    created_at: int
    changed_at: int
    admin_read: int = 0
    admin_read_at: int = 0
    participant_read: int = 0
    participant_read_at: int = 0

    def is_side(self, device_id: int) -> bool:
        """Whether a device holds one end of the chat."""
        return device_id in (self.admin_device, self.participant_device)

    def other_device(self, device_id: int) -> int:
        """The device at the other end of an accepted chat."""
        return self.participant_device if device_id == self.admin_device else self.admin_device

    def other_user(self, user_id: int) -> int:
        """The other one of the two people."""
        return self.participant if user_id == self.admin else self.admin

    def with_read(self, device_id: int, max_date: int, now: int) -> SecretChat:
        """The chat after one end has read up to a date."""
        if device_id == self.admin_device:
            return replace(self, admin_read=max_date, admin_read_at=now)
        return replace(self, participant_read=max_date, participant_read_at=now)

    def read_by_other(self, device_id: int) -> tuple[int, int]:
        """(date up to which the other end has read, when it said so)."""
        if device_id == self.admin_device:
            return self.participant_read, self.participant_read_at
        return self.admin_read, self.admin_read_at


@dataclass(frozen=True, slots=True)
class ChatChanged:
    """Published to a device: a chat is in another state. `origin` is the live session that did it and knows."""

    chat: SecretChat
    origin: int


@dataclass(frozen=True, slots=True)
class HistoryRead:
    """Published to a device: the other end of a chat has read up to a date."""

    chat_id: int
    max_date: int
    date: int


_SELECT = (
    "SELECT chat_id, state, admin, admin_device, participant, participant_device, g_a, g_b, key_fingerprint, "
    "history_deleted, created_at, changed_at, admin_read, admin_read_at, participant_read, participant_read_at "
    "FROM secret_chats"
)


def _chat(row: Row) -> SecretChat:
    chat_id, state, *rest = row
    chat = SecretChat(chat_id, ChatState(state), *rest)
    return replace(chat, history_deleted=bool(chat.history_deleted))


async def by_id(view: Snapshot, chat_id: int) -> SecretChat | None:
    """The chat with this id, which both ends know it by."""
    row = await view.fetchone(f"{_SELECT} WHERE chat_id = ?", (chat_id,))
    return None if row is None else _chat(row)


async def changed_since(view: Snapshot, user_id: int, device_id: int, since: int) -> list[SecretChat]:
    """The chats that a device of a user may have to hear of, because something in them is not older than a date."""
    rows = await view.fetchall(
        f"{_SELECT} WHERE (admin_device = ? OR participant = ?) "
        "AND (changed_at >= ? OR admin_read_at >= ? OR participant_read_at >= ?) ORDER BY changed_at, chat_id",
        (device_id, user_id, since, since, since),
    )
    return [_chat(row) for row in rows]


async def create(tx: Tx, chat: SecretChat, *, origin: int) -> None:
    """Keep a new request, and tell the devices of whom it is for."""
    await tx.execute(
        "INSERT INTO secret_chats (chat_id, state, admin, admin_device, participant, participant_device, g_a, g_b, "
        "key_fingerprint, history_deleted, created_at, changed_at, admin_read, admin_read_at, participant_read, "
        "participant_read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _values(chat),
    )
    _tell(tx, chat, await _devices_of(tx, chat.participant), origin)


async def accept(tx: Tx, chat: SecretChat, *, origin: int) -> None:
    """Keep an acceptance; whoever begins it hears of it, and the devices that did not accept."""
    await _save(tx, chat)
    _tell(tx, chat, [chat.admin_device, *await _devices_of(tx, chat.participant)], origin)


async def discard(tx: Tx, chat: SecretChat, now: int, *, history_deleted: bool = False, origin: int = 0) -> None:
    """End a chat, for both."""
    ended = replace(chat, state=ChatState.DISCARDED, g_a=b"", g_b=b"", history_deleted=history_deleted, changed_at=now)
    await _save(tx, ended)
    others = [chat.participant_device] if chat.participant_device else await _devices_of(tx, chat.participant)
    _tell(tx, ended, [chat.admin_device, *others], origin)


async def read(tx: Tx, chat: SecretChat, device_id: int, max_date: int, now: int) -> None:
    """One end has read up to a date; the other hears of it unless that is nothing new."""
    if max_date <= chat.read_by_other(chat.other_device(device_id))[0]:
        return
    await _save(tx, chat.with_read(device_id, max_date, now))
    tx.publish(topic(chat.other_device(device_id)), HistoryRead(chat.chat_id, max_date, now))


async def discard_of_device(tx: Tx, device_id: int, now: int) -> None:
    """A device is signed out: end the chats it holds one end of, and forget what waited for it."""
    rows = await tx.fetchall(
        f"{_SELECT} WHERE (admin_device = ? OR participant_device = ?) AND state <> ?",
        (device_id, device_id, int(ChatState.DISCARDED)),
    )
    for row in rows:
        await discard(tx, _chat(row), now)
    await tx.execute("DELETE FROM device_queue WHERE device_id = ?", (device_id,))
    await tx.execute("DELETE FROM device_qts WHERE device_id = ?", (device_id,))


async def discard_requests_to(tx: Tx, user_id: int, now: int) -> None:
    """An account ends: nobody will answer what it was asked."""
    rows = await tx.fetchall(f"{_SELECT} WHERE participant = ? AND state = ?", (user_id, int(ChatState.REQUESTED)))
    for row in rows:
        await discard(tx, _chat(row), now)


async def add_file(tx: Tx, chat_id: int, file_id: int) -> None:
    """An encrypted file belongs to a chat."""
    await tx.execute(
        "INSERT INTO secret_chat_files (chat_id, file_id) VALUES (?, ?) ON CONFLICT DO NOTHING", (chat_id, file_id)
    )


async def forget(tx: Tx, before: int) -> None:
    """Drop chats that were discarded before a date, and what belongs to them."""
    gone = await tx.fetchall(
        "DELETE FROM secret_chats WHERE state = ? AND changed_at < ? RETURNING chat_id",
        (int(ChatState.DISCARDED), before),
    )
    await tx.executemany("DELETE FROM secret_chat_files WHERE chat_id = ?", gone)


async def _save(tx: Tx, chat: SecretChat) -> None:
    chat_id, *values = _values(chat)
    await tx.execute(
        "UPDATE secret_chats SET state = ?, admin = ?, admin_device = ?, participant = ?, participant_device = ?, "
        "g_a = ?, g_b = ?, key_fingerprint = ?, history_deleted = ?, created_at = ?, changed_at = ?, admin_read = ?, "
        "admin_read_at = ?, participant_read = ?, participant_read_at = ? WHERE chat_id = ?",
        (*values, chat_id),
    )


def _values(chat: SecretChat) -> tuple[int | bytes, ...]:
    return tuple(int(value) if isinstance(value, int) else value for value in astuple(chat))


async def _devices_of(view: Snapshot, user_id: int) -> list[int]:
    rows = await view.fetchall("SELECT device_id FROM devices WHERE user_id = ? AND parent = 0", (user_id,))
    return [row[0] for row in rows]


def _tell(tx: Tx, chat: SecretChat, device_ids: Sequence[int], origin: int) -> None:
    for device_id in device_ids:
        tx.publish(topic(device_id), ChatChanged(chat, origin))
