"""Parts of one upload that are on their way to the disk at once: they count, and one that fails counts no more."""

from __future__ import annotations

import asyncio
import errno
import threading
from collections.abc import Callable, Iterator

import pytest

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.files.part_file import PartFile
from storage.media import write_back
from tests.server.client import Client
from tests.server.files.uploading import PART, big_part, get, location, making, noise, part
from tests.server.harness import Harness
from tests.server.people import ALICE

NEAREST_DC = functions.help.GetNearestDc()


class Disk:
    """Takes nothing before `go_on`, and then not what it `refuses`."""

    def __init__(self, write: Callable[[int, bytes, int], None]) -> None:
        self._write = write
        self.go_on = threading.Event()
        self.refuses = b""

    def write(self, descriptor: int, data: bytes, offset: int) -> None:
        assert self.go_on.wait(30)
        if data == self.refuses:
            raise OSError(errno.ENOSPC, "No space left on device")
        self._write(descriptor, data, offset)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    held = Disk(write_back.write)
    monkeypatch.setattr(write_back, "write", held.write)
    yield held
    held.go_on.set()


async def contents(alice: Client, document: types.Document, parts: int) -> list[bytes]:
    return [(await alice(get(location(document), number * PART, PART))).bytes for number in range(parts)]


async def test_a_file_may_be_asked_for_before_its_parts_are_acknowledged(harness: Harness, disk: Disk) -> None:
    """Clients need not wait for one before the other: what they sent before is there."""
    alice = await harness.client(ALICE)
    parts = [noise(PART) for _ in range(4)]
    sent = [alice.begin(big_part(number, 4, data)) for number, data in enumerate(parts)]
    made = alice.begin(making(types.InputFileBig(id=1, parts=4, name="f")))
    await alice(NEAREST_DC)  # the server has read what came before
    assert not any(future.done() for future in (*sent, made))
    disk.go_on.set()
    assert await asyncio.gather(*sent) == [True] * 4
    assert await contents(alice, (await made).document, 4) == parts


@pytest.mark.rows("DU-3")
async def test_one_that_the_disk_refuses_is_missing_and_the_others_are_not(harness: Harness, disk: Disk) -> None:
    alice = await harness.client(ALICE)
    parts, file = [noise(PART) for _ in range(4)], types.InputFileBig(id=1, parts=4, name="f")
    disk.refuses = parts[1]
    sent = [alice.begin(big_part(number, 4, data)) for number, data in enumerate(parts)]
    await alice(NEAREST_DC)
    disk.go_on.set()
    answers = await asyncio.gather(*sent, return_exceptions=True)
    assert [type(answer) for answer in answers] == [bool, rpc_errors.FILE_WRITE_FAILED, bool, bool]
    with pytest.raises(RpcError, match="FILE_PART_1_MISSING"):
        await alice(making(file))
    disk.refuses = b""
    assert await alice(big_part(1, 4, parts[1]))
    document = (await alice(making(file))).document
    assert document.size == 4 * PART
    assert await contents(alice, document, 4) == parts


@pytest.mark.rows("FI-4")
async def test_one_that_was_refused_does_not_say_how_long_the_file_is(harness: Harness, disk: Disk) -> None:
    """A client that begins anew with less is judged by what came."""
    alice = await harness.client(ALICE)
    content = noise(3 * 1024)
    disk.refuses = content[2048:]
    disk.go_on.set()
    with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
        await alice(part(2, content[2048:]))
    for number in range(2):
        assert await alice(part(number, content[number * 1024 : (number + 1) * 1024]))
    media = await alice(making(types.InputFile(id=1, parts=2, name="f", md5_checksum="")))
    assert (await alice(get(location(media.document), 0, 4096))).bytes == content[:2048]


async def test_one_that_is_sent_twice_counts_once(harness: Harness, disk: Disk) -> None:
    """As after a lost connection: the second comes while the first is being written."""
    alice = await harness.client(ALICE)
    parts = [noise(PART), noise(1000)]
    sent = [alice.begin(big_part(number, 2, parts[number])) for number in (0, 1, 0, 1)]
    await alice(NEAREST_DC)
    disk.go_on.set()
    assert await asyncio.gather(*sent) == [True] * 4
    document = (await alice(making(types.InputFileBig(id=1, parts=2, name="f")))).document
    assert document.size == PART + 1000
    assert await contents(alice, document, 2) == parts


@pytest.mark.rows("DU-3")
async def test_one_that_took_too_long_counts_no_more(harness: Harness, disk: Disk) -> None:
    """Its request is cancelled while it waits behind another, and answered; it may be sent again."""
    alice = await harness.client(ALICE)
    parts = [noise(PART), noise(PART)]
    sent = [alice.begin(big_part(number, 2, parts[number])) for number in (1, 0)]
    await alice(NEAREST_DC)
    _, late = harness.app.dispatcher._running
    late.cancel()
    with pytest.raises(rpc_errors.Timeout):
        await sent[1]
    disk.go_on.set()
    assert await sent[0]
    assert await alice(big_part(0, 2, parts[0]))
    document = (await alice(making(types.InputFileBig(id=1, parts=2, name="f")))).document
    assert document.size == 2 * PART
    assert await contents(alice, document, 2) == parts


@pytest.mark.rows("DU-3")
async def test_one_that_is_replaced_and_refused_is_missing(harness: Harness, disk: Disk) -> None:
    """What it replaces may be gone, and a file that is asked for meanwhile is not made of it."""
    alice = await harness.client(ALICE)
    content, longer = noise(1024 + 500), noise(800)
    disk.go_on.set()
    for number in range(2):
        assert await alice(part(number, content[number * 1024 : (number + 1) * 1024]))
    disk.go_on.clear()
    disk.refuses = longer
    refused = alice.begin(part(1, longer))
    made = alice.begin(making(types.InputFile(id=1, parts=2, name="f", md5_checksum="")))
    await alice(NEAREST_DC)
    disk.go_on.set()
    with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
        await refused
    with pytest.raises(RpcError, match="FILE_PART_1_MISSING"):
        await made


@pytest.mark.rows("DU-3")
async def test_one_that_fails_after_it_was_recorded_is_missing(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system tells of what a device lost only once, to whoever flushes."""
    alice = await harness.client(ALICE)
    parts = [noise(PART), noise(PART)]

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(PartFile, "_flush_now_and_then", refuse)
        with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
            await alice(big_part(0, 2, parts[0]))
    assert await alice(big_part(1, 2, parts[1]))
    with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
        await alice(making(types.InputFileBig(id=1, parts=2, name="f")))
