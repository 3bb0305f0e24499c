"""Commands as processes: pipes, signals, and a real terminal."""

import json
import os
import pty
import re
import select
import signal

from client_sdk.store.sqlite import SessionStore

SECONDS = 60.0
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOUR = re.compile(r"\x1b\[(\d;)*[34]\d")


def finish(process):
    """What a process printed, and its exit status."""
    try:
        out, err = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
    return out, err, process.returncode


def on_a_terminal(shell, *words, until=None, **environ):
    """What a command writes when all its streams are a terminal of 100 columns; Ctrl-C after the pattern `until`."""
    ours, theirs = pty.openpty()
    process = shell.process(
        *words, stdin=theirs, stdout=theirs, stderr=theirs, env={"COLUMNS": "100", "TERM": "xterm", **environ}
    )
    os.close(theirs)
    seen = b""
    try:
        while select.select([ours], [], [], SECONDS)[0]:
            try:
                data = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            seen += data
            if until is not None and re.search(until, seen.decode(errors="replace")):
                until = None
                process.send_signal(signal.SIGINT)
        return seen.decode(errors="replace"), process.wait(SECONDS)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_messages_are_printed_as_they_come(ada, ben):
    ben.skip_what_came()
    listening = ben.process("listen", "--json", "--in", ada.name)
    try:
        for text in ("one", "two"):
            ada.run("send", ben.name, text)
            told = json.loads(listening.stdout.readline())
            assert (told["text"], told["out"]) == (text, False)
        listening.send_signal(signal.SIGINT)
        out, err, code = finish(listening)
        assert (out, err.strip(), code) == ("", "", 130)
    finally:
        listening.kill()


def test_who_is_signed_out_hears_nothing_more_and_is_told(ada, stranger):
    before = {each["session"] for each in ada.server.cli("session", "list", ada.name)}
    stranger.login(ada.name)
    [fresh] = {each["session"] for each in ada.server.cli("session", "list", ada.name)} - before
    listening = stranger.process("listen")
    try:
        ada.run("send", "me", "before the end")
        assert "before the end" in listening.stdout.readline()
        ada.server.cli("session", "revoke", ada.name, str(fresh))
        out, err, code = finish(listening)
        assert (out, code) == ("", 3)
        assert "chappe-cli login" in err
        assert "chappe-cli login" in stranger.error("dialogs", code=3)
    finally:
        listening.kill()
        listening.wait()


def test_every_update_may_be_printed(ada, ben):
    ben.skip_what_came()
    ada.run("send", ben.name, "an update")
    told = ben.json("listen", "--all", "--count", "1")
    assert told[0]["_"] == "updateNewMessage"


def test_what_one_wrote_oneself_may_be_left_out(ada, ben):
    ben.skip_what_came()
    ben.run("send", ada.name, "mine")
    ada.run("send", ben.name, "theirs")
    assert [told["text"] for told in ben.json("listen", "--incoming", "--count", "1")] == ["theirs"]


def test_a_reader_that_goes_away_ends_it_quietly(ada, ben):
    ben.skip_what_came()
    listening = ben.process("listen")
    try:
        ada.run("send", ben.name, "the first")
        assert listening.stdout.readline()
        listening.stdout.close()
        ada.run("send", ben.name, "nobody reads this")
        assert listening.wait(SECONDS) == 141
        assert listening.stderr.read() == ""
    finally:
        listening.kill()
        listening.wait()
        listening.stderr.close()


def test_a_terminal_sees_a_table_in_colour_and_a_pipe_lines(ada):
    ada.run("send", "me", "shown")
    shown, code = on_a_terminal(ada, "history", "me", "--limit", "1")
    assert code == 0
    assert ESCAPE.search(shown)
    plain = ESCAPE.sub("", shown)
    assert re.search(r"id\s+date\s+from\s+what", plain)
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", plain)
    assert re.fullmatch(r"\d+\t\d+\t\d+\tshown", ada.lines("history", "me", "--limit", "1")[0])


