"""The way to the optional native codec (`csrc/`): which definitions it can do, told to it as plans.

A plan exists where an object's fields and the definition's answer to each other one by one. Where a layer rule or a
part of the service schema is in between, there is none, and plain Python does the whole object. So it does too when
the native codec gives up on a value or on damaged bytes: plain Python's answer, or its error, is the one that counts.
Without a compiled `_native` there are no plans and everything is plain Python.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from mtproto.tl import layers, mapping
from mtproto.tl.decoder import find
from mtproto.tl.mapping import How
from mtproto.tl.objects import TLObject, class_of
from mtproto.tl.primitives import GZIP_PACKED_ID
from mtproto.tl.table import Definition, Field, Kind, Table, Type, load

try:
    from mtproto.tl import _native
except ImportError:  # there was no compiler
    _native = None  # type: ignore[assignment]  # a module or nothing

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
_IN_PLACE = "p"
_LEFT_IN_PLACE = frozenset({"upload.saveFilePart", "upload.saveBigFilePart"})
"""Methods whose bytes stay where they are in a long packet (mtproto/session/packet.py): half a megabyte that is written
to a file would only be copied to be freed again."""
_FREE_BIT = 31
"""No definition has a field on it: flags are signed in most clients' languages."""
_METHOD = "a method"


class Form(NamedTuple):
    """What a value is: its code, and the type of the objects in it (None: any)."""

    code: str
    result: str | None


ANY = Form("o", None)
METHOD = Form("o", _METHOD)


@functools.cache
def form_of(table: Table, of: Type) -> Form:
    """The form of a TL type; without a code when the native codec does not know its kind."""
    item = of
    while item.item is not None:
        item = item.item
    if item.kind is Kind.OBJECT:
        return Form(_code(of) or "", sys.intern(f"{table.path.stem}.{item.name}"))
    return Form(_code(of) or "", _METHOD if item.kind is Kind.ANY else None)


def encoder(layer: int) -> Callable[[object, Form], bytes | None]:
    """A function that writes values as a layer of the API has them, and answers None where plain Python must."""
    return _give_up if _native is None else _native.Encoder(functools.partial(writing_plan, layer=layer)).encode


def decoder() -> Callable[[bytes, Form], Any]:
    """A function that reads the one value that the bytes are, and answers None where plain Python must."""
    return _give_up if _native is None else _native.Decoder(reading_plan).decode


def _give_up(value: object, form: Form) -> None:
    return None


@functools.cache
def writing_plan(cls: type, layer: int) -> _native.Plan | None:
    """How objects of a class are written at a layer of the API."""
    if not issubclass(cls, TLObject):
        return None
    newest = cls.DEFINITION
    layer = newest.table.known_layer(layer)
    target = newest.table.at(newest.name, layer)
    rewrite = layers.rewrite_at(newest, layer)
    if target is None or (rewrite is not None and not rewrite.only_with):
        return None
    sources = {source.field.name: source for source in mapping.down(target, newest)}
    rows = _Rows(target)
    for field in target.fields:
        source = sources.get(field.name)
        if source is None:
            rows.add_word(field)
        elif layer not in field.layers:
            rows.leave_out(field)
        elif source.how is How.COPY:
            rows.add(field, source.origin)
        elif source.how is How.ABSENT:
            rows.leave_out(field)
        elif source.how is How.CONVERT and field.optional:
            rows.add(field, source.origin, _MUST_BE_NONE)  # nothing is nothing at every layer
        else:
            return None
    if rewrite is not None:
        rows.must_be_none(rewrite.only_with)
    return rows.plan(cls, ())


def reading_plan(constructor_id: int) -> _native.Plan | None:
    """How the definition with this id is read."""
    definition = find(constructor_id, (load("api"), load("mtproto"), load("secret")))
    return None if definition is None else _reading_plan(definition)


@functools.cache
def _reading_plan(definition: Definition) -> _native.Plan | None:
    if definition.id == GZIP_PACKED_ID or definition.name in layers.UP_OBJECTS:
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
        if field.type.kind is Kind.FLAGS:
            rows.add_word(field)
        elif target is None or field.optional > target.optional:
            return None
        else:
            in_place = field.type.kind is Kind.BYTES and definition.name in _LEFT_IN_PLACE
            rows.add(field, target, _IN_PLACE if in_place else None)
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

    def add_word(self, field: Field) -> None:
        """The next field, a flags word."""
        self._rows.append((_FLAGS, None, self._words.index(field.name), -1, None))

    def add(self, field: Field, slot: Field | None, code: str | None = None) -> None:
        """The next field, kept in the slot of another; `code` where it is not the one of the field's type."""
        form = form_of(self._definition.table, field.type)
        code = code or form.code
        if slot is None or not code or any(row[1] == slot.attribute for row in self._rows):
            self._possible = False  # a switch that moved to another bit under one id is there twice
            return
        word, bit = (self._words.index(field.flags), field.bit) if field.flags is not None else (0, -1)
        self._rows.append((code, slot.attribute, word, bit, form.result))
        self._bits.add((field.flags, field.bit))

    def must_be_none(self, attribute: str) -> None:
        """A slot that is not written, and a value in which is a matter for the rules."""
        self._rows.append((_MUST_BE_NONE, attribute, 0, _FREE_BIT, None))

    def leave_out(self, field: Field) -> None:
        """A field that is never there."""
        self._left_out.add((field.flags, field.bit))

    def plan(self, cls: type, defaults: tuple[tuple[str, object], ...]) -> _native.Plan | None:
        """The plan, if every field fits one; who shares a bit with a field left out is a matter for the rules."""
        if not self._possible or self._left_out & self._bits:
            return None
        definition = self._definition
        result = _METHOD if definition.is_function else form_of(definition.table, definition.result).result
        return _native.Plan(definition.id, cls, result or "", tuple(self._rows), defaults)


def _code(of: Type) -> str | None:
    if of.kind is Kind.VECTOR and of.item is not None:
        inner = _code(of.item)
        return inner and f"v{inner}"
    return _CODES.get(of.kind)
