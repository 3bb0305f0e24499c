"""The seam to the store of file contents: bytes addressed by their SHA-256, written once, never changed.

Rows say who may read a blob and how many refer to it; the store knows neither. No name a client sent ever becomes
part of a path: the address is computed here from the content.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Blob:
    """One stored content: its SHA-256 (32 bytes) and its length in bytes."""

    digest: bytes
    size: int


class Blobs(Protocol):
    """Contents by address."""

    async def put(self, staged: Path) -> Blob:
        """Take the finished file `staged` into the store, durably, and return its address.

        The file is gone from the staging area afterwards; the same content put twice is kept once.
        """

    async def read(self, digest: bytes, offset: int, length: int) -> bytes:
        """Return up to `length` bytes from `offset`, fewer at the end; raises KeyError for an unknown address."""

    async def exists(self, digest: bytes) -> bool:
        """Tell whether the content is kept."""

    async def delete(self, digest: bytes) -> None:
        """Forget the content; unknown addresses are fine."""

    def iterate(self) -> AsyncIterator[Blob]:
        """Yield everything kept, in no order, for collection of garbage and backups."""
