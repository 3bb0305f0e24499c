"""Photos, documents and encrypted files as records: what they are, and where in the store their bytes lie.

A file is made once, whenever somebody uploads, and never changes. Its contents are blobs, which files share: the
same bytes from anyone are one blob, and a blob may go when no row names it any more. Files themselves go when
nothing refers to them (server/files/collecting.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import msgpack

from storage.accounts.users import next_number
from storage.database import Row, Snapshot, Tx
from storage.media.blobs import Blob

VIDEO = "u"
"""The letter of a photo's video (core.telegram.org/api/files#animated-profile-pictures)."""


class FileKind(IntEnum):
    """What a file is to its users."""

    PHOTO = 1
    DOCUMENT = 2
    ENCRYPTED = 3


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a photo, or a preview of a document. `type` is one letter, width and height are pixels.

    `scans` are the bytes from its beginning after which the whole picture can be shown, coarser than it is; none
    where nobody need know.
    """

    type: str
    blob: Blob
    width: int
    height: int
    scans: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One file.

    `blob` is the content of a document; None for a photo. `details` holds what only rendering needs: `attributes`
    (a list of maps with a `kind`), `stripped` (the inline preview), `attached` (ids of stickers put on it),
    `start` (seconds into a photo's video where its picture is taken), `markup` (the sticker that a photo is made of),
    `fingerprint` (of an encrypted file's key).
    """

    file_id: int
    kind: FileKind
    owner: int
    created_at: int
    blob: Blob | None
    mime_type: str
    details: dict[str, Any] = field(default_factory=dict)
    renditions: tuple[Rendition, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the content."""
        return self.blob.size if self.blob is not None else 0

    @property
    def pictures(self) -> tuple[Rendition, ...]:
        """The renditions that are pictures, the smallest first."""
        return tuple([one for one in self.renditions if one.type != VIDEO])

    @property
    def video(self) -> Rendition | None:
        """The video of a photo that moves."""
        return self.rendition(VIDEO)

    def rendition(self, type_: str) -> Rendition | None:
        """The rendition with this letter."""
        return next((one for one in self.renditions if one.type == type_), None)

    def attribute(self, kind: str) -> dict[str, Any] | None:
        """The attribute of this kind."""
        return next((one for one in self.details.get("attributes", ()) if one["kind"] == kind), None)

    @property
    def played_as(self) -> str:
        """What messages with it are: a "video", a "round" one, a "voice", or "" for anything else."""
        video, audio = self.attribute("video"), self.attribute("audio")
        if video is not None:
            return "round" if video["round"] else "video"
        return "voice" if audio is not None and audio["voice"] else ""


_COLUMNS = "file_id, kind, owner, created_at, digest, size, mime_type, details"
_RENDITION = "file_id, type, digest, size, width, height, scans"


async def create(tx: Tx, draft: File) -> File:
    """Store a file under a new id; `draft.file_id` does not matter."""
    file_id = await next_number(tx, "files", FIRST_FILE_ID)
    file = File(
        file_id,
        draft.kind,
        draft.owner,
        draft.created_at,
        draft.blob,
        draft.mime_type,
        draft.details,
        draft.renditions,
    )
    blob = file.blob
    size = blob.size if blob is not None else sum(one.blob.size for one in file.renditions)
    await tx.execute(
        f"INSERT INTO files ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            file_id,
            int(file.kind),
            file.owner,
            file.created_at,
            blob.digest if blob is not None else None,
            size,
            file.mime_type,
            msgpack.packb(file.details),
        ),
    )
    await tx.executemany(
        f"INSERT INTO renditions ({_RENDITION}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [_rendition_row(file_id, one) for one in file.renditions],
    )
    return file


FIRST_FILE_ID = 1 << 40
"""Ids of files look like nothing else that clients keep; access hashes, not ids, are what guards them."""


async def by_id(view: Snapshot, file_id: int) -> File | None:
    """The file with this id."""
    return (await by_ids(view, (file_id,))).get(file_id)


async def by_ids(view: Snapshot, file_ids: Iterable[int]) -> dict[int, File]:
    """The files with these ids, at most 1,000; unknown ids are left out."""
    ids = list(dict.fromkeys(file_ids))
    marks = ",".join("?" * len(ids))
    rows = await view.fetchall(f"SELECT {_COLUMNS} FROM files WHERE file_id IN ({marks})", ids)
    sizes: dict[int, list[Rendition]] = {row[0]: [] for row in rows}
    for row in await view.fetchall(
        f"SELECT {_RENDITION} FROM renditions WHERE file_id IN ({marks}) ORDER BY file_id, width, type", ids
    ):
        sizes[row[0]].append(_rendition(row))
    return {row[0]: _file(row, sizes[row[0]]) for row in rows}


async def by_digest(view: Snapshot, owner: int, digest: bytes, size: int, mime_type: str) -> File | None:
    """A document that this user stored with exactly this content: the newest one that is not about to be collected."""
    file_id = await view.fetchval(
        "SELECT file_id FROM files WHERE digest = ? AND owner = ? AND size = ? AND mime_type = ? AND kind = ? "
        "AND NOT EXISTS (SELECT 1 FROM unused_files WHERE unused_files.file_id = files.file_id) "
        "ORDER BY file_id DESC LIMIT 1",
        (digest, owner, size, mime_type, int(FileKind.DOCUMENT)),
    )
    return None if file_id is None else await by_id(view, file_id)


async def stored_by(view: Snapshot, owner: int) -> int:
    """The bytes of everything a user has stored, counted as uploaded: sharing a blob is the server's gain."""
    total: int = await view.fetchval("SELECT COALESCE(SUM(size), 0) FROM files WHERE owner = ?", (owner,))
    return total


async def refers_to(view: Snapshot, digest: bytes) -> int:
    """How many files, renditions and uploads name a blob."""
    count: int = await view.fetchval(
        "SELECT (SELECT COUNT(*) FROM files WHERE digest = ?) + (SELECT COUNT(*) FROM renditions WHERE digest = ?) "
        "+ (SELECT COUNT(*) FROM uploads WHERE digest = ?)",
        (digest, digest, digest),
    )
    return count


async def page(view: Snapshot, after: int, limit: int) -> list[File]:
    """Up to `limit` files with ids above `after`, in order, for audits."""
    rows = await view.fetchall("SELECT file_id FROM files WHERE file_id > ? ORDER BY file_id LIMIT ?", (after, limit))
    found = await by_ids(view, [row[0] for row in rows]) if rows else {}
    return [found[row[0]] for row in rows]


async def delete(tx: Tx, file_ids: Sequence[int]) -> None:
    """Forget files; their blobs stay until they are collected."""
    keys = [(file_id,) for file_id in file_ids]
    await tx.executemany("DELETE FROM renditions WHERE file_id = ?", keys)
    await tx.executemany("DELETE FROM files WHERE file_id = ?", keys)


def _file(row: Row, renditions: list[Rendition]) -> File:
    file_id, kind, owner, created_at, digest, size, mime_type, details = row
    return File(
        file_id,
        FileKind(kind),
        owner,
        created_at,
        Blob(digest, size) if digest is not None else None,
        mime_type,
        msgpack.unpackb(details),
        tuple(renditions),
    )


def _rendition(row: Row) -> Rendition:
    _, type_, digest, size, width, height, scans = row
    return Rendition(type_, Blob(digest, size), width, height, () if scans is None else tuple(msgpack.unpackb(scans)))


def _rendition_row(file_id: int, one: Rendition) -> Row:
    scans = msgpack.packb(one.scans) if one.scans else None
    return file_id, one.type, one.blob.digest, one.blob.size, one.width, one.height, scans
