"""What the commands do, against a server in a process of its own."""

import asyncio
import json
import os
import stat
from importlib.metadata import version

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from typer.main import get_command

from client_sdk.cli.main import build
from client_sdk.cli.server import parse_address, remembered
from client_sdk.client import Client
from client_sdk.store.sqlite import SessionStore
from mtproto.crypto import RsaPrivateKey


def test_the_version():
    done = CliRunner().invoke(get_command(build()), ["--version"])
    assert (done.exit_code, done.stdout) == (0, f"chappe-cli {version('chappe')}\n")


def test_a_message_goes_to_another_and_is_read_there(ada, ben):
    sent = int(ada.lines("send", ben.name, "Read", "this", "Ben")[0])
    [told] = [m for m in ben.json("read", ada.name) if m["text"] == "Read this Ben"]
    assert (told["from"], told["out"], told["reply_to"]) == (told["chat"], False, None)
    assert ben.lines("read", ada.name) == []  # it is read now
    [mine] = ada.json("history", ben.name, "--limit", "1")
    assert (mine["id"], mine["out"]) == (sent, True)


def test_what_is_read_may_stay_unread(ada, ben):
    ada.run("send", ben.name, "keep me")
    assert "keep me" in ben.lines("read", ada.name, "--keep-unread")[-1]
    assert "keep me" in ben.lines("read", ada.name)[-1]


def test_a_text_comes_from_standard_input(ada):
    [sent] = ada.json("send", "me", stdin="two\nlines\n")
    assert sent["text"] == "two\nlines"
    assert ada.lines("history", "me", "--limit", "1")[0].endswith("\ttwo\\nlines")  # one record is one line


def test_markup_and_replies(ada):
    [first] = ada.json("send", "me", "a **bold** one", "--format", "markdown")
    assert (first["text"], first["markdown"]) == ("a bold one", "a **bold** one")
    [second] = ada.json("send", "me", "<i>yes</i>", "--format", "html", "--reply-to", first["id"], "--silent")
    assert (second["text"], second["reply_to"]) == ("yes", first["id"])


def test_search_in_all_chats_and_in_one(ada, ben):
    ada.run("send", ben.name, "a pangolin")
    ada.run("send", "me", "my pangolin")
    assert len(ada.lines("search", "pangolin")) == 2
    [found] = ada.json("search", "pangolin", "--in", ben.name)
    assert found["text"] == "a pangolin"
    assert "--in" in ada.error("search", "pangolin", "--kind", "photos", code=2)


def test_a_file_goes_up_and_comes_down(ada, tmp_path):
    content = os.urandom(700_000)
    (tmp_path / "numbers.bin").write_bytes(content)
    [sent] = ada.json("upload", "me", tmp_path / "numbers.bin")
    assert sent["file"] == {"name": "numbers.bin", "size": 700_000, "type": "application/octet-stream"}
    (tmp_path / "down").mkdir()
    [path] = ada.lines("download", "me", sent["id"], "--to", tmp_path / "down")
    assert path == str(tmp_path / "down" / "numbers.bin")
    assert (tmp_path / "down" / "numbers.bin").read_bytes() == content
    assert ada.run("download", "me", sent["id"], "--to", "-").stdout_bytes == content


def test_a_download_goes_on_where_it_ended(ada, tmp_path):
    (tmp_path / "long.bin").write_bytes(os.urandom(1_200_000))
    [sent] = ada.json("upload", "me", tmp_path / "long.bin", "--as", "document")
    [message] = json.loads(ada.run("raw", "messages.getMessages", _ids(sent["id"])).stdout)["messages"]
    begun = tmp_path / f"copy.bin.{message['media']['document']['id'] & (1 << 64) - 1:x}.part"
    begun.write_bytes(b"?" * 524_288)  # what an earlier run had: taken as it is
    ada.run("download", "me", sent["id"], "--to", tmp_path / "copy.bin")
    original = (tmp_path / "long.bin").read_bytes()
    assert (tmp_path / "copy.bin").read_bytes() == b"?" * 524_288 + original[524_288:]


def _ids(*ids):
    return json.dumps({"id": [{"_": "inputMessageID", "id": each} for each in ids]})


def test_a_group_from_its_founding_to_its_end(ada, ben):
    [group] = ada.lines("group", "create", "Club", ben.name)
    assert int(group) < 0
    assert [group, "Club", ""] in [line.split("\t") for line in ada.lines("group", "list")]
    ada.run("group", "title", group, "Society")
    assert {m["name"] for m in ada.json("group", "members", group)} == {"Ada", "Ben"}
    [link] = ada.lines("group", "invite", group, "--usages", "1")
    assert group in [line.split("\t")[0] for line in ben.lines("dialogs")]
    ben.run("group", "leave", group)
    assert len(ada.lines("group", "members", group)) == 1
    assert ben.lines("group", "join", link) == [group]
    ada.run("group", "remove", group, ben.name)
    ada.run("group", "add", group, ben.name)
    ada.run("send", group, "-5")  # a text like a negative number stays what it is
    assert ben.json("history", group, "--limit", "1")[0]["text"] == "-5"


