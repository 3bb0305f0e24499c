"""How long a server takes from nothing to ready, beyond Python's own start, and how long its commands take.

    python -m bench.startup [ROUNDS]

Each round starts `chappe dev` on an empty folder (both RSA keys are generated) and on the same folder once more, and
waits for READY=1 as a service manager would. Beside it: Python alone, and `chappe version`, the cheapest verb.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHAPPE = Path(sys.executable).with_name("chappe")


def seconds_of(*command: str | Path) -> float:
    """How long a command runs."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def seconds_to_ready(data_dir: Path) -> float:
    """From the start of the process until it says READY=1; it is stopped then."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as words:
        words.bind(f"\0chappe-bench-{os.getpid()}")
        words.settimeout(30)
        environ = {**os.environ, "NOTIFY_SOCKET": f"@chappe-bench-{os.getpid()}"}
        begun = time.perf_counter()
        with subprocess.Popen(
            [CHAPPE, "dev", "--data-dir", data_dir, "--listen", "127.0.0.1:0"],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            while not words.recv(1024).startswith(b"READY=1"):
                pass
            taken = time.perf_counter() - begun
            process.send_signal(signal.SIGTERM)
    return taken


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    figures: dict[str, list[float]] = {
        "python alone": [], "chappe version": [], "ready on an empty folder": [], "ready on the same folder again": [],
    }  # fmt: skip
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            data_dir = Path(folder, "data")
            figures["python alone"].append(seconds_of(sys.executable, "-c", "pass"))
            figures["chappe version"].append(seconds_of(CHAPPE, "version"))
            figures["ready on an empty folder"].append(seconds_to_ready(data_dir))
            figures["ready on the same folder again"].append(seconds_to_ready(data_dir))
    print(f"{rounds} rounds, Python {sys.version.split()[0]}, {os.cpu_count()} cores; seconds, median (worst)")
    for name, taken in figures.items():
        print(f"  {name:32} {statistics.median(taken):.2f}  ({max(taken):.2f})")


if __name__ == "__main__":
    main()
