"""`init`, `check-config`, `print-config`, `doctor`, `version`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from server.ops.cli.verb import CommandError, ExitCode, Operator, table, verb


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for name, command in {
        "init": init,
        "check-config": check_config,
        "print-config": print_config,
        "doctor": doctor,
        "version": version,
    }.items():
        app.command(name)(command)


@verb
def init(operator: Operator) -> None:
    """Make a data folder: keys, secrets, and a configuration file with every key explained.

    Nothing that is there already is changed. `serve` does without it; use it to look at the configuration first.
    """
    from server.ops.datadir import DataDir
    from server.ops.reference import commented_file
    from server.ops.resolve import DEFAULT_FILE

    resolved = operator.resolve()
    data_dir = DataDir(resolved.config.data_dir)
    keys = data_dir.prepare(legacy=resolved.config.server.legacy_key)
    file = data_dir.path / DEFAULT_FILE
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(commented_file(), encoding="utf-8")
    result = {"data_dir": str(data_dir.path), "config": str(file), "fingerprint": keys.main.fingerprint}
    there = f" --data-dir {data_dir.path}" if "server.data_dir" in operator.flags else ""
    operator.show(result, f"{data_dir.path} is ready. Edit {file} if you like, then: chappe serve{there}")


@verb
def check_config(operator: Operator) -> None:
    """Check the configuration and name every problem. Exit code 3 if there is one."""
    resolved = operator.resolve()
    missing = [path for path in _named_files(resolved.config.listen) if not Path(path).is_file()]
    if missing:
        raise CommandError("no such file: " + ", ".join(missing), ExitCode.CONFIGURATION)
    source = str(resolved.file) if resolved.file else None
    operator.show({"file": source}, f"The configuration is good ({source or 'there is no file'}).")


@verb
def print_config(operator: Operator) -> None:
    """Print every key, its value and where the value comes from. Secrets are not shown."""
    import msgspec

    from server.ops.resolve import keys

    resolved = operator.resolve()
    rows = []
    for key in keys():
        section, _, name = key.partition(".")
        value = getattr(getattr(resolved.config, section), name)
        rows.append([key, _shown(value), resolved.origins.get(key, "default")])
    result = {key: {"value": msgspec.to_builtins(value), "origin": origin} for key, value, origin in rows}
    operator.show(result, table("key", "value", "origin", rows=rows))


@verb
def doctor(operator: Operator) -> None:
    """Look for what is wrong: folder, keys, database, ports, limits of the system. Exit code 1 if anything is."""
    from server.ops.doctor import examine

    findings = examine(operator.config)
    rows = [[f.name, "ok" if f.ok else "PROBLEM", f.detail] for f in findings]
    result = [{"name": f.name, "ok": f.ok, "detail": f.detail} for f in findings]
    operator.show(result, table("check", "", "detail", rows=rows))
    if not all(finding.ok for finding in findings):
        raise CommandError("some checks failed: the table says what to do")


@verb
def version(operator: Operator) -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    number = installed("chappe")
    operator.show({"version": number}, f"chappe {number}")


def _named_files(listen: Any) -> list[str]:
    return [path for path in (listen.tls_certificate, listen.tls_key) if path]


def _shown(value: Any) -> Any:
    from server.ops.config import Secret

    if isinstance(value, Secret):
        return "(set)" if value else ""
    return list(value) if isinstance(value, tuple) else value
