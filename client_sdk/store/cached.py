"""Rows of what was seen: messages, dialogs, users and chats, each as the bytes of its TL object.

Rules of this file
- A message of a user or basic group has an id that is unique in the account; one of a channel, only in the channel.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

CHANNELS = -(10**12)
"""Peer ids from here down are channels."""


class CachedRows:
    """The rows of one account.

    Args:
        db: The open session file.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def put_messages(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Keep messages: peer id, message id, body."""
        self.db.executemany("INSERT OR REPLACE INTO cached_messages VALUES (?, ?, ?)", rows)

    def messages(self, peer_id: int, before: int, limit: int) -> list[bytes]:
        """Messages of a chat older than an id, the newest first."""
        found = self.db.execute(
            "SELECT body FROM cached_messages WHERE peer_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
            (peer_id, before, limit),
        )
        return [body for (body,) in found]

    def delete_messages(self, ids: Iterable[int]) -> None:
        """Messages of users and basic groups are gone."""
        self.db.executemany(
            f"DELETE FROM cached_messages WHERE id = ? AND peer_id > {CHANNELS}", [(each,) for each in ids]
        )

    def delete_in(self, peer_id: int, ids: Iterable[int]) -> None:
        """Messages of one chat are gone."""
        rows = [(peer_id, each) for each in ids]
        self.db.executemany("DELETE FROM cached_messages WHERE peer_id = ? AND id = ?", rows)

    def delete_between(self, peer_id: int, lowest: int, highest: int, but: Iterable[int] = ()) -> None:
        """Of a row of ids in one chat only these are left."""
        found = self.db.execute(
            "SELECT id FROM cached_messages WHERE peer_id = ? AND id BETWEEN ? AND ?", (peer_id, lowest, highest)
        )
        self.delete_in(peer_id, {each for (each,) in found} - set(but))

    def delete_all_messages(self) -> None:
        """Nobody knows any more which of them are left."""
        self.db.execute("DELETE FROM cached_messages")

    def put_dialogs(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Keep dialogs: peer id, body."""
        self.db.executemany("INSERT OR REPLACE INTO cached_dialogs VALUES (?, ?)", rows)

    def dialog(self, peer_id: int) -> bytes | None:
        """A dialog."""
        row = self.db.execute("SELECT body FROM cached_dialogs WHERE peer_id = ?", (peer_id,)).fetchone()
        return row[0] if row else None

    def dialogs(self) -> list[bytes]:
        """All dialogs, in no order."""
        return [body for (body,) in self.db.execute("SELECT body FROM cached_dialogs")]

    def delete_dialog(self, peer_id: int) -> None:
        """A dialog is gone."""
        self.db.execute("DELETE FROM cached_dialogs WHERE peer_id = ?", (peer_id,))

    def put_peers(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Keep users and chats: peer id, body."""
        self.db.executemany("INSERT OR REPLACE INTO cached_peers VALUES (?, ?)", rows)

    def peer(self, peer_id: int) -> bytes | None:
        """A user or chat."""
        row = self.db.execute("SELECT body FROM cached_peers WHERE peer_id = ?", (peer_id,)).fetchone()
        return row[0] if row else None
