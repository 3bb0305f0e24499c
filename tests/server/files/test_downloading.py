"""Ranges of files: who gets them, which ranges there are, and what a damaged content is worth."""

import asyncio
import hashlib
import os
import random
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from server.ops.datadir import DataDir
from server.ops.logs import redact
from storage.errors import DamagedError
from storage.media import blob_folder
from storage.media.blob_folder import KEPT_OPEN, SOON_FREED, FolderBlobs
from storage.media.blobs import CHUNK, Content, chunk_sums
from tests.server.files.uploading import get, location, noise, stored
from tests.server.harness import Harness, serving
from tests.server.people import ALICE, BOB

MIB = 1 << 20


@pytest.mark.rows("F2", "FI-4")
@pytest.mark.parametrize(
    ("offset", "limit", "precise", "error"),
    [
        (-4096, 4096, False, "OFFSET_INVALID"),
        (1024, 4096, False, "OFFSET_INVALID"),
        (512, 1024, True, "OFFSET_INVALID"),
        (0, 0, False, "LIMIT_INVALID"),
        (0, -4096, False, "LIMIT_INVALID"),
        (0, 0, True, "LIMIT_INVALID"),
        (0, 1024, False, "LIMIT_INVALID"),
        (0, 12288, False, "LIMIT_INVALID"),
        (0, 2 * MIB, False, "LIMIT_INVALID"),
        (0, MIB + 1024, True, "LIMIT_INVALID"),
        (0, 1000, True, "LIMIT_INVALID"),
        (MIB - 4096, 8192, False, "LIMIT_INVALID"),
        (MIB - 1024, 2048, True, "LIMIT_INVALID"),
        (0, MIB, False, ""),
        (MIB, MIB, False, ""),
        (MIB - 4096, 4096, False, ""),
        (1024, 3072, True, ""),
        (0, MIB, True, ""),
        (1 << 40, 4096, False, ""),
    ],
)
async def test_ranges(harness: Harness, offset: int, limit: int, precise: bool, error: str) -> None:
    """The alignment rules of core.telegram.org/api/files, each edge."""
    alice = await harness.client(ALICE)
    content = noise(MIB + 5_000)
    request = get(location(await stored(alice, content)), offset, limit, precise=precise)
    if error:
        with pytest.raises(RpcError, match=error):
            await alice(request)
    else:
        assert (await alice(request)).bytes == content[offset : offset + limit]


@pytest.mark.rows("F3", "FI-1")
async def test_id_hash_and_reference_are_each_needed(harness: Harness) -> None:
    """Dropped or altered, the answer is no; and what was another's is no better."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    document = await stored(alice, noise(5_000))
    for wrong in (document.access_hash + 1, 0):
        with pytest.raises(rpc_errors.LOCATION_INVALID):
            await alice(get(location(document, access_hash=wrong)))
    for wrong in (document.id + 1, 0, -document.id):
        with pytest.raises(rpc_errors.LOCATION_INVALID):
            await alice(get(location(document, id=wrong)))
    with pytest.raises(rpc_errors.FILE_REFERENCE_EMPTY):
        await alice(get(location(document, file_reference=b"")))
    reference = document.file_reference
    for at in range(len(reference)):
        altered = reference[:at] + bytes((reference[at] ^ 1,)) + reference[at + 1 :]
        with pytest.raises(rpc_errors.FILE_REFERENCE_INVALID):
            await alice(get(location(document, file_reference=altered)))
    other = await stored(alice, noise(5_000))
    with pytest.raises(rpc_errors.FILE_REFERENCE_INVALID):
        await alice(get(location(document, file_reference=other.file_reference)))
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await bob(get(location(document)))
    own_hash = harness.app.hashes.of(bob.me.id, 4, document.id)
    with pytest.raises(rpc_errors.FILE_REFERENCE_INVALID):
        await bob(get(location(document, access_hash=own_hash)))


@pytest.mark.rows("FI-2")
async def test_no_file_is_found_by_guessing(harness: Harness) -> None:
    """A hundred thousand guesses at the check itself, and some over the wire."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    document = await stored(alice, noise(100))
    holds = harness.app.hashes.holds
    guesses = random.Random(1)
    assert not any(holds(bob.me.id, 4, document.id, guesses.getrandbits(64) - (1 << 63)) for _ in range(100_000))
    for near in range(-50, 50):
        with pytest.raises(rpc_errors.LOCATION_INVALID):
            await bob(get(location(document, id=document.id + near)))


