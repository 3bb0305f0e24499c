"""Writes in pieces, by native code and without it: other threads get the processor between two of them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from storage.media.writing_fallback import write_in_pieces as in_python

PIECE = 4096

WriteInPieces: TypeAlias = Callable[[int, bytes, int, int], None]


@pytest.fixture(params=["native", "in Python"])
def write_in_pieces(request: pytest.FixtureRequest) -> WriteInPieces:
    if request.param == "in Python":
        return in_python
    native = pytest.importorskip("storage.media._writing", reason="it is not built")
    function: WriteInPieces = native.write_in_pieces
    return function


def calls() -> int:
    """How many calls of the system this thread has written with (proc_pid_io(5))."""
    try:
        counters = Path("/proc/thread-self/io").read_text()
    except OSError as error:
        pytest.skip(f"no counters here: {error.strerror}")
    (written,) = [line for line in counters.splitlines() if line.startswith("syscw")]
    return int(written.split()[1])


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 5 * PIECE - 1])
def test_all_is_written_where_it_belongs(write_in_pieces: WriteInPieces, tmp_path: Path, size: int) -> None:
    file, data = tmp_path / "file", os.urandom(size)
    file.write_bytes(b"." * (size + 20))
    with file.open("r+b") as opened:
        write_in_pieces(opened.fileno(), data, 10, PIECE)
    assert file.read_bytes() == b"." * 10 + data + b"." * 10


def test_no_call_writes_more_than_a_piece(write_in_pieces: WriteInPieces, tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as opened:
        before = calls()
        write_in_pieces(opened.fileno(), bytes(5 * PIECE - 1), 0, PIECE)
        assert calls() - before == 5


def test_a_full_disk_is_told(write_in_pieces: WriteInPieces) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "r+b", buffering=0) as full, pytest.raises(OSError) as refused:
        write_in_pieces(full.fileno(), bytes(PIECE), 0, PIECE)
    assert refused.value.errno == errno.ENOSPC