def test_contacts(ada, ben):
    assert ada.json("contacts", "add", "+9996620002", "Benjamin", "B")[0]["username"] == "ben_demo"
    assert [c["name"] for c in ada.json("contacts", "list")] == ["Benjamin B"]
    assert "ben_demo" in ada.lines("contacts", "search", "ben_demo")[0]
    ada.run("contacts", "delete", ben.name)
    assert ada.lines("contacts", "list") == []
    assert "no account" in ada.error("contacts", "add", "+9996629999", "Nobody", code=1)


def test_dialogs_show_what_is_unread(ada, ben):
    ben.run("send", ada.name, "unread")
    [line] = [each for each in ada.json("dialogs") if each["username"] == "ben_demo"]
    assert (line["name"], line["last"], line["unread"] > 0) == ("Ben", "unread", True)


def test_what_is_archived_is_listed_apart(ada, ben):
    ben.run("send", ada.name, "soon in the archive")
    moved = {"folder_peers": [{"_": "inputFolderPeer", "peer": ben.name, "folder_id": 1}]}
    for archived in (True, False):
        ada.run("raw", "folders.editPeerFolders", "-", stdin=json.dumps(moved))
        for option in ([], ["--archived"]):
            names = [each["username"] for each in ada.json("dialogs", *option)]
            assert ("ben_demo" in names) is (archived is bool(option))
        moved["folder_peers"][0]["folder_id"] = 0


def test_raw_calls(ada, ben):
    assert json.loads(ada.run("raw", "help.getNearestDc").stdout)["_"] == "nearestDc"
    call = {"peer": ben.name, "message": "raw", "random_id": 77, "reply_to": None}
    sent = json.loads(ada.run("raw", "messages.sendMessage", "-", stdin=json.dumps(call)).stdout)
    assert sent["_"] in ("updateShortSentMessage", "updates")
    [user] = json.loads(ada.run("raw", "users.getUsers", '{"id": ["me", "@ben_demo"]}').stdout)[1:]
    assert user["username"] == "ben_demo"
    wrapped = {"layer": 200, "query": {"_": "help.getNearestDc"}}
    assert json.loads(ada.run("raw", "invokeWithLayer", json.dumps(wrapped)).stdout)["_"] == "nearestDc"


@pytest.mark.parametrize(
    ("method", "arguments", "says"),
    [
        ("help.getNothing", "{}", "there is no 'help.getNothing'"),
        ("help.getConfig", '{"a": 1}', "help.getConfig has no a"),
        ("messages.getMessages", "{}", "messages.getMessages wants id"),
        ("messages.getMessages", '{"id": [5]}', "$.id[0]: an object"),
        ("messages.getMessages", '{"id": [{"_": "inputMessageID", "id": "x"}]}', "$.id[0].id: int is due"),
        ("messages.getMessages", '{"id": [{"_": "inputMessageID", "id": 3000000000}]}', "$.id[0].id: int is due"),
        ("auth.acceptLoginToken", '{"token": "?"}', "$.token: not base64"),
        ("help.getConfig", "[", "not JSON"),
    ],
)
def test_a_raw_call_that_cannot_be_says_where(ada, method, arguments, says):
    assert says in ada.error("raw", method, arguments, code=2)


async def set_password(shell, password):
    server = remembered(shell.session)
    async with Client(shell.session, server.endpoint(), api_id=1, api_hash="test") as client:
        await client.set_password(password)