@pytest.mark.rows("F3", "FI-3")
@pytest.mark.parametrize("thumb", ["../x", "/etc/passwd", "m\0", "%2e%2e", "mm", "z", "\N{SNOWMAN}", "i", "a" * 10_000])
async def test_thumb_names_come_from_a_list(harness: Harness, thumb: str) -> None:
    """Whatever else is asked for does not exist."""
    alice = await harness.client(ALICE)
    document = await stored(alice, noise(100))
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await alice(get(location(document, thumb_size=thumb)))


async def test_a_reference_runs_out_and_is_refreshed_through_its_context(harness: Harness) -> None:
    """A day later it is expired; whoever may still read the message gets a new one there."""
    alice = await harness.client(ALICE)
    content = noise(5_000)
    document = await stored(alice, content)
    media = types.InputMediaDocument(
        id=types.InputDocument(id=document.id, access_hash=document.access_hash, file_reference=document.file_reference)
    )
    sent = await alice(functions.messages.SendMedia(peer=types.InputPeerSelf(), media=media, message="", random_id=5))
    message_id = sent.updates[0].id
    await harness.advance(LIFETIME + 3601)
    alice = await harness.client(ALICE)
    with pytest.raises(rpc_errors.FILE_REFERENCE_EXPIRED):
        await alice(get(location(document)))
    found = await alice(functions.messages.GetMessages(id=[types.InputMessageID(id=message_id)]))
    fresh = found.messages[0].media.document
    assert (fresh.id, fresh.access_hash) == (document.id, document.access_hash)
    assert fresh.file_reference != document.file_reference
    assert (await alice(get(location(fresh), 0, 8192))).bytes == content


async def test_the_hashes_of_a_file(harness: Harness) -> None:
    """upload.getFileHashes speaks of 128 KiB at a time."""
    alice = await harness.client(ALICE)
    content = noise(300_000)
    where = location(await stored(alice, content))
    hashes = await alice(functions.upload.GetFileHashes(location=where, offset=131_072))
    assert [(one.offset, one.limit) for one in hashes] == [(131_072, 131_072), (262_144, 37_856)]
    assert hashes[1].hash == hashlib.sha256(content[262_144:]).digest()


