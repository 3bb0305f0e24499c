"""What a table needs rules for: fields that do not convert by themselves between an older definition and the newest.

A field counts when a value is lost or made up on the way. Each has a rule in `mtproto/tl/layers`, or a line in
`accepted_losses.tsv` that says why it may be so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mtproto.tl import mapping
from mtproto.tl.codec import FLOOR
from mtproto.tl.layers import UP_OBJECTS, unwraps
from mtproto.tl.layers.rules import UNWRAPS, UP_FIELDS, serving
from mtproto.tl.mapping import How, Source
from mtproto.tl.table import FOREVER, Definition, Kind, Table

_ACCEPTED = Path(__file__).with_name("accepted_losses.tsv")


class Loss(NamedTuple):
    """`direction` is down, up, request, gone or answer; `subject` the field or the name."""

    direction: str
    subject: str
    layers: str
    what: str

    @property
    def key(self) -> tuple[str, str]:
        return self.direction, self.subject


def accepted() -> dict[tuple[str, str], str]:
    """The losses that were looked at and accepted, with the reason."""
    rows = [row.split("\t") for row in _ACCEPTED.read_text().splitlines() if row and not row.startswith("#")]
    return {(direction, subject): reason for direction, subject, reason in rows}


def losses(table: Table, floor: int = FLOOR) -> Iterator[Loss]:
    """Every loss between the floor and the newest layer that no rule prevents."""
    for name in sorted(table.names()):
        newest = table.latest(name)
        for older in table.history(name):
            if older is newest or older.layers.last < floor:
                continue
            if not older.is_function:
                yield from _down(older, newest)
            yield from _up(older, newest)
            if older.is_function:
                yield from _dropped(older, newest)
                yield from _answer(older, newest)
        if newest.is_function and floor <= newest.layers.last < FOREVER and name not in UP_OBJECTS:
            yield Loss("gone", name, _layers(newest), "the newest layer has no such method")


def _down(older: Definition, newest: Definition) -> Iterator[Loss]:
    at_hand = {field.name for field in newest.values}
    for source in mapping.down(older, newest):
        field = source.field
        what = _what(source)
        if what is None and source.how is How.ABSENT:
            what = "left out"
        if what is None and source.how is How.COPY and source.origin and source.origin.optional > field.optional:
            what = "made up when absent"
        if what is not None:
            kind = "changed type" if field.name in at_hand and source.how is not How.COPY else what
            yield Loss("down", f"{older.name}.{field.name}", _layers(older), f"{field.type.name}: {kind}")


def _up(older: Definition, newest: Definition) -> Iterator[Loss]:
    old_names = {field.name for field in older.values}
    for source in mapping.up(older, newest):
        field = source.field
        changed = field.name in old_names and source.how in (How.ABSENT, How.ZERO)
        if source.how is How.MISSING or changed:
            yield Loss("up", f"{older.name}.{field.name}", _layers(older), f"{field.type.name}: no source")


def _dropped(older: Definition, newest: Definition) -> Iterator[Loss]:
    """Arguments of older calls that nothing of the newest call carries."""
    rules = serving(UP_FIELDS.get(older.name, {}), older)
    carried = {name for rule in rules.values() for name in rule.carries}
    for field in older.values:
        if field.name not in carried and all(field.name != other.name for other in newest.values):
            yield Loss("request", f"{older.name}.{field.name}", _layers(older), f"{field.type.name}: dropped")


def _answer(older: Definition, newest: Definition) -> Iterator[Loss]:
    pair = newest.result.name, older.result.name
    if unwraps.unwrap(older) is not None and pair not in UNWRAPS:
        yield Loss("answer", older.name, _layers(older), f"{pair[0]} where {pair[1]} was promised")


def _what(source: Source) -> str | None:
    if source.how is How.MISSING:
        return "no source"
    return "made up" if source.how is How.ZERO and source.field.type.kind is not Kind.TRUE else None


def _layers(definition: Definition) -> str:
    intervals = definition.layers.intervals
    return ",".join(f"{first}-{'' if last == FOREVER else last}" for first, last in intervals)
