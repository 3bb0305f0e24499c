"""Ten thousand people who are signed in and say nothing: do they fit, and does everyone stay (row DO-1)?

    python -m bench.chaos.idle [--connections N]

The measurement is that of `python -m bench.gateway idle`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import uvloop

from bench._verdict import verdict
from bench.gateway import Server, measure_idle, raise_file_limit
from bench.serving import clients_keys

CONNECTIONS = 10_000
BAR = 50.0
"""KiB of resident memory for each."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=CONNECTIONS)
    connections = parser.parse_args().connections
    raise_file_limit()
    keys = clients_keys(connections + 100)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(str(Path(folder) / "data"), keys)
        try:
            each, lost = uvloop.run(measure_idle(server, keys))
        finally:
            server.stop()
    said = f"{connections} idle connections: {each:.1f} KiB each of {BAR:g}, {lost} lost"
    return verdict(__file__, said, held=each <= BAR and not lost, in_full=connections >= CONNECTIONS)


if __name__ == "__main__":
    raise SystemExit(main())
