"""Unmodified clients do what a person does: sign up, chat, look after their account, each at its own layer.

A scenario is a program of its own, since clients do not share one Python, or are not Python at all. It prints what it
saw.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mtproto.crypto import RsaPublicKey
from tests.server.files.recording import sound
from tests.server.ops.running import Running

HERE = Path(__file__).parent
PEERS = HERE.parents[1] / ".peers"
SECONDS = 100.0

EXPECTED: dict[str, Any] = {
    "me": "Ada",
    "imported": 1,
    "contacts": ["Bobby"],
    "history": ["hello Bob"],
    "edited": ["hello again"],
    "reactions": [["❤", 1], ["🔥", 1]],
    "found": ["hello again"],
    "found everywhere": ["hello again"],
    "wrong password": "refused",
    "second device": True,
    "devices": 2,
    "photo": True,
    "poll": [[0], [1, 0], True],
    "files": {"document": ["letter.bin", True], "voice": [2, True], "album": [1, "both"], "photo": True},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, rsa_keys: Path):
    folder = tmp_path_factory.mktemp("clients")
    (folder / "data").mkdir(mode=0o700)
    shutil.copytree(rsa_keys, folder / "data" / "keys")
    with Running(folder, "dev", "--listen", "127.0.0.1:0") as running:
        yield running


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo to show."""
    path = tmp_path_factory.mktemp("picture") / "ada.png"
    Image.linear_gradient("L").resize((640, 640)).convert("RGB").save(path)
    return path


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A voice message to send."""
    path = tmp_path_factory.mktemp("voice") / "ada.ogg"
    path.write_bytes(sound(2.0))
    return path


def run(command: list[str | Path], folder: Path, environ: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environ}, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


@pytest.mark.rows("HS-1", "MS-8")
def test_kurigram(server: Running, picture: Path, voice: Path) -> None:
    if not (PEERS / "kurigram").is_dir():
        pytest.skip("kurigram is not installed in .peers (make peers)")
    key = RsaPublicKey.from_pem(Path(server.ready["legacy_public_key"]).read_bytes())
    arguments = [server.ready["host"], server.ready["port"], server.ready["legacy_fingerprint"], key.n, key.e]
    command = [sys.executable, HERE / "kurigram.py", *map(str, arguments), picture, voice]
    seen = run(command, HERE, {"PYTHONPATH": str(PEERS / "kurigram")})
    assert seen == EXPECTED | {
        "profile": ["Lovelace", "counts", "ada_l"],
        "resolved": "Ada",
        "heard": "hello Bob",
        "dialogs": ["Ada"],
        "privacy": ["PrivacyValueDisallowAll"],
        "phone hidden": None,
        "qr code": "Ada",
    }


@pytest.mark.rows("HS-1", "MS-8")
def test_mtcute(server: Running, picture: Path, voice: Path) -> None:
    node = PEERS / "node"
    if not (node / "node_modules" / "@mtcute").is_dir() or not shutil.which("node"):
        pytest.skip("mtcute is not installed in .peers (make peers)")
    program = node / f"{os.getpid()}-scenario.mjs"
    program.write_text((HERE / "mtcute.mjs").read_text())  # Node looks for packages beside the program
    try:
        where = [server.ready["host"], str(server.ready["port"]), str(server.ready["dc_id"])]
        seen = run(["node", program, *where, server.ready["public_key"], str(picture), str(voice)], node, {})
    finally:
        program.unlink()
    assert seen == EXPECTED | {
        "profile": ["Lovelace", "counts", "ada_m"],
        "resolved": "inputUser",
        "heard": "hello Bob",
        "dialogs": ["Ada"],
        "privacy": ["privacyValueDisallowAll"],
        "qr code": "Ada",
    }
