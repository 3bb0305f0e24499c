"""The source of readers: what decoder.py compiles for one definition, or for one type.

The statements read in the order of the wire: runs of fixed-size fields with one `struct`, optional values behind tests
of their flags, one test skipping all that stand together. Where old and newest shape agree, values go straight into
the object; what needs a conversion or a rule waits in a local variable until everything is read.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from struct import Struct
from typing import Any, NamedTuple

from mtproto.tl import layers, mapping, primitives
from mtproto.tl.errors import DecodeError
from mtproto.tl.mapping import How, Source
from mtproto.tl.objects import class_of, compile_function
from mtproto.tl.table import Definition, Field, Kind, Table, Type
from mtproto.tl.trace import READ_FRAME

Reader = Callable[[bytes, int, int, int], tuple[Any, int]]
"""Takes the data, the position, the end and how deep values may still nest; returns the value and where it ends."""

_FIXED = {Kind.INT: ("i", 4), Kind.LONG: ("q", 8), Kind.DOUBLE: ("d", 8), Kind.FLAGS: ("I", 4)}
_FIXED |= {Kind.INT128: ("16s", 16), Kind.INT256: ("32s", 32)}
_TEXTS = frozenset({Kind.STRING, Kind.BYTES})
_NESTED = frozenset({Kind.OBJECT, Kind.ANY, Kind.BARE})


class Lookup(NamedTuple):
    """Where readers of nested values come from: by TL type, by definition, and for any method."""

    of_type: Callable[[Table, str], Mapping[bytes, Reader]]
    of_definition: Callable[[Definition], Reader]
    methods: Callable[[], Mapping[bytes, Reader]]


def compile_reader(definition: Definition, lookup: Lookup) -> Reader:
    """The function that reads a definition, from after its id, into the newest shape."""
    return _ReaderCompiler(definition, lookup).compile()


def compile_value_reader(of: Type, table: Table, lookup: Lookup) -> Reader:
    """The function that reads a value of a type, from its first byte."""
    statements = _Statements(table, lookup)
    lines = [*statements.read(of, "o", "_"), "return o, p"]
    statements.scope.update(NAME=of.name, FIELD_OF_LINE=[""] * (len(lines) + 1))
    lines = ["def read(b, p, e, d):", *(f"    {line}" for line in lines)]
    return compile_function("read", lines, statements.scope, f"{READ_FRAME}{of.name}>")


class _Statements:
    """Statements that read values of TL types; what they name goes into `scope`."""

    def __init__(self, table: Table, lookup: Lookup) -> None:
        self.table = table
        self.lookup = lookup
        self.scope = {**_SCOPE, "methods": lookup.methods}

    def bind(self, value: object) -> str:
        name = f"c{len(self.scope)}"
        self.scope[name] = value
        return name

    def read(self, of: Type, target: str, suffix: str) -> list[str]:
        """Statements that read one value; `suffix` keeps the variables of different loops apart."""
        kind = of.kind
        if kind in _FIXED:
            code, size = _FIXED[kind]
            return [f"{target} = {self.bind(Struct('<' + code).unpack_from)}(b, p)[0]", f"p += {size}"]
        if kind in _TEXTS:
            return _read_text(target, ".decode()" if kind is Kind.STRING else "")
        if of.item is not None:
            return self.read_vector(of, of.item, target, suffix)
        if kind is Kind.OBJECT:
            return [f"{target}, p = {self.bind_readers(of.name)}[b[p:p + 4]](b, p + 4, e, d)"]
        if kind is Kind.BARE:
            return [f"{target}, p = {self.bind(self.lookup.of_definition(self.table.latest(of.name)))}(b, p, e, d)"]
        return [line.format(target=target) for line in _SPECIAL[kind]]

    def read_vector(self, of: Type, item: Type, target: str, suffix: str) -> list[str]:
        if of.kind is Kind.VECTOR and item.kind in (Kind.INT, Kind.LONG):
            return [f"{target}, p = {'read_ints' if item.kind is Kind.INT else 'read_longs'}(b, p, e)"]
        head = "read_vector_head" if of.kind is Kind.VECTOR else "read_bare_vector_head"
        items, value = f"items{suffix}", f"x{suffix}"
        inner = self.read(item, value, f"{suffix}_")
        return [
            f"n, p = {head}(b, p, e, {self.smallest(item)})",
            f"{items} = []",
            f"for i{suffix} in range(n):",
            *(f"    {line}" for line in inner),
            f"    {items}.append({value})",
            f"{target} = {items}",
        ]

    def smallest(self, of: Type) -> int:
        """The fewest bytes that a value can take."""
        if of.kind is Kind.BARE:
            fields = self.table.latest(of.name).fields
            return sum(self.smallest(field.type) for field in fields if not field.optional)
        return _FIXED[of.kind][1] if of.kind in _FIXED else 8 if of.kind is Kind.VECTOR else 4

    def bind_readers(self, type_name: str) -> str:
        name = f"r_{type_name.replace('.', '_')}"
        self.scope[name] = self.lookup.of_type(self.table, type_name)
        return name


class _ReaderCompiler:
    """Builds the source of one reader, field by field."""

    def __init__(self, definition: Definition, lookup: Lookup) -> None:
        self.definition = definition
        self.table = definition.table
        self.newest = self.table.latest(definition.name)
        self.cls = class_of(self.table, definition.name)
        self.sources = mapping.up(definition, self.newest)
        self.statements = _Statements(self.table, lookup)
        self.statements.scope.update(new=object.__new__, CLASS=self.cls, NAME=definition.name, DEFINITION=definition)
        self.rewrite = layers.UP_OBJECTS.get(definition.name)
        self.targets = self._targets()
        self.lines: list[str] = []
        self.field_of_line: list[str] = []
        self.run: list[Field] = []  # fixed-size values that are unpacked together
        self.optionals: list[Field] = []  # optional values between two required ones

    def compile(self) -> Reader:
        if missing := [source.field.name for source in self.sources if source.how is How.MISSING]:
            self._emit("", f"raise DecodeError('{self.definition!r} has nothing for {missing[0]}')")
        elif not (self.definition.fields or self.newest.values or self.newest.is_function or self.rewrite):
            self.statements.scope["INSTANCE"] = self.cls()  # nothing in it can change, so one serves all
            self._emit("", "return INSTANCE, p")
        else:
            self._body()
        self.statements.scope["FIELD_OF_LINE"] = ["", *self.field_of_line]
        lines = ["def read(b, p, e, d):", *(f"    {line}" for line in self.lines)]
        return compile_function("read", lines, self.statements.scope, f"{READ_FRAME}{self.definition!r}>")

    def _targets(self) -> dict[str, str]:
        """Where each field is read to: the object's attribute when it is only copied, else a local variable."""
        if any(source.how is How.RULE for source in self.sources):
            copied = {}
        else:
            copied = {source.origin.name: source for source in self.sources if source.how is How.COPY and source.origin}
        return {
            field.name: f"o.{copied[field.name].field.attribute}" if field.name in copied else f"v_{field.name}"
            for field in self.definition.values
        } | {field.name: field.name for field in self.definition.fields if field.type.kind is Kind.FLAGS}

    def _emit(self, field: str, *lines: str) -> None:
        self.lines += lines
        self.field_of_line += [field] * len(lines)

    def _body(self) -> None:
        if any(_nests(field.type) for field in self.definition.fields):
            self._emit("", "if d == 0:", "    raise DecodeError('values nest too deep')", "d -= 1")
        self._emit("", "o = new(CLASS)")
        for field in self.definition.fields:
            if field.type.kind is Kind.TRUE:
                continue
            if field.optional:
                self._unpack_run()
                self.optionals.append(field)
                continue
            self._read_optionals()
            if field.type.kind in _FIXED:
                self.run.append(field)
            else:
                self._unpack_run()
                self._emit(field.name, *self.statements.read(field.type, self.targets[field.name], f"_{field.name}"))
        self._unpack_run()
        self._read_optionals()
        self._switches()
        self._fill()
        if self.rewrite is not None:
            self._emit("", f"o = {self.statements.bind(self.rewrite)}(o)")
        if self.newest.is_function:
            self._emit("", "o.definition = DEFINITION")
        self._emit("", "return o, p")

    def _unpack_run(self) -> None:
        """Close the run of fixed-size values: one call of one `struct` reads them."""
        if not self.run:
            return
        codes, sizes = zip(*(_FIXED[field.type.kind] for field in self.run), strict=True)
        targets = ", ".join(self.targets[field.name] for field in self.run)
        unpack = self.statements.bind(Struct("<" + "".join(codes)).unpack_from)
        self._emit(self.run[0].name, f"({targets},) = {unpack}(b, p)", f"p += {sum(sizes)}")
        self.run = []

    def _read_optionals(self) -> None:
        """Read the optional values that stand together; one test skips them all when none is there."""
        fields, self.optionals = self.optionals, []
        if not fields:
            return
        masks: dict[str, int] = {}
        for field in fields:
            assert field.flags is not None
            masks[field.flags] = masks.get(field.flags, 0) | 1 << field.bit
        alone = len({(field.flags, field.bit) for field in fields}) == 1
        indent = "" if alone else "    "
        if not alone:
            self._emit("", f"if {' or '.join(f'{word} & {mask}' for word, mask in masks.items())}:")
        for bit, together in _by_bit(fields):
            self._emit("", f"{indent}if {bit}:")
            for field in together:
                read = self.statements.read(field.type, self.targets[field.name], f"_{field.name}")
                self._emit(field.name, *(f"{indent}    {line}" for line in read))
            self._emit("", f"{indent}else:", f"{indent}    {self._all(together, 'None')}")
        if not alone:
            self._emit("", "else:", f"    {self._all(fields, 'None')}")

    def _switches(self) -> None:
        """Set the fields that are only flags."""
        by_word: dict[str, list[Field]] = {}
        for field in self.definition.values:
            if field.type.kind is Kind.TRUE:
                assert field.flags is not None
                by_word.setdefault(field.flags, []).append(field)
        for word, fields in by_word.items():
            mask = functools.reduce(int.__or__, (1 << field.bit for field in fields))
            self._emit("", f"if {word} & {mask}:")
            self._emit("", *(f"    {self.targets[field.name]} = {word} & {1 << field.bit} != 0" for field in fields))
            self._emit("", "else:", f"    {self._all(fields, 'False')}")

    def _all(self, fields: list[Field], value: str) -> str:
        return f"{' = '.join(self.targets[field.name] for field in fields)} = {value}"

    def _fill(self) -> None:
        """Give the newest shape what was not copied while reading."""
        if any(source.how is How.RULE for source in self.sources):
            old = ", ".join(f"'{field.name}': {self.targets[field.name]}" for field in self.definition.values)
            self._emit("", f"old = {{{old}}}")
        for source in self.sources:
            target = f"o.{source.field.attribute}"
            if source.how is How.RULE:
                self._emit(source.field.name, f"{target} = {self.statements.bind(source.function)}(old)")
            elif source.origin is None or source.how not in (How.COPY, How.CONVERT):
                self._emit("", f"{target} = {_nothing(source.field)}")
            else:
                self._adapt(source, target, self.targets[source.origin.name])

    def _adapt(self, source: Source, target: str, value: str) -> None:
        """Put an old value into its newest field, converted, and there even if it was optional once."""
        assert source.origin is not None
        field = source.field
        if source.how is How.CONVERT:
            self._emit(
                "", f"if {value} is not None:", f"    {value} = {self.statements.bind(source.function)}({value})"
            )
        if not field.optional and (source.origin.optional or source.how is How.CONVERT):
            self._emit("", f"if {value} is None:")
            if field.type.kind in _NESTED:
                self._emit("", f"    raise DecodeError('{self.definition!r} has nothing for {field.name}')")
            else:
                self._emit("", f"    {value} = {_nothing(field)}")
        if target != value:
            self._emit("", f"{target} = {value}")


