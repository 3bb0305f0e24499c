"""Bytes to objects: for every definition of every layer one straight-line function, compiled when first needed.

Reading goes by id only, never by a layer: clients send ids of other layers than the one they announce. `Readers` holds
for each TL type a dictionary from id (as its four bytes) to reader, so that one lookup finds the reader of a nested
value and proves its type. A reader takes the data, the position after the id, the end, and how much deeper values may
nest, and returns the object in the shape of the newest layer with the position after it.

Nothing here trusts the data (PROTOCOL M19): strings and vectors must fit into what is left, depth is bounded, texts
are UTF-8. A reader does not track where it is: when one fails, `place_of` finds position and path in the traceback,
whose frames are the readers that were at work.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import TracebackType
from typing import Any

from mtproto.tl import primitives
from mtproto.tl.errors import DecodeError, UnknownConstructor, UnknownMethod
from mtproto.tl.layers.twins import PUT_INTO, TAKEN_FOR
from mtproto.tl.objects import TLObject, class_of
from mtproto.tl.packed import MAX_REQUEST, MAX_UNPACKED, Unpacked, unpack
from mtproto.tl.primitives import GZIP_PACKED_ID, MAX_DEPTH
from mtproto.tl.reader_source import Lookup, Reader, compile_reader, compile_value_reader
from mtproto.tl.table import Definition, Table, Type, load
from mtproto.tl.trace import READ_FRAME, steps_of

_GZIP_PACKED = GZIP_PACKED_ID.to_bytes(4, "little")


def find(constructor_id: int, tables: tuple[Table, ...]) -> Definition | None:
    """The definition with this id in the first table that has it."""
    return next((found for table in tables if (found := table.get(constructor_id))), None)


class TypeReaders(dict[bytes, Reader]):
    """The readers of the ids that may stand where one TL type is expected.

    Args:
        tables: where ids are looked up.
        expected: the type as an error names it.
        accepts: says of a definition whether it belongs here.
        unknown: the error for an id that no table has.
    """

    def __init__(
        self,
        tables: tuple[Table, ...],
        expected: str,
        accepts: Callable[[Definition], bool],
        unknown: type[UnknownConstructor] = UnknownConstructor,
    ) -> None:
        super().__init__()
        self._tables = tables
        self._expected = expected
        self._accepts = accepts
        self._unknown = unknown

    def __missing__(self, key: bytes) -> Reader:
        if len(key) < 4:
            raise DecodeError("the data ends where an id belongs")
        constructor_id = int.from_bytes(key, "little")
        definition = find(constructor_id, self._tables)
        if definition is None:
            raise self._unknown(constructor_id)
        reader = reader_of(definition)
        if not self._accepts(definition):
            came = (self._expected, definition.name)
            if came in TAKEN_FOR:
                reader = _read_as(reader, class_of(definition.table, TAKEN_FOR[came]))
            elif came in PUT_INTO:
                reader = _read_into(reader, class_of(definition.table, PUT_INTO[came]))
            else:
                raise DecodeError(f"expected {self._expected}, not {definition.name}")
        self[key] = reader
        return reader

    def read(self, data: bytes, position: int, end: int, depth: int) -> tuple[Any, int]:
        """Read one boxed value, id and all."""
        return self[data[position : position + 4]](data, position + 4, end, depth)


class PackedReaders(TypeReaders):
    """Readers where a gzip_packed may stand in for any other value: whole messages and the calls inside wrappers.

    Args:
        most: what one may open to, in bytes; it may be changed.
        arguments: those of `TypeReaders`.
    """

    def __init__(self, most: int, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.most = most

    def open(self, packed: bytes) -> Unpacked:
        """What the data of a gzip_packed open to."""
        inner = unpack(packed, self.most)
        if find(int.from_bytes(inner[:4], "little"), (load("mtproto"),)):
            raise DecodeError("a service message must not be packed")
        return inner

    def __missing__(self, key: bytes) -> Reader:
        if key == _GZIP_PACKED:
            return self._read_packed
        return super().__missing__(key)

    def _read_packed(self, data: bytes, position: int, end: int, depth: int) -> tuple[Any, int]:
        if type(data) is Unpacked:
            raise DecodeError("packed data inside packed data")
        packed, position = primitives.read_bytes(data, position, end)
        return read_whole(self.read, self.open(packed), depth), position


def _read_as(read: Reader, cls: type[TLObject]) -> Reader:
    """A reader of a twin: the same fields, as an object of another class."""
    attributes = [field.attribute for field in cls.DEFINITION.fields]

    def read_twin(data: bytes, position: int, end: int, depth: int) -> tuple[Any, int]:
        value, position = read(data, position, end, depth)
        return cls(**{name: getattr(value, name) for name in attributes}), position

    return read_twin


def _read_into(read: Reader, cls: type[TLObject]) -> Reader:
    """A reader of what is put into the only field of a class."""
    (attribute,) = [field.attribute for field in cls.DEFINITION.fields]

    def read_content(data: bytes, position: int, end: int, depth: int) -> tuple[Any, int]:
        value, position = read(data, position, end, depth)
        return cls(**{attribute: value}), position

    return read_content


def read_whole(read: Reader, data: bytes, depth: int = MAX_DEPTH) -> Any:
    """The one value that `data` is; nothing may follow it."""
    end = len(data)
    if end & 3:
        raise DecodeError("no whole number of 32-bit words")
    value, position = read(data, 0, end, depth)
    if position != end:
        raise DecodeError(f"{end - position} bytes follow the value")
    return value


def read_prefix(read: Reader, data: bytes) -> tuple[Any, int]:
    """The value that `data` begins with, and where it ends."""
    value, position = read(data, 0, len(data), MAX_DEPTH)
    if position > len(data):
        raise DecodeError("the data ends too early")
    return value, position


@functools.cache
def readers_of(table: Table, type_name: str) -> TypeReaders:
    """The readers of the constructors of one TL type, of every layer."""
    return TypeReaders((table,), type_name, lambda definition: definition.result.name == type_name)


@functools.cache
def any_readers() -> PackedReaders:
    """The readers of everything there is."""
    tables = load("api"), load("mtproto"), load("secret")
    return PackedReaders(MAX_UNPACKED, tables, "a TL object", lambda definition: True)


@functools.cache
def method_readers() -> PackedReaders:
    """The readers of the methods of the API."""
    api = (load("api"),)
    return PackedReaders(MAX_REQUEST, api, "a method", lambda definition: definition.is_function, UnknownMethod)


@functools.cache
def reader_of(definition: Definition) -> Reader:
    """The function that reads one definition, from after its id."""
    return compile_reader(definition, _LOOKUP)


@functools.cache
def result_reader(result: Type, table: Table) -> Reader:
    """The function that reads what a method with this result type returns, from its first byte."""
    return compile_value_reader(result, table, _LOOKUP)


def place_of(trace: TracebackType | None) -> tuple[int | None, tuple[str, ...]]:
    """The position and the path of fields at which reading failed."""
    steps = list(steps_of(trace, READ_FRAME))
    return (steps[-1].values["p"] if steps else None), tuple(str(step) for step in steps)


_LOOKUP = Lookup(readers_of, reader_of, method_readers)
