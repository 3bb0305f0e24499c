"""A part is with the device when it is acknowledged: the system itself says how much of a file is still on its way."""

from __future__ import annotations

import asyncio
import ctypes
import errno
import os
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.part_file import PartFile
from server.files.parts import MAX_PART
from server.ops.config import StorageSection
from storage.media import write_back
from tests.server.client import Client
from tests.server.files.uploading import PART, big_part, get, location, making, noise
from tests.server.harness import serving

_CACHESTAT = 451
"""The number of cachestat(2), on every Linux since 6.5."""


def on_its_way(path: Path) -> int:
    """How many pages of a file the device does not have yet; skips the test where nobody can tell."""
    with path.open("rb") as file:
        everything, told = (ctypes.c_uint64 * 2)(0, 0), (ctypes.c_uint64 * 5)()
        if ctypes.CDLL(None, use_errno=True).syscall(_CACHESTAT, file.fileno(), everything, told, 0):
            pytest.skip(f"no cachestat here: {os.strerror(ctypes.get_errno())}")
    return told[1] + told[2]  # to be written, and being written


@pytest.mark.parametrize("flushed", [True, False])
def test_a_part_is_with_the_device_when_it_is_kept(tmp_path: Path, flushed: bool) -> None:
    """Where contents are to be on the device at all; else the system may take its time, as it does by itself."""
    looked_at = tmp_path / "looked at"
    looked_at.write_bytes(bytes(4096))
    if not on_its_way(looked_at):
        pytest.skip("this system does not let anything wait")
    os.fdatasync(descriptor := os.open(looked_at, os.O_RDWR))
    os.close(descriptor)
    if on_its_way(looked_at):
        pytest.skip("this file system has no device")
    file = PartFile(tmp_path / "upload", MAX_PART, flushed=flushed)
    file.put(0, os.urandom(MAX_PART))
    file.put(1, os.urandom(MAX_PART))
    assert (on_its_way(tmp_path / "upload") == 0) is flushed


@pytest.fixture
async def alice(tmp_path: Path, rsa_keys: Path) -> AsyncIterator[Client]:
    """Somebody on a server that waits for the device."""
    if write_back._sync_file_range is None:
        pytest.skip("no sync_file_range here")
    async with serving(tmp_path / "data", rsa_keys, storage=StorageSection(durability="flushed")) as harness:
        yield await harness.client("9996621001")


@pytest.mark.rows("DU-3")
@pytest.mark.parametrize("said_to", [write_back._WRITE, write_back._WAIT_AFTER], ids=["who begins", "who waits"])
async def test_a_part_that_the_device_refuses_is_not_acknowledged(
    alice: Client, monkeypatch: pytest.MonkeyPatch, said_to: int
) -> None:
    """The system tells only one; nobody who flushes later. The same part may be sent again, and is in the file once."""
    parts = [noise(PART), noise(PART)]

    def refused(descriptor: int, offset: int, length: int, flags: int) -> int:
        ctypes.set_errno(errno.EIO)
        return -1 if flags == said_to else 0

    with monkeypatch.context() as broken:
        broken.setattr(write_back, "_sync_file_range", refused)
        with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
            await alice(big_part(0, 2, parts[0]))
    for number, part in enumerate(parts):
        assert await alice(big_part(number, 2, part))
    media = await alice(making(types.InputFileBig(id=1, parts=2, name="f")))
    for number, part in enumerate(parts):
        assert (await alice(get(location(media.document), number * PART, PART))).bytes == part


async def test_one_part_is_written_at_a_time(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many uploads there are: a commit of messages waits for what the device was given before it."""
    under_way, go_on = threading.Semaphore(0), threading.Event()

    def held(descriptor: int, offset: int, length: int, flags: int) -> int:
        under_way.release()
        go_on.wait()
        return 0

    monkeypatch.setattr(write_back, "_sync_file_range", held)
    answers = [alice.begin(big_part(0, 2, noise(PART), file_id)) for file_id in range(1, 9)]
    assert await asyncio.to_thread(under_way.acquire, timeout=30)
    await alice(functions.help.GetNearestDc())  # the server has read what came before
    assert not await asyncio.to_thread(under_way.acquire, timeout=0.05)
    go_on.set()
    assert await asyncio.gather(*answers) == [True] * 8
