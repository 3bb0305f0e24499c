"""The verbs on the data folder of a stopped server; test_scenario.py has them on a running one."""

import asyncio
import json
import socket
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from server.app import open_app
from server.auth import service_account
from server.ops import native_code
from server.ops.cli.main import build
from server.ops.cli.verb import table
from server.ops.resolve import resolve
from storage.accounts import users
from tests.server.harness import prepare
from tests.server.ops.commands import Chappe
from tests.support.certificates import certificate

ADA = "+33123456789"


@pytest.fixture
def chappe(tmp_path, rsa_keys):
    return Chappe(prepare(tmp_path / "data", rsa_keys))


def test_the_name_of_a_row_is_never_cut(capsys):
    session = "1492945766112345678"
    Console(width=40).print(table("session", "device", rows=[[session, "a device " * 20]])())
    assert session in capsys.readouterr().out


class TestUsers:
    def test_an_account_is_added_listed_and_shown(self, chappe):
        ada = chappe("user", "add", ADA, "Ada", "Lovelace")
        assert (ada["phone"], ada["first_name"], ada["last_name"]) == ("33123456789", "Ada", "Lovelace")
        assert chappe("user", "list") == [ada]
        for name in (ADA, "33123456789", str(ada["id"])):
            assert chappe("user", "show", name) == {**ada, "sessions": []}

    def test_a_list_goes_on_where_another_ended(self, chappe):
        ids = [chappe("user", "add", f"+3312345678{n}", "A")["id"] for n in range(3)]
        assert [u["id"] for u in chappe("user", "list", "--limit", "2")] == ids[:2]
        assert [u["id"] for u in chappe("user", "list", "--after", str(ids[1]))] == ids[2:]

    def test_a_number_has_one_account(self, chappe):
        chappe("user", "add", ADA, "Ada")
        assert "chappe user show" in chappe("user", "add", ADA, "Eve", code=1)["error"]

    def test_ban_and_unban(self, chappe):
        chappe("user", "add", ADA, "Ada")
        assert chappe("user", "ban", ADA)["banned"] is True
        assert "banned" in chappe.text("user", "list")
        assert chappe("user", "unban", ADA)["banned"] is False

    def test_a_deleted_account_frees_its_number_and_keeps_its_id(self, chappe):
        ada = chappe("user", "add", ADA, "Ada")
        chappe("user", "delete", ADA, "--yes")
        assert chappe("user", "show", str(ada["id"]))["kind"] == "deleted"
        assert chappe("user", "add", ADA, "Ada")["id"] != ada["id"]

    @pytest.mark.parametrize("verb", [("delete", "--yes"), ("ban",)], ids=" ".join)
    def test_what_nobody_has_is_neither_deleted_nor_banned(self, chappe, verb):
        """The server's own account, and what is left of one."""
        word, *options = verb
        ada = str(chappe("user", "add", ADA, "Ada")["id"])
        chappe("user", "delete", ada, "--yes")
        assert "deleted already" in chappe("user", word, ada, *options, code=1)["error"]
        asyncio.run(_write_something_from_the_service_account(chappe.data_dir))
        assert "the server's own" in chappe("user", word, "777000", *options, code=1)["error"]

    @pytest.mark.parametrize("names", [("",), ("  ",), ("A" * 65,), ("Ada", "L" * 65)], ids=len)
    def test_a_name_that_clients_could_not_show_is_refused(self, chappe, names):
        assert "1 to 64 characters" in chappe("user", "add", ADA, *names, code=1)["error"]
        assert chappe("user", "add", ADA, " Ada ")["first_name"] == "Ada"

    def test_names_cannot_speak_to_the_terminal(self, chappe):
        """Escape sequences, marks that turn the direction of reading, lines that would be rows of their own."""
        name = "A\x1b]0;mine\x07\x9b2J\u202eda\nroot"
        assert chappe("user", "add", ADA, name)["first_name"] == name
        for shown in (chappe.text("user", "list"), chappe.text("user", "show", ADA), chappe.text("user", "ban", ADA)):
            assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)
            assert "da" in shown
        assert "da root" in chappe.text("user", "list")
        as_json = chappe.text("user", "list", "--json")
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(as_json)
        assert [user["first_name"] for user in json.loads(as_json)] == [name]

    def test_a_list_that_may_go_on_says_how(self, chappe):
        ids = [chappe("user", "add", f"+3312345678{n}", "A")["id"] for n in range(2)]
        assert f"--after {ids[1]}" in chappe.text("user", "list", "--limit", "2")
        assert "--after" not in chappe.text("user", "list", "--limit", "3")

    def test_deletion_asks_first(self, chappe):
        chappe("user", "add", ADA, "Ada")
        chappe.text("user", "delete", ADA, code=1)
        assert chappe("user", "show", ADA)["kind"] == "person"

    def test_who_has_no_password_needs_none_taken_away(self, chappe):
        chappe("user", "add", ADA, "Ada")
        assert "no two-step password" in chappe("user", "passwd", ADA, code=1)["error"]

    @pytest.mark.parametrize("who", ["+33999999999", "@nobody_here", "4711", "nobody"])
    def test_an_unknown_account_says_what_to_do(self, chappe, who):
        chappe("user", "add", ADA, "Ada")
        error = chappe("user", "show", who, code=1)["error"]
        assert error.startswith(f"there is no account {who}: say its id, @username or +phone")


