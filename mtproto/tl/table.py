"""The schema tables: one TL definition a line, found by id or by name, parsed when first asked for.

A line is the definition as Telegram writes it, with the layers that have it in front:

    133-195,202- phoneCall#30535af5 flags:# p2p_allowed:flags.5?true conference_supported:flags.8?true@202- = PhoneCall;

`133-195,202-` are closed intervals, the last one open while the newest layer has the definition; a true-flag that came
or went without a new id (the id does not cover such flags) has intervals of its own after `@`. `~` in front marks
an id that is only ever read: drafts of a layer, and a few methods of layers long gone. Lines without intervals (the
service schema) hold everywhere. Types stand above `---functions---`, methods below.

This module knows text and nothing of bytes; loading a table costs one regular expression pass.
"""

from __future__ import annotations

import enum
import functools
import keyword
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOREVER = 1 << 31
"""The end of an open interval of layers."""

_LINE = re.compile(r"^(?:~?[\d,-]+ )?([\w.]+)#([0-9a-f]+) .*$", re.MULTILINE)
_LAYERS = re.compile(r"^// layers ([\d ]+)$", re.MULTILINE)
_CONDITION = re.compile(r"(\w+)\.(\d+)\?(.+)")


class Kind(enum.Enum):
    """How a value is laid out."""

    INT = "int"
    LONG = "long"
    DOUBLE = "double"
    INT128 = "int128"
    INT256 = "int256"
    STRING = "string"
    BYTES = "bytes"
    BOOL = "Bool"
    TRUE = "true"  # a flag bit and no bytes
    FLAGS = "#"  # the word of flag bits itself
    OBJECT = "boxed"  # any constructor of one TL type, after its id
    ANY = "Object"  # any constructor or method at all, after its id
    BARE = "bare"  # one known constructor, without its id
    VECTOR = "Vector"  # boxed: id, count, items
    BARE_VECTOR = "vector"  # count, items
    REST = "rest"  # raw bytes to the end: the body of rpc_result
    SIZED = "sized"  # an int and that many raw bytes: the body of a message in a container


@dataclass(frozen=True, slots=True)
class Type:
    """A TL type: `name` is its spelling, `item` the type of a vector's elements."""

    kind: Kind
    name: str
    item: Type | None = None


@dataclass(frozen=True, slots=True)
class Layers:
    """A set of layers as closed intervals."""

    intervals: tuple[tuple[int, int], ...]

    @classmethod
    def parse(cls, text: str) -> Layers:
        intervals = []
        for interval in text.split(","):
            first, _, last = interval.partition("-")
            intervals.append((int(first), int(last or FOREVER)))
        return cls(tuple(intervals))

    def __contains__(self, layer: int) -> bool:
        return any(first <= layer <= last for first, last in self.intervals)

    @property
    def first(self) -> int:
        return self.intervals[0][0]

    @property
    def last(self) -> int:
        return self.intervals[-1][1]


ALWAYS = Layers(((0, FOREVER),))


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `flags` and `bit` say which bit of which flags word tells that it is there (None: always)."""

    name: str
    type: Type
    flags: str | None = None
    bit: int = 0
    layers: Layers = ALWAYS

    @property
    def attribute(self) -> str:
        """The Python attribute: names that Python keeps for itself get a trailing underscore."""
        return f"{self.name}_" if keyword.iskeyword(self.name) or self.name == "self" else self.name

    @property
    def optional(self) -> bool:
        return self.flags is not None


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One line of a table. `fields` are in the order of the wire and include the flags words."""

    table: Table
    id: int
    name: str
    fields: tuple[Field, ...]
    result: Type
    layers: Layers
    is_function: bool
    read_only: bool

    @property
    def values(self) -> tuple[Field, ...]:
        """The fields that an object has: all but the flags words."""
        return tuple(field for field in self.fields if field.type.kind is not Kind.FLAGS)

    def __repr__(self) -> str:
        return f"<{self.name}#{self.id:08x}>"


