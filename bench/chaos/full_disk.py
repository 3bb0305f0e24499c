"""Fill a small disk under load and empty it again, and count what was lost or doubled (row DU-3).

    python -m bench.chaos.full_disk [--times N] [--seconds S]

The load and the verdict are those of bench/chaos/kill.py, on a file system in memory of a few MiB; mounting one takes
root, or a system whose users may have a namespace of their own. Every `seconds` or so a file takes all the room there
is, and goes again some seconds later. Meanwhile writes are refused and tried again; when there is room, each writer has
to be acknowledged within ten seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._verdict import verdict
from bench.chaos.kill import SENDERS, Mortal, run
from mtproto.rpc_errors import RpcError
from tests.server.client import Client, Disconnected

TIMES = 20
MIB = 48
"""The size of the disk; the log of a database that is always written to is emptied at 64 MiB and ends here first."""
BACK = 10.0
"""Seconds in which every writer has to be served again (row DU-3)."""
NAMESPACED = "--namespaced"


class Starved(Mortal):
    """A server whose disk is full now and then."""

    def __init__(self, disk: Path) -> None:
        super().__init__(str(disk / "data"))
        self._ballast = disk / "ballast"
        self._unserved: set[int] = set()
        self._all_served = asyncio.Event()
        self.refused = 0
        self.slowest = 0.0

    async def call(self, index: int, client: Client, request: Any) -> tuple[Client, Any]:
        """An answer that is no refusal, and the client that it came to."""
        while True:
            try:
                answer = await client(request)
            except RpcError:
                self.refused += 1
                await asyncio.sleep(0.02)
            except (Disconnected, TimeoutError):
                await client.disconnect()
                client = await self.client(index)
            else:
                self._unserved.discard(index)
                if not self._unserved:
                    self._all_served.set()
                return client, answer

    async def kill(self, kills: int, seconds: float) -> None:
        """Fill the disk so often."""
        for _ in range(kills):
            await asyncio.sleep(random.uniform(0.5, 1.5) * seconds)
            self._fill()
            await asyncio.sleep(random.uniform(0.5, 1.5) * seconds)
            self._ballast.unlink()
            freed, self._unserved = time.monotonic(), set(range(SENDERS))
            self._all_served.clear()
            await self._all_served.wait()
            self.slowest = max(self.slowest, time.monotonic() - freed)
            self.outcome.kills += 1
        self.over = True

    def _fill(self) -> None:
        """Take what room there is, to the last page."""
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


def mounted(folder: str) -> bool:
    """Mount a small disk there, if this process may."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={MIB}m,mode=700", "none", folder]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


async def measure(disk: Path, times: int, seconds: float) -> tuple[str, bool]:
    """What was found, in one line, and whether it is within what the row allows."""
    made: list[Starved] = []

    def make() -> Starved:
        made.append(Starved(disk))
        return made[0]

    outcome = await run(make, times, seconds)
    acknowledged, rig = sum(map(len, outcome.acknowledged.values())), made[0]
    said = (
        f"full {outcome.kills} times, {acknowledged} messages acknowledged, {rig.refused} refused: {outcome.lost} lost,"
        f" {outcome.doubled} doubled; everybody served again after {rig.slowest:.1f} s at most"
    )
    return said, not outcome.lost + outcome.doubled and rig.refused > 0 and rig.slowest <= BACK


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument(NAMESPACED, action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not mounted(folder):
            if arguments.namespaced:
                return verdict(__file__, "no small disk may be mounted here", held=True, in_full=False)
            again = [sys.executable, "-m", "bench.chaos.full_disk", *sys.argv[1:], NAMESPACED]
            return subprocess.run(["unshare", "--map-root-user", "--mount", *again], check=False).returncode
        try:
            said, held = asyncio.run(measure(Path(folder), arguments.times, arguments.seconds))
        finally:
            subprocess.run(["umount", folder], check=True)
    return verdict(__file__, said, held=held, in_full=arguments.times >= TIMES)


if __name__ == "__main__":
    raise SystemExit(main())