class TestSessionsAndCodes:
    def test_there_are_none_at_first(self, chappe):
        chappe("user", "add", ADA, "Ada")
        assert chappe("session", "list", ADA) == []
        assert chappe("session", "revoke", ADA, "--all") == {"revoked": []}
        assert "chappe session list" in chappe("session", "revoke", ADA, "1", code=1)["error"]
        assert "no code was made" in chappe("code", "last", ADA, code=1)["error"]

    @pytest.mark.parametrize("words", [(), ("1", "--all")])
    def test_revoke_wants_one_session_or_all(self, chappe, words):
        chappe("user", "add", ADA, "Ada")
        assert "--all" in chappe("session", "revoke", ADA, *words, code=2)["error"]


class TestInvites:
    def test_a_number_is_invited_listed_and_called_back(self, chappe):
        assert chappe("invite", "create", ADA)["phone"] == "33123456789"
        assert "invited already" in chappe("invite", "create", ADA, code=1)["error"]
        assert [invite["phone"] for invite in chappe("invite", "list")] == ["33123456789"]
        chappe("invite", "revoke", ADA)
        assert chappe("invite", "list") == []
        assert "not invited" in chappe("invite", "revoke", ADA, code=1)["error"]

    def test_who_has_an_account_needs_none(self, chappe):
        chappe("user", "add", ADA, "Ada")
        assert "has an account already" in chappe("invite", "create", ADA, code=1)["error"]

    def test_an_invitation_that_has_no_effect_yet_says_so(self, chappe):
        assert "sign_in.registration is 'closed'" in chappe.text("invite", "create", ADA)


