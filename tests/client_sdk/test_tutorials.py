"""The tutorials are run as they stand, against a server like that of `make dev`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.harness import prepare
from tests.server.ops.running import SECONDS, Running

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server(tmp_path, rsa_keys):
    data_dir = prepare(tmp_path / ".chappe", rsa_keys)  # where `make dev` has it
    with Running(tmp_path, "dev", "--listen", "127.0.0.1:0", data_dir=data_dir) as running:
        yield running


def scripts(page):
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)


def run(server, script):
    """What a script of a tutorial prints."""
    (server.folder / "script.py").write_text(script.replace("8443", str(server.ready["port"])))
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=server.folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_your_first_message(server):
    first, second = scripts("tutorial-first-message.md")
    assert run(server, first) == ["Hello Ben!"]
    assert run(server, second) == ["as promised", "pong", "ping"]


def test_a_client_in_100_lines(server):
    [script] = scripts("tutorial-100-lines.md")
    assert len([line for line in script.splitlines() if line.strip()]) <= 100
    assert run(server, script) == ["data centre 2", "signed in as Ada"]