class Table:
    """The definitions of one schema file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = path.read_text("utf-8")
        self._functions_from = self._text.find("---functions---") % (len(self._text) + 1)
        self._spans: dict[int, tuple[int, int]] = {}
        self._ids: dict[str, list[int]] = {}
        for match in _LINE.finditer(self._text):
            name, id_text = match.groups()
            constructor_id = int(id_text, 16)
            self._spans[constructor_id] = match.span()
            self._ids.setdefault(name, []).append(constructor_id)
        self._parsed: dict[int, Definition] = {}
        announced = _LAYERS.search(self._text)
        self.layers = tuple(map(int, announced[1].split())) if announced else (0,)

    @property
    def newest(self) -> int:
        return self.layers[-1]

    def known_layer(self, announced: int) -> int:
        """The greatest known layer that is not above the announced one (some numbers were never published)."""
        return self.layers[max(bisect_right(self.layers, announced) - 1, 0)]

    def get(self, constructor_id: int) -> Definition | None:
        """The definition with this id, of whatever layer."""
        definition = self._parsed.get(constructor_id)
        if definition is None and (span := self._spans.get(constructor_id)):
            line = self._text[slice(*span)]
            definition = parse_definition(line, self, is_function=span[0] > self._functions_from)
            self._parsed[constructor_id] = definition
        return definition

    def __iter__(self) -> Iterator[Definition]:
        for constructor_id in self._spans:
            definition = self.get(constructor_id)
            assert definition is not None
            yield definition

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def names(self) -> Iterator[str]:
        return iter(self._ids)

    def is_function(self, name: str) -> bool:
        return self._spans[self._ids[name][0]][0] > self._functions_from

    def history(self, name: str) -> list[Definition]:
        """Every definition the name ever had, oldest first."""
        found = [definition for i in self._ids.get(name, ()) if (definition := self.get(i))]
        return sorted(found, key=lambda definition: (definition.layers.first, definition.read_only))

    def at(self, name: str, layer: int) -> Definition | None:
        """The definition that the layer writes for this name, if it has one."""
        for definition in self.history(name):
            if layer in definition.layers and not definition.read_only:
                return definition
        return None

    def latest(self, name: str) -> Definition:
        """The newest definition of a name, be it still in use or not."""
        return max(self.history(name), key=lambda each: (not each.read_only, each.layers.last, each.layers.first))

    @functools.cached_property
    def constructors(self) -> dict[str, tuple[str, ...]]:
        """The names of the constructors of each TL type, in the order of the file.

        Only the end of each line is looked at: every process asks for this at its start, and few for most definitions.
        """
        names = {constructor_id: name for name, ids in self._ids.items() for constructor_id in ids}
        found: dict[str, dict[str, None]] = {}
        for constructor_id, (start, end) in self._spans.items():
            if start < self._functions_from:
                result = self._text[start:end].rstrip(";").rpartition(" = ")[2]
                found.setdefault(parse_type(result).name, {})[names[constructor_id]] = None
        return {name: tuple(members) for name, members in found.items()}


def parse_definition(line: str, table: Table, *, is_function: bool) -> Definition:
    """Read one line; the line is trusted, the tool that writes the tables has checked it."""
    head, _, result = line.rstrip(";").rpartition(" = ")
    words = head.split(" ")
    layers = ALWAYS
    read_only = words[0].startswith("~")
    if "#" not in words[0]:
        layers = Layers.parse(words.pop(0).lstrip("~"))
    name, _, id_text = words.pop(0).partition("#")
    fields = [_parse_field(word) for word in words if not word.startswith("{")]
    return Definition(
        table=table,
        id=int(id_text, 16),
        name=name,
        fields=tuple(_without_body_length(fields)),
        result=parse_type(result),
        layers=layers,
        is_function=is_function,
        read_only=read_only,
    )


@functools.cache
def _parse_field(word: str) -> Field:
    name, _, spelling = word.partition(":")
    spelling, _, layers = spelling.partition("@")
    condition = _CONDITION.fullmatch(spelling)
    within = Layers.parse(layers) if layers else ALWAYS
    if condition is None:
        return Field(name, parse_type(spelling), layers=within)
    flags, bit, spelling = condition.groups()
    return Field(name, parse_type(spelling), flags, int(bit), within)


def _without_body_length(fields: list[Field]) -> Iterator[Field]:
    """`bytes:int body:Object` is one value, raw bytes with their length; `result:Object` is raw bytes to the end."""
    for index, field in enumerate(fields):
        if field.name == "bytes" and fields[index + 1 : index + 2] and fields[index + 1].name == "body":
            continue
        if field.name == "body" and field.type.kind is Kind.ANY:
            field = Field("body", Type(Kind.SIZED, "Object"))
        elif field.name == "result" and field.type.kind is Kind.ANY:
            field = Field("result", Type(Kind.REST, "Object"))
        yield field


_PLAIN = {kind.value: kind for kind in list(Kind)[:10]}


@functools.cache
def parse_type(spelling: str) -> Type:
    """`int`, `Peer`, `Vector<InputUser>`, `vector<future_salt>`, `!X` ..."""
    if spelling in _PLAIN:
        return Type(_PLAIN[spelling], spelling)
    if spelling in ("Object", "X", "!X"):
        return Type(Kind.ANY, spelling)
    if spelling.startswith(("Vector<", "vector<")):
        kind = Kind.VECTOR if spelling[0] == "V" else Kind.BARE_VECTOR
        return Type(kind, spelling, parse_type(spelling[7:-1]))
    if spelling.rpartition(".")[2][:1].islower():
        return Type(Kind.BARE, spelling)
    return Type(Kind.OBJECT, spelling)


@functools.cache
def load(schema: str) -> Table:
    """A committed table: `api`, `mtproto` or `secret`."""
    return Table(Path(__file__).parent / "schema" / f"{schema}.tl")
