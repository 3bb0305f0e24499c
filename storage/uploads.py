"""Files on their way in: which parts of which upload are in the staging area.

The bytes lie in a file of the server's own naming (server/files/staging.py); these rows outlive the process, so an
upload goes on where it stood after a lost connection or a restart. An upload that was put into the store keeps its
row for a while: clients send the same file again when the request that used it failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Snapshot, Tx


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload of one user. `file_id` is the client's number; `total_parts` is 0 when the client did not tell.

    All parts before `last_part` are `part_size` bytes long (0: unknown yet); `size` is what came so far.
    `digest` is set once the whole is in the store.
    """

    user_id: int
    file_id: int
    name: str
    total_parts: int
    part_size: int
    last_part: int
    last_size: int
    size: int
    touched_at: int
    digest: bytes | None = None


_COLUMNS = "user_id, file_id, name, total_parts, part_size, last_part, last_size, bytes, touched_at, digest"
_SELECT = f"SELECT {_COLUMNS} FROM uploads"


def _upload(row: Row) -> Upload:
    return Upload(*row)


async def find(view: Snapshot, user_id: int, file_id: int) -> Upload | None:
    """This upload of this user."""
    row = await view.fetchone(f"{_SELECT} WHERE user_id = ? AND file_id = ?", (user_id, file_id))
    return None if row is None else _upload(row)


async def staged(view: Snapshot, user_id: int) -> tuple[int, int]:
    """How many uploads of a user wait in the staging area, and how many bytes they have."""
    row = await view.fetchone(
        "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM uploads WHERE user_id = ? AND digest IS NULL", (user_id,)
    )
    assert row is not None  # an aggregate always has a row
    return row[0], row[1]


async def begin(tx: Tx, upload: Upload) -> Upload:
    """Store a new upload; another request may have begun it meanwhile, and then that one counts."""
    await tx.execute(
        f"INSERT INTO uploads ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            upload.user_id,
            upload.file_id,
            upload.name,
            upload.total_parts,
            upload.part_size,
            upload.last_part,
            upload.last_size,
            upload.size,
            upload.touched_at,
            upload.digest,
        ),
    )
    found = await find(tx, upload.user_id, upload.file_id)
    assert found is not None  # inserted in this unit if it was not there
    return found


async def save(tx: Tx, upload: Upload) -> None:
    """Write an upload as it now is."""
    await tx.execute(
        "UPDATE uploads SET part_size = ?, last_part = ?, last_size = ?, bytes = ?, touched_at = ?, digest = ? "
        "WHERE user_id = ? AND file_id = ?",
        (
            upload.part_size,
            upload.last_part,
            upload.last_size,
            upload.size,
            upload.touched_at,
            upload.digest,
            upload.user_id,
            upload.file_id,
        ),
    )


async def part_size(view: Snapshot, user_id: int, file_id: int, part: int) -> int:
    """How long a part is that came before; 0 when it did not."""
    size: int | None = await view.fetchval(
        "SELECT size FROM upload_parts WHERE user_id = ? AND file_id = ? AND part = ?", (user_id, file_id, part)
    )
    return size or 0


async def add_part(tx: Tx, user_id: int, file_id: int, part: int, size: int) -> None:
    """A part is in the staging area."""
    await tx.execute(
        "INSERT INTO upload_parts (user_id, file_id, part, size) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (user_id, file_id, part) DO UPDATE SET size = excluded.size",
        (user_id, file_id, part, size),
    )


async def parts(view: Snapshot, user_id: int, file_id: int) -> list[int]:
    """The numbers of the parts that came, in order."""
    rows = await view.fetchall(
        "SELECT part FROM upload_parts WHERE user_id = ? AND file_id = ? ORDER BY part", (user_id, file_id)
    )
    return [row[0] for row in rows]


async def untouched_since(view: Snapshot, before: int, limit: int) -> list[Upload]:
    """Uploads that nobody went on with, the oldest first."""
    rows = await view.fetchall(f"{_SELECT} WHERE touched_at < ? ORDER BY touched_at LIMIT ?", (before, limit))
    return [_upload(row) for row in rows]


async def names(view: Snapshot) -> set[str]:
    """The names in the staging area that belong to somebody."""
    return {row[0] for row in await view.fetchall("SELECT name FROM uploads WHERE digest IS NULL")}


async def delete(tx: Tx, gone: Sequence[Upload]) -> None:
    """Forget uploads and their parts."""
    keys = [(upload.user_id, upload.file_id) for upload in gone]
    await tx.executemany("DELETE FROM upload_parts WHERE user_id = ? AND file_id = ?", keys)
    await tx.executemany("DELETE FROM uploads WHERE user_id = ? AND file_id = ?", keys)
