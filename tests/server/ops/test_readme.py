"""README.md is run as it stands: the server it starts, the script it shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.harness import prepare
from tests.server.ops.running import SECONDS, Running

ROOT = Path(__file__).parents[3]


@pytest.fixture
def server(tmp_path, rsa_keys):
    data_dir = prepare(tmp_path / ".chappe", rsa_keys)  # where `make dev` has it
    with Running(tmp_path, "dev", "--listen", "127.0.0.1:0", data_dir=data_dir) as running:
        yield running


def test_the_first_message(server):
    [script] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (server.folder / "hello.py").write_text(script.replace("8443", str(server.ready["port"])))
    done = subprocess.run(
        [sys.executable, "hello.py"], cwd=server.folder, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.stdout.splitlines()[-1:] == ["Hello from my own server!"], done.stdout + done.stderr


def test_every_page_it_points_to_is_there():
    pages = re.findall(r"\]\((?!http)([^)]+)\)", (ROOT / "README.md").read_text())
    assert pages
    assert [page for page in pages if not (ROOT / page).exists()] == []