class TestSignIn:
    def test_a_new_number_signs_up(self, stranger):
        done = stranger.login("+9996621701", "--first-name", "Nora")
        assert "signed in as Nora" in done.stdout
        assert stat.S_IMODE(stranger.session.stat().st_mode) == 0o600
        assert stranger.lines("send", "me", "first") != []

    def test_the_name_may_come_on_standard_input(self, stranger):
        assert "signed in as Nils" in stranger.login("+9996621702", stdin="22222\nNils\n").stdout

    def test_the_server_is_remembered(self, stranger):
        stranger.login("+9996620003")
        stranger.run("logout")
        assert "nobody is signed in" in stranger.error("dialogs", code=3)
        assert "Cleo" in stranger.run("login", "+9996620003", stdin="22222\n").stdout

    def test_the_server_may_move(self, stranger):
        stranger.login("+9996620003")
        _, port = parse_address(remembered(stranger.session).address)
        nowhere = stranger.error("login", "+9996620003", "--server", "127.0.0.1:1", code=4)
        assert "127.0.0.1:1" in nowhere
        stranger.run("login", "+9996620003", "--server", f"localhost:{port}", stdin="22222\n")
        assert remembered(stranger.session).address == f"localhost:{port}"
        assert stranger.lines("send", "me", "still there") != []

    def test_another_server_is_for_another_session(self, stranger, tmp_path):
        stranger.login("+9996620003")
        other = tmp_path / "other.pem"
        other.write_bytes(RsaPrivateKey.generate().public.to_pem())
        elsewhere = ("--server", "127.0.0.1:1", "--public-key", str(other))
        assert "--session FILE" in stranger.error("login", "+9996620003", *elsewhere, code=2)

    def test_the_same_key_may_be_written_in_another_way(self, stranger, tmp_path):
        stranger.login("+9996620003")
        _, port = parse_address(remembered(stranger.session).address)
        key = load_pem_public_key(stranger.key.read_bytes())
        other = tmp_path / "again.pem"
        other.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
        assert "BEGIN RSA" not in other.read_text()
        moved = ("--server", f"localhost:{port}", "--public-key", str(other))
        stranger.run("login", "+9996620003", *moved, stdin="22222\n")
        assert remembered(stranger.session).address == f"localhost:{port}"

    @pytest.mark.parametrize("content", [b"", b"another key", bytes(range(256))])
    def test_what_is_no_key_is_told(self, stranger, tmp_path, content):
        file = tmp_path / "key"
        file.write_bytes(content)
        where = ("--server", "127.0.0.1:1", "--public-key", str(file))
        assert "not an RSA public key" in stranger.error("login", "+9996620003", *where, code=2)

    def test_a_password_is_asked_for(self, stranger):
        stranger.login("+9996621703", "--first-name", "Pia")
        asyncio.run(set_password(stranger, "secret"))
        stranger.run("logout")
        assert "PASSWORD_HASH_INVALID" in stranger.login("+9996621703", stdin="22222\nwrong\n", code=5).stderr
        assert "signed in as Pia" in stranger.login("+9996621703", stdin="22222\nsecret\n").stdout

    def test_a_wrong_code_is_refused(self, stranger):
        assert "PHONE_CODE_INVALID" in stranger.login("+9996620003", stdin="00000\n", code=5).stderr

    def test_without_an_answer_it_ends(self, stranger):
        assert "Code" in stranger.login("+9996620003", stdin="", code=2).stderr

    def test_without_a_server_it_says_what_to_do(self, stranger):
        assert "--server" in stranger.error("login", "+9996620003", code=2)
        assert "chappe-cli login" in stranger.error("dialogs", code=3)

    def test_devices_are_listed_and_ended(self, stranger, tmp_path):
        stranger.login("+9996621704", "--first-name", "Otto")
        other = type(stranger)(tmp_path / "other.session", stranger.server)
        other.login("+9996621704")
        shown = stranger.json("sessions", "list")
        assert {each["device"] for each in shown} == {"chappe-cli"}
        listed = {each["current"]: each["hash"] for each in shown}
        assert "say HASH or --others" in stranger.error("sessions", "end", code=2)
        assert "FRESH_RESET_AUTHORISATION_FORBIDDEN" in stranger.error("sessions", "end", listed[False], code=5)


class TestExitCodes:
    def test_the_server_refuses(self, ada):
        assert "USERNAME_NOT_OCCUPIED" in ada.error("send", "@nobody_has_this", "x", code=5)

    def test_errors_are_json_too(self, ada):
        told = json.loads(ada.error("send", "@nobody_has_this", "x", "--json", code=5))
        assert told == {"error": "400 USERNAME_NOT_OCCUPIED", "code": 5}

    def test_a_peer_that_was_never_seen(self, ada):
        assert "no peer 4711" in ada.error("history", "4711", code=1)

    def test_a_file_that_is_not_there(self, ada):
        assert "absent.bin" in ada.error("upload", "me", "absent.bin", code=1)

    def test_usage(self, ada):
        ada.run("send", code=2)
        ada.run("history", "me", "--limit", "none", code=2)

    def test_a_server_that_is_not_there(self, stranger):
        where = ("--server", "127.0.0.1:1", "--public-key", stranger.key)
        assert "127.0.0.1:1" in stranger.error("login", "+9996620003", *where, code=4)

    def test_a_session_that_is_in_use(self, ada):
        with SessionStore(ada.session):
            assert "another client uses it" in ada.error("dialogs", code=1)
