"""The client libraries that TL is compared with, each run by drivers.py in a process of its own."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[4]


@dataclass(frozen=True)
class Library:
    """A release of a client library. `folder` is its place under .peers, None for the one the tests have anyway."""

    name: str
    driver: str
    layer: int
    folder: str | None

    @property
    def path(self) -> Path | None:
        return ROOT / ".peers" / self.folder if self.folder else None

    @property
    def is_here(self) -> bool:
        return self.path is None or self.path.is_dir()


LIBRARIES = (
    Library("Telethon 1.45.0", "telethon", 229, None),
    Library("Kurigram 2.2.26", "pyrogram", 229, "kurigram"),
    Library("Telethon 1.42.0", "telethon", 216, "telethon-1.42"),
    Library("Telethon 1.40.0", "telethon", 214, "telethon-1.40"),
    Library("Telethon 1.36.0", "telethon", 181, "telethon-1.36"),
    Library("Telethon 1.32.1", "telethon", 166, "telethon-1.32"),
    Library("Telethon 1.29.0", "telethon", 160, "telethon-1.29"),
    Library("Pyrogram 2.0.106", "pyrogram", 158, "pyrogram"),
    Library("Telethon 1.27.0", "telethon", 152, "telethon-1.27"),
)


class Peer:
    """A running library: what it knows, and what it makes of our bytes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.layer, ids = self._receive()
        self.ids = set(ids)

    def understand(self, batch: list[bytes]) -> list[tuple[Any, bytes] | str]:
        """For each encoded object what the library read and wrote, or its error."""
        assert self._process.stdin is not None
        marshal.dump(batch, self._process.stdin)
        self._process.stdin.flush()
        answers: list[tuple[Any, bytes] | str] = self._receive()
        return answers

    def _receive(self) -> Any:
        assert self._process.stdout is not None
        return marshal.load(self._process.stdout)  # our own process says it


@contextmanager
def running(library: Library) -> Iterator[Peer]:
    """The library in a process of its own."""
    driver = [sys.executable, str(Path(__file__).with_name("drivers.py")), library.driver]
    environment = dict(os.environ) | ({"PYTHONPATH": str(library.path)} if library.path else {})
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(driver, env=environment, **pipes) as process:
        yield Peer(process)
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe
