"""How long a server takes from nothing to ready, beyond Python's own start, and how long its commands take.

    python -m bench.startup [ROUNDS]

Each round starts `chappe dev` on an empty folder (both RSA keys are generated) and on the same folder once more, and
waits for READY=1 as a service manager would. Beside it: Python alone, and `chappe version`, the cheapest verb.
"""

import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

CHAPPE = Path(sys.executable).with_name("chappe")


class Taken(NamedTuple):
    """Seconds by the clock on the wall, and of processor time on all cores, the stop included."""

    wall: float
    processor: float


def spent() -> float:
    """Processor time of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def of_command(*command: str | Path) -> Taken:
    """How long a command runs."""
    before, begun = spent(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return Taken(time.perf_counter() - begun, spent() - before)


def to_ready(data_dir: Path) -> Taken:
    """From the start of the process until it says READY=1; it is stopped then."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as words:
        words.bind(f"\0chappe-bench-{os.getpid()}")
        words.settimeout(30)
        environ = {**os.environ, "NOTIFY_SOCKET": f"@chappe-bench-{os.getpid()}"}
        before, begun = spent(), time.perf_counter()
        with subprocess.Popen(
            [CHAPPE, "dev", "--data-dir", data_dir, "--listen", "127.0.0.1:0"],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while not words.recv(1024).startswith(b"READY=1"):
                pass
            wall = time.perf_counter() - begun
            process.send_signal(signal.SIGTERM)
    return Taken(wall, spent() - before)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    figures: dict[str, list[Taken]] = defaultdict(list)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            data_dir = Path(folder, "data")
            figures["python alone"].append(of_command(sys.executable, "-c", "pass"))
            figures["chappe version"].append(of_command(CHAPPE, "version"))
            figures["ready on an empty folder"].append(to_ready(data_dir))
            figures["ready on the same folder again"].append(to_ready(data_dir))
    print(f"{rounds} rounds, Python {sys.version.split()[0]}, {os.cpu_count()} cores; seconds: median (best to worst)")
    for name, taken in figures.items():
        walls = sorted(each.wall for each in taken)
        processor = statistics.median(each.processor for each in taken)
        wall = f"{statistics.median(walls):.2f} ({walls[0]:.2f} to {walls[-1]:.2f})"
        print(f"  {name:32} {wall:24} processor {processor:.2f}")


if __name__ == "__main__":
    main()