class TestConfiguration:
    def test_init_makes_a_file_that_says_everything_and_sets_nothing(self, chappe):
        file = Path(chappe("init")["config"])
        assert '#registration = "closed"' in file.read_text()
        assert all(value["origin"] != str(file) for value in chappe("print-config").values())

    def test_init_leaves_alone_what_is_there(self, chappe):
        first = chappe("init")
        Path(first["config"]).write_text("[server]\ndc_id = 9\n")
        assert chappe("init") == first
        assert chappe("print-config")["server.dc_id"] == {"value": 9, "origin": first["config"]}

    def test_the_file_that_init_writes_is_good_with_every_line_taken_in(self, chappe, tmp_path):
        text = Path(chappe("init")["config"]).read_text()
        file = tmp_path / "all.toml"
        lines = [
            line.removeprefix("#") if line.startswith("#") and line[1:2] != " " else line for line in text.splitlines()
        ]
        file.write_text("\n".join(lines))
        assert chappe("check-config", "--config", str(file)) == {"file": str(file)}

    def test_check_config_has_an_exit_code_of_its_own(self, chappe):
        assert "did you mean" in chappe("check-config", "--set", "storage.durabilty=process", code=3)["error"]
        assert "no such file" in chappe(
            "check-config", "--set", "listen.tls_certificate=/x.pem", "--set", "listen.tls_key=/y.pem", code=3
        )["error"]  # fmt: skip
        assert "SECTION.KEY=VALUE" in chappe("check-config", "--set", "nonsense", code=2)["error"]

    def test_print_config_shows_where_a_value_comes_from_and_no_secret(self, chappe, monkeypatch):
        monkeypatch.setenv("CHAPPE_SMTP__PASSWORD", "hunter2")
        printed = chappe("print-config")
        assert printed["smtp.password"] == {"value": "(set)", "origin": "the environment"}
        assert printed["server.dc_id"] == {"value": 2, "origin": "default"}
        assert "hunter2" not in chappe.text("print-config")


class TestKeys:
    def test_show_and_rotate(self, chappe):
        before = {key["name"]: key["fingerprint"] for key in chappe("keys", "show")}
        fresh = chappe("keys", "rotate")["fingerprint"]
        after = {key["name"]: key["fingerprint"] for key in chappe("keys", "show")}
        assert after == {**before, "main": fresh} != before
        assert "--drop-previous" in chappe("keys", "rotate", code=1)["error"]  # clients may have the one before
        assert {key["name"]: key["fingerprint"] for key in chappe("keys", "show")} == after
        chappe("keys", "rotate", "--drop-previous")
        assert "no previous key" in chappe("keys", "rotate", "--drop-previous", code=1)["error"]

    def test_without_keys_the_next_step_is_told(self, tmp_path):
        chappe = Chappe(tmp_path)
        assert "chappe init" in chappe("keys", "show", code=1)["error"]
        assert "chappe init" in chappe("keys", "rotate", code=1)["error"]


class TestDoctor:
    def test_a_good_folder(self, chappe):
        chappe("user", "list")
        findings = {f["name"]: f for f in chappe("doctor", "--set", "listen.addresses=127.0.0.1:0")}
        assert all(finding["ok"] for finding in findings.values()), findings
        assert (native_code.replaced() or ", ".join(native_code.in_use())) in findings["native code"]["detail"]

    def test_what_is_wrong_is_named_with_its_cure(self, chappe):
        chappe("user", "list")
        (chappe.data_dir / "keys" / "root.secret").unlink()
        (chappe.data_dir / "chappe.db").write_bytes(b"no database" * 1000)
        shown = chappe.text("doctor", "--set", "listen.addresses=127.0.0.1:0", code=1)
        assert "restore the keys folder" in " ".join(shown.split())
        assert "restore a backup" in " ".join(shown.split())

    def test_keys_of_another_folder_are_found(self, chappe):
        chappe("user", "list")
        (chappe.data_dir / "keys" / "root.secret").write_bytes(bytes(32))
        shown = chappe.text("doctor", "--set", "listen.addresses=127.0.0.1:0", code=1)
        assert "put back the keys that belong to it" in " ".join(shown.split())

    def test_a_database_without_a_schema_yet_is_no_problem(self, chappe):
        """Its first start was killed before the first step."""
        chappe("user", "list")
        for path in chappe.data_dir.glob("chappe.db*"):
            path.write_bytes(b"")
        findings = {f["name"]: f for f in chappe("doctor", "--set", "listen.addresses=127.0.0.1:0")}
        assert "steps pending" in findings["database"]["detail"]

    def test_it_changes_nothing(self, tmp_path):
        Chappe(tmp_path / "missing")("doctor", "--set", "listen.addresses=127.0.0.1:0")
        assert not (tmp_path / "missing").exists()
        (tmp_path / "empty").mkdir(mode=0o700)
        Chappe(tmp_path / "empty")("doctor", "--set", "listen.addresses=127.0.0.1:0")
        assert list((tmp_path / "empty").iterdir()) == []

    def test_a_socket_that_a_killed_server_has_left_is_no_server(self, chappe, monkeypatch):
        monkeypatch.chdir(chappe.data_dir)
        with socket.socket(socket.AF_UNIX) as left:
            left.bind("admin.sock")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            findings = chappe.findings("--set", f"listen.addresses={address}", code=1)
        assert f"cannot listen on {address}" in findings["addresses"]["detail"]

    def test_a_certificate_is_read_and_its_end_is_told(self, chappe, tmp_path):
        cert, key = certificate(tmp_path, days=30)
        options = ["--set", "listen.addresses=127.0.0.1:0", "--set", f"listen.tls_certificate={cert}"]
        options += ["--set", f"listen.tls_key={key}"]
        findings = chappe.findings(*options)
        assert "good until 20" in findings["certificate"]["detail"]
        certificate(tmp_path, days=-1)
        findings = chappe.findings(*options, code=1)
        assert "ended on" in findings["certificate"]["detail"]
        key.unlink()
        findings = chappe.findings(*options, code=1)
        assert findings["certificate"]["detail"] == f"cannot read {key}: No such file or directory"


