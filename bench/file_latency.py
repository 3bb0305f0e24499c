"""How long other people wait while files move.

    python -m bench.file_latency [--clients N] [--people N] [--rate R] [--pace MIB] [--seconds S] [--rounds N]
                                 [--size MIB] [--durability D] [--folder PATH] [--shared] [--anatomy]

`--people` write to each other, `--rate` messages a second in all, in three phases that take turns within each round:
nobody moves files; `--clients` move files of `--size` MiB up and down, `--pace` MiB a second in all; they move them as
fast as they can. For each phase the messages' p50 and p99, the p99 of the lateness of the server's loop and of bare
flushes of the same disk, and what was moved; then the medians over the rounds, of the ratios to the quiet phase too.

Where there are two processors the server has one to itself (`--shared`: it has both, as have the others), and everybody
else the other. Those who move files are a process of their own that stands back behind everything else that wants
to run: they stand for other machines. `--folder` is where the data folder is made: in memory (/dev/shm) there is no
device to wait for. `--anatomy` says what the slowest messages of the last phase of each kind waited for, as
bench.slow_answers does.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import threading
import time
from contextlib import nullcontext
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import uvloop

from bench._measure import machine, on_processor, quantile
from bench.load import drive
from bench.messages import connect_people, next_messages
from bench.serving import SPAWN, Served, clients_keys
from bench.slow_answers import FLUSHED, Answer, NotingClient, show
from bench.transfers import PART, Reachable, connect, fetch, make_document, noise, send_parts
from server.thread_priority import stand_back

MIB = 1 << 20

IN_FLIGHT = 4
"""Parts that each client has on the way."""

RUNNING_UP = 1.0
"""Seconds that files move, or no longer move, before messages are counted."""

WARM_UP = 2.0
"""Seconds of messages without a pause, again and again until the log has its size (storage/sqlite/checkpoints.py)."""

FLUSH_EVERY = 0.02
"""Seconds between two bare flushes."""

STANDING_BACK = 19
"""The niceness of those who move files."""

AS_FAST = 0.0
"""The pace of those who wait for nothing."""


class Pace:
    """Lets so many bytes a second of all clients begin their way, or none."""

    def __init__(self) -> None:
        self.begun = 0
        self._going = asyncio.Event()
        self._seconds = self._due = 0.0

    def go_on(self, mebibytes: float | None) -> None:
        """From now on so many MiB a second; `AS_FAST`; None stops."""
        if mebibytes is None:
            self._going.clear()
            return
        self._seconds, self._due = (PART / MIB / mebibytes if mebibytes else 0.0), time.monotonic()
        self._going.set()

    async def turn(self) -> None:
        """Wait until the next part may go."""
        await self._going.wait()
        if self._seconds:
            self._due = max(self._due, time.monotonic() - 1) + self._seconds
            await asyncio.sleep(self._due - time.monotonic())
        self.begun += 1


def move_files(pipe: Connection, server: Reachable, keys: list[bytes], size: int) -> None:
    """A process of clients that move files at the pace they are told, and say how many MiB that was in each phase."""
    stand_back(STANDING_BACK)

    async def move(key: bytes, pace: Pace) -> None:
        client = await connect(server, key)
        rest = noise(1)
        for file_id in range(1, 1 << 30):
            content = os.urandom(16) + rest[16:]

            def compare(offset: int, data: bytes, sent: bytes = content) -> None:
                assert data == sent, "these are not the bytes that were sent"

            await send_parts(client, file_id, content, size, IN_FLIGHT, pace.turn)
            await fetch(client, await make_document(client, file_id, size), compare, IN_FLIGHT, pace.turn)

    async def main() -> None:
        pace = Pace()
        moving = asyncio.gather(*(move(key, pace) for key in keys))
        while not moving.done():
            wish = await asyncio.to_thread(pipe.recv)
            pace.go_on(wish)
            if wish is None:
                pipe.send(pace.begun * PART / MIB)
                pace.begun = 0
        await moving

    uvloop.run(main())


class Phase(NamedTuple):
    """What was seen in one phase: ms of answers, of the loop's lateness and of bare flushes, and MiB a second."""

    p50: float
    p99: float
    late: float
    flush: float
    moved: float


class Flushes:
    """Writes and flushes of a few pages of a file that has its blocks, as the log has them, beside everything else.

    What they take is the device's, and that of who shares it: the server has no part in how they are made.
    """

    def __init__(self, folder: str) -> None:
        self._path = Path(folder, "flushes")
        self._path.write_bytes(bytes(FLUSHED))
        self._taken: list[float] = []
        threading.Thread(target=self._repeat, daemon=True).start()

    def taken(self) -> list[float]:
        """How many ms each has taken since the last call."""
        taken, self._taken = self._taken, []
        return taken

    def _repeat(self) -> None:
        with self._path.open("r+b", buffering=0) as file:
            while True:
                os.pwrite(file.fileno(), os.urandom(FLUSHED), 0)
                start = time.perf_counter()
                os.fdatasync(file.fileno())
                self._taken.append(1e3 * (time.perf_counter() - start))
                time.sleep(FLUSH_EVERY)


