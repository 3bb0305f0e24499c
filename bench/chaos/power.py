"""Cut the power at random moments under load, and count what was lost or doubled (row DU-4).

    python -m bench.chaos.power [--cuts N] [--seconds S] [--durability flushed|process]

The load and the verdict are those of bench/chaos/kill.py. Here the server runs under `witness.c`, preloaded, which
writes down what it does to its files. After a kill -9 the log says what a disk would hold had the power gone at that
moment: what was flushed, and of everything else nothing, all, or any part, sector by sector, whatever came first. The
next server starts on that. A file's own flush keeps its name too, as on the journalling file systems of Linux; a
rename or a removal is kept by the flush of its folder.

With `--durability process` the same cuts have to lose messages, or the disk made here would not be one that forgets.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench._verdict import verdict
from bench.chaos.kill import Mortal, run
from bench.serving import Durability, Served

CUTS = 100
SECTOR = 512
CHANCES = (0.0, 0.5, 1.0)
"""How much of what was not flushed a cut leaves; one of these, for all files."""

Luck = Callable[[], bool]
"""Whether the next piece of what was not flushed is there all the same."""

_HEAD = struct.Struct("<cIQQ")
_PASSING = ("-shm", "chappe.lock")
"""Ends of the names of files that nothing is read from after a cut."""


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes written at a place, or, without any, the length that a file was given."""

    place: int
    data: bytes | None

    def survived(self, spared: Luck) -> Iterator[Change]:
        """What a cut left of it: sectors of a write, a length or none."""
        if self.data is None:
            if spared():
                yield self
            return
        at = 0
        while at < len(self.data):
            size = SECTOR - (self.place + at) % SECTOR
            if spared():
                yield Change(self.place + at, self.data[at : at + size])
            at += size

    def make(self, content: bytearray) -> None:
        if self.data is None:
            del content[self.place :]
            content.extend(bytes(self.place - len(content)))
            return
        content.extend(bytes(max(0, self.place - len(content))))
        content[self.place : self.place + len(self.data)] = self.data


@dataclass(slots=True, eq=False)
class File:
    """What is certain to be on the disk, and what was done to it since."""

    flushed: bytearray = field(default_factory=bytearray)
    changes: list[Change] = field(default_factory=list)

    def flush(self) -> None:
        for change in self.changes:
            change.make(self.flushed)
        self.changes.clear()

    def after_cut(self, spared: Luck) -> bytes:
        content = bytearray(self.flushed)
        for change in self.changes:
            for part in change.survived(spared):
                part.make(content)
        return bytes(content)


class Disk:
    """The files of one folder: those that programs see by their names, and those that would be found after a cut."""

    def __init__(self) -> None:
        self.seen: dict[str, File] = {}
        self.kept: dict[str, File] = {}

    def replay(self, log: bytes) -> None:
        """Do what the witness wrote down."""
        at = 0
        while at < len(log):
            operation, length, number, size = _HEAD.unpack_from(log, at)
            at += _HEAD.size
            path, data = os.fsdecode(log[at : at + length]), log[at + length : at + length + size]
            at += length + size
            self._do(operation, path, number, data)

    def _do(self, operation: bytes, path: str, number: int, data: bytes) -> None:
        match operation:
            case b"c":
                self.seen[path] = File()
            case b"w":
                self._file(path).changes.append(Change(number, data))
            case b"t":
                self._file(path).changes.append(Change(number, None))
            case b"s" if path in self.seen:
                self.kept[path] = self.seen[path]
                self.kept[path].flush()
            case b"s":
                self._keep_names(path)
            case b"r":
                self.seen[os.fsdecode(data)] = self.seen.pop(path)
            case b"u":
                self.seen.pop(path, None)

    def _file(self, path: str) -> File:
        return self.seen.setdefault(path, File())

    def _keep_names(self, folder: str) -> None:
        for path in [path for path in self.seen.keys() | self.kept.keys() if os.path.dirname(path) == folder]:
            _put(self.kept, path, self.seen.get(path))

    def cut(self, spared: Luck) -> dict[str, bytes]:
        """Lose the power: the contents that are found afterwards, which are all there is from now on."""
        found: dict[str, File] = {}
        for path in self.seen.keys() | self.kept.keys():
            names = self.seen if spared() else self.kept
            _put(found, path, names.get(path))
        contents = {path: file.after_cut(spared) for path, file in found.items() if not path.endswith(_PASSING)}
        self.seen = {path: File(bytearray(content)) for path, content in contents.items()}
        self.kept = dict(self.seen)
        return contents


def _put(names: dict[str, File], path: str, file: File | None) -> None:
    if file is None:
        names.pop(path, None)
    else:
        names[path] = file


def build_witness(folder: Path) -> Path:
    """Compile the witness; raises OSError or CalledProcessError where there is no compiler."""
    library = folder / "witness.so"
    source = Path(__file__).with_name("witness.c")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Powered(Mortal):
    """A server whose disk forgets what was not flushed whenever it is started anew."""

    def __init__(self, folder: Path, durability: Durability) -> None:
        self._witness = build_witness(folder)
        self._log = folder / "log"
        self._durability = durability
        self._disk = Disk()
        super().__init__(str(folder / "data"))

    def serve(self, port: int = 0) -> Served:
        if self._log.exists():
            self._disk.replay(self._log.read_bytes())
            self._log.unlink()
            chance = random.choice(CHANCES)
            write_all(self._disk.cut(lambda: random.uniform(0, 1) < chance), Path(self.folder))
        with _environment(LD_PRELOAD=self._witness, WITNESS_FOLDER=self.folder, WITNESS_LOG=self._log):
            return Served(self.folder, self.keys, port=port, durability=self._durability)


def write_all(contents: dict[str, bytes], folder: Path) -> None:
    """Have the folder hold these files and nothing else."""
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    for name, content in contents.items():
        path = Path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)


@contextlib.contextmanager
def _environment(**variables: object) -> Iterator[None]:
    """For processes that are started meanwhile."""
    os.environ.update({name: str(value) for name, value in variables.items()})
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=CUTS)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--durability", choices=["flushed", "process"], default="flushed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        powered = partial(Powered, Path(folder), arguments.durability)
        outcome = asyncio.run(run(powered, arguments.cuts, arguments.seconds))
    acknowledged = sum(map(len, outcome.acknowledged.values()))
    said = f"{outcome.kills} cuts, {acknowledged} messages acknowledged: {outcome.lost} lost, {outcome.doubled} doubled"
    if arguments.durability == "process":
        print(f"{said}; without flushing, some have to be lost")
        return int(not outcome.lost)
    return verdict(__file__, said, held=not outcome.lost + outcome.doubled, in_full=outcome.kills >= CUTS)


if __name__ == "__main__":
    raise SystemExit(main())
