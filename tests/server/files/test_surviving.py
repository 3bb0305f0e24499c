"""Uploads and the store when things go wrong: killed servers, lost bytes, full disks, collections at a bad moment."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import random
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.serving import Served, clients_keys
from bench.transfers import PART, connect, fetch, make_document
from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.files.collecting import FRESH_SECONDS
from server.files.making import put_bytes
from server.files.part_file import PartFile
from server.ops.admin import files as verbs
from server.ops.datadir import DataDir
from tests.server.files.uploading import big_part, get, location, making, noise, part, stored
from tests.server.harness import Harness, serving
from tests.server.people import ALICE

MIB = 1 << 20


@pytest.mark.rows("DU-1")
async def test_an_upload_survives_a_killed_server(tmp_path: Path) -> None:
    """kill -9 between two parts: what was acknowledged need not be sent again, and the whole is what was sent."""
    keys, content = clients_keys(1), noise(6 * PART + 77)
    pieces = [content[at : at + PART] for at in range(0, len(content), PART)]
    server = await asyncio.to_thread(Served, str(tmp_path / "data"), keys)
    client = await connect(server, keys[0])
    for number in (0, 6, 2, 1):
        assert await client(big_part(number, 7, pieces[number]))
    await asyncio.to_thread(server.kill)
    await client.disconnect()
    server = await asyncio.to_thread(Served, str(tmp_path / "data"), keys)
    try:
        client = await connect(server, keys[0])
        for number in (5, 3, 4):
            assert await client(big_part(number, 7, pieces[number]))
        document = await make_document(client, 1, len(content))
        fetched = bytearray(len(content))

        def take(offset: int, data: bytes) -> None:
            fetched[offset : offset + len(data)] = data

        await fetch(client, document, take)
        await client.disconnect()
    finally:
        await asyncio.to_thread(server.stop)
    assert hashlib.sha256(fetched).digest() == hashlib.sha256(content).digest()


@pytest.mark.rows("DU-4")
async def test_a_part_that_the_disk_lost_is_named(tmp_path: Path, rsa_keys: Path) -> None:
    """After a loss of power a part is there as it was sent, or it is missing: it never becomes part of a file."""
    pieces = [noise(1024) for _ in range(3)]
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client(ALICE)
        for number, piece in enumerate(pieces):
            await alice(part(number, piece))
        key = alice.auth_key
        staging = DataDir(harness.app.config.data_dir).staging
    (parts,) = [path for path in staging.iterdir() if not path.suffix]
    with parts.open("r+b") as file:
        file.seek(1024)
        file.write(bytes(512))
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client_of(key)
        file = types.InputFile(id=1, parts=3, name="f", md5_checksum="")
        with pytest.raises(RpcError, match="FILE_PART_1_MISSING"):
            await alice(making(file))
        await alice(part(1, pieces[1]))
        media = await alice(making(file))
        assert (await alice(get(location(media.document)))).bytes == b"".join(pieces)


async def test_a_part_that_was_written_and_refused_is_no_part(tmp_path: Path, rsa_keys: Path) -> None:
    """Its record fits none of the others: the server starts, and names it as missing."""
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client(ALICE)
        for number in range(2):
            await alice(part(number, noise(1024)))
        key = alice.auth_key
        staging = DataDir(harness.app.config.data_dir).staging
    (parts,) = [path for path in staging.iterdir() if not path.suffix]
    PartFile(parts, 1024, flushed=False).put(0, noise(512))
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client_of(key)
        with pytest.raises(RpcError, match="FILE_PART_1_MISSING"):
            await alice(making(types.InputFile(id=1, parts=2, name="f", md5_checksum="")))


@pytest.mark.rows("DU-4")
async def test_what_was_left_is_checked_when_somebody_goes_on_with_it(tmp_path: Path, rsa_keys: Path) -> None:
    """A start reads no parts, however many lie there: they are compared with their sums at their first use."""
    content = noise(2048)
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client(ALICE)
        await alice(part(0, content[:1024]))
        key = alice.auth_key
    async with serving(tmp_path / "data", rsa_keys) as harness:
        staging = DataDir(harness.app.config.data_dir).staging
        (parts,) = [path for path in staging.iterdir() if not path.suffix]
        parts.write_bytes(bytes(1024))
        alice = await harness.client_of(key)
        await alice(part(1, content[1024:]))
        file = types.InputFile(id=1, parts=2, name="f", md5_checksum="")
        with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
            await alice(making(file))
        await alice(part(0, content[:1024]))
        media = await alice(making(file))
        assert (await alice(get(location(media.document)))).bytes == content


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond 4 MiB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * MIB, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.rows("DU-3")
async def test_a_full_disk_refuses_parts_and_recovers(harness: Harness, small_disk: None) -> None:
    """The system takes a part only half: it is refused and counts as missing until it was sent again."""
    alice = await harness.client(ALICE)
    pieces = [noise(PART) for _ in range(9)]
    for number in range(8):
        assert await alice(big_part(number, 9, pieces[number]))
    with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
        await alice(big_part(8, 9, pieces[8]))
    file = types.InputFileBig(id=1, parts=9, name="f")
    with pytest.raises(RpcError, match="FILE_PART_8_MISSING"):
        await alice(making(file))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    assert await alice(big_part(8, 9, pieces[8]))
    media = await alice(making(file))
    assert (await alice(get(location(media.document), 8 * PART, PART))).bytes == pieces[8]


@pytest.mark.rows("DU-3")
async def test_a_full_disk_refuses_what_the_server_makes(harness: Harness) -> None:
    """The sizes of a photo, a preview: a clear error, and nothing left behind."""
    folder, staging = DataDir(harness.app.config.data_dir).files, DataDir(harness.app.config.data_dir).staging
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_bytes(b"no folder")
    with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
        await put_bytes(harness.app, b"a small picture")
    assert list(staging.iterdir()) == []
    folder.unlink()
    aside.rename(folder)
    blob = await put_bytes(harness.app, b"a small picture")
    assert await harness.app.blobs.read(blob.digest, 0, 100) == b"a small picture"
    assert list(staging.iterdir()) == []


@pytest.mark.rows("DU-3")
async def test_a_full_disk_while_a_file_is_put_together(harness: Harness) -> None:
    """The store takes nothing: no file is made, no part is lost, and the same request goes through later."""
    alice = await harness.client(ALICE)
    content = noise(5_000)
    for number in range(5):  # the last part comes first, so there is something to put together
        await alice(big_part(4 - number, 5, content[(4 - number) * 1024 : (5 - number) * 1024]))
    folder = DataDir(harness.app.config.data_dir).files
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_bytes(b"no folder")
    file = types.InputFileBig(id=1, parts=5, name="f")
    with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
        await alice(making(file))
    folder.unlink()
    aside.rename(folder)
    media = await alice(making(file))
    assert (await alice(get(location(media.document), 0, 8192))).bytes == content
    staging = DataDir(harness.app.config.data_dir).staging
    await harness.app.background.settle()  # nobody waits for what is left there to go
    assert list(staging.iterdir()) == []


@pytest.mark.rows("DU-3")
async def test_a_disk_that_cannot_be_read(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the device is an error to the client, and the next read is a new try."""
    alice = await harness.client(ALICE)
    content = noise(5_000)
    where = location(await stored(alice, content))
    with monkeypatch.context() as failing:

        def preadv(*_: object) -> int:
            raise OSError(errno.EIO, "Input/output error")

        failing.setattr("storage.media.open_contents.os.preadv", preadv)
        with pytest.raises(rpc_errors.STORAGE_CHECK_FAILED):
            await alice(get(where, 0, 8192))
    assert (await alice(get(where, 0, 8192))).bytes == content


