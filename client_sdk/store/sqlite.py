"""The session store: one SQLite file.

Rules of this file
- One client at a time uses a file: two with one session would take each other's updates.
- The file holds keys and is readable by its owner alone.
- Every method is one transaction of at most some hundred rows on a local file: microseconds, so it runs on the loop.
- The file is opened, and locked, by `open`: a client does it when it connects. As nobody else writes to it then, the
  login, for which every message asks, is read from it once.
- A commit survives the end of the process. After a power cut the file is whole, but may be some moments old: updates
  of these moments are then fetched again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from client_sdk.errors import ClientError
from client_sdk.store.records import Login, PeerRecord, UpdateState

SCHEMAS = (
    """
CREATE TABLE login (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    dc_id INTEGER NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL,
    auth_key BLOB NOT NULL, salt INTEGER NOT NULL, time_offset REAL NOT NULL, user_id INTEGER NOT NULL
);
CREATE TABLE update_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    pts INTEGER NOT NULL, qts INTEGER NOT NULL, date INTEGER NOT NULL, seq INTEGER NOT NULL
);
CREATE TABLE peers (
    peer_id INTEGER PRIMARY KEY, access_hash INTEGER NOT NULL, username TEXT, phone TEXT
);
CREATE INDEX peers_username ON peers (username) WHERE username IS NOT NULL;
CREATE INDEX peers_phone ON peers (phone) WHERE phone IS NOT NULL;
""",
    """
