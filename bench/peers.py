"""One-to-one messages beside the servers of others: Prosody (XMPP) and Synapse (Matrix).

    apt-get install prosody lua-dbi-sqlite3
    python -m venv .peers/synapse && .peers/synapse/bin/pip install matrix-synapse
    python -m bench.peers [--clients N] [--seconds S] [--rounds N]

The servers take turns; one that is not installed is left out. Clients come in pairs that write to each other, each
sends its next message when its server has answered for the one before, and all hear what is sent to them. They are
Python everywhere and read no more than they must. Each server is one process, and the figure that is worth quoting is
messages per second of its own processor time.

What an answer means:

    Chappe            both copies, their events and counters are in one flushed transaction
    Prosody, SQLite   the archive (mod_mam) has both copies, a flushed commit each; acknowledged by XEP-0198
    Prosody, files    the same in files, its default, and nothing is flushed
    Synapse, SQLite   the event is committed to the room that both are in; SQLite, its default, as it sets it up

Besides, Chappe encrypts and verifies every frame, because its protocol cannot be spoken without; the others have no TLS
here. Synapse keeps a signed graph of events that other servers can join, and recommends PostgreSQL where much is
written. Nobody's limits on senders are in the way.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from typing import Any

import uvloop

from bench import peer_matrix, peer_xmpp
from bench._measure import machine
from bench.messages import Result, ours, show


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    clients, seconds = arguments.clients, arguments.seconds
    servers: dict[str, Callable[[str], Coroutine[Any, Any, Result]]] = {
        "Chappe": lambda folder: ours(folder, clients, 0, seconds)
    }
    if shutil.which("prosody"):
        servers["Prosody, SQLite"] = lambda folder: peer_xmpp.prosody(folder, clients, seconds, "sql")
        servers["Prosody, files"] = lambda folder: peer_xmpp.prosody(folder, clients, seconds, "internal")
    if peer_matrix.PYTHON.exists():
        servers["Synapse, SQLite"] = lambda folder: peer_matrix.synapse(folder, clients, seconds)
    print(f"{machine()}; {clients} clients in pairs")
    for _ in range(arguments.rounds):
        for name, server in servers.items():
            with tempfile.TemporaryDirectory() as folder:
                show(name, uvloop.run(server(os.path.join(folder, "data"))))


if __name__ == "__main__":
    main()
