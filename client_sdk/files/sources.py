"""What is uploaded: a file on disk, bytes, or an open file.

Rules of this file
- A source is read part by part and never held in memory as a whole.
- A file on disk has an identity (path, size, time of its last change) by which its upload is found again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

FileLike = str | Path | bytes | BinaryIO
"""A path, the content itself, or a binary file that can be sought."""


@dataclass
class Source:
    """A content to upload; used with `with`.

    Attributes:
        name: What the file is called.
        size: In bytes.
        identity: By which an interrupted upload goes on; None where there is none.
    """

    name: str
    size: int
    identity: str | None
    _file: BinaryIO
    _owned: bool

    @classmethod
    def open(cls, file: FileLike, name: str | None = None) -> Source:
        """Open what the caller gave.

        Args:
            file: The content.
            name: What to call it; a path has a name of its own.

        Raises:
            OSError: the file cannot be read.
        """
        if isinstance(file, str | Path):
            path = Path(file)
            stat = path.stat()
            identity = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
            return cls(name or path.name, stat.st_size, identity, path.open("rb"), True)
        content = BytesIO(file) if isinstance(file, bytes) else file
        size = content.seek(0, os.SEEK_END)
        called = name or os.path.basename(str(getattr(content, "name", ""))) or "file"
        return cls(called, size, None, content, False)

    def read(self, offset: int, length: int) -> bytes:
        """Some bytes of it."""
        self._file.seek(offset)
        return self._file.read(length)

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._owned:
            self._file.close()
