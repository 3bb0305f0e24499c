"""The ready file: where the server is and how to trust it, for scripts and tests that start one.

It appears whole, once connections are accepted, and goes away when the server stops: a script only waits for it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from server.ops.addresses import EVERYWHERE, Address
from server.ops.datadir import DataDir, Keys, public_path
from server.ops.errors import OperatorError


def description(address: Address, dc_id: int, data_dir: DataDir, keys: Keys) -> dict[str, Any]:
    """What a client has to know: `pid`, `host`, `port`, `dc_id`, and for both RSA keys the path of the public PEM
    (PKCS#1) and the fingerprint, a signed 64-bit number; null where there is no legacy key."""
    legacy = keys.legacy
    return {
        "pid": os.getpid(),
        "host": "127.0.0.1" if address.host in EVERYWHERE else address.host,
        "port": address.port,
        "dc_id": dc_id,
        "public_key": str(public_path(data_dir.main_key)),
        "fingerprint": keys.main.fingerprint,
        "legacy_public_key": None if legacy is None else str(public_path(data_dir.legacy_key)),
        "legacy_fingerprint": None if legacy is None else legacy.fingerprint,
    }


@contextlib.contextmanager
def file(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Keep the ready file while the block runs: calling what it gives writes the file, in one step; leaving removes it.

    Without a path nothing is written.
    """
    if path is None:
        yield lambda content: None
        return
    if not path.parent.is_dir():
        raise OperatorError(f"cannot write the ready file {path}: its folder is not there")
    fresh = path.with_name(f".{path.name}.{os.getpid()}")

    def write(content: dict[str, Any]) -> None:
        fresh.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        fresh.replace(path)

    path.unlink(missing_ok=True)  # of a server that was killed
    try:
        yield write
    finally:
        path.unlink(missing_ok=True)