_SPECIAL = {
    Kind.BOOL: ["{target}, p = read_bool(b, p)"],
    Kind.ANY: ["{target}, p = methods()[b[p:p + 4]](b, p + 4, e, d)"],
    Kind.REST: ["{target} = b[p:e]", "p = e"],
    Kind.SIZED: ["{target}, p = read_sized(b, p, e)"],
}
_SCOPE: dict[str, Any] = {
    "DecodeError": DecodeError,
    "read_bare_vector_head": primitives.read_bare_vector_head,
    "read_bool": primitives.read_bool,
    "read_ints": primitives.read_ints,
    "read_long_bytes": primitives.read_long_bytes,
    "read_longs": primitives.read_longs,
    "read_sized": primitives.read_sized,
    "read_vector_head": primitives.read_vector_head,
}


def _read_text(target: str, decode: str) -> list[str]:
    return [
        "n = b[p]",
        "if n < 254:",
        "    n += p + 1",
        "    if n > e:",
        "        raise DecodeError('a string runs past the end')",
        f"    {target} = b[p + 1:n]{decode}",
        "    p = n + 3 & -4",
        "else:",
        "    n, p = read_long_bytes(b, p, e)",
        f"    {target} = n{decode}",
    ]


def _by_bit(fields: list[Field]) -> list[tuple[str, list[Field]]]:
    """Neighbours on one bit are tested once."""
    found: list[tuple[str, list[Field]]] = []
    for field in fields:
        bit = f"{field.flags} & {1 << field.bit}"
        if not found or found[-1][0] != bit:
            found.append((bit, []))
        found[-1][1].append(field)
    return found


def _nests(of: Type) -> bool:
    return of.kind in _NESTED or (of.item is not None and _nests(of.item))


def _nothing(field: Field) -> str:
    """What stands for nothing in a field of the newest shape."""
    if field.type.kind is Kind.TRUE:
        return "False"
    return "None" if field.optional else _NOTHING.get(field.type.kind, "0")


_NOTHING = {
    Kind.STRING: "''",
    Kind.BYTES: "b''",
    Kind.BOOL: "False",
    Kind.VECTOR: "[]",
    Kind.INT128: "bytes(16)",
    Kind.INT256: "bytes(32)",
}
