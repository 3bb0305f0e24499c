"""The source of writers: what encoder.py compiles for one class at one layer, or for one type.

At the newest layer a writer packs runs of fixed-size fields with one `struct` and tests each optional once. Fields on
one flag bit come all or none: some but not all is an `EncodeError` at the newest layer, and leaves all of them out at
older ones. Below the newest layer a nested value without a form there (`Unmappable`) bubbles: an optional field is left
out, an item of a vector dropped, a required field makes its parent unmappable.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import TYPE_CHECKING, Any, NamedTuple

from mtproto.tl import mapping, primitives
from mtproto.tl.errors import EncodeError, Unmappable
from mtproto.tl.mapping import How
from mtproto.tl.objects import compile_function
from mtproto.tl.table import Definition, Field, Kind, Type
from mtproto.tl.trace import WRITE_FRAME

if TYPE_CHECKING:
    from mtproto.tl.encoder import TypeWriters, Writers

Writer = Callable[[Any], bytes]
"""Takes a value and returns its boxed bytes."""

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


def compile_writer(target: Definition, newest: Definition, writers: Writers) -> Writer:
    """The function that writes objects of the newest definition as `target`."""
    return _WriterCompiler(target, newest, writers).compile()


def compile_value_writer(of: Type, writers: Writers) -> Writer:
    """The function that writes values of a type."""
    express = _Expressions(writers)
    lines = ["def write(o):", *(f"    {line}" for line in express.check(of, "o"))]
    lines.append(f"    return {express.written(of, 'o')}")
    express.scope.update(NAME=of.name, FIELD_OF_LINE=[""] * len(lines))
    return compile_function("write", lines, express.scope, f"{WRITE_FRAME}{of.name}>")


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


class _Part(NamedTuple):
    """An expression and the fields that it writes, for error messages."""

    expression: str
    fields: str


class _WriterCompiler:
    """Builds the source of one writer, field by field, in the order of the wire.

    The function collects `parts` and joins them; where no optional value is written, it is one sum instead. The run
    that holds a flags word is packed last, into the place kept for it, when all its bits are known.
    """

    def __init__(self, target: Definition, newest: Definition, writers: Writers) -> None:
        self.target = target
        self.writers = writers
        self.express = _Expressions(writers)
        self.same = target is newest  # the object has exactly the fields to write
        self.exact = self.same and self.express.newest  # and no value inside can lack a form
        self.sources = {source.field.name: source for source in mapping.down(target, newest)}
        self.groups = self._shared_flags()
        self.fields = [field for field in target.fields if self._written(field)]
        self.lines: list[str] = []
        self.field_of_line: list[str] = []
        self.run: list[tuple[str, str, str]] = [("I", f"{target.id:#x}", "")]  # fixed-size values, packed together
        self.neighbours: list[_Part] = []  # what follows one another without an optional value between
        self.kept: list[_Part] = []  # statements that fill the places kept for flags words
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
        self.lines += [f"{field.name} = 0" for field in self.target.fields if _is_word(field)]
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
            self._emit_neighbours("return ", "")
        else:
            self._add_neighbours()
            for statement in self.kept:
                self.lines.append(statement.expression)
                self._attribute_lines(statement.fields)
            self.lines.append("return b''.join(parts)")

    def _field(self, field: Field) -> None:
        kind = field.type.kind
        if kind is Kind.FLAGS:
            self.run.append(("I", field.name, ""))
        elif kind is Kind.TRUE:
            if self.exact or field.name not in self.groups:
                self._switch(field)
        elif field.optional:
            self._add_neighbours()
            self._optional(field)
        else:
            self._required(field)

    def _switch(self, field: Field) -> None:
        source = self.sources[field.name]
        if source.how is How.COPY and source.origin is not None:
            self.lines += [f"if o.{source.origin.attribute}:", f"    {_raise_flag(field)}"]
        else:
            self.lines += [*self._load(field, "v"), "if v:", f"    {_raise_flag(field)}"]

    def _required(self, field: Field) -> None:
        kind = field.type.kind
        if self.exact and kind in _PACKERS:
            value = f"o.{field.attribute}"
        else:
            value = f"v_{field.name}"
            self.lines += [*self._load(field, value), *self._fill(field, value)]
        self.lines += self.express.check(field.type, value)
        if kind in _FIXED:
            self.run.append((_FIXED[kind], value, field.attribute))
        else:
            self._pack_run()
            self.neighbours.append(_Part(self.express.written(field.type, value), field.attribute))

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
        codes, values, fields = zip(*self.run, strict=True)
        pack = self.express.bind(Struct("<" + "".join(codes)).pack)
        call = f"{pack}({', '.join(values)})"
        names = "|".join(filter(None, fields))
        self.run = []
        if self.conditional and any(field.name in values for field in self.target.fields if _is_word(field)):
            self._add_neighbours()
            place = f"place{len(self.kept)}"
            self.lines += [f"{place} = len(parts)", "add(b'')"]
            self.kept.append(_Part(f"parts[{place}] = {call}", names))
        else:
            self.neighbours.append(_Part(call, names))

    def _add_neighbours(self) -> None:
        """Add what has gathered since the last optional value as one part."""
        self._pack_run()
        if self.neighbours:
            self._emit_neighbours("add(", ")")

    def _emit_neighbours(self, before: str, after: str) -> None:
        """One statement with a line for each part, so that a traceback tells which of them failed.

        A sum copies its left side again and again, so only two are added.
        """
        self._attribute_lines("")
        parts, self.neighbours = self.neighbours, []
        add = len(parts) <= 2
        self.lines.append(f"{before}(" if add else f"{before}b''.join((")
        for index, part in enumerate(parts):
            self.lines.append(f"{'+ ' if add and index else ''}{part.expression}{'' if add else ','}")
            self._attribute_lines(part.fields)
        self.lines.append(f"){after}" if add else f")){after}")


def _is_word(field: Field) -> bool:
    return field.type.kind is Kind.FLAGS


def _is_switch(field: Field) -> bool:
    return field.type.kind is Kind.TRUE


def _raise_flag(field: Field) -> str:
    return f"{field.flags} |= {1 << field.bit}"


def _zero(field: Field) -> str:
    return _ZERO.get(field.type.kind, "0")


def _may_be_unmappable(of: Type) -> bool:
    return of.kind in (Kind.OBJECT, Kind.ANY)
