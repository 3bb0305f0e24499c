"""Objects to bytes: for every class and layer one straight-line function, compiled when first needed.

`Writers` holds the functions of one table at one layer: a dictionary per TL type from class to writer, so that
finding the writer of a nested value is one lookup that also proves its type. A writer takes an object and returns
its boxed bytes.

For an older layer the order is: the rewrite of the whole object, if its name has one there; then its definition at that
layer, field by field (mapping.py); and where neither gives it a form, the stand-in of its type. What has none of these
is `Unmappable`, and whoever holds it decides: writer_source.py.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mtproto.tl import layers
from mtproto.tl.errors import EncodeError, Unmappable
from mtproto.tl.objects import TLObject
from mtproto.tl.table import Definition, Table, Type
from mtproto.tl.writer_source import Writer, compile_value_writer, compile_writer


class TypeWriters(dict[type, Writer]):
    """The writers of the classes that may stand where one TL type is expected (None: any type)."""

    def __init__(self, writers: Writers, type_name: str | None) -> None:
        super().__init__()
        self._writers = writers
        self._type_name = type_name

    def __missing__(self, cls: type) -> Writer:
        writer = self._writers.resolve(cls, self._type_name)
        self[cls] = writer
        return writer


class Writers(dict[str | None, TypeWriters]):
    """All writers of one table at one layer, by the name of the TL type."""

    def __init__(self, table: Table, layer: int) -> None:
        super().__init__()
        self.table = table
        self.layer = layer

    def __missing__(self, type_name: str | None) -> TypeWriters:
        found = self[type_name] = TypeWriters(self, type_name)
        return found

    def resolve(self, cls: type, type_name: str | None) -> Writer:
        """Find or compile the writer of a class where `type_name` is expected."""
        if not issubclass(cls, TLObject):
            raise EncodeError(f"expected {type_name or 'a TL object'}, not {cls.__name__}")
        newest = cls.DEFINITION
        if newest.table is not self.table:
            if type_name is not None:
                raise EncodeError(f"expected {type_name}, not {cls.__qualname__} of another schema")
            return writers_at(newest.table, newest.table.known_layer(self.layer))[None][cls]
        writer = self._writer(newest, type_name)
        stand_in = layers.STAND_INS.get(newest.result.name)
        if stand_in is not None and self.layer != self.table.newest:
            return self._with_stand_in(writer, stand_in, type_name)
        return writer

    def _writer(self, newest: Definition, type_name: str | None) -> Writer:
        """The writer of a class, after the rewrite that its name may have at this layer."""
        rewrite = layers.rewrite_at(newest, self.layer)
        target = self.table.at(newest.name, self.layer)
        if type_name not in (None, newest.result.name, target and target.result.name):
            raise EncodeError(f"expected {type_name}, not {newest.name}")
        writer = _unmappable(newest, self.layer) if target is None else compile_writer(target, newest, self)
        if rewrite is None:
            return writer
        function = rewrite.function

        def write_rewritten(value: Any) -> bytes:
            replacement = function(value)
            if replacement is value:
                return writer(value)
            if replacement is None:
                raise Unmappable(f"layer {self.layer} has no form for this {newest.name}")
            return self[type_name][type(replacement)](replacement)

        return write_rewritten

    def _with_stand_in(self, writer: Writer, stand_in: Callable[[Any], Any], type_name: str | None) -> Writer:
        def write_or_replace(value: Any) -> bytes:
            try:
                return writer(value)
            except Unmappable:
                replacement: TLObject = stand_in(value)
                if type(replacement) is type(value) or replacement.DEFINITION.table is not self.table:
                    raise  # nothing stands in for a stand-in, nor for what only shares a name with the API
                return self[type_name][type(replacement)](replacement)

        return write_or_replace


@functools.cache
def writers_at(table: Table, layer: int) -> Writers:
    """The writers of a table at one of its known layers."""
    return Writers(table, layer)


@functools.cache
def result_writer(result: Type, table: Table, layer: int) -> Writer:
    """The function that writes what a method with this result type returns."""
    return compile_value_writer(result, writers_at(table, layer))


def _unmappable(newest: Definition, layer: int) -> Writer:
    def refuse(value: object) -> bytes:
        raise Unmappable(f"layer {layer} has no {newest.name}")

    return refuse