class Bench:
    """One server, those who write to each other, and those who move files."""

    def __init__(self, options: argparse.Namespace, folder: str) -> None:
        self._options = options
        self._keys = clients_keys(options.people + options.clients)
        self._folder = os.path.join(folder, "data")
        self.answers: list[Answer] = []

    def serve(self) -> None:
        """Start the server."""
        options = self._options
        self.server = Served(self._folder, self._keys, durability=options.durability, traced=options.anatomy)

    async def open(self) -> None:
        """Have everybody connect."""
        options = self._options
        people = await connect_people(self.server, self._keys[: options.people])
        self._people = [NotingClient(client, self.answers) for client in people]
        self._message = next_messages(self._folder, options.people)
        self._pipe, theirs = SPAWN.Pipe()
        reachable = Reachable(self.server.port, self.server.public)
        arguments = (theirs, reachable, self._keys[options.people :], options.size * MIB)
        self._moving = SPAWN.Process(target=move_files, args=arguments, daemon=True)
        self._moving.start()
        theirs.close()  # so that its end is noticed
        self._flushes = Flushes(self._folder)
        await self._fill_log()

    async def _fill_log(self) -> None:
        """Write until the log's file grows no longer: as long as it does, flushes take longer."""
        before = -1
        while (size := self._log_size()) > before:
            before = size
            await drive(self._people, self._message, WARM_UP)

    def _log_size(self) -> int:
        return Path(self._folder, "chappe.db-wal").stat().st_size

    async def close(self) -> None:
        self._moving.kill()
        await asyncio.to_thread(self._moving.join)
        await asyncio.to_thread(self.server.stop)

    async def phase(self, pace: float | None) -> Phase:
        """Messages for a while, beside files at a pace; None for no files."""
        options = self._options
        if pace is not None:
            self._pipe.send(pace)
        await drive(self._people, self._message, RUNNING_UP, options.rate)
        self.answers.clear()
        self.server.lags()
        self._flushes.taken()
        begun = time.perf_counter()
        if options.anatomy:
            self.server.trace()
        await drive(self._people, self._message, options.seconds, options.rate)
        seconds = time.perf_counter() - begun
        late, flush = quantile(self.server.lags(), 0.99), quantile(self._flushes.taken(), 0.99)
        moved = 0.0
        if pace is not None:
            self._pipe.send(None)
            moved = await asyncio.to_thread(self._pipe.recv)
        times = [1e3 * answer.seconds for answer in self.answers]
        return Phase(quantile(times, 0.5), quantile(times, 0.99), late, flush, moved / (RUNNING_UP + seconds))


async def main(options: argparse.Namespace, folder: str) -> None:
    phases: dict[str, float | None] = {"quiet": None, f"{options.pace:g} MiB/s": options.pace, "full": AS_FAST}
    seen: dict[str, list[Phase]] = {name: [] for name in phases}
    bench = Bench(options, folder)
    with nullcontext() if options.shared else on_processor(0):
        bench.serve()
    with nullcontext() if options.shared else on_processor(1):
        await bench.open()
        for number in range(options.rounds):
            for name, pace in phases.items():
                one = await bench.phase(pace)
                seen[name].append(one)
                row(f"{number + 1}: {name}", one)
                if options.anatomy and (trace := bench.server.traced()) and number == options.rounds - 1:
                    show(sorted(bench.answers, key=lambda answer: answer.seconds), trace)
        await bench.close()
    for name, figures in seen.items():
        row(f"median: {name}", Phase(*(statistics.median(column) for column in zip(*figures, strict=True))))
    for name in list(phases)[1:]:
        pairs = list(zip(seen[name], seen["quiet"], strict=True))
        p50, p99 = (statistics.median(busy[at] / quiet[at] for busy, quiet in pairs) for at in (0, 1))
        print(f"{name} / quiet: p50 {p50:.2f}, p99 {p99:.2f}")


def row(name: str, one: Phase) -> None:
    print(f"{name:22}{one.p50:9.2f}{one.p99:9.2f}{one.late:9.2f}{one.flush:9.2f}{one.moved:9.1f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--people", type=int, default=16)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--pace", type=float, default=20, metavar="MIB")
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=8, metavar="MIB")
    parser.add_argument("--durability", choices=["flushed", "process"], default="flushed")
    parser.add_argument("--folder")
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--anatomy", action="store_true")
    given = parser.parse_args()
    print(f"{machine()}, load average {os.getloadavg()[0]:.1f}")
    print(f"{'':22}{'p50 ms':>9}{'p99 ms':>9}{'late p99':>9}{'flush':>9}{'MiB/s':>9}")
    with tempfile.TemporaryDirectory(dir=given.folder) as temporary:
        uvloop.run(main(given, temporary))
