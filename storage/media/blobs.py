"""The seam to the store of file contents: bytes addressed by their SHA-256, written once, never changed.

Rows say who may read a blob and how many refer to it; the store knows neither. No name a client sent ever becomes
part of a path: the address is computed here from the content. What a store gives back was checked against the
sums taken when it was put: damage is an error, never an answer (row DU-5).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import xxhash

CHUNK = 128 * 1024
"""Bytes under one checksum."""

SUM = 16
"""Bytes of one checksum."""


@dataclass(frozen=True, slots=True)
class Blob:
    """One stored content: its SHA-256 (32 bytes) and its length in bytes."""

    digest: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a content before it is put: its SHA-256, and the checksums of its chunks."""

    digest: bytes
    sums: bytes


def chunk_sums(data: bytes) -> bytes:
    """The checksum of each `CHUNK`, one after the other: XXH3-128.

    It is to notice damage, which nobody chooses, and takes a twentieth of the time of SHA-256; what a content is called
    is its SHA-256 all the same.
    """
    view = memoryview(data)
    return b"".join([xxhash.xxh3_128_digest(view[at : at + CHUNK]) for at in range(0, len(data), CHUNK)])


class Blobs(Protocol):
    """Contents by address. Reads raise KeyError for an unknown address and DamagedError for a damaged content."""

    async def put(self, staged: Path, content: Content | None = None) -> Blob:
        """Take the finished file `staged` into the store, durably, and return its address.

        It is read and hashed unless whoever wrote it did that already and says so by `content`.
        The file is gone from the staging area afterwards. The same content put twice is kept once, and made whole
        again should the first have been damaged meanwhile.
        """

    async def read(self, digest: bytes, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`, fewer at the end."""

    def read_at_hand(self, digest: bytes, offset: int, length: int) -> bytes | None:
        """Return the same where that takes no waiting, else None; raises nothing."""

    async def exists(self, digest: bytes) -> bool:
        """Tell whether the content is kept."""

    async def verify(self, digest: bytes) -> None:
        """Read the whole content and compare it with its address; raises as reads do."""

    async def delete(self, digest: bytes, *, put_before: float | None = None) -> bool:
        """Forget the content unless it was put at or after `put_before` (Unix seconds); False when nothing went."""

    def path(self, digest: bytes) -> Path:
        """Name a file from which another process of this machine can read the content, unchecked."""

    def iterate(self) -> AsyncIterator[Blob]:
        """Yield everything kept, in no order, for collection of garbage and audits."""
