"""The way to the optional native codec (`csrc/`): which definitions it can do, told to it as plans.

A plan exists where an object's fields and the definition's answer to each other one by one. Where a layer rule or a
part of the service schema is in between, there is none, and plain Python does the whole object. So it does too when
the native codec gives up on a value or on damaged bytes: plain Python's answer, or its error, is the one that counts.
Without a compiled `_native` there are no plans and everything is plain Python.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from mtproto.tl import layers, mapping
from mtproto.tl.decoder import find
from mtproto.tl.mapping import How
from mtproto.tl.objects import TLObject, class_of
from mtproto.tl.primitives import GZIP_PACKED_ID
from mtproto.tl.table import Definition, Field, Kind, Table, Type, load

try:
    from mtproto.tl import _native
except ImportError:  # there was no compiler
    _native = None  # type: ignore[assignment]

_CODES = {
    Kind.INT: "i",
    Kind.LONG: "l",
    Kind.DOUBLE: "d",
    Kind.STRING: "s",
    Kind.BYTES: "b",
    Kind.INT128: "h",
    Kind.INT256: "w",
    Kind.BOOL: "B",
    Kind.TRUE: "t",
    Kind.OBJECT: "o",
    Kind.ANY: "o",
}
_FLAGS = "#"
_MUST_BE_NONE = "!"
_METHOD = "a method"


def encoder(table: Table, layer: int) -> Callable[[object], bytes | None]:
    """A function that writes objects as the layer has them, and answers None where plain Python must."""
    return _give_up if _native is None else _native.Encoder(functools.partial(writing_plan, table, layer)).encode


def decoder() -> Callable[[bytes], TLObject | None]:
    """A function that reads the one boxed object that the bytes are, and answers None where plain Python must."""
    return _give_up if _native is None else _native.Decoder(reading_plan).decode


def _give_up(_: object) -> None:
    return None


def writing_plan(table: Table, layer: int, cls: type) -> _native.Plan | None:
    """How objects of a class are written at a layer."""
    newest = cls.DEFINITION if issubclass(cls, TLObject) else None
    target = table.at(newest.name, layer) if newest is not None and newest.table is table else None
    if newest is None or target is None:
        return None
    sources = {source.field.name: source for source in mapping.down(target, newest)}
    rows = _Rows(target)
    for field in target.fields:
        source = sources.get(field.name)
        if layer not in field.layers:
            rows.leave_out(field)
        elif source is None or source.how is How.COPY:
            rows.add(field, source and source.origin)
        elif source.how is How.ABSENT:
            rows.leave_out(field)
        elif source.how is How.CONVERT and field.optional:
            rows.add(field, source.origin, _MUST_BE_NONE)  # nothing is nothing at every layer
        else:
            return None
    return rows.plan(cls, ())


def reading_plan(constructor_id: int) -> _native.Plan | None:
    """How the definition with this id is read."""
    definition = find(constructor_id, (load("api"), load("mtproto"), load("secret")))
    if definition is None or constructor_id == GZIP_PACKED_ID or definition.name in layers.UP_OBJECTS:
        return None
    cls = class_of(definition.table, definition.name)
    targets: dict[str, Field] = {}
    defaults: list[tuple[str, object]] = [("definition", definition)] if definition.is_function else []
    for source in mapping.up(definition, cls.DEFINITION):
        if source.how is How.COPY and source.origin is not None:
            targets[source.origin.name] = source.field
        elif source.how is How.ABSENT:
            defaults.append((source.field.attribute, False if source.field.type.kind is Kind.TRUE else None))
        else:
            return None
    rows = _Rows(definition)
    for field in definition.fields:
        target = targets.get(field.name)
        if field.type.kind is not Kind.FLAGS and (target is None or field.optional > target.optional):
            return None
        rows.add(field, target)
    return rows.plan(cls, tuple(defaults))


class _Rows:
    """The fields of one definition as the native codec wants them, collected in the order of the wire."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._words = [field.name for field in definition.fields if field.type.kind is Kind.FLAGS]
        self._rows: list[tuple[str, str | None, int, int, str | None]] = []
        self._bits: set[tuple[str | None, int]] = set()
        self._left_out: set[tuple[str | None, int]] = set()
        self._possible = True

    def add(self, field: Field, slot: Field | None, code: str | None = None) -> None:
        """The next field, kept in the slot of that name; `code` if it is not the one of the field's type."""
        if field.type.kind is Kind.FLAGS:
            self._rows.append((_FLAGS, None, self._words.index(field.name), -1, None))
            return
        code = code or _code(field.type)
        self._possible &= slot is not None and code is not None
        word, bit = (self._words.index(field.flags), field.bit) if field.flags is not None else (0, -1)
        self._rows.append((code, slot.attribute, word, bit, self._result(field.type)))
        self._bits.add((field.flags, field.bit))

    def leave_out(self, field: Field) -> None:
        """A field that is never there."""
        self._left_out.add((field.flags, field.bit))

    def plan(self, cls: type, defaults: tuple[tuple[str, object], ...]) -> _native.Plan | None:
        """The plan, if every field fits one; who shares a bit with a field left out is a matter for the rules."""
        if not self._possible or self._left_out & self._bits:
            return None
        definition = self._definition
        result = _METHOD if definition.is_function else _type_name(definition.table, definition.result)
        return _native.Plan(definition.id, cls, result, tuple(self._rows), defaults)

    def _result(self, of: Type) -> str | None:
        while of.item is not None:
            of = of.item
        if of.kind is Kind.ANY:
            return _METHOD
        return _type_name(self._definition.table, of) if of.kind is Kind.OBJECT else None


def _code(of: Type) -> str | None:
    if of.kind is Kind.VECTOR and of.item is not None:
        inner = _code(of.item)
        return inner and f"v{inner}"
    return _CODES.get(of.kind)


def _type_name(table: Table, of: Type) -> str:
    return f"{table.path.stem}.{of.name}"
