"""The clients, and how the scenario of each is run against a server.

The world that a scenario is given: `host`, `port` and `dc_id` of the server, and its `data_dir`; `public_key` and
`legacy_public_key`, files with its keys, `fingerprint` of the first and `legacy`, the parts of the second; three free
numbers in `phones`, two more in `newcomers`, and the `code` of all; `picture` and `voice`, files to send; `python` and
the folder of the `scenarios`; `knife`, the port that cuts all connections; `folder`, an empty one to work in; `whole`,
or the longest of it is left out: two devices each, files, ways to connect.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from mtproto.crypto import RsaPublicKey
from tests.clients.cable import Cable
from tests.server.files.recording import sound
from tests.server.ops.running import Running

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = ROOT / ".peers"
SECONDS = 480.0
"""For one client, on a machine that is busy with other tests."""


@dataclass(frozen=True)
class Client:
    """A client library: its name on the page, its scenario, and its folder in .peers (none: beside the server).

    Of the old ones the tests play no more than what is said; the command plays all.
    """

    name: str
    program: str
    peer: str
    is_old: bool = False

    @property
    def is_installed(self) -> bool:
        """Whether it can be run here."""
        return (PEERS / self.peer).is_dir() and (self.peer != "node" or shutil.which("node") is not None)


OLD_TELETHONS = ("1.27", "1.29", "1.32", "1.36", "1.40", "1.42")
CLIENTS = (
    Client("Telethon", "with_telethon.py", ""),
    Client("Kurigram", "with_pyrogram.py", "kurigram"),
    Client("Pyrogram", "with_pyrogram.py", "pyrogram", is_old=True),
    Client("mtcute", "with_mtcute.mjs", "node"),
    Client("GramJS", "with_gramjs.mjs", "node"),
    Client("TDLib", "with_tdlib.py", "tdlib"),
    *(Client(f"Telethon {old}", "with_telethon.py", f"telethon-{old}", is_old=True) for old in OLD_TELETHONS),
)


@dataclass(frozen=True)
class Report:
    """What came of a run: `features` as scenarios/scenario.py writes them; `layer` is what the server was told."""

    version: str
    layer: int
    features: dict[str, str]


class Place:
    """A server to run scenarios against, behind a cable."""

    def __init__(self, folder: Path, server: Running, cable: Cable) -> None:
        self._folder = folder
        self._server = server
        self._cable = cable
        self._picture, self._voice = folder / "picture.png", folder / "voice.ogg"
        Image.effect_noise((640, 640), 50).convert("RGB").save(self._picture)
        self._voice.write_bytes(sound(2.0))

    def run(self, client: Client, *, whole: bool = True) -> Report:
        """Run the scenario of a client, the whole of it or what is said alone.

        Raises:
            AssertionError: it did not come to its end.
        """
        folder = self._folder / client.name
        folder.mkdir()
        phones = [f"9996628{CLIENTS.index(client):02}{person}" for person in range(5)]
        numbers = {"phones": phones[:3], "newcomers": phones[3:]}
        world = self._world() | numbers | {"code": "22222", "folder": str(folder), "whole": whole}
        paths = [ROOT, PEERS / client.peer] if client.peer else [ROOT]
        try:
            done = subprocess.run(
                [*_command(client, folder), json.dumps(world)],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))},
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired as late:
            said = (late.stderr or b"").decode(errors="replace")  # bytes, whatever `text` says
            raise AssertionError(f"{client.name} did not come to its end: {said[-4000:]}") from late
        print(done.stderr, file=sys.stderr)
        assert done.returncode == 0, done.stderr[-4000:]
        return Report(layer=self._layer(phones[0]), **json.loads(done.stdout.splitlines()[-1]))

    def _world(self) -> dict[str, Any]:
        ready = self._server.ready
        legacy = RsaPublicKey.from_pem(Path(ready["legacy_public_key"]).read_bytes())
        return {
            "host": "127.0.0.1",
            "port": self._cable.port,
            "knife": self._cable.knife,
            "python": sys.executable,
            "scenarios": str(HERE / "scenarios"),
            "dc_id": ready["dc_id"],
            "data_dir": str(self._server.data_dir),
            "public_key": ready["public_key"],
            "fingerprint": str(ready["fingerprint"]),
            "legacy_public_key": ready["legacy_public_key"],
            "legacy": {"fingerprint": str(legacy.fingerprint), "n": str(legacy.n), "e": legacy.e},
            "picture": str(self._picture),
            "voice": str(self._voice),
        }

    def _layer(self, phone: str) -> int:
        """What a person's devices announced in initConnection."""
        query = """SELECT max(layer) FROM users JOIN devices USING (user_id)
            JOIN auth_keys ON devices.key_id IN (auth_keys.key_id, auth_keys.bound_to) WHERE phone = ?"""
        with closing(sqlite3.connect(f"file:{self._server.data_dir}/chappe.db?mode=ro", uri=True)) as database:
            return int(database.execute(query, [phone]).fetchone()[0])


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """A new server whose clients reach it through a cable only: that is the address which it tells them."""
    with Cable() as cable:
        options = ["--listen", "127.0.0.1:0", "--set", f"server.public_addresses=127.0.0.1:{cable.port}"]
        with Running(folder, "dev", *options) as server:
            cable.server_port = server.ready["port"]
            yield Place(folder, server, cable)


def _command(client: Client, folder: Path) -> list[str | Path]:
    if client.peer != "node":
        return [sys.executable, HERE / "scenarios" / client.program]
    # Node looks for packages beside the program.
    for program in (HERE / "scenarios").glob("*.mjs"):
        shutil.copy(program, folder)
    (folder / "node_modules").symlink_to(PEERS / "node" / "node_modules")
    return ["node", folder / client.program]
