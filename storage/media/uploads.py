"""Files on their way in: whose uploads there are, and what became of them.

The bytes, and the record of which parts came, lie in files of the server's own naming (server/files/part_file.py).
These rows outlive the process, so an upload goes on where it stood after a restart. An upload that was put into the
store keeps its row for a while: clients send the same file again when the request that used it failed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from storage.database import Row, Snapshot, Tx
from storage.media.blobs import Blob


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload of one user. `file_id` is the client's number, `total_parts` what its first part said: 0 for a small
    one, -1 for a big one whose length was not known.

    Part n lies at n times `stride` in the file `name`.
    """

    user_id: int
    file_id: int
    name: str
    total_parts: int
    stride: int


_COLUMNS = "user_id, file_id, name, total_parts, stride"


def _upload(row: Row) -> Upload:
    return Upload(*row)


async def begin(tx: Tx, upload: Upload) -> None:
    """Store a new upload."""
    await tx.execute(
        f"INSERT INTO uploads ({_COLUMNS}, finished_at, size) VALUES (?, ?, ?, ?, ?, 0, 0)", astuple(upload)
    )


async def unfinished(view: Snapshot) -> list[Upload]:
    """Every upload that is not in the store yet."""
    return [_upload(row) for row in await view.fetchall(f"SELECT {_COLUMNS} FROM uploads WHERE digest IS NULL")]


async def finish(tx: Tx, upload: Upload, blob: Blob, now: int) -> None:
    """Say where in the store the whole upload is."""
    await tx.execute(
        "UPDATE uploads SET digest = ?, size = ?, finished_at = ? WHERE user_id = ? AND file_id = ?",
        (blob.digest, blob.size, now, upload.user_id, upload.file_id),
    )


async def finished(view: Snapshot, user_id: int, file_id: int) -> Blob | None:
    """What an upload became, if it is in the store."""
    row = await view.fetchone(
        "SELECT digest, size FROM uploads WHERE user_id = ? AND file_id = ? AND digest IS NOT NULL", (user_id, file_id)
    )
    return None if row is None else Blob(row[0], row[1])


async def forget_finished(tx: Tx, before: int) -> None:
    """Forget what became of uploads that were finished before a time."""
    await tx.execute("DELETE FROM uploads WHERE digest IS NOT NULL AND finished_at < ?", (before,))


async def delete(tx: Tx, gone: Iterable[Upload]) -> None:
    """Forget uploads that nobody went on with."""
    await tx.executemany(
        "DELETE FROM uploads WHERE user_id = ? AND file_id = ? AND digest IS NULL",
        [(upload.user_id, upload.file_id) for upload in gone],
    )