def test_a_damaged_database_is_refused_with_what_to_do(chappe):
    chappe("user", "list")
    (chappe.data_dir / "chappe.db").write_bytes(b"no database" * 1000)
    assert "chappe restore" in chappe("user", "list", code=1)["error"]


def test_the_version_is_told_to_whoever_asks_as_elsewhere():
    asked, said = (CliRunner().invoke(build(), [word]) for word in ("--version", "version"))
    assert asked.exit_code == 0
    assert asked.output == said.output != ""


class TestReadyz:
    def test_no_server_is_not_ready(self, chappe):
        assert "chappe serve" in chappe("readyz", "--wait", "0.01", code=4)["error"]

    def test_a_server_that_cannot_be_asked_is_no_server_that_is_not_there(self, chappe):
        """As for somebody who is not the operator, or where it hangs."""
        (chappe.data_dir / "admin.sock").symlink_to("admin.sock")
        assert "cannot be reached" in chappe("readyz", code=4)["error"]


class TestFolders:
    def test_a_verb_in_a_folder_of_something_else_makes_nothing_there(self, tmp_path):
        (tmp_path / "other").mkdir(mode=0o700)
        assert "chappe init" in Chappe(tmp_path / "other")("user", "list", code=1)["error"]
        assert list((tmp_path / "other").iterdir()) == []

    def test_a_folder_that_is_refused_is_left_as_it_is(self, tmp_path):
        (tmp_path / "etc").mkdir(mode=0o755)
        assert "chmod go= " in Chappe(tmp_path / "etc")("init", code=1)["error"]
        assert list((tmp_path / "etc").iterdir()) == []

    def test_a_file_that_is_in_the_way_is_one_sentence(self, chappe):
        """Whatever the system says of a file is the operator's to mend."""
        (chappe.data_dir / "chappe.lock").unlink(missing_ok=True)
        (chappe.data_dir / "chappe.lock").mkdir()
        assert chappe("user", "list", code=1)["error"] == f"{chappe.data_dir / 'chappe.lock'}: Is a directory"

    def test_a_verb_in_the_wrong_folder_makes_none(self, tmp_path):
        error = Chappe(tmp_path / "nowhere")("user", "list", code=1)["error"]
        assert "chappe init" in error
        assert not (tmp_path / "nowhere").exists()


async def _write_something_from_the_service_account(data_dir):
    async with open_app(resolve({"server.data_dir": str(data_dir)}, {}, {}).config) as app:
        user = await app.db.write(lambda tx: users.create(tx, phone="33123456780", first_name="B", now=1))
        await app.db.write(lambda tx: service_account.notify(tx, user.user_id, "hello", 1))
