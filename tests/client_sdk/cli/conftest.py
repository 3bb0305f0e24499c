"""Fixtures: one server in a process of its own for all commands, and people who use it from the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from typer.main import get_command

from client_sdk.cli.main import build
from client_sdk.store.records import UpdateState
from client_sdk.store.sqlite import SessionStore
from tests.server.harness import prepare
from tests.server.ops.running import Running

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-c", "from client_sdk.cli import main; main()"]
"""The command line as a process, of this tree whichever is installed."""


@pytest.fixture(scope="session")
def server(tmp_path_factory, rsa_keys) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("cli-server")
    data_dir = prepare(folder / "data", rsa_keys)
    with Running(folder, "dev", "--listen", "127.0.0.1:0", data_dir=data_dir) as running:
        yield running


@dataclass
class Shell:
    """Someone with a session file of their own.

    Attributes:
        session: The file.
        server: Where it belongs.
        name: How others find them.
    """

    session: Path
    server: Running
    name: str = ""

    def run(self, *words: object, code: int = 0, stdin: str = "") -> Result:
        """A command, whose output is no terminal; it must end with this exit code."""
        arguments = [*map(str, words), "--session", str(self.session)]
        done = CliRunner().invoke(get_command(build()), arguments, input=stdin)
        assert done.exit_code == code, (done.output, done.exception)
        return done

    def lines(self, *words: object, **options: Any) -> list[str]:
        """The lines it prints."""
        return self.run(*words, **options).stdout.splitlines()

    def json(self, *words: object, **options: Any) -> list[Any]:
        """The JSON lines it prints."""
        return [json.loads(line) for line in self.lines(*words, "--json", **options)]

    def error(self, *words: object, code: int, **options: Any) -> str:
        """What it says on standard error, having printed nothing."""
        done = self.run(*words, code=code, **options)
        assert done.stdout == ""
        return done.stderr

    def skip_what_came(self) -> None:
        """Take what came before now, as if it had been listened to: a short command may end before it has caught up."""
        now = json.loads(self.run("raw", "updates.getState").stdout)
        with SessionStore(self.session) as store:
            store.save_update_state(UpdateState(now["pts"], now["qts"], now["date"], now["seq"]))

    def process(self, *words: object, **options: Any) -> "subprocess.Popen[str]":
        """A command in a process of its own."""
        environ = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        arguments = [*COMMAND, *map(str, words), "--session", str(self.session)]
        return subprocess.Popen(arguments, text=True, env=environ, **streams)

    def login(self, phone: str, *words: str, stdin: str | None = None, code: int = 0) -> Result:
        """Sign in, or up."""
        where = ("--server", f"127.0.0.1:{self.server.ready['port']}", "--public-key", self.key)
        answers = phone[6] * 5 + "\n" if stdin is None else stdin
        return self.run("login", phone, *where, *words, stdin=answers, code=code)

    @property
    def key(self) -> Path:
        """The server's public key."""
        return self.server.data_dir / "keys" / "main.public.pem"


@pytest.fixture(scope="session")
def ada(server, tmp_path_factory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("ada") / "ada.session", server, "+9996620001")
    shell.login(shell.name)
    return shell


@pytest.fixture(scope="session")
def ben(server, tmp_path_factory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("ben") / "ben.session", server, "@ben_demo")
    shell.login("+9996620002")
    return shell


@pytest.fixture
def stranger(server, tmp_path) -> Shell:
    """Nobody yet."""
    return Shell(tmp_path / "new.session", server)
