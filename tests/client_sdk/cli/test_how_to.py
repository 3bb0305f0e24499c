"""The lines of the how-to are run as they stand, against a server like that of `make dev`."""

import os
import re
import subprocess

from tests.client_sdk.cli import warm
from tests.client_sdk.cli.conftest import ROOT

SECONDS = 110.0
PAGE = ROOT / "docs" / "how-to-chappe-cli.md"


def test_the_page_runs(server, tmp_path):
    (tmp_path / ".chappe").symlink_to(server.data_dir)
    program = tmp_path / "bin" / "chappe-cli"
    program.parent.mkdir()
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    script = "set -eo pipefail\n" + "".join(blocks).replace("8443", str(server.ready["port"]))
    environ = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    with warm.installed(program):
        done = subprocess.run(
            ["bash", "-c", script], cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=SECONDS
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "copy.txt").read_bytes() == (tmp_path / "numbers.txt").read_bytes()
    for line in ("signed in as Ada (1000001)", "copy.txt"):
        assert line in done.stdout.splitlines()
    assert '"text": "Here I am."' in done.stdout
    assert done.stdout.splitlines()[-1] == "3 sound, 0 fault, 0 skipped"