def test_no_color_is_heeded_and_what_others_wrote_cannot_move_the_cursor(ada):
    written = "red \x1b[31mherring\x07 \x9b2J\u202eda"
    ada.run("send", "me", written)
    shown, _ = on_a_terminal(ada, "history", "me", "--limit", "1", NO_COLOR="1")
    assert "red [31mherring" in shown
    assert not COLOUR.search(shown)
    as_json, _ = on_a_terminal(ada, "history", "me", "--limit", "1", "--json")
    assert json.loads(as_json)["text"] == written
    assert not {"\x07", "\x9b", "\u202e"} & {*shown, *as_json}


def test_a_terminal_sees_progress(ada, tmp_path):
    (tmp_path / "big.bin").write_bytes(os.urandom(2_000_000))
    shown, code = on_a_terminal(ada, "upload", "me", str(tmp_path / "big.bin"))
    assert code == 0
    assert "big.bin" in shown
    assert "MB" in shown


def test_an_upload_that_was_interrupted_goes_on(ada, tmp_path):
    content = os.urandom(40_000_000)
    (tmp_path / "huge.bin").write_bytes(content)
    _, code = on_a_terminal(ada, "upload", "me", str(tmp_path / "huge.bin"), until=r"[1-9]\d*\.\d/40\.0 MB")
    assert code == 130
    noted = parts_noted(ada.session)
    assert noted > 0
    [sent] = ada.json("upload", "me", tmp_path / "huge.bin")
    assert parts_noted(ada.session) == 0
    assert ada.run("download", "me", sent["id"], "--to", "-").stdout_bytes == content


def parts_noted(session):
    """How many parts of unfinished uploads a session file knows of."""
    with SessionStore(session) as store:
        rows = store.db.execute("SELECT parts FROM uploads").fetchall()
    return sum(int.from_bytes(parts, "little").bit_count() for (parts,) in rows)


def test_a_qr_code_signs_in(ada, stranger):
    where = ("--server", f"127.0.0.1:{ada.server.ready['port']}", "--public-key", ada.key)
    waiting = stranger.process("login", "--qr", *where)
    try:
        link = waiting.stderr.readline().strip()
        assert link.startswith("tg://login?token=")
        ada.run("raw", "auth.acceptLoginToken", json.dumps({"token": token_of(link)}))
        out, _, code = finish(waiting)
        assert (out.startswith("signed in as Ada"), code) == (True, 0)
    finally:
        waiting.kill()


def token_of(link):
    """The token of a sign-in link, as JSON has bytes."""
    token = link.partition("token=")[2].replace("-", "+").replace("_", "/")
    return token + "=" * (-len(token) % 4)


def test_a_terminal_is_shown_a_qr_code(ada, stranger):
    where = ("--server", f"127.0.0.1:{ada.server.ready['port']}", "--public-key", ada.key)
    shown, code = on_a_terminal(stranger, "login", "--qr", *where, until="█")
    assert "Scan this" in shown
    assert code == 130


def test_ctrl_c_ends_a_question(ada, stranger):
    where = ("--server", f"127.0.0.1:{ada.server.ready['port']}", "--public-key", ada.key)
    shown, code = on_a_terminal(stranger, "login", ada.name, *where, until="Code: ")
    assert code == 130
    assert "Traceback" not in shown


def test_what_is_no_text_is_a_usage_error(ada, tmp_path):
    (tmp_path / "noise").write_bytes(b"\xff\xfe")
    with (tmp_path / "noise").open("rb") as noise:
        _, err, code = finish(ada.process("send", "me", stdin=noise))
    assert ("is no text" in err, code) == (True, 2)
    _, err, code = finish(ada.process("send", "me", os.fsdecode(b"caf\xe9")))
    assert ("is no text" in err, code) == (True, 2)


def test_the_chat_opens_on_a_terminal(ada, ben):
    ben.run("send", ada.name, "good morning")
    seen, _ = on_a_terminal(ada, "chat", until="good morning")
    assert "Choose a chat" in seen


def test_the_chat_wants_a_terminal(ada):
    """It would draw into a pipe and wait for ever for keys."""
    out, err, code = finish(ada.process("chat"))
    assert (out, code) == ("", 2)
    assert "needs a terminal" in err
