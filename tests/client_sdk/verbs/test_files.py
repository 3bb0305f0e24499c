"""Files up and down: what is sent comes back, in parts, in parallel, and goes on where it was interrupted."""

import asyncio
import io
import os

import pytest
from PIL import Image

from client_sdk.files import upload
from client_sdk.files.locations import NothingToDownload
from client_sdk.files.upload import EmptyFile
from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import ALICE, BOB

PART = upload.PART


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "sky.png"
    Image.linear_gradient("L").resize((320, 200)).convert("RGB").save(path)
    return path


@pytest.mark.parametrize("size", [1, PART, PART + 1, 5 * PART - 3])
async def test_what_is_sent_comes_back(sign_in, tmp_path, size):
    alice = await sign_in(ALICE, "alice")
    content = os.urandom(size)
    (tmp_path / "data.bin").write_bytes(content)
    seen = []
    sent = await alice.send_file("me", tmp_path / "data.bin", progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, size)
    assert seen[-1] == (size, size)
    assert await alice.download(sent) == content
    into = io.BytesIO()
    assert await alice.download(sent, into) is None
    assert into.getvalue() == content
    (tmp_path / "folder").mkdir()
    path = await alice.download(sent, tmp_path / "folder")
    assert path == tmp_path / "folder" / "data.bin"
    assert path.read_bytes() == content
    assert b"".join([part async for part in alice.iter_download(sent)]) == content


async def test_a_big_file_goes_on_where_it_was_interrupted(sign_in, tmp_path, monkeypatch):
    alice = await sign_in(ALICE, "alice")
    content = os.urandom(upload.BIG + 12345)
    path = tmp_path / "big.bin"
    path.write_bytes(content)
    parts = []
    called = alice._caller.call

    async def counting(function):
        if isinstance(function, functions.upload.SaveBigFilePart):
            parts.append(function.file_part)
        return await called(function)

    monkeypatch.setattr(alice._caller, "call", counting)

    class Interrupted(Exception):
        pass

    def interrupt(done, total):
        if done >= 7 * PART:
            raise Interrupted

    with pytest.RaisesGroup(Interrupted, allow_unwrapped=True, flatten_subgroups=True):
        await alice.send_file("me", path, progress=interrupt)
    parts.clear()
    sent = await alice.send_file("me", path, name="other.bin")
    total = -(-len(content) // PART)
    assert 0 < len(parts) <= total - 7
    assert await alice.download(sent) == content


async def test_parts_that_the_server_has_dropped_are_sent_again(sign_in, tmp_path, harness):
    alice = await sign_in(ALICE, "alice")
    content = os.urandom(3 * PART)
    path = tmp_path / "data.bin"
    path.write_bytes(content)

    class Interrupted(Exception):
        pass

    def interrupt(done, total):
        if done == total:
            raise Interrupted

    with pytest.RaisesGroup(Interrupted, allow_unwrapped=True, flatten_subgroups=True):
        await alice.send_file("me", path, progress=interrupt)
    await harness.advance(3600)  # longer than unused parts are kept
    sent = await alice.send_file("me", path)
    assert await alice.download(sent) == content


async def test_a_download_goes_on_where_it_was_interrupted(sign_in, tmp_path, monkeypatch):
    alice = await sign_in(ALICE, "alice")
    content = os.urandom(12 * PART + 5)
    sent = await alice.send_file("me", content, name="a.bin")

    class Interrupted(Exception):
        pass

    def interrupt(done, total):
        if done >= 5 * PART:
            raise Interrupted

    with pytest.raises(Interrupted):
        await alice.download(sent, tmp_path / "a.bin", progress=interrupt)
    assert not (tmp_path / "a.bin").exists()
    seen = []
    await alice.download(sent, tmp_path / "a.bin", progress=lambda done, total: seen.append(done))
    assert seen[0] > 5 * PART
    assert (tmp_path / "a.bin").read_bytes() == content
    assert [path.name for path in tmp_path.glob("*.part")] == []


async def test_a_photo_is_shown_and_its_sizes_come_back(sign_in, picture):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    sent = await alice.send_file(f"+{BOB}", picture, caption="**sky**", parse_mode="markdown")
    assert isinstance(sent.media, types.MessageMediaPhoto)
    assert (sent.message, sent.entities) == ("sky", [types.MessageEntityBold(offset=0, length=3)])
    (got,) = [message async for message in bob.iter_messages(f"+{ALICE}")]
    with Image.open(io.BytesIO(await bob.download(got))) as image:
        assert image.size == (320, 200)
    again = await bob.send_file("me", got.media)
    assert again.media.photo.id == got.media.photo.id
    with pytest.raises(NothingToDownload):
        await bob.download(got, thumb="nope")


async def test_an_album_is_one_group(sign_in, picture):
    alice = await sign_in(ALICE, "alice")
    sent = await alice.send_album("me", [picture, picture], caption="two skies")
    assert len(sent) == 2
    assert len({message.grouped_id for message in sent}) == 1
    assert [message.message for message in sent] == ["two skies", ""]


async def test_a_voice_message_is_one(sign_in):
    alice = await sign_in(ALICE, "alice")
    sent = await alice.send_file("me", b"OggS" + bytes(200), name="v.ogg", kind="voice", duration=3)
    (audio,) = [a for a in sent.media.document.attributes if isinstance(a, types.DocumentAttributeAudio)]
    assert (audio.voice, audio.duration) == (True, 3)


async def test_an_expired_file_reference_is_asked_for_again(sign_in, harness):
    alice = await sign_in(ALICE, "alice")
    content = os.urandom(3 * PART)
    sent = await alice.send_file("me", content, name="a.bin")
    await harness.advance(25 * 3600)
    assert await alice.download(sent) == content
    with pytest.raises(rpc_errors.FILE_REFERENCE_EXPIRED):
        await alice.download(sent.media)


async def test_profile_photos_come_down(sign_in, picture):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    await alice.set_profile_photo(picture)
    await alice.send_message(f"+{BOB}", "look")
    (dialog,) = [dialog async for dialog in bob.iter_dialogs()]
    with Image.open(io.BytesIO(await bob.download(dialog.peer))) as image:
        assert image.size[0] == image.size[1]


async def test_nothing_cannot_be_sent(sign_in):
    alice = await sign_in(ALICE, "alice")
    with pytest.raises(EmptyFile):
        await alice.send_file("me", b"", name="empty")
    with pytest.raises(NothingToDownload):
        await alice.download(await alice.send_message("me", "text"))


async def test_several_files_go_at_once(sign_in):
    alice = await sign_in(ALICE, "alice")
    contents = [os.urandom(PART + n) for n in range(4)]
    sent = await asyncio.gather(*(alice.send_file("me", c, name=f"{n}.bin") for n, c in enumerate(contents)))
    assert await asyncio.gather(*(alice.download(message) for message in sent)) == contents


async def test_a_part_that_the_server_refuses_is_the_error_itself(sign_in, monkeypatch):
    ada = await sign_in("9996621001", "ada", "Ada")

    async def refuse(self, part):
        raise rpc_errors.FILE_PART_SIZE_INVALID

    monkeypatch.setattr(upload.Upload, "_send", refuse)
    with pytest.raises(rpc_errors.FILE_PART_SIZE_INVALID):
        await ada.send_file("me", b"x" * 2_000_000, name="x.bin")
