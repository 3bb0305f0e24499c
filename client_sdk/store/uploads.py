"""Which parts of interrupted uploads the server has.

Rules of this file
- A row is a hint: servers drop unused parts after a while, and say so when the file is used.
"""

from __future__ import annotations

import sqlite3


class Uploads:
    """The uploads of one account.

    Args:
        db: The open session file.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def find(self, source: str) -> tuple[int, set[int]] | None:
        """The file id and the acknowledged parts of an upload that was begun."""
        row = self._db.execute("SELECT file_id, parts FROM uploads WHERE source = ?", (source,)).fetchone()
        if row is None:
            return None
        bits = int.from_bytes(row[1], "little")
        return row[0], {part for part in range(bits.bit_length()) if bits >> part & 1}

    def save(self, source: str, file_id: int, parts: set[int]) -> None:
        """These parts are acknowledged."""
        bits = sum(1 << part for part in parts)
        packed = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?)", (source, file_id, packed))

    def forget(self, source: str) -> None:
        """The upload has served."""
        with self._db:
            self._db.execute("DELETE FROM uploads WHERE source = ?", (source,))