@pytest.mark.rows("DU-5")
async def test_damage_is_named_and_never_served(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    """A flipped bit in the store: the range is refused, the others are not."""
    alice = await harness.client(ALICE)
    content = noise(3 * 131_072)
    where = location(await stored(alice, content))
    name = hashlib.sha256(content).hexdigest()
    path = DataDir(harness.app.config.data_dir).files / name[:2] / name
    with path.open("r+b") as file:
        file.seek(131_072 + 77)
        file.write(bytes((content[131_072 + 77] ^ 4,)))
    with pytest.raises(rpc_errors.STORAGE_CHECK_FAILED):
        await alice(get(where, 131_072, 4096))
    assert (await alice(get(where, 0, 131_072))).bytes == content[:131_072]
    path.unlink()
    with pytest.raises(rpc_errors.STORAGE_CHECK_FAILED):
        await alice(get(where, 0, 4096))
    damaged, gone = (redact(line) for line in caplog.messages)  # as they stand in the log
    assert name[:16] in damaged
    assert gone == f"content {name[:16]}… cannot be served: it is gone"
    await stored(alice, content)
    assert (await alice(get(where, 131_072, 4096))).bytes == content[131_072 : 131_072 + 4096]


@pytest.mark.rows("DU-5")
async def test_contents_with_older_checksums_are_checked_by_them(tmp_path: Path) -> None:
    """What was put when checksums were SHA-256 is served, and its damage noticed; putting it again renews them."""
    blobs, content, staged = FolderBlobs(tmp_path / "files", flushed=False), noise(300_000), tmp_path / "staged"
    staged.write_bytes(content)
    blob = await blobs.put(staged)
    path = blobs.path(blob.digest)
    path.with_suffix(".xxh3").unlink()
    chunks = [content[at : at + CHUNK] for at in range(0, len(content), CHUNK)]
    path.with_suffix(".sums").write_bytes(b"".join(hashlib.sha256(chunk).digest() for chunk in chunks))
    await blobs.verify(blob.digest)
    assert await blobs.read(blob.digest, CHUNK, 4096) == content[CHUNK : CHUNK + 4096]
    path.write_bytes(content[:-1] + bytes((content[-1] ^ 1,)))
    with pytest.raises(DamagedError):
        await blobs.read(blob.digest, 2 * CHUNK, 4096)
    staged.write_bytes(content)
    await blobs.put(staged)
    assert await blobs.read(blob.digest, 2 * CHUNK, 4096) == content[2 * CHUNK : 2 * CHUNK + 4096]
    assert await blobs.delete(blob.digest)
    assert not [left for left in (tmp_path / "files").rglob("*") if left.is_file()]


@pytest.mark.rows("DU-5")
async def test_a_hundred_flips_and_a_hundred_cuts(tmp_path: Path) -> None:
    """In the content and in its sums: no wrong byte comes out."""
    blobs, chance = FolderBlobs(tmp_path / "files", flushed=False), random.Random(7)
    content = noise(400_000)
    for turn in range(200):
        staged = tmp_path / "staged"
        staged.write_bytes(content)
        blob = await blobs.put(staged)
        path = next(path for path in (tmp_path / "files").rglob("*") if path.is_file() and not path.suffix)
        victim = path if turn % 4 < 2 else path.with_suffix(".xxh3")
        at = chance.randrange(victim.stat().st_size)
        if turn % 2:
            os.truncate(victim, at)
        else:
            damaged = bytearray(victim.read_bytes())
            damaged[at] ^= 1 << chance.randrange(8)
            victim.write_bytes(damaged)
        with pytest.raises(DamagedError):
            await blobs.verify(blob.digest)
        for offset in range(0, len(content), 65_536):
            try:
                served = await blobs.read(blob.digest, offset, 65_536)
            except DamagedError:
                continue
            assert served == content[offset : offset + 65_536]


@pytest.mark.rows("DU-5")
@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell what is open")
@pytest.mark.parametrize("size", [SOON_FREED - 1, SOON_FREED])
async def test_nobody_waits_until_a_large_content_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Put again, a damaged one is whole at once; what was in its place is open a while longer, and keeps its space."""
    monkeypatch.setattr(blob_folder, "FREED_AFTER", 3600.0)
    blobs, content, staged = FolderBlobs(tmp_path / "files", flushed=True), noise(size), tmp_path / "staged"
    staged.write_bytes(content)
    path = blobs.path((await blobs.put(staged)).digest)
    path.write_bytes(bytes(size))
    staged.write_bytes(content)
    await blobs.verify((await blobs.put(staged)).digest)
    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    assert still_open(path) == len(timers) == (size >= SOON_FREED)
    for timer in timers:
        timer.cancel()
        timer.function(*timer.args)
    assert still_open(path) == 0


def still_open(path: Path) -> int:
    """How many files that had this name are kept by a descriptor alone."""
    names = [os.readlink(one) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
    return names.count(f"{path} (deleted)")


@pytest.mark.rows("F2")
async def test_a_range_that_is_as_long_as_what_is_read_for_it(tmp_path: Path) -> None:
    """What is checked begins before the range and ends with the content: so much of it is not the range."""
    blobs, content, staged = FolderBlobs(tmp_path / "files", flushed=False), noise(CHUNK + 8192), tmp_path / "staged"
    staged.write_bytes(content)
    digest = (await blobs.put(staged)).digest
    for offset, length in (CHUNK + 4096, 8192), (4096, CHUNK + 8192):
        assert await blobs.read(digest, offset, length) == content[offset:]
        assert blobs.read_at_hand(digest, offset, length) == content[offset:]


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell what is open")
async def test_a_content_that_is_put_again_does_not_stay_open(tmp_path: Path) -> None:
    """Whether its hashes were known or not: a descriptor would keep its space."""
    blobs, content, staged = FolderBlobs(tmp_path / "files", flushed=False), noise(200_000), tmp_path / "staged"
    hashed = Content(hashlib.sha256(content).digest(), chunk_sums(content))
    for known in None, None, hashed:
        staged.write_bytes(content)
        blob = await blobs.put(staged, known)
        assert still_open(blobs.path(blob.digest)) == 0
        assert await blobs.read(blob.digest, 0, CHUNK) == content[:CHUNK]


@pytest.mark.rows("DU-5")
async def test_what_cannot_be_opened_is_replaced(tmp_path: Path) -> None:
    blobs, content, staged = FolderBlobs(tmp_path / "files", flushed=False), noise(5_000), tmp_path / "staged"
    path = blobs.path(hashlib.sha256(content).digest())
    path.parent.mkdir()
    path.symlink_to(path)
    staged.write_bytes(content)
    await blobs.verify((await blobs.put(staged)).digest)


@pytest.mark.rows("DU-5")
async def test_what_was_written_to_an_empty_content_is_damage(tmp_path: Path) -> None:
    blobs, staged = FolderBlobs(tmp_path / "files", flushed=False), tmp_path / "staged"
    staged.touch()
    digest = (await blobs.put(staged)).digest
    await blobs.verify(digest)
    blobs.path(digest).write_bytes(b"noise")
    with pytest.raises(DamagedError):
        await blobs.verify(digest)


async def test_a_thread_reads_where_the_system_cannot_be_asked_not_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The C library of some Linux systems has no such flag."""
    monkeypatch.delattr(os, "RWF_NOWAIT", raising=False)
    blobs, content, staged = FolderBlobs(tmp_path / "files", flushed=False), noise(5_000), tmp_path / "staged"
    staged.write_bytes(content)
    digest = (await blobs.put(staged)).digest
    assert await blobs.read(digest, 0, CHUNK) == content
    assert blobs.read_at_hand(digest, 0, CHUNK) is None
    assert await blobs.read(digest, 0, CHUNK) == content


@pytest.mark.rows("DU-5")
async def test_what_is_at_hand_is_served_without_waiting_and_checked(tmp_path: Path) -> None:
    """From the second range on, until the content is damaged, replaced or removed: then it is looked for anew."""
    blobs, content, staged = FolderBlobs(tmp_path / "files", flushed=False), noise(300_000), tmp_path / "staged"
    staged.write_bytes(content)
    blob = await blobs.put(staged)
    assert blobs.read_at_hand(blob.digest, 0, CHUNK) is None
    assert await blobs.read(blob.digest, 0, CHUNK) == content[:CHUNK]
    for offset, length in (0, CHUNK), (CHUNK, 2 * CHUNK), (4096, 1024), (CHUNK - 1024, 2048), (1 << 20, 4096):
        assert blobs.read_at_hand(blob.digest, offset, length) == content[offset : offset + length]
    path = blobs.path(blob.digest)
    with path.open("r+b") as file:
        file.write(bytes((content[0] ^ 1,)))
    assert blobs.read_at_hand(blob.digest, 0, CHUNK) is None
    with pytest.raises(DamagedError):
        await blobs.read(blob.digest, 0, CHUNK)
    staged.write_bytes(content)
    await blobs.put(staged)
    assert await blobs.read(blob.digest, 0, CHUNK) == blobs.read_at_hand(blob.digest, 0, CHUNK) == content[:CHUNK]
    path.unlink()
    assert blobs.read_at_hand(blob.digest, 0, CHUNK) is None
    with pytest.raises(KeyError):
        await blobs.read(blob.digest, 0, CHUNK)


async def test_the_row_of_a_file_is_read_for_its_first_range(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every range is judged by its access hash and its reference; the rest never changes."""
    alice = await harness.client(ALICE)
    content = noise(300_000)
    where = location(await stored(alice, content))
    assert (await alice(get(where, 0, 4096))).bytes == content[:4096]
    monkeypatch.setattr("storage.media.files.by_ids", None)
    assert (await alice(get(where, 4096, 4096))).bytes == content[4096:8192]
    where.access_hash ^= 1
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await alice(get(where, 4096, 4096))


async def test_only_as_many_files_are_remembered_as_fit(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were fetched last."""
    monkeypatch.setattr("server.files.recent.KEPT", 2)
    alice = await harness.client(ALICE)
    first, *others = [location(await stored(alice, noise(5_000))) for _ in range(3)]
    for where in first, others[0], first, others[1]:
        await alice(get(where, 0, 4096))
    monkeypatch.setattr("storage.media.files.by_ids", None)
    await alice(get(first, 0, 4096))
    await alice(get(others[1], 0, 4096))
    with pytest.raises(rpc_errors.RPC_CALL_FAIL):
        await alice(get(others[0], 0, 4096))


async def test_only_so_many_contents_stay_open(tmp_path: Path) -> None:
    """Those that were read last."""
    blobs, digests = FolderBlobs(tmp_path / "files", flushed=False), []
    for number in range(KEPT_OPEN + 3):
        (tmp_path / "staged").write_bytes(b"content %d" % number)
        digests.append((await blobs.put(tmp_path / "staged")).digest)
        await blobs.read(digests[-1], 0, CHUNK)
        assert blobs.read_at_hand(digests[0], 0, CHUNK) == b"content 0"
    at_hand = [digest for digest in digests if blobs.read_at_hand(digest, 0, CHUNK) is not None]
    assert at_hand == [digests[0], *digests[-KEPT_OPEN + 1 :]]
    assert len(os.listdir("/proc/self/fd")) < 4 * KEPT_OPEN


def open_below(folder: Path) -> list[Path]:
    """Files of a folder that this process has open."""
    opened = []
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the one that the folder is read by
            opened.append(descriptor.readlink())
    return [path for path in opened if path.is_relative_to(folder)]


async def test_none_stays_open_when_the_server_has_ended(tmp_path: Path, rsa_keys: Path) -> None:
    """Not even as long as something else in the process still knows of the server."""
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client(ALICE)
        await alice(get(location(await stored(alice, noise(5_000))), 0, 4096))
        assert open_below(tmp_path / "data" / "files") != []
    assert open_below(tmp_path / "data") == []
    del harness  # which has had all of it until here


async def test_what_is_not_in_memory_is_waited_for_on_a_thread(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop asks the system not to wait for the disk, and is told so."""
    alice = await harness.client(ALICE)
    content = noise(300_000)
    where = location(await stored(alice, content))
    read, asked = os.preadv, []

    def preadv(descriptor: int, buffers: list[memoryview], offset: int, flags: int) -> int:
        asked.append((threading.current_thread() is threading.main_thread(), flags))
        if flags == os.RWF_NOWAIT:
            raise BlockingIOError
        return read(descriptor, buffers, offset, flags)

    monkeypatch.setattr("storage.media.open_contents.os.preadv", preadv)
    assert (await alice(get(where, 0, 262_144))).bytes == content[:262_144]
    assert asked == [(True, os.RWF_NOWAIT), (False, 0)]


@pytest.mark.rows("DO-4")
async def test_downloads_of_a_client_that_has_gone_are_given_up(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for at once and left alone: what has not had its turn by then is not served."""
    alice = await harness.client(ALICE)
    content = noise(MIB)
    where = location(await stored(alice, content))
    errors = harness.app.metrics.rpc_errors.labels("upload.getFile", "Timeout")
    may_begin, mine = asyncio.Event(), harness.app.turns.mine

    async def turn() -> None:
        await may_begin.wait()
        await mine()

    monkeypatch.setattr(harness.app.turns, "mine", turn)
    waiting = [alice.begin(get(where, 0, MIB)) for _ in range(24)]
    assert alice.wire is not None
    async with asyncio.timeout(30):
        while harness.app.dispatcher.running < 24:  # noqa: ASYNC110 - it tells nobody when they begin
            await asyncio.sleep(0)
        alice.wire.writer.transport.abort()
        while harness.gateway.connections:  # noqa: ASYNC110 - nor the gateway when it hears that somebody has gone
            await asyncio.sleep(0)
        may_begin.set()
        while harness.app.dispatcher.running:  # noqa: ASYNC110 - nor when it is done
            await asyncio.sleep(0)
    assert errors._value.get() == 24
    for one in waiting:
        one.cancel()
    await alice.disconnect()
    alice = await harness.client(ALICE)
    assert (await alice(get(where, 0, MIB))).bytes == content
