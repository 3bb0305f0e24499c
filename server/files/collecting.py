"""`chappe gc` and `chappe fsck`: what nobody can see any more goes, and what is kept is what it should be.

A file is shown by messages, photos, sets, lists (storage/media/file_uses.py). When nothing shows it, nobody gets a new
reference to it, and those that are out there expire within `FileReferences.LIFETIME`. So a file that was unused at one
collection and still is at another, two days later, can be named by nobody, and goes. Contents go when no row
names them and nobody put them within the last hour: a row follows its content within a request's time.

Custom emoji stay. Texts, reactions, names and colours show them by their id, and everyone may ask for them by it: one
that was taken out of its set is still seen where it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.database import Snapshot, Tx
from storage.errors import DamagedError
from storage.media import file_uses, files
from storage.media.blobs import Blob
from storage.media.files import File

if TYPE_CHECKING:  # App is built from everything here
    from server.app import App

UNUSED_SECONDS = 2 * 24 * 3600
FRESH_SECONDS = 3600

FILES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection found and did."""

    files: int
    """Files that went."""
    waiting: int
    """Files that are unused, but not for long enough."""
    contents: int
    """Contents that went."""
    bytes: int
    """Bytes of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a content: its address, what is wrong, and the files it belongs to."""

    digest: str
    problem: str
    files: list[int]


async def collect(app: App) -> Collected:
    """Remove what is unused."""
    now = int(app.clock.now())
    used = await _used(app)
    known = [file.file_id for file in await _every(app) if file.attribute("custom_emoji") is None]
    unused = {file_id for file_id in known if file_id not in used}

    async def unit(tx: Tx) -> list[int]:
        since = await file_uses.unused_since(tx)
        gone = [file_id for file_id in unused if since.get(file_id, now) <= now - UNUSED_SECONDS]
        await files.delete(tx, gone)
        await file_uses.mark(tx, unused - set(gone), (since.keys() - unused) | set(gone), now)
        return gone

    gone = await app.db.write(unit)
    app.recent_files.forget()
    contents = size = 0
    async for blob in app.blobs.iterate():
        if await _remove_unnamed(app, blob, now):
            contents, size = contents + 1, size + blob.size
    return Collected(len(gone), len(unused) - len(gone), contents, size)


async def check(app: App) -> list[Finding]:
    """Read every content that rows name, and compare it with its address."""
    owners: dict[Blob, list[int]] = {}
    for file in await _every(app):
        for blob in _blobs(file):
            owners.setdefault(blob, []).append(file.file_id)
    findings = []
    for blob, file_ids in owners.items():
        try:
            await app.blobs.verify(blob.digest)
        except KeyError:
            findings.append(Finding(blob.digest.hex(), "missing", file_ids))
        except DamagedError as damage:
            findings.append(Finding(blob.digest.hex(), str(damage), file_ids))
        except OSError as error:  # what a device says of a part that it can no longer read
            findings.append(Finding(blob.digest.hex(), f"cannot be read: {error.strerror}", file_ids))
    return findings


async def _remove_unnamed(app: App, blob: Blob, now: int) -> bool:
    if await app.db.peek(lambda view: files.refers_to(view, blob.digest)):
        return False
    return await app.blobs.delete(blob.digest, put_before=now - FRESH_SECONDS)


async def _used(app: App) -> set[int]:
    async def query(view: Snapshot) -> set[int]:
        return {
            *await file_uses.in_columns(view),
            *await file_uses.in_scheduled(view),
            *await file_uses.in_drafts(view),
            *await file_uses.in_chats(view),
            *await file_uses.in_polls(view),
        }

    used = await app.db.read(query)
    after: tuple[int, int] | None = (-(1 << 62), 0)
    while after is not None:
        start = after
        found, after = await app.db.read(lambda view: file_uses.in_messages(view, start))  # noqa: B023  # awaited here
        used |= found
    return used


async def _every(app: App) -> list[File]:
    every: list[File] = []
    while True:
        after = every[-1].file_id if every else 0
        some = await app.db.read(lambda view: files.page(view, after, FILES_AT_ONCE))  # noqa: B023  # awaited here
        if not some:
            return every
        every += some


def _blobs(file: File) -> list[Blob]:
    own = [] if file.blob is None else [file.blob]
    return own + [one.blob for one in file.renditions]
