"""The programs of the tutorials are run as they stand, against a server like that of `make dev`."""

import os
import re
import runpy
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.harness import prepare
from tests.server.ops.running import SECONDS, Running

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory, rsa_keys):
    folder = tmp_path_factory.mktemp("tutorials")
    data_dir = prepare(folder / ".chappe", rsa_keys)  # where `make dev` has it
    with Running(folder, "dev", "--listen", "127.0.0.1:0", data_dir=data_dir) as running:
        yield running


@pytest.fixture
def run(server, monkeypatch, capsys):
    """Runs a program in the folder of the server, and tells what lines it prints."""
    monkeypatch.chdir(server.folder)
    monkeypatch.syspath_prepend(str(server.folder))
    monkeypatch.setattr(sys, "argv", ["script.py"])

    def run(script, name="script.py"):
        runpy.run_path(str(save(server, script, name)), run_name="__main__")
        sys.modules.pop("account", None)  # each program has its own clients
        return capsys.readouterr().out.splitlines()

    return run


def save(server, script, name):
    """A program in a file."""
    path = server.folder / name
    path.write_text(script.replace("8443", str(server.ready["port"])))
    return path


def scripts(page):
    """The programs of a page by their names."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"```python ?(.*)\n((?:.*\n)*?)```", text)


def test_your_first_message(run):
    (_, first), (_, second) = scripts("tutorial-first-message.md")
    assert run(first) == ["Hello Ben!"]
    assert run(second) == ["as promised", "pong", "ping"]


def test_a_client_in_100_lines(run):
    [(_, script)] = scripts("tutorial-100-lines.md")
    assert len([line for line in script.splitlines() if line.strip()]) <= 100
    assert run(script) == ["data centre 2", "signed in as Ada"]


def test_five_programs_that_people_write_first(server, run):
    programs = dict(scripts("how-to-sdk.md"))
    save(server, programs["account.py"], "account.py")
    assert run(programs["sign_in.py"]) == ["signed in as Ada", "signed in as Ben"]
    with bot(save(server, programs["bot.py"], "bot.py")):
        heard = run(BEN)
    assert heard[0] == "Hello"
    assert re.fullmatch(r"At \d\d:\d\d, then\.", heard[1])
    assert run(programs["forward.py"]) == ["Ben has kept: to pass on"]
    run(programs["export.py"])
    chat = (server.folder / "export" / "chat.txt").read_text(encoding="utf-8")
    for line in (r"Ben: /echo Hello\n.* Ada: Hello\n", r"Ada: to pass on\n    numbers\.txt\n"):
        assert re.search(rf"\d\d:\d\d {line}", chat)
    assert (server.folder / "export" / "numbers.txt").read_bytes() == b"1, 2, 3"
    assert len(run(programs["secret_file.py"])) > 8  # the picture
    assert (server.folder / "letter-for-ben.txt").read_bytes() == b"For your eyes only.\n"


BEN = """
import asyncio

from account import account

ben = account("ben")
heard = asyncio.Queue()


@ben.on_message(incoming=True, pattern="Hello|At ")
async def note(message):
    await heard.put(message.message)


async def main():
    async with ben:
        for said in ("/echo Hello", "/remind 5 tea"):
            await ben.send_message("@ada_demo", said)
            print(await asyncio.wait_for(heard.get(), 30))


asyncio.run(main())
"""
"""Who talks to the bot."""


@contextmanager
def bot(path):
    """A program that runs until Ctrl-C."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, path], cwd=path.parent, env=environ, stderr=subprocess.PIPE) as process:
        yield
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=SECONDS)
        assert error.endswith(b"KeyboardInterrupt\n"), error.decode()
