"""The session store: one SQLite file.

Rules of this file
- One client at a time uses a file: two with one session would take each other's updates.
- The file holds keys and is readable by its owner alone.
- Every method is one transaction of at most some hundred rows on a local file: microseconds, so it runs on the loop.
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

VERSION = 1

SCHEMA = """
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
"""


class SessionUnusable(ClientError):
    """The session file is used by another client, or is not a session file of this version."""


class SessionStore:
    """Keys, update state and peers of one account on one server.

    Args:
        path: The file; made if it is not there. `:memory:` keeps nothing.

    Raises:
        SessionUnusable: the file is in use, or something else.
    """

    def __init__(self, path: Path | str) -> None:
        if str(path) != ":memory:":
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._db = sqlite3.connect(path, timeout=0.0)
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise SessionUnusable(f"{path}: {error}") from error
        except SessionUnusable:
            self._db.close()
            raise

    def _open(self) -> None:
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN EXCLUSIVE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            raise SessionUnusable(f"a session file of version {version}; this is version {VERSION}")

    def __enter__(self) -> SessionStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def login(self) -> Login | None:
        """The key, if there is one."""
        row = self._db.execute("SELECT dc_id, host, port, auth_key, salt, time_offset, user_id FROM login").fetchone()
        return Login(*row) if row else None

    def save_login(self, login: Login) -> None:
        """Keep this key in place of what was there. Where the user is another, what was known for the old one goes."""
        before = self.login()
        with self._db:
            if before is not None and before.user_id != login.user_id:
                self._forget_account()
            self._db.execute(
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

    def forget(self) -> None:
        """Keep nothing: the key is gone."""
        with self._db:
            self._db.execute("DELETE FROM login")
            self._forget_account()

    def _forget_account(self) -> None:
        self._db.execute("DELETE FROM update_state")
        self._db.execute("DELETE FROM peers")

    def update_state(self) -> UpdateState | None:
        """Up to where updates were handled; None before the first."""
        row = self._db.execute("SELECT pts, qts, date, seq FROM update_state").fetchone()
        return UpdateState(*row) if row else None

    def save_update_state(self, state: UpdateState) -> None:
        """Updates up to here were handled."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO update_state VALUES (1, ?, ?, ?, ?)",
                (state.pts, state.qts, state.date, state.seq),
            )

    def save_peers(self, peers: Iterable[PeerRecord]) -> None:
        """Remember peers. A username or phone number belongs to whoever had it last."""
        with self._db:
            for peer in peers:
                self._db.execute("UPDATE peers SET username = NULL WHERE username = ?", (peer.username,))
                self._db.execute("UPDATE peers SET phone = NULL WHERE phone = ?", (peer.phone,))
                self._db.execute(
                    "INSERT INTO peers VALUES (?, ?, ?, ?) ON CONFLICT (peer_id) DO UPDATE SET"
                    " access_hash = excluded.access_hash, username = excluded.username,"
                    " phone = coalesce(excluded.phone, phone)",
                    (peer.peer_id, peer.access_hash, peer.username, peer.phone),
                )

    def peer(self, peer_id: int) -> PeerRecord | None:
        """A peer by its id."""
        return self._peer("peer_id = ?", peer_id)

    def peer_by_username(self, username: str) -> PeerRecord | None:
        """A peer by its username, in lower case."""
        return self._peer("username = ?", username)

    def peer_by_phone(self, phone: str) -> PeerRecord | None:
        """A peer by its phone number, digits only."""
        return self._peer("phone = ?", phone)

    def _peer(self, condition: str, value: int | str) -> PeerRecord | None:
        row = self._db.execute(
            f"SELECT peer_id, access_hash, username, phone FROM peers WHERE {condition}", (value,)
        ).fetchone()
        return PeerRecord(*row) if row else None
