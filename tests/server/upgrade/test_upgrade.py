"""A data folder of an earlier version opens, is brought up to date, and serves what was in it.

`before_search.tar.gz` was made by commit 18b8ea3, from before the full-text index and the checksums of today: two
people with two devices each, three texts and a file between them, a username, and an upload that never ended. The
secret in it sealed nothing but this folder; `alice.key` is the authorization key of one of Alice's devices.
"""

import shutil
import tarfile
from pathlib import Path

import pytest

from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from server.search.indexing import index
from storage import migrate
from tests.server.client import Client
from tests.server.files.uploading import get, location
from tests.server.harness import serving
from tests.server.people import BOB, history, text, texts
from tests.server.search.asking import search

OLD = Path(__file__).with_name("before_search.tar.gz")
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def old_folder(tmp_path: Path, rsa_keys: Path) -> Path:
    """The folder, with RSA keys that no client of it knows: its devices have theirs already."""
    with tarfile.open(OLD) as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / "data"
    folder.chmod(0o700)
    shutil.copytree(rsa_keys, folder / "keys", ignore=shutil.ignore_patterns("root.secret"), dirs_exist_ok=True)
    return folder


async def to(client: Client, username: str) -> types.InputPeerUser:
    """How a client names somebody by username."""
    (person,) = (await client(functions.contacts.ResolveUsername(username=username))).users
    return types.InputPeerUser(user_id=person.id, access_hash=person.access_hash)


@pytest.mark.rows("DU-6")
async def test_what_was_there_before_is_there_and_found(old_folder: Path, rsa_keys: Path) -> None:
    async with serving(old_folder, rsa_keys) as harness:
        status = await migrate.status(harness.app.db)
        assert (status.pending, status.unknown) == ([], [])
        alice = await harness.client_of(AuthKey((old_folder.parent / "alice.key").read_bytes()))
        bob = await harness.client(BOB)
        to_bob = await to(alice, "bob_of_lille")
        assert bob.me is not None
        assert to_bob.user_id == bob.me.id
        said = [
            "The semaphore on the hill is ready",
            "Then send the first sentence",
            "Long live the telegraph",
            "All towers",
        ]
        assert await texts(alice, to_bob) == said

        newest = (await history(alice, to_bob)).messages[0].media.document
        file = await alice(get(location(newest), limit=1 << 20))
        assert file.bytes == CONTENT
        digests = [blob.digest async for blob in harness.app.blobs.iterate()]
        assert len(digests) == 1
        for digest in digests:
            await harness.app.blobs.verify(digest)  # by the checksums of then

        await index(harness.app)
        for word, expected in (("semaphore", said[0]), ("towers", said[3])):
            found = await alice(search(to_bob, word))
            assert [message.message for message in found.messages] == [expected]

        await alice(functions.account.UpdateUsername(username="alice_of_paris"))
        await alice(text(to_bob, "And after", random_id=1 << 40))
        assert await texts(bob, await to(bob, "alice_of_paris")) == [*said, "And after"]
