"""The file of one upload by itself: whatever order its parts come in, the whole is what was sent last."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from server.files.part_file import PartFile
from server.files.parts import MAX_PART, Shape, with_part
from storage.media.blobs import CHUNK, Content, chunk_sums


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int]], int, int]:
    """Part size, length of the last part, puts as (number, version), stride, and when a restart comes."""
    part_size = draw(st.sampled_from([1024, 64 * 1024, CHUNK, 2 * CHUNK, MAX_PART]))
    parts = draw(st.integers(1, 6))
    again = draw(st.lists(st.tuples(st.integers(0, parts - 1), st.integers(0, 1)), max_size=4))
    order = draw(st.permutations(range(parts)))
    puts = [*again, *((number, 2) for number in order)]
    last = draw(st.integers(1, part_size))
    return part_size, last, puts, draw(st.sampled_from([part_size, MAX_PART])), draw(st.integers(0, len(puts)))


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_whole_is_what_was_sent_last(history: tuple[int, int, list[tuple[int, int]], int, int]) -> None:
    """In any order, with parts replaced and with a new process in between; the hashes are those of the whole."""
    part_size, last_size, puts, stride, restart = history
    parts = 1 + max(number for number, _ in puts)
    sizes = [part_size] * (parts - 1) + [last_size]
    pieces = {(n, v): bytes([17 * n + v]) * sizes[n] for n in range(parts) for v in range(3)}
    shape = Shape.of(parts)
    for number, size in enumerate(sizes):
        shape = with_part(shape, number, size, 0)
    with tempfile.TemporaryDirectory() as folder:
        file = PartFile(Path(folder) / "name", stride, flushed=True)
        for count, (number, version) in enumerate(puts):
            if count == restart:
                file = PartFile(Path(folder) / "name", stride, flushed=True)
                file.recover()
            file.put(number, pieces[number, version])
        whole = b"".join(pieces[number, 2] for number in range(parts))
        assert file.finish(shape, "0" * 32) is None
        finished = file.finish(shape, hashlib.md5(whole).hexdigest().upper())
        assert finished is not None
        path, content = finished
        assert path.read_bytes() == whole
        if content is not None:
            assert (content.digest, content.sums) == (hashlib.sha256(whole).digest(), chunk_sums(whole))
        file.remove()
        assert os.listdir(folder) == []


def test_parts_in_order_are_hashed_as_they_come(tmp_path: Path) -> None:
    """Nothing is left to read when the last one is there, although two changed places."""
    file = PartFile(tmp_path / "name", MAX_PART, flushed=False)
    pieces = [os.urandom(MAX_PART) for _ in range(4)]
    shape = Shape.of(4)
    for number in (0, 2, 1, 3):
        file.put(number, pieces[number])
        shape = with_part(shape, number, MAX_PART, 0)
    file.path.write_bytes(bytes(4 * MAX_PART))  # were it read again, the hash would tell
    finished = file.finish(shape, "")
    assert finished is not None
    assert finished[1] is not None
    assert finished[1].digest == hashlib.sha256(b"".join(pieces)).digest()


def test_what_the_disk_lost_is_missing(tmp_path: Path) -> None:
    """Parts whose bytes are not what was recorded do not come back, nor do records without bytes."""
    file = PartFile(tmp_path / "name", 1024, flushed=False)
    for number in range(4):
        file.put(number, bytes([number + 1]) * 1024)
    data = bytearray(file.path.read_bytes())
    data[1024 + 5] ^= 1
    file.path.write_bytes(data[: 3 * 1024 + 100])
    assert PartFile(tmp_path / "name", 1024, flushed=False).recover() == [1024, 0, 1024, 0]
    file.path.unlink()
    assert PartFile(tmp_path / "name", 1024, flushed=False).recover() == []


def test_records_of_what_is_in_the_store_are_none_of_what_is_sent_again(tmp_path: Path) -> None:
    """A server may end when the content has been moved and no row says so. The parts come anew, two at a time."""
    pieces = [os.urandom(CHUNK) for _ in range(12)]
    shape = Shape.of(len(pieces))
    before = PartFile(tmp_path / "name", CHUNK, flushed=False)
    for number, piece in enumerate(pieces):
        before.put(number, piece)
        shape = with_part(shape, number, CHUNK, 0)
    before.path.unlink()
    file = PartFile(tmp_path / "name", CHUNK, flushed=False)
    assert file.recover() == []
    for number in (1, 0, *range(2, len(pieces))):
        file.put(number, pieces[number])
    finished = file.finish(shape, "")
    assert finished is not None
    assert finished[1] == Content(hashlib.sha256(b"".join(pieces)).digest(), chunk_sums(b"".join(pieces)))
