"""Secret chats in the session file: their state, what the peer may still ask for, what is not handled yet.

Rules of this file
- A message and the state that it changes are stored in one transaction: a number is never given to two messages.
- These transactions outlast a power cut: a chat that falls back by a message cannot be mended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from client_sdk.secret.conversation import Incoming, Outgoing
from client_sdk.secret.record import NEWEST, Record, dump, load
from mtproto import tl
from mtproto.tl import secret


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of ours: what it says, and the encoded InputEncryptedFile beside it, empty for none."""

    outgoing: Outgoing
    file: bytes


class SecretStore:
    """The secret chats of one account.

    Args:
        db: The open session file.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def chat(self, chat_id: int) -> Record | None:
        """A chat by its number."""
        row = self._db.execute("SELECT body FROM secret_chats WHERE chat_id = ?", (chat_id,)).fetchone()
        return load(row[0]) if row else None

    def chats(self) -> list[Record]:
        """Every chat."""
        return [load(row[0]) for row in self._db.execute("SELECT body FROM secret_chats ORDER BY chat_id")]

    def save(
        self, record: Record, sent: Iterable[Sent] = (), taken: Iterable[Incoming] = (), again: Iterable[int] = ()
    ) -> None:
        """Keep a chat's state with the messages that changed it.

        Args:
            record: The state.
            sent: Messages to deliver.
            taken: Messages to hand over.
            again: Raw numbers of messages to deliver once more.
        """
        chat_id = record.chat_id
        with self._lasting():
            self._db.execute("INSERT OR REPLACE INTO secret_chats VALUES (?, ?)", (chat_id, dump(record)))
            for one in sent:
                out = one.outgoing
                self._db.execute(
                    "INSERT INTO secret_sent VALUES (?, ?, ?, ?, ?, ?, 0)",
                    (chat_id, out.number, out.random_id, out.layer, out.service, one.file),
                )
            for came in taken:
                body = tl.encode_secret(came.message, NEWEST)
                self._db.execute(
                    "INSERT INTO secret_inbox (chat_id, message, file) VALUES (?, ?, ?)", (chat_id, body, came.file)
                )
            for number in again:
                self._db.execute(
                    "UPDATE secret_sent SET delivered = 0 WHERE chat_id = ? AND number = ?", (chat_id, number)
                )
            self._db.execute(
                "DELETE FROM secret_sent WHERE chat_id = ? AND number < ? AND delivered",
                (chat_id, record.sequence.peer_has),
            )

    def close(self, record: Record) -> None:
        """A chat has ended: keep that it was there, and nothing that could open what was said."""
        with self._lasting():
            self._db.execute("INSERT OR REPLACE INTO secret_chats VALUES (?, ?)", (record.chat_id, dump(record)))
            self._db.execute("DELETE FROM secret_sent WHERE chat_id = ?", (record.chat_id,))

    def undelivered(self, chat_id: int) -> Sent | None:
        """The first message that the server has not taken yet."""
        row = self._db.execute(
            "SELECT number, random_id, layer, service, file FROM secret_sent WHERE chat_id = ? AND NOT delivered"
            " ORDER BY number LIMIT 1",
            (chat_id,),
        ).fetchone()
        return Sent(Outgoing(row[0], row[1], row[2], bool(row[3])), row[4]) if row else None

    def delivered(self, chat_id: int, number: int, file: bytes) -> None:
        """The server has a message; `file` names its file from now on."""
        with self._db:
            self._db.execute(
                "UPDATE secret_sent SET delivered = 1, file = ? WHERE chat_id = ? AND number = ?",
                (file, chat_id, number),
            )

    def without_file(self, chat_id: int, number: int) -> None:
        """A message is to be delivered without the file it had."""
        with self._db:
            self._db.execute("UPDATE secret_sent SET file = x'' WHERE chat_id = ? AND number = ?", (chat_id, number))

    def inbox(self) -> tuple[int, int, secret.TypeDecryptedMessage, bytes] | None:
        """The first message that is not handled: (its row, the chat, what was said, the encoded file)."""
        row = self._db.execute("SELECT id, chat_id, message, file FROM secret_inbox ORDER BY id LIMIT 1").fetchone()
        if row is None:
            return None
        message = tl.decode(row[2])
        assert isinstance(message, secret.TypeDecryptedMessage)  # nothing else is put in
        return row[0], row[1], message, row[3]

    def handled(self, row: int) -> None:
        """A message of the inbox is done with."""
        with self._db:
            self._db.execute("DELETE FROM secret_inbox WHERE id = ?", (row,))

    @contextmanager
    def _lasting(self) -> Iterator[None]:
        self._db.execute("PRAGMA synchronous = FULL")
        try:
            with self._db:
                yield
        finally:
            self._db.execute("PRAGMA synchronous = NORMAL")
