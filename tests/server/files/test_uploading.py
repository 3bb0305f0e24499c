"""Parts of uploads: every rule of row F1, in any order, in parallel, over connections and restarts."""

import asyncio
import hashlib
import random
from pathlib import Path

import pytest

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.files.staging import IDLE_SECONDS, SWEEP_SECONDS
from server.ops.config import FilesSection
from server.ops.datadir import DataDir
from tests.server.files.uploading import PART, big_part, get, location, making, noise, part, stored
from tests.server.harness import Harness, serving
from tests.server.people import ALICE


@pytest.mark.rows("FI-4")
@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ([(0, b"")], "FILE_PART_EMPTY"),
        ([(0, bytes(PART + 1))], "FILE_PART_TOO_BIG"),
        ([(-1, b"x")], "FILE_PART_INVALID"),
        ([(4_000, b"x")], "FILE_PART_INVALID"),
        ([(0, bytes(1000)), (1, b"x")], "FILE_PART_SIZE_INVALID"),
        ([(1, b"x"), (0, bytes(3072))], "FILE_PART_SIZE_INVALID"),
        ([(0, bytes(1024)), (2, bytes(512)), (1, bytes(2048))], "FILE_PART_SIZE_CHANGED"),
        ([(0, bytes(1024)), (1, bytes(2048))], "FILE_PART_SIZE_CHANGED"),
        ([(20, b"x"), *((number, bytes(PART)) for number in range(20))], "FILE_PART_TOO_BIG"),
    ],
)
async def test_wrong_parts_are_refused(harness: Harness, parts: list[tuple[int, bytes]], error: str) -> None:
    """The last of these parts breaks a rule; those before it are good."""
    alice = await harness.client(ALICE)
    *good, (number, data) = parts
    for good_number, good_data in good:
        assert await alice(part(good_number, good_data)) is True
    with pytest.raises(RpcError, match=f"{error}$"):
        await alice(part(number, data))


@pytest.mark.rows("FI-4")
@pytest.mark.parametrize(("number", "total"), [(0, 0), (0, -2), (3, 3), (0, 4_001)])
async def test_wrong_totals_are_refused(harness: Harness, number: int, total: int) -> None:
    """A big upload says how many parts it has, and keeps to it."""
    alice = await harness.client(ALICE)
    with pytest.raises(rpc_errors.FILE_PARTS_INVALID):
        await alice(big_part(number, total, b"x"))


KIB = 1024