ALTER TABLE peers ADD COLUMN named_at INTEGER NOT NULL DEFAULT 0;
CREATE TABLE other_keys (
    dc_id INTEGER PRIMARY KEY, host TEXT NOT NULL, port INTEGER NOT NULL,
    auth_key BLOB NOT NULL, salt INTEGER NOT NULL, time_offset REAL NOT NULL
);
CREATE TABLE uploads (
    source TEXT PRIMARY KEY, file_id INTEGER NOT NULL, parts BLOB NOT NULL
);
CREATE TABLE cached_messages (
    peer_id INTEGER NOT NULL, id INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (peer_id, id)
) WITHOUT ROWID;
CREATE INDEX cached_messages_id ON cached_messages (id);
CREATE TABLE cached_dialogs (peer_id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE cached_peers (peer_id INTEGER PRIMARY KEY, body BLOB NOT NULL);
""",
    """
CREATE TABLE secret_chats (chat_id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE secret_sent (
    chat_id INTEGER NOT NULL, number INTEGER NOT NULL, random_id INTEGER NOT NULL, layer BLOB NOT NULL,
    service INTEGER NOT NULL, file BLOB NOT NULL, delivered INTEGER NOT NULL, PRIMARY KEY (chat_id, number)
) WITHOUT ROWID;
CREATE TABLE secret_inbox (
    id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL, message BLOB NOT NULL, file BLOB NOT NULL
);
""",
)
"""What each version added to the one before it."""

ACCOUNT_TABLES = (
    "update_state",
    "peers",
    "other_keys",
    "uploads",
    "cached_messages",
    "cached_dialogs",
    "cached_peers",
    "secret_chats",
    "secret_sent",
    "secret_inbox",
)
"""What belongs to the account, and goes with it."""


class SessionUnusable(ClientError):
    """The session file is used by another client, or is not a session file of this version."""


class SessionStore:
    """Keys, update state and peers of one account on one server.

    Args:
        path: The file; made when it is opened, if it is not there. `:memory:` keeps nothing.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self._db: sqlite3.Connection | None = None
        self._login: Login | None = None

    @property
    def db(self) -> sqlite3.Connection:
        """The open file, for the rooms that keep tables of their own in it.

        Raises:
            SessionUnusable: it is not open.
        """
        if self._db is None:
            raise self._not_open()
        return self._db

    def _not_open(self) -> SessionUnusable:
        return SessionUnusable(f"{self.path} is not open")

    def open(self) -> None:
        """Open the file, unless it is open, and keep others from it.

        Raises:
            SessionUnusable: the file is in use, or something else.
        """
        if self._db is not None:
            return
        if str(self.path) != ":memory:":
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(self.path, timeout=0.0)
        try:
            _prepare(db)
        except sqlite3.DatabaseError as error:
            db.close()
            reason = "another client uses it" if error.sqlite_errorcode == sqlite3.SQLITE_BUSY else error
            raise SessionUnusable(f"{self.path}: {reason}") from error
        except SessionUnusable:
            db.close()
            raise
        row = db.execute("SELECT dc_id, host, port, auth_key, salt, time_offset, user_id FROM login").fetchone()
        self._db, self._login = db, Login(*row) if row else None

    def __enter__(self) -> SessionStore:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what is in memory is gone."""
        db, self._db = self._db, None
        if db is not None:
            db.close()

    def login(self) -> Login | None:
        """The key, if there is one.

        Raises:
            SessionUnusable: the file is not open.
        """
        if self._db is None:
            raise self._not_open()
        return self._login

    def save_login(self, login: Login) -> None:
        """Keep this key in place of what was there. Where the user is another, what was known for the old one goes."""
        before = self.login()
        with self.db:
            if before is not None and before.user_id != login.user_id:
                self._forget_account()
            self.db.execute(
                "INSERT OR REPLACE INTO login VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
                (
                    login.dc_id,
                    login.host,
                    login.port,
                    login.auth_key,
                    login.salt,
                    login.time_offset,
                    login.user_id,
                ),
            )
        self._login = login

    def forget(self) -> None:
        """Keep nothing: the key is gone."""
        with self.db:
            self.db.execute("DELETE FROM login")
            self._forget_account()
        self._login = None

    def _forget_account(self) -> None:
        for table in ACCOUNT_TABLES:
            self.db.execute(f"DELETE FROM {table}")

    def update_state(self) -> UpdateState | None:
        """Up to where updates were handled; None before the first."""
        row = self.db.execute("SELECT pts, qts, date, seq FROM update_state").fetchone()
        return UpdateState(*row) if row else None

    def save_update_state(self, state: UpdateState) -> None:
        """Updates up to here were handled."""
        with self.db:
            self.db.execute(
                "INSERT OR REPLACE INTO update_state VALUES (1, ?, ?, ?, ?)",
                (state.pts, state.qts, state.date, state.seq),
            )

    def save_peers(self, peers: Iterable[PeerRecord], now: int) -> None:
        """Remember peers, as they are at this Unix time. A username or phone number belongs to whoever had it last."""
        with self.db:
            for peer in peers:
                if peer.username is not None:
                    self.db.execute("UPDATE peers SET username = NULL WHERE username = ?", (peer.username,))
                if peer.phone is not None:
                    self.db.execute("UPDATE peers SET phone = NULL WHERE phone = ?", (peer.phone,))
                self.db.execute(
                    "INSERT INTO peers VALUES (?, ?, ?, ?, ?) ON CONFLICT (peer_id) DO UPDATE SET"
                    " access_hash = excluded.access_hash, username = excluded.username,"
                    " phone = coalesce(excluded.phone, phone), named_at = excluded.named_at",
                    (peer.peer_id, peer.access_hash, peer.username, peer.phone, now),
                )

    def forget_name(self, peer_id: int) -> None:
        """The username and phone number of this peer may be another's by now."""
        with self.db:
            self.db.execute("UPDATE peers SET username = NULL, phone = NULL WHERE peer_id = ?", (peer_id,))

    def peer(self, peer_id: int) -> PeerRecord | None:
        """A peer by its id."""
        return self._peer("peer_id = ?", peer_id)

    def peer_by_username(self, username: str, since: int = 0) -> PeerRecord | None:
        """A peer by its username, in lower case, if it was seen with it since this Unix time."""
        return self._peer("username = ? AND named_at >= ?", username, since)

    def peer_by_phone(self, phone: str, since: int = 0) -> PeerRecord | None:
        """A peer by its phone number, digits only, if it was seen with it since this Unix time."""
        return self._peer("phone = ? AND named_at >= ?", phone, since)

    def _peer(self, condition: str, *values: int | str) -> PeerRecord | None:
        row = self.db.execute(
            f"SELECT peer_id, access_hash, username, phone FROM peers WHERE {condition}", values
        ).fetchone()
        return PeerRecord(*row) if row else None

    def other_key(self, dc_id: int) -> Login | None:
        """A key with a DC that is not the account's own."""
        row = self.db.execute(
            "SELECT dc_id, host, port, auth_key, salt, time_offset FROM other_keys WHERE dc_id = ?", (dc_id,)
        ).fetchone()
        return Login(*row) if row else None

    def save_other_key(self, key: Login) -> None:
        """Keep a key with another DC, on which the account is signed in too."""
        values = (key.dc_id, key.host, key.port, key.auth_key, key.salt, key.time_offset)
        with self.db:
            self.db.execute("INSERT OR REPLACE INTO other_keys VALUES (?, ?, ?, ?, ?, ?)", values)

    def forget_other_key(self, dc_id: int) -> None:
        """A key with another DC is no longer known there."""
        with self.db:
            self.db.execute("DELETE FROM other_keys WHERE dc_id = ?", (dc_id,))


def _prepare(db: sqlite3.Connection) -> None:
    """Lock a file and bring it to the newest version."""
    db.execute("PRAGMA locking_mode = EXCLUSIVE")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > len(SCHEMAS):
        raise SessionUnusable(f"a session file of version {version}; this is version {len(SCHEMAS)}")
    db.executescript(f"BEGIN EXCLUSIVE; {''.join(SCHEMAS[version:])} PRAGMA user_version = {len(SCHEMAS)}; COMMIT;")
