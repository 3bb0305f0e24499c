"""What was written begins its way to the device at once: the system itself says how much of a file is still waiting."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest

from server.files.part_file import PartFile
from server.files.parts import MAX_PART

_CACHESTAT = 451
"""The number of cachestat(2), on every Linux since 6.5."""


def dirty(path: Path) -> int:
    """How many pages of a file are not on their way to the device yet; skips the test where nobody can tell."""
    with path.open("rb") as file:
        everything, told = (ctypes.c_uint64 * 2)(0, 0), (ctypes.c_uint64 * 5)()
        if ctypes.CDLL(None, use_errno=True).syscall(_CACHESTAT, file.fileno(), everything, told, 0):
            pytest.skip(f"no cachestat here: {os.strerror(ctypes.get_errno())}")
    return told[1]


@pytest.mark.parametrize("flushed", [True, False])
def test_a_part_is_on_its_way_to_the_device_when_it_is_kept(tmp_path: Path, flushed: bool) -> None:
    """Where contents are to be on the device at all; else the system may take its time, as it does by itself."""
    looked_at = tmp_path / "looked at"
    looked_at.write_bytes(bytes(4096))
    if not dirty(looked_at):
        pytest.skip("this system does not let anything wait")
    os.fdatasync(descriptor := os.open(looked_at, os.O_RDWR))
    os.close(descriptor)
    if dirty(looked_at):
        pytest.skip("this file system has no device")
    file = PartFile(tmp_path / "upload", MAX_PART, flushed=flushed)
    file.put(0, os.urandom(MAX_PART))
    file.put(1, os.urandom(MAX_PART))
    assert (dirty(tmp_path / "upload") == 0) is flushed