@pytest.mark.rows("FI-4")
@pytest.mark.parametrize(
    ("parts", "size"),
    [
        ([(0, -1), (1, -1), (2, 3)], 2 * KIB + 7),  # mtcute: a short part is the last
        ([(0, -1), (1, -1), (2, 2)], 2 * KIB),  # mtcute: none was short, so an empty one says it
        ([(0, 1)], 7),
        ([(0, -1), (2, 4), (1, -1), (3, 4)], 3 * KIB + 1),  # TDLib: once it is made, all parts know
        ([(3, 4), (1, -1), (0, -1), (2, 4)], 4 * KIB),
        ([(2, -1), (1, 4), (0, -1), (1, -1), (3, 4)], 3 * KIB + 9),
    ],
)
async def test_a_length_that_is_not_known_at_first(harness: Harness, parts: list[tuple[int, int]], size: int) -> None:
    """core.telegram.org/api/files: what is sent while it is made has -1 for its total until somebody knows."""
    alice = await harness.client(ALICE)
    content = noise(size)
    for number, total in parts:
        assert await alice(big_part(number, total, content[number * KIB : (number + 1) * KIB]))
    media = await alice(making(types.InputFileBig(id=1, parts=-(-size // KIB), name="f")))
    assert (await alice(get(location(media.document), 0, 8 * KIB))).bytes == content


@pytest.mark.rows("FI-4")
@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ([(0, -1, KIB), (1, 2, KIB), (0, 3, KIB)], "FILE_PARTS_INVALID"),  # two totals
        ([(0, -1, KIB), (2, -1, KIB), (1, 2, KIB)], "FILE_PARTS_INVALID"),  # one that came already lies beyond
        ([(0, -1, KIB), (1, 2, KIB), (2, -1, KIB)], "FILE_PARTS_INVALID"),  # one that comes later does
        ([(0, 2, KIB), (2, -1, KIB)], "FILE_PARTS_INVALID"),
        ([(0, -1, KIB), (1, -1, 7), (2, 3, 7)], "FILE_PART_SIZE_INVALID"),  # a short one that is not the last
        ([(0, -1, KIB), (1, -1, 2 * KIB)], "FILE_PART_SIZE_CHANGED"),
        ([(0, -1, KIB), (2, 2, 0)], "FILE_PARTS_INVALID"),  # the end of more than came
        ([(1, 1, 0)], "FILE_PART_EMPTY"),  # of nothing
        ([(0, 2, KIB), (2, 2, 0)], "FILE_PART_EMPTY"),  # of what said its length
        ([(0, -1, 0)], "FILE_PART_EMPTY"),
        ([(4_000, -1, KIB)], "FILE_PART_INVALID"),
    ],
)
async def test_wrong_ends_are_refused(harness: Harness, parts: list[tuple[int, int, int]], error: str) -> None:
    """The last of these parts breaks a rule; those before it are good."""
    alice = await harness.client(ALICE)
    *good, (number, total, size) = parts
    for good_number, good_total, good_size in good:
        assert await alice(big_part(good_number, good_total, bytes(good_size)))
    with pytest.raises(RpcError, match=f"{error}$"):
        await alice(big_part(number, total, bytes(size)))


@pytest.mark.rows("FI-4")
async def test_small_and_big_parts_do_not_mix(harness: Harness) -> None:
    """Nor does a small upload that has no total become one whose total is not known yet."""
    alice = await harness.client(ALICE)
    assert await alice(part(0, bytes(KIB), 1))
    with pytest.raises(rpc_errors.FILE_PARTS_INVALID):
        await alice(big_part(1, -1, bytes(KIB), 1))
    assert await alice(big_part(0, -1, bytes(KIB), 2))
    with pytest.raises(rpc_errors.FILE_PARTS_INVALID):
        await alice(part(1, bytes(KIB), 2))


async def test_an_unknown_length_outlives_a_restart(tmp_path: Path, rsa_keys: Path) -> None:
    """More than a small file may have, so its row must know that it is none."""
    content = noise(21 * PART + 3)
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client(ALICE)
        for number in range(20):
            assert await alice(big_part(number, -1, content[number * PART : (number + 1) * PART]))
        key = alice.auth_key
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client_of(key)
        assert await alice(big_part(20, -1, content[20 * PART : 21 * PART]))
        assert await alice(big_part(21, 22, content[21 * PART :]))
        media = await alice(making(types.InputFileBig(id=1, parts=22, name="f")))
        assert (await alice(get(location(media.document), 20 * PART, PART))).bytes == content[20 * PART : 21 * PART]
        assert (await alice(get(location(media.document), 21 * PART, PART))).bytes == content[21 * PART :]


@pytest.mark.rows("FI-4")
async def test_a_missing_part_is_named(harness: Harness) -> None:
    """Which one is to be sent again."""
    alice = await harness.client(ALICE)
    for number in (0, 1, 3):
        await alice(part(number, bytes(1024)))
    with pytest.raises(RpcError, match="FILE_PART_2_MISSING"):
        await alice(making(types.InputFile(id=1, parts=4, name="f", md5_checksum="")))
    with pytest.raises(RpcError, match="FILE_PARTS_INVALID"):
        await alice(making(types.InputFile(id=1, parts=3, name="f", md5_checksum="")))
    with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
        await alice(making(types.InputFile(id=2, parts=1, name="f", md5_checksum="")))
    with pytest.raises(RpcError, match="FILE_PARTS_INVALID"):  # an empty file, of which no part can be sent again
        await alice(making(types.InputFile(id=2, parts=0, name="f", md5_checksum="")))


async def test_the_md5_is_checked(harness: Harness) -> None:
    """Where the client gives one."""
    alice = await harness.client(ALICE)
    await alice(part(0, b"content"))
    with pytest.raises(rpc_errors.MD5_CHECKSUM_INVALID):
        await alice(making(types.InputFile(id=1, parts=1, name="f", md5_checksum="0" * 32)))
    md5 = hashlib.md5(b"content").hexdigest()
    media = await alice(making(types.InputFile(id=1, parts=1, name="f", md5_checksum=md5)))
    assert media.document.size == 7


@pytest.mark.parametrize("size", [1024, 32 * 1024, PART])
async def test_parts_come_in_any_order_and_in_parallel(harness: Harness, size: int) -> None:
    """All at once, over two connections, some twice; the last one first."""
    phone = await harness.client(ALICE)
    tablet = await harness.client(ALICE)
    content = noise(9 * size + 333)
    pieces = list(enumerate(content[at : at + size] for at in range(0, len(content), size)))
    order = [pieces[-1], *random.Random(5).sample(pieces, len(pieces)), pieces[3]]
    clients = [phone, tablet]
    await asyncio.gather(*(clients[at % 2](big_part(n, 10, data)) for at, (n, data) in enumerate(order)))
    media = await phone(making(types.InputFileBig(id=1, parts=10, name="f")))
    fetched = b"".join(
        [(await tablet(get(location_for(tablet, media), at, PART))).bytes for at in range(0, len(content), PART)]
    )
    assert fetched == content


def location_for(client: object, media: types.MessageMediaDocument) -> types.InputDocumentFileLocation:
    assert isinstance(media.document, types.Document)
    return location(media.document)


async def test_an_upload_goes_on_after_a_restart(tmp_path: Path, rsa_keys: Path) -> None:
    """What was acknowledged before the server ended is there when it is back."""
    content = noise(3 * 4096 + 5)
    pieces = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client(ALICE)
        for number in (3, 1):
            await alice(part(number, pieces[number]))
        key = alice.auth_key
    async with serving(tmp_path / "data", rsa_keys) as harness:
        alice = await harness.client_of(key)
        for number in (0, 2):
            await alice(part(number, pieces[number]))
        media = await alice(making(types.InputFile(id=1, parts=4, name="f", md5_checksum="")))
        assert (await alice(get(location_for(alice, media), 0, 16384))).bytes == content


async def test_a_repeated_request_finds_its_upload(harness: Harness) -> None:
    """The file that an upload became is kept for a retry of what used it."""
    alice = await harness.client(ALICE)
    await alice(part(0, b"content"))
    file = types.InputFile(id=1, parts=1, name="f", md5_checksum="")
    first, second = await asyncio.gather(alice(making(file)), alice(making(file)))
    assert first.document.size == second.document.size == 7


@pytest.mark.rows("FI-5")
async def test_abandoned_parts_go(harness: Harness) -> None:
    """A thousand uploads that nobody finishes are gone within the hour, rows and bytes."""
    alice = await harness.client(ALICE)
    for start in range(0, 1_000, 50):
        await asyncio.gather(*(alice(part(0, bytes(1024), file_id)) for file_id in range(start, start + 50)))
    with pytest.raises(rpc_errors.FLOOD_WAIT_X):
        await alice(part(0, b"x", 5_000))
    staging = DataDir(harness.app.config.data_dir).staging
    assert len(list(staging.glob("*.parts"))) == 1_000
    assert IDLE_SECONDS + SWEEP_SECONDS < 3600
    harness.clock.advance(IDLE_SECONDS + 1)
    await harness.app.staging.sweep()
    assert list(staging.iterdir()) == []
    alice = await harness.client(ALICE)  # the old connection was silent for all that time
    assert await alice(part(0, b"x", 5_000)) is True


@pytest.mark.rows("FI-5")
async def test_the_quota_holds(tmp_path: Path, rsa_keys: Path) -> None:
    """What is stored and what is on its way count together."""
    async with serving(tmp_path / "data", rsa_keys, files=FilesSection(quota_bytes=10_000)) as harness:
        alice = await harness.client(ALICE)
        await stored(alice, noise(8_000))
        await alice(part(0, bytes(2_000), 7))
        with pytest.raises(rpc_errors.FILE_PART_TOO_BIG):
            await alice(part(0, bytes(2_001), 7))


async def test_the_same_content_is_stored_once(harness: Harness) -> None:
    """From anyone, under any name; nothing a client sent becomes part of a path (row FI-3)."""
    content = noise(100_000)
    for number in ("9996621001", "9996621002", "9996621003"):
        client = await harness.client(number)
        await stored(client, content)
    folder = DataDir(harness.app.config.data_dir).files
    kept = [path for path in folder.rglob("*") if path.is_file() and not path.suffix]
    assert [path.name for path in kept] == [hashlib.sha256(content).hexdigest()]


@pytest.mark.rows("DU-3")
async def test_a_part_that_cannot_be_stored_is_not_acknowledged(harness: Harness) -> None:
    """The disk takes nothing: a clear error, no row; when it does again, the same part goes through."""
    alice = await harness.client(ALICE)
    staging = DataDir(harness.app.config.data_dir).staging
    staging.rmdir()
    with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
        await alice(part(0, b"content"))
    file = types.InputFile(id=1, parts=1, name="f", md5_checksum="")
    with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
        await alice(making(file))
    staging.mkdir()
    await alice(part(0, b"content"))
    assert (await alice(making(file))).document.size == 7


@pytest.mark.rows("DU-3")
async def test_why_no_part_can_be_stored_is_said_once_until_the_next_sweep(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    """However many are refused meanwhile."""
    alice = await harness.client(ALICE)
    DataDir(harness.app.config.data_dir).staging.rmdir()
    for sweeps in (1, 2):
        for number in range(3):
            with pytest.raises(rpc_errors.FILE_WRITE_FAILED):
                await alice(part(0, b"content", number))
        said = [record.getMessage() for record in caplog.records]
        assert len(said) == sweeps
        assert all(line.startswith("an upload cannot be stored: [Errno 2] No such file") for line in said)
        await harness.app.staging.sweep()
