"""Which methods of the newest layer are handled, told by the code itself: `python -m server.rpc.coverage`.

It writes docs/coverage.md from the routers and the schema, and compares them with `owed.txt`, the list of what this
server means to handle. `left_out.tsv` and `refused.tsv` tell what handled methods leave out: fields of requests that
their handlers do not read, kinds of arguments that nothing knows. Tests find those in the code, and fail while the page
is not what this would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from mtproto import tl
from mtproto.tl.table import load
from server.rpc.router import Methods, Who
from server.rpc.routers import ROUTERS

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
OWED = Path(__file__).with_name("owed.txt")
LEFT_OUT = Path(__file__).with_name("left_out.tsv")
REFUSED = Path(__file__).with_name("refused.tsv")

WRAPPERS = frozenset(
    {
        "initConnection",
        "invokeAfterMsg",
        "invokeAfterMsgs",
        "invokeWithApnsSecret",
        "invokeWithBusinessConnection",
        "invokeWithGooglePlayIntegrity",
        "invokeWithLayer",
        "invokeWithMessagesRange",
        "invokeWithReCaptcha",
        "invokeWithTakeout",
        "invokeWithoutUpdates",
    }
)
"""What `server.rpc.wrappers` takes off, and the session before it."""


@dataclass(frozen=True, slots=True)
class Room:
    """One part of the owed list."""

    title: str
    methods: tuple[str, ...]


def owed_rooms(text: str) -> Iterator[Room]:
    """The rooms of the owed list: `[title]`, then a method a line; `#` begins a comment."""
    title = ""
    methods: list[str] = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            if methods:
                yield Room(title, tuple(methods))
            title, methods = line.strip("[]"), []
        elif line and not line.startswith("#"):
            methods.append(line)
    yield Room(title, tuple(methods))


def rows_of(path: Path) -> list[list[str]]:
    """The lines of a table with tabs between its columns; `#` begins a comment."""
    lines = path.read_text("ascii").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def newest_methods() -> list[str]:
    """The names of every method of the newest layer."""
    table = load("api")
    return sorted(name for name in table.names() if table.is_function(name) and table.at(name, tl.NEWEST) is not None)


def page(handled: dict[str, Who], existing: Iterable[str], rooms: Iterable[Room]) -> str:
    """The whole page."""
    existing = sorted(existing)
    answered = [name for name in existing if name in handled or name in WRAPPERS]
    lines = [
        "# Coverage",
        "",
        "Made by `python -m server.rpc.coverage`; do not edit.",
        "",
        f"Layer {tl.NEWEST} has {len(existing)} methods. {len(answered)} are handled; others get `NOT_IMPLEMENTED`.",
        "",
        "## What this server means to handle",
        "",
        "| part | methods | handled | missing |",
        "|---|---:|---:|---|",
    ]
    for room in rooms:
        missing = [name for name in room.methods if name not in handled and name not in WRAPPERS]
        lines.append(
            f"| {room.title} | {len(room.methods)} | {len(room.methods) - len(missing)} | {', '.join(missing)} |"
        )
    lines += ["", "## What handled methods leave out", ""]
    lines += ["| method | field not read | why |", "|---|---|---|", *map(_cells, rows_of(LEFT_OUT)), ""]
    lines += ["| argument | not taken | answer | why |", "|---|---|---|---|", *map(_cells, rows_of(REFUSED))]
    lines += ["", "## Every method", ""]
    for namespace, names in groupby(existing, key=_namespace):
        lines += [f"### {namespace or 'without a namespace'}", "", "| method | handled | who |", "|---|---|---|"]
        lines += [_row(name, handled) for name in names]
        lines.append("")
    return "\n".join(lines)


def current_page() -> str:
    """The page as the code has it now."""
    handled = {method.name: method.who for method in Methods(ROUTERS)}
    return page(handled, newest_methods(), owed_rooms(OWED.read_text("ascii")))


def _cells(row: list[str]) -> str:
    """A line of a table: several names in a cell, and at the end a reason."""
    *names, why = row
    return f"| {' | '.join([cell.replace(' ', ', ') for cell in names])} | {why} |"


def _row(name: str, handled: dict[str, Who]) -> str:
    if name in WRAPPERS:
        return f"| {name} | yes | as what it wraps |"
    if name not in handled:
        return f"| {name} | | |"
    who = handled[name]
    states = [state.name.lower().replace("_", " ") for state in Who if state in who and state.name]
    return f"| {name} | yes | {', '.join(states)} |"


def _namespace(name: str) -> str:
    return name.rpartition(".")[0]


if __name__ == "__main__":
    PAGE.write_text(current_page(), "utf-8")
    sys.stdout.write(f"{PAGE.name} written\n")
