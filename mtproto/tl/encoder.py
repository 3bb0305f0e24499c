"""Objects to bytes: for every class and layer one straight-line function, compiled when first needed.

`Writers` holds the functions of one table at one layer: a dictionary per TL type from class to writer, so that
finding the writer of a nested value is one lookup that also proves its type. A writer takes an object and returns
its boxed bytes.

At the newest layer a writer packs runs of fixed-size fields with one `struct` and tests each optional once. Fields on
one flag bit come all or none: some but not all is an `EncodeError` at the newest layer, and leaves all of them out at
older ones. Below the newest layer a nested value without a form there (`Unmappable`) bubbles: an optional field is left
out, an item of a vector dropped, a required field makes its parent unmappable.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from struct import Struct
from typing import Any

from mtproto.tl import layers, mapping, primitives
from mtproto.tl.errors import EncodeError, Unmappable
from mtproto.tl.mapping import How
from mtproto.tl.objects import TLObject, compile_function
from mtproto.tl.table import Definition, Field, Kind, Table, Type
from mtproto.tl.trace import WRITE_FRAME

Writer = Callable[[Any], bytes]

_FIXED = {Kind.INT: "i", Kind.LONG: "q", Kind.DOUBLE: "d"}
_PACKERS = {
    Kind.INT: "pack_int",
    Kind.LONG: "pack_long",
    Kind.DOUBLE: "pack_double",
    Kind.INT128: "pack_int128",
    Kind.INT256: "pack_int256",
    Kind.STRING: "pack_string",
    Kind.BYTES: "pack_bytes",
    Kind.SIZED: "pack_sized",
}
_ZERO = {Kind.STRING: "''", Kind.BYTES: "b''", Kind.BOOL: "False", Kind.VECTOR: "[]"}


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
        rewrite = layers.DOWN_OBJECTS.get(newest.name)
        target = self.table.at(newest.name, self.layer)
        if type_name not in (None, newest.result.name, target and target.result.name):
            raise EncodeError(f"expected {type_name}, not {newest.name}")
        writer = _unmappable(newest, self.layer) if target is None else compile_writer(target, newest, self)
        if rewrite is None or self.layer > rewrite.until:
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
                if type(replacement) is type(value):
                    raise
                return self[type_name][type(replacement)](replacement)

        return write_or_replace


@functools.cache
def writers_at(table: Table, layer: int) -> Writers:
    """The writers of a table at one of its known layers."""
    return Writers(table, layer)


def compile_writer(target: Definition, newest: Definition, writers: Writers) -> Writer:
    """The function that writes objects of the newest definition as `target`."""
    return _WriterCompiler(target, newest, writers).compile()


@functools.cache
def result_writer(result: Type, table: Table, layer: int) -> Writer:
    """The function that writes what a method with this result type returns."""
    express = _Expressions(writers_at(table, layer))
    lines = ["def write(o):", *(f"    {line}" for line in express.check(result, "o"))]
    lines.append(f"    return {express.written(result, 'o')}")
    express.scope.update(NAME=result.name, FIELD_OF_LINE=[""] * len(lines))
    return compile_function("write", lines, express.scope, f"{WRITE_FRAME}{result.name}>")


def _unmappable(newest: Definition, layer: int) -> Writer:
    def refuse(value: object) -> bytes:
        raise Unmappable(f"layer {layer} has no {newest.name}")

    return refuse


def _mappable(writers: TypeWriters, items: list[Any]) -> list[bytes]:
    """The items that have a form at this layer, written."""
    written = []
    for item in items:
        try:
            written.append(writers[type(item)](item))
        except Unmappable:
            continue
    return written


def _incomplete(*names: str) -> EncodeError:
    return EncodeError(f"{', '.join(names)} share a flag: set all of them or none")


def _not_a_list(value: object) -> EncodeError:
    return EncodeError(f"expected a list, not {type(value).__name__}")


_SCOPE: dict[str, Any] = {
    **{name: getattr(primitives, name) for name in _PACKERS.values()},
    "pack_ints": primitives.pack_ints,
    "pack_longs": primitives.pack_longs,
    "vector_of": primitives.vector_of,
    "bare_vector_of": primitives.bare_vector_of,
    "BOOL": primitives.BOOL_BYTES,
    "Unmappable": Unmappable,
    "mappable": _mappable,
    "incomplete": _incomplete,
    "not_a_list": _not_a_list,
}


class _Expressions:
    """Expressions that turn values of TL types into bytes; what they name goes into `scope`."""

    def __init__(self, writers: Writers) -> None:
        self.writers = writers
        self.newest = writers.layer == writers.table.newest
        self.scope = dict(_SCOPE)

    def check(self, of: Type, value: str) -> list[str]:
        """Statements that refuse a value that only looks like the right one."""
        return [f"if type({value}) is not list:", f"    raise not_a_list({value})"] if of.item else []

    def written(self, of: Type, value: str) -> str:
        """The expression for `value` as bytes."""
        kind = of.kind
        if kind in _PACKERS:
            return f"{_PACKERS[kind]}({value})"
        if kind is Kind.BOOL:
            return f"BOOL[{value}]"
        if kind is Kind.REST:
            return value
        if of.item is not None:
            return self.vector(of, of.item, value)
        if kind is Kind.BARE:
            definition = self.writers.table.latest(of.name)
            return f"{self.bind_writers(definition.result.name)}[type({value})]({value})[4:]"
        return f"{self.bind_writers(None if kind is Kind.ANY else of.name)}[type({value})]({value})"

    def vector(self, of: Type, item: Type, value: str) -> str:
        if of.kind is Kind.VECTOR and item.kind is Kind.INT:
            return f"pack_ints({value})"
        if of.kind is Kind.VECTOR and item.kind is Kind.LONG:
            return f"pack_longs({value})"
        if item.kind is Kind.OBJECT and not self.newest:
            items = f"mappable({self.bind_writers(item.name)}, {value})"
        else:
            items = f"[{self.written(item, 'x')} for x in {value}]"
        return f"{'vector_of' if of.kind is Kind.VECTOR else 'bare_vector_of'}({items})"

    def bind_writers(self, type_name: str | None) -> str:
        name = f"w_{type_name.replace('.', '_')}" if type_name else "w"
        self.scope[name] = self.writers[type_name]
        return name

    def bind(self, value: object) -> str:
        """A name for a function or the like."""
        name = f"c{len(self.scope)}"
        self.scope[name] = value
        return name


class _WriterCompiler:
    """Builds the source of one writer, field by field, in the order of the wire.

    The function collects `parts` and joins them; where no optional value is written, it is one sum instead. The run
    that holds a flags word is packed last, into the place kept for it, when all its bits are known.
    """

    def __init__(self, target: Definition, newest: Definition, writers: Writers) -> None:
        self.target = target
        self.writers = writers
        self.express = _Expressions(writers)
        self.same = target is newest
        self.exact = self.same and self.express.newest
        self.sources = {source.field.name: source for source in mapping.down(target, newest)}
        self.groups = self._shared_flags()
        self.fields = [field for field in target.fields if self._written(field)]
        self.lines: list[str] = []
        self.field_of_line: list[str] = []
        self.run: list[tuple[str, str]] = [("I", f"{target.id:#x}")]  # fixed-size values that are packed together
        self.sum: list[str] = []  # expressions for neighbouring parts
        self.summed: list[str] = []  # the fields that they write
        self.kept: list[str] = []  # statements that fill the places kept for flags words
        self.conditional = any(field.optional and field.type.kind is not Kind.TRUE for field in self.fields)

    def compile(self) -> Writer:
        if missing := [name for name, source in self.sources.items() if source.how is How.MISSING]:
            self.lines = [f"raise Unmappable('{self.target!r} needs {missing[0]}')"]
        else:
            self._body()
        self._attribute_lines("")
        self.express.scope.update(NAME=self.target.name, FIELD_OF_LINE=["", *self.field_of_line])
        lines = ["def write(o):", *(f"    {line}" for line in self.lines)]
        return compile_function("write", lines, self.express.scope, f"{WRITE_FRAME}{self.target!r}>")

    def _attribute_lines(self, field: str) -> None:
        """Note for error messages which field the lines since the last call write."""
        self.field_of_line += [field] * (len(self.lines) - len(self.field_of_line))

    def _shared_flags(self) -> dict[str, list[Field]]:
        """For each field that shares its bit with a value: all fields on that bit that this layer has."""
        by_bit: dict[tuple[str, int], list[Field]] = {}
        for field in self.target.values:
            if field.flags is not None and self.writers.layer in field.layers:
                by_bit.setdefault((field.flags, field.bit), []).append(field)
        shared = [
            group
            for group in by_bit.values()
            if len(group) > 1
            and any(field.type.kind is not Kind.TRUE for field in group)
            and any(self.sources[field.name].how is not How.ABSENT for field in group)
        ]
        return {field.name: group for group in shared for field in group}

    def _written(self, field: Field) -> bool:
        if field.type.kind is Kind.FLAGS or field.name in self.groups:
            return True
        return self.writers.layer in field.layers and self.sources[field.name].how is not How.ABSENT

    def _body(self) -> None:
        self.lines += [f"{field.name} = 0" for field in self.target.fields if field.type.kind is Kind.FLAGS]
        if self.conditional:
            self.lines += ["parts = []", "add = parts.append"]
        self._attribute_lines("")
        checked: list[list[Field]] = []
        for field in self.fields:
            group = self.groups.get(field.name)
            if group is not None and group not in checked:
                checked.append(group)
                self._check_group(group)
            self._field(field)
            self._attribute_lines(field.attribute)
        if not self.conditional:
            self._pack_run()
            self.lines.append(f"return {_joined(self.sum)}")
            self._attribute_lines("|".join(self.summed))
        else:
            self._add_sum()
            self.lines += [*self.kept, "return b''.join(parts)"]

    def _field(self, field: Field) -> None:
        kind = field.type.kind
        if kind is Kind.FLAGS:
            self.run.append(("I", field.name))
        elif kind is Kind.TRUE:
            if self.exact or field.name not in self.groups:
                self.lines += [*self._load(field, "v"), "if v:", f"    {_raise_flag(field)}"]
        elif field.optional:
            self._add_sum()
            self._optional(field)
        else:
            self._required(field)

    def _required(self, field: Field) -> None:
        kind = field.type.kind
        if self.exact and kind in _PACKERS:
            value = f"o.{field.attribute}"
        else:
            value = f"v_{field.name}"
            self.lines += [*self._load(field, value), *self._fill(field, value)]
        self.lines += self.express.check(field.type, value)
        self.summed.append(field.attribute)
        if kind in _FIXED:
            self.run.append((_FIXED[kind], value))
        else:
            self._pack_run()
            self.sum.append(self.express.written(field.type, value))

    def _optional(self, field: Field) -> None:
        if not self.exact and field.name in self.groups:
            self.lines += [f"if b_{field.name} is not None:", f"    {_raise_flag(field)}", f"    add(b_{field.name})"]
            return
        add = f"add({self.express.written(field.type, 'v')})"
        self.lines += [*self._load(field, "v"), "if v is not None:"]
        self.lines += [f"    {line}" for line in self.express.check(field.type, "v")]
        if self.exact or not _may_be_unmappable(field.type):
            self.lines += [f"    {_raise_flag(field)}", f"    {add}"]
        else:
            self.lines += ["    try:", f"        {add}", f"        {_raise_flag(field)}"]
            self.lines += ["    except Unmappable:", "        pass"]

    def _load(self, field: Field, value: str) -> list[str]:
        """Statements that put what the object has for a field into `value`; None where it has nothing."""
        source = self.sources[field.name]
        if source.how is How.RULE:
            return [f"{value} = {self.express.bind(source.function)}(o)"]
        if source.origin is None:
            return [f"{value} = None"]
        load = [f"{value} = o.{source.origin.attribute}"]
        if source.how is How.CONVERT:
            load += [f"if {value} is not None:", f"    {value} = {self.express.bind(source.function)}({value})"]
        return load

    def _fill(self, field: Field, value: str) -> list[str]:
        """What a required field of an older definition gets when the object has nothing for it."""
        if self.same:
            return []
        if field.type.kind in (Kind.OBJECT, Kind.ANY):
            return [f"if {value} is None:", f"    raise Unmappable('{self.target!r} needs {field.name}')"]
        return [f"if {value} is None:", f"    {value} = {_zero(field)}"]

    def _check_group(self, group: list[Field]) -> None:
        """Fields on one bit come all or none: refuse anything else, or below the newest layer leave all out."""
        if self.exact:
            first, *others = (
                f"(not o.{f.attribute})" if _is_switch(f) else f"(o.{f.attribute} is None)" for f in group
            )
            self.lines += [f"if {' or '.join(f'{first} is not {other}' for other in others)}:"]
            self.lines += [f"    raise incomplete({', '.join(repr(field.name) for field in group)})"]
            return
        for field in group:
            self._load_ahead(field)
        self.lines.append(f"if None in ({', '.join(f'b_{field.name}' for field in group)}):")
        self.lines += [f"    b_{field.name} = None" for field in group]

    def _load_ahead(self, field: Field) -> None:
        """Put a member of a group, written, into its `b_` variable; None where it has no form here."""
        ahead = f"b_{field.name}"
        source = self.sources[field.name]
        if source.how is How.ABSENT:
            # Nothing on the object answers to it: whatever stands for nothing goes along with the others.
            nothing = field.type.kind in (Kind.OBJECT, Kind.ANY)
            self.lines.append(f"{ahead} = {'None' if nothing else self.express.written(field.type, _zero(field))}")
        elif _is_switch(field):
            self.lines += [*self._load(field, "v"), f"{ahead} = b'' if v else None"]
        else:
            self.lines += [*self._load(field, "v"), f"{ahead} = None", "if v is not None:", "    try:"]
            self.lines += [f"        {ahead} = {self.express.written(field.type, 'v')}"]
            self.lines += ["    except Unmappable:", "        pass"]

    def _pack_run(self) -> None:
        """Close the run of fixed-size values: it becomes one call of one `struct`."""
        if not self.run:
            return
        codes, values = zip(*self.run, strict=True)
        words = [field.name for field in self.target.fields if field.type.kind is Kind.FLAGS]
        pack = self.express.bind(Struct("<" + "".join(codes)).pack)
        call = f"{pack}({', '.join(values)})"
        if self.conditional and any(word in values for word in words):
            self._add_sum(pack_run=False)
            place = f"place{len(self.kept)}"
            self.lines += [f"{place} = len(parts)", "add(b'')"]
            self.kept.append(f"parts[{place}] = {call}")
        else:
            self.sum.append(call)
        self.run = []

    def _add_sum(self, *, pack_run: bool = True) -> None:
        """Add what has gathered since the last optional value as one part."""
        if pack_run:
            self._pack_run()
        if self.sum:
            self._attribute_lines(self.field_of_line[-1])
            self.lines.append(f"add({_joined(self.sum)})")
            self._attribute_lines("|".join(self.summed))
        self.sum, self.summed = [], []


def _is_switch(field: Field) -> bool:
    return field.type.kind is Kind.TRUE


def _raise_flag(field: Field) -> str:
    return f"{field.flags} |= {1 << field.bit}"


def _zero(field: Field) -> str:
    return _ZERO.get(field.type.kind, "0")


def _may_be_unmappable(of: Type) -> bool:
    return of.kind in (Kind.OBJECT, Kind.ANY)


def _joined(expressions: list[str]) -> str:
    """One expression for neighbouring parts; a sum copies its left side again and again, so only two are added."""
    if len(expressions) <= 2:
        return " + ".join(expressions) or "b''"
    return f"b''.join(({', '.join(expressions)}))"
