"""Backup and restoration from the command line, around a server that works meanwhile (row DU-6)."""

import asyncio
import json
import shutil

import pytest

from tests.server.harness import prepare
from tests.server.ops.commands import Chappe
from tests.server.ops.running import Running, sign_up

pytestmark = pytest.mark.rows("DU-6")

PHONE = "9996620042"
CONTENT = bytes(range(256)) * 3000


@pytest.fixture
def folder(tmp_path, rsa_keys):
    prepare(tmp_path / "data", rsa_keys)
    return tmp_path


@pytest.fixture
def chappe(folder):
    """The command line on the data folder."""
    return Chappe(folder / "data")


@pytest.fixture
def backup(chappe, folder):
    """A backup with keys of a folder that holds one account."""
    chappe("user", "add", "+33123456789", "Ada")
    chappe("backup", str(folder / "backup"), "--with-keys")
    return folder / "backup"


async def test_what_was_acknowledged_before_a_backup_under_load_is_in_it(folder, chappe):
    sent = []
    enough = asyncio.Event()
    with Running(folder, "dev", "--listen", "127.0.0.1:0") as server:
        client = server.telethon()
        await client.connect()
        await sign_up(client, PHONE, "Ada")
        await client.send_file("me", CONTENT, force_document=True, caption="a file")

        async def write():
            while True:
                await client.send_message("me", f"message {len(sent)}")
                sent.append(f"message {len(sent)}")
                if len(sent) == 20:
                    enough.set()

        writing = asyncio.create_task(write())
        await enough.wait()
        before = len(sent)
        report = await asyncio.to_thread(chappe, "backup", str(folder / "backup"), "--with-keys")
        during = len(sent) - before
        writing.cancel()
        session = client.session.save()
        await client.disconnect()
    assert during > 0, "nothing was written while the backup was made"
    assert report["keys"] is True

    restored = folder / "restored"
    await asyncio.to_thread(chappe, "restore", str(folder / "backup"), data_dir=restored)
    with Running(folder, "dev", "--listen", "127.0.0.1:0", data_dir=restored) as server:
        client = server.telethon(session)
        await client.connect()
        kept = (await client.get_messages("me", limit=before + during + 10))[::-1]
        assert await kept[0].download_media(bytes) == CONTENT
        await client.disconnect()
    found = [message.text for message in kept[1:]]
    assert len(found) >= before
    assert found == sent[: len(found)]


def test_a_backup_without_keys_says_so_and_does_not_start(folder, chappe, backup):
    other = Chappe(folder / "other")
    chappe("backup", str(folder / "keyless"))
    assert not (folder / "keyless" / "keys").exists()
    assert other("restore", str(folder / "keyless"))["keys"] is False
    assert "restore it from a backup" in other("user", "list", code=1)["error"]
    shutil.copytree(backup / "keys", folder / "other" / "keys", dirs_exist_ok=True)
    assert [user["first_name"] for user in other("user", "list")] == ["Ada"]


@pytest.mark.rows("OP-3")
def test_a_backup_is_nobody_elses_to_read(backup):
    assert backup.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (backup / "keys").glob("*") if "public" not in path.name)


@pytest.mark.parametrize("name", ["chappe.db", "keys/root.secret"])
def test_a_damaged_backup_is_refused_and_leaves_nothing_to_start_on(folder, backup, name):
    damaged = bytearray((backup / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (backup / name).unlink()  # it may be a link to the file in use
    (backup / name).write_bytes(damaged)
    assert name in Chappe(folder / "other")("restore", str(backup), code=1)["error"]
    assert not (folder / "other" / "chappe.db").exists()


def test_with_a_damaged_content_it_is_said_how_the_rest_is_put_back(folder, backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"]["files/ab/cd"] = {"size": 1, "sha256": 64 * "0"}
    (backup / "manifest.json").write_text(json.dumps(manifest))
    other = Chappe(folder / "other")
    assert "--leave-out-damaged" in other("restore", str(backup), code=1)["error"]
    shutil.rmtree(folder / "other")
    assert other("restore", "--leave-out-damaged", str(backup))["left_out"] == ["files/ab/cd"]
    assert [user["first_name"] for user in other("user", "list")] == ["Ada"]


def test_an_unfinished_backup_is_refused(folder, backup):
    (backup / "manifest.json").unlink()
    assert "unfinished" in Chappe(folder / "other")("restore", str(backup), code=1)["error"]
    assert not (folder / "other").exists()


def test_a_folder_in_use_is_not_overwritten(chappe, backup):
    assert "already has a database" in chappe("restore", str(backup), code=1)["error"]
    assert "new folder" in chappe("backup", str(backup), code=1)["error"]


def test_what_an_interrupted_restoration_has_left_is_named(folder, backup):
    (folder / "other" / "keys").mkdir(mode=0o700, parents=True)
    (folder / "other").chmod(0o700)
    left = folder / "other" / "keys" / "root.secret"
    left.write_bytes(b"")
    error = Chappe(folder / "other")("restore", str(backup), code=1)["error"]
    assert error == f"{left} is there already; restore into an empty folder"


def test_migrations_are_shown_and_applied_alone(folder, chappe, backup):
    state = chappe("migrate", "status")
    assert state["applied"]
    assert (state["pending"], state["unknown"]) == ([], [])
    assert chappe("migrate", "up") == {"applied": []}
    assert "no database" in Chappe(folder / "nowhere")("migrate", "status", code=1)["error"]
