"""Writes the pages of docs/ that are made from the code: `make docs`. A test fails when one of them is behind.

python docs/generate.py          write them
python docs/generate.py --check  name those that are behind, and fail if there are any
"""

import sys
from collections.abc import Callable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any

from typer.main import get_command

from client_sdk.cli.exits import ExitCode as ClientExit
from client_sdk.cli.main import build as account_commands
from client_sdk.selftest.walk import ROOMS
from server.ops.cli.main import build as server_commands
from server.ops.cli.verb import ExitCode as ServerExit
from server.ops.config import DEV_DEFAULTS
from server.ops.metrics import Metrics
from server.ops.reference import attribute_docs, sections, toml

FOLDER = Path(__file__).parent


def configuration() -> Iterator[str]:
    yield """# Configuration

Made from `server/ops/config.py` by `make docs`.

No key has to be set. A value is taken from the first of these that has one:

1. flags: `--data-dir`, `--listen`, or any key with `--set SECTION.KEY=VALUE`;
2. the environment: `CHAPPE_SECTION__KEY`, lists with commas;
3. the file: `--config`, or the one that `CHAPPE_CONFIG` names, or `chappe.toml` in the data folder;
4. the default.

A key that does not exist is an error that names the one that was probably meant. `chappe check-config` checks,
`chappe print-config` shows where each value comes from, `chappe init` writes a file with all this as comments."""
    for section in sections():
        yield f"\n## `[{section.name}]`\n\n{section.about}\n\n| key | type | default | meaning |\n|---|---|---|---|"
        for key in section.keys:
            yield f"| `{key.name}` | {key.type} | `{key.default}` | {one_line(key.meaning)} |"
    yield "\n## What `chappe dev` changes\n\n| key | value |\n|---|---|"
    yield from (f"| `{key}` | `{toml(value)}` |" for key, value in DEV_DEFAULTS.items())


def metrics() -> Iterator[str]:
    yield """# Metrics

Made from `server/ops/metrics.py` by `make docs`.

`/metrics` of the address in `metrics.address`, in Prometheus' text format. Counters end in `_total`, histograms in
`_bucket`, `_sum` and `_count`. Beside these there are the usual `process_*` and `python_gc_*` of the process.

| metric | type | labels | meaning |
|---|---|---|---|"""
    for metric in vars(Metrics()).values():
        if hasattr(metric, "describe"):
            [family] = metric.describe()
            labels = ", ".join(f"`{label}`" for label in metric._labelnames)
            yield f"| `{family.name}` | {family.type} | {labels} | {family.documentation} |"


def cli() -> Iterator[str]:
    yield """# Command line

Made from `server/ops/cli/` by `make docs`.

`chappe` without a command is `chappe serve`. A verb that changes or shows accounts, sessions, codes or invites asks the
running server over the socket `admin.sock` in its data folder, so that live connections notice; when no server runs, it
works on the data folder itself. Completion for your shell: `chappe --install-completion`.

| exit code | meaning |
|---|---|"""
    yield from reference(
        "chappe", get_command(server_commands()), ServerExit, {"data_dir", "config", "settings", "as_json"}
    )


def chappe_cli() -> Iterator[str]:
    yield """# Command line of an account

Made from `client_sdk/cli/` by `make docs`. [how-to-chappe-cli.md](how-to-chappe-cli.md) shows how it is used.

Results go to standard output: a table on a terminal, lines of values with tabs between them into a pipe, JSON objects,
one a line, with `--json`. Questions, progress bars and errors go to standard error. Without a terminal, or with
`NO_COLOR` set, nothing is coloured. A value of a line has its tabs and line breaks written as `\\t` and `\\n`.
Completion for your shell: `chappe-cli --install-completion`.

`PEER` is `me`, a @username, a +phone number or an id: that of a user, minus that of a basic group, or -10^12 minus that
of a channel, as `dialogs` lists them.

| exit code | meaning |
|---|---|"""
    yield from reference("chappe-cli", get_command(account_commands()), ClientExit, {"session", "as_json"})
    yield "\n## The steps of `selftest`\n\nA row is one of [rows.md](rows.md)."
    for room, steps in ROOMS.items():
        yield f"\n### {room}\n\n| step | what has to hold | rows |\n|---|---|---|"
        yield from (f"| [`{step.name}`]({step.page}) | {step.says} | {', '.join(step.rows)} |" for step in steps)


def reference(name: str, root: Any, exits: type[IntEnum], shared: set[str]) -> Iterator[str]:
    """The exit codes, the options that all verbs share, and every verb."""
    for code, meaning in attribute_docs(exits).items():
        yield f"| {exits[code].value} | {meaning} |"
    yield "\nEvery verb takes these options:\n\n| option | meaning |\n|---|---|"
    verbs = list(commands(name, root))
    yield from (f"| {usage(p)} | {p.help} |" for p in verbs[0][1].params if p.name in shared)
    for words, command in verbs:
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        given = [p.metavar or p.name.upper() if p.required else f"[{p.metavar or p.name.upper()}]" for p in arguments]
        yield f"\n## `{' '.join([words, *given])}`\n\n{command.help}"
        own = [p for p in command.params if p.name not in shared and p.name != "help"]
        if own:
            yield "\n| | meaning |\n|---|---|"
            yield from (f"| {usage(p)} | {p.help or ''} |" for p in own)


def commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Every verb below a command, with the words that call it."""
    if hasattr(command, "commands"):
        for word, below in command.commands.items():
            yield from commands(f"{name} {word}", below)
    else:
        yield name, command


def usage(parameter: Any) -> str:
    """How one option or argument is written."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return f"`{parameter.opts[0]}{value}`"


def one_line(text: str) -> str:
    return " ".join(text.split())


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "chappe-cli.md": chappe_cli,
    "cli.md": cli,
    "configuration.md": configuration,
    "metrics.md": metrics,
}


def page(name: str) -> str:
    """The text that a page should have."""
    return "\n".join(PAGES[name]()) + "\n"


def main() -> int:
    behind = [name for name in PAGES if not (FOLDER / name).exists() or (FOLDER / name).read_text() != page(name)]
    if "--check" in sys.argv:
        print("\n".join(f"docs/{name} is behind the code: make docs" for name in behind) or "the docs are current")
        return len(behind)
    for name in behind:
        (FOLDER / name).write_text(page(name))
        print(f"wrote docs/{name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
