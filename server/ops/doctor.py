"""`chappe doctor`: look at everything a server will stand on, before it does or while it runs, and change nothing."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from server.ops import open_files
from server.ops.addresses import listener_on, parse_address
from server.ops.admin.call import NotRunning, ask_running
from server.ops.certificates import load
from server.ops.config import Config
from server.ops.datadir import DataDir
from server.ops.errors import OperatorError
from storage.errors import StorageError

LITTLE_SPACE = 1 << 30
"""Free bytes from which an operator should know."""

ANSWER_SECONDS = 5.0
"""How long a running server may take to say that it runs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look has found; `detail` says what to do when it is not ok."""

    name: str
    ok: bool
    detail: str


def examine(config: Config) -> list[Finding]:
    """Every check, in the order in which a server would stumble."""
    looks: dict[str, Callable[[Config], str]] = {
        "native code": _native_code,
        "data folder": _data_folder,
        "keys": _keys,
        "database": _database,
        "free space": _free_space,
        "open files": _open_files,
        "certificate": _certificate,
        "addresses": _addresses,
    }
    return [_look(name, look, config) for name, look in looks.items()]


class _Problem(Exception):
    """What is wrong and what to do."""


def _look(name: str, look: Callable[[Config], str], config: Config) -> Finding:
    try:
        return Finding(name, True, look(config))
    except (_Problem, OperatorError, StorageError, OSError) as problem:
        return Finding(name, False, str(problem))


def _native_code(config: Config) -> str:
    from server.ops.native_code import in_use, replaced

    if names := replaced():  # as it is on processors that it is not written for
        return f"plain Python in its place, slower, for {names}: install again where there is a C compiler"
    return ", ".join(in_use())


def _data_folder(config: Config) -> str:
    data_dir = DataDir(config.data_dir)
    if not data_dir.path.exists():
        return f"{data_dir.path} will be made at the first start"
    data_dir.check()
    return str(data_dir.path)


def _keys(config: Config) -> str:
    data_dir = DataDir(config.data_dir)
    if not data_dir.secret_files:
        if data_dir.database.exists():
            raise _Problem(f"the keys of {data_dir.path} are gone: restore its keys folder from a backup")
        return "will be generated at the first start"
    # Whatever exists is read; what does not is not asked for, so nothing is generated here.
    if missing := [path.name for path in (data_dir.main_key, data_dir.root_secret) if not path.exists()]:
        raise _Problem(f"{', '.join(missing)} is gone: restore the keys folder from a backup")
    keys = data_dir.load_keys(legacy=config.server.legacy_key and data_dir.legacy_key.exists())
    return f"fingerprint {keys.main.fingerprint}"


def _database(config: Config) -> str:
    from server.ops.backup import schema_status
    from storage.sealing import Sealer, require_key
    from storage.sqlite.check import check, sealed_sample
    from storage.sqlite.connections import check_engine

    check_engine()
    data_dir = DataDir(config.data_dir)
    if not data_dir.database.exists():
        return "will be made at the first start"
    if problems := asyncio.run(check(data_dir.database)):
        raise _Problem(f"{problems[0]} ({len(problems)} problems): restore a backup")
    state = schema_status(config.data_dir)
    if state.unknown:
        raise _Problem("it was made by a newer version: install that version again")
    there = data_dir.main_key.exists() and data_dir.root_secret.exists()  # or loading would make them
    if state.applied and there and (sample := sealed_sample(data_dir.database)) is not None:
        require_key(Sealer(data_dir.load_keys(legacy=False).derive("sealing"), os.urandom), sample)
    pending = f", {len(state.pending)} steps pending, applied at the next start" if state.pending else ""
    return f"sound, SQLite {sqlite3.sqlite_version}{pending}"


def _free_space(config: Config) -> str:
    folder = DataDir(config.data_dir).path
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        raise _Problem(f"only {free >> 20:,} MiB free on the device of {folder}: make room")
    return f"{free >> 30:,} GiB"


def _open_files(config: Config) -> str:
    now, most = open_files.limit()
    needed = config.limits.connections + open_files.SPARE
    if most < needed:
        raise _Problem(f"the system allows {most:,}: lower limits.connections by {needed - most:,}, or raise it")
    return f"{now:,} now, raised to {needed:,} by the server" if now < needed else f"{now:,}"


def _certificate(config: Config) -> str:
    listen = config.listen
    if not listen.tls_certificate:
        return "none wanted"
    file = Path(listen.tls_certificate)
    load(file, Path(listen.tls_key))
    ends = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    if ends <= datetime.now(UTC):
        raise _Problem(f"{file} ended on {ends:%Y-%m-%d}: renew it")
    return f"{file}, good until {ends:%Y-%m-%d}"


def _addresses(config: Config) -> str:
    try:
        ask_running(config, "server.status", {}, ANSWER_SECONDS)
    except NotRunning:
        return ", ".join(_try_to_listen(config))
    return "in use by the running server"


def _try_to_listen(config: Config) -> Iterator[str]:
    extra = (config.metrics.address,) if config.metrics.address else ()
    for text in (*config.listen.addresses, *config.listen.tls_addresses, *extra):
        try:
            with closing(listener_on(parse_address(text))):
                yield text
        except OSError as error:
            raise _Problem(f"cannot listen on {text}: {error.strerror}") from error