async def test_the_same_file_from_many_at_once_is_stored_once(harness: Harness) -> None:
    """All of them read it, and nothing is left over."""
    content = noise(300_000)
    people = [await harness.client(f"99966210{number:02}") for number in range(5)]
    documents = await asyncio.gather(*(stored(one, content) for one in people))
    for one, document in zip(people, documents, strict=True):
        assert (await one(get(location(document), 262_144, 262_144))).bytes == content[262_144:]
    data = DataDir(harness.app.config.data_dir)
    assert len([path for path in data.files.rglob("*") if path.is_file() and not path.suffix]) == 1
    await harness.app.background.settle()  # nobody waits for what is left there to go
    assert list(data.staging.iterdir()) == []


@pytest.mark.parametrize("seed", range(3))
async def test_collections_take_nothing_that_comes_back(harness: Harness, seed: int) -> None:
    """Contents that nothing names are collected while people upload just those again: whoever did so can read them."""
    chance = random.Random(seed)
    alice = await harness.client(ALICE)
    contents = [chance.randbytes(3_000) for _ in range(4)]
    folder = DataDir(harness.app.config.data_dir).files
    old = harness.clock.now() - 2 * FRESH_SECONDS
    for _ in range(6):
        for content in contents:  # put by somebody whose request failed long ago
            path = harness.app.staging.new_path()
            path.write_bytes(content)
            blob = await harness.app.blobs.put(path)
            os.utime(folder / blob.digest.hex()[:2] / blob.digest.hex(), (old, old))

        async def again(content: bytes) -> None:
            for _ in range(chance.randrange(30)):
                await asyncio.sleep(0)
            document = await stored(alice, content)
            assert (await alice(get(location(document)))).bytes == content

        await asyncio.gather(verbs.collect(harness.app), *map(again, contents), verbs.collect(harness.app))
