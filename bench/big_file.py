"""A big file with an unmodified client and a real server process: up, down, compared by SHA-256.

    python -m bench.big_file [--client telethon|kurigram|mtcute] [--size MIB] [--kill]

With `--kill` everything that can go wrong does, on either way: after a third of the file all connections are cut, and
after two thirds the server gets kill -9 and is started again. A client that gives its transfer up begins it anew, as
its user would; that is told. Kurigram and mtcute are those that `make peers` installs. Needs three times the size on
the disk.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench._measure import machine
from mtproto.crypto import RsaPublicKey
from tests.clients.cable import Cable
from tests.server.ops.running import Running, free_port

MIB = 1 << 20
ROOT = Path(__file__).parents[1]
MOVERS = ROOT / "bench" / "movers"
PEERS = ROOT / ".peers"
ATTEMPTS = 4


class Site:
    """A server that can be killed, behind a cable that can be cut where that is wanted."""

    def __init__(self, folder: Path, resources: ExitStack, *, breakable: bool) -> None:
        self._folder = folder
        self._resources = resources
        port = self.port = free_port()
        self._options = ["--listen", f"127.0.0.1:{port}"]
        if breakable:
            self._cable = resources.enter_context(Cable(port))
            self.port = self._cable.port
            self._options += ["--set", f"server.public_addresses=127.0.0.1:{self.port}"]
        self._start()

    def cut(self) -> None:
        """Cut every connection."""
        print("  every connection is cut", flush=True)
        with socket.create_connection(("127.0.0.1", self._cable.knife)) as knife:
            knife.recv(1)

    def kill(self) -> None:
        """kill -9 the server, and start it again."""
        print("  the server is killed and started again", flush=True)
        self._server.signal(signal.SIGKILL)
        self._server.wait()
        self._start()

    def world(self, attempt: int) -> dict[str, Any]:
        """What a mover is given (bench/movers/mover.py)."""
        ready = self._server.ready
        legacy = RsaPublicKey.from_pem(Path(ready["legacy_public_key"]).read_bytes())
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "dc_id": ready["dc_id"],
            "public_key": ready["public_key"],
            "legacy_public_key": ready["legacy_public_key"],
            "legacy": {"fingerprint": str(legacy.fingerprint), "n": str(legacy.n), "e": legacy.e},
            "phone": f"+99966210{attempt:02}",
            "code": "22222",
            "source": str(self._folder / "source"),
            "target": str(self._folder / "target"),
            "folder": str(self._folder),
        }

    def _start(self) -> None:
        self._server = self._resources.enter_context(Running(self._folder, "dev", *self._options))


def make(path: Path, size: int) -> bytes:
    """Write a file of noise; its SHA-256."""
    whole = hashlib.sha256()
    with path.open("wb") as file:
        for _ in range(size):
            data = os.urandom(MIB)
            file.write(data)
            whole.update(data)
    return whole.digest()


def digest(path: Path) -> bytes:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def move(client: str, world: dict[str, Any], folder: Path, site: Site, size: int, kill: bool) -> bool:
    """Run a mover, and break what is to be broken; whether it came to its end."""
    blows = {way: [site.cut, site.kill] for way in ("up", "down")} if kill else {"up": [], "down": []}
    command, environ = _command(client, folder)
    with (
        (folder / "said").open("w+") as said,
        subprocess.Popen(
            [*command, json.dumps(world)], env=environ, cwd=folder, stdout=subprocess.PIPE, stderr=said, text=True
        ) as program,
    ):
        assert program.stdout is not None
        for line in program.stdout:
            told = json.loads(line)
            left = blows[told["way"]]
            if "seconds" in told:
                print(f"{client}, {told['way']}: {size / told['seconds']:.1f} MiB/s", flush=True)
            elif left and told["bytes"] > size * MIB * (3 - len(left)) / 3:
                left.pop(0)()
        if program.wait():
            print(f"{client} gave up, saying {(folder / 'said').read_text()[-400:]}", flush=True)
    return program.returncode == 0


def _command(client: str, folder: Path) -> tuple[list[str | Path], dict[str, str]]:
    """How to run a mover, and in which environment."""
    if client != "mtcute":
        paths = [ROOT, PEERS / client] if client != "telethon" else [ROOT]
        return [sys.executable, MOVERS / f"with_{client}.py"], {**os.environ, "PYTHONPATH": ":".join(map(str, paths))}
    # Node looks for packages beside the program.
    program = Path(shutil.copy(MOVERS / "with_mtcute.mjs", folder))
    modules = folder / "node_modules"
    if not modules.exists():
        modules.symlink_to(PEERS / "node" / "node_modules")
    return ["node", program], dict(os.environ)


def main(client: str, size: int, kill: bool) -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as name, ExitStack() as resources:
        folder = Path(name)
        expected = make(folder / "source", size)
        site = Site(folder, resources, breakable=kill)
        for attempt in range(ATTEMPTS):
            if move(client, site.world(attempt), folder, site, size, kill and not attempt):
                break
            print("  it begins anew, and nothing more is broken", flush=True)
        if digest(folder / "target") != expected:
            raise SystemExit("what came back is not what was sent")
        print(f"{size} MiB: what came back is what was sent")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--client", choices=("telethon", "kurigram", "mtcute"), default="telethon")
    parser.add_argument("--size", type=int, default=1500, metavar="MIB")
    parser.add_argument("--kill", action="store_true")
    options = parser.parse_args()
    main(options.client, options.size, options.kill)
