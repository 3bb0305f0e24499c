"""Random TL objects: any constructor or method of a table, filled with values that like the edges.

    values = RandomValues(load("api"), layer=214, random=Random(seed))
    values.object("message")

Objects are of the newest classes; where `layer` is below the newest, only constructors that this layer has are chosen,
so that what is made can be written for it. Nesting ends by taking, below some depth, the constructors that end soonest.
"""

from __future__ import annotations

import math
from random import Random
from typing import Any

from mtproto.tl.objects import TLObject, class_of
from mtproto.tl.table import Definition, Field, Kind, Table, Type

INTS = (0, 1, -1, 2**31 - 1, -(2**31))
LONGS = (*INTS, 2**31, 2**63 - 1, -(2**63))
DOUBLES = (0.0, -0.0, 1.5, -1e300, 5e-324, math.inf, -math.inf)
LENGTHS = (0, 1, 2, 3, 4, 5, 252, 253, 254, 255, 256, 300)
ODDS = (0.5, 0.2, 0.1)
"""How often an optional field is there, by depth; below, never."""
DEPTH = len(ODDS)
ALPHABET = "aZ0 _\n\u00e9\u0434\u05d0\u4e2d\U0001f600\0"


class RandomValues:
    """Makes objects of one table that have a form at one layer."""

    def __init__(self, table: Table, layer: int, random: Random) -> None:
        self.table = table
        self.layer = layer
        self.random = random
        self._here = {
            type_name: [definition for name in names if (definition := table.at(name, layer))]
            for type_name, names in table.constructors.items()
        }
        self._heights: dict[str, float] = {}
        self._find_heights()

    def names(self) -> list[str]:
        """What can be made: the constructors and methods of the layer whose newest shape asks for nothing newer."""
        return [name for name in self.table.names() if self.table.at(name, self.layer) and self._can_make(name)]

    def object(self, name: str, depth: int = 0) -> TLObject:
        """A random object of this name."""
        cls = class_of(self.table, name)
        return cls(**self.fields(cls.DEFINITION, depth))

    def fields(self, definition: Definition, depth: int = 0) -> dict[str, Any]:
        """Random values for the fields of a definition, by attribute name."""
        chosen = self._chosen_bits(definition, depth)
        return {field.attribute: self._field(field, chosen, depth) for field in definition.values}

    def _chosen_bits(self, definition: Definition, depth: int) -> set[tuple[str | None, int]]:
        """The flag bits to set: fields that share a bit come all or none."""
        odds = ODDS[depth] if depth < DEPTH else 0.0
        optional = [field for field in definition.values if field.optional]
        out_of_reach = {(field.flags, field.bit) for field in optional if not self._can_fill(field.type)}
        bits = {(field.flags, field.bit) for field in optional} - out_of_reach
        return {bit for bit in sorted(bits, key=str) if self.random.random() < odds}

    def _field(self, field: Field, chosen: set[tuple[str | None, int]], depth: int) -> Any:
        present = not field.optional or (field.flags, field.bit) in chosen
        if field.type.kind is Kind.TRUE:
            return present
        return self.value(field.type, depth) if present else None

    def value(self, of: Type, depth: int = 0) -> Any:
        """A random value of a type."""
        random = self.random
        match of.kind:
            case Kind.INT:
                return random.choice((*INTS, random.randrange(-(2**31), 2**31)))
            case Kind.LONG:
                return random.choice((*LONGS, random.randrange(-(2**63), 2**63)))
            case Kind.DOUBLE:
                return random.choice((*DOUBLES, random.uniform(-1e9, 1e9)))
            case Kind.INT128:
                return random.randbytes(16)
            case Kind.INT256:
                return random.randbytes(32)
            case Kind.STRING:
                return "".join(random.choices(ALPHABET, k=random.choice(LENGTHS)))
            case Kind.BYTES:
                return random.randbytes(random.choice(LENGTHS))
            case Kind.SIZED | Kind.REST:
                return random.randbytes(4 * random.randrange(6))
            case Kind.BOOL:
                return random.random() < 0.5
            case Kind.VECTOR | Kind.BARE_VECTOR:
                assert of.item is not None
                count = random.choice((0, 1, 2, 3)[: 4 - depth]) if depth < DEPTH and self._can_fill(of.item) else 0
                return [self.value(of.item, depth + 1) for _ in range(count)]
            case Kind.BARE:
                return self.object(of.name, depth + 1)
            case Kind.OBJECT:
                return self.object(self._constructor(of.name, depth), depth + 1)
            case Kind.ANY:
                return self.object(
                    random.choice(("help.getConfig", "updates.getState", "messages.getDialogs")), depth + 1
                )
        raise AssertionError(of)

    def _constructor(self, type_name: str, depth: int) -> str:
        candidates = [d.name for d in self._here[type_name] if self._heights[d.name] < math.inf]
        if depth >= DEPTH:
            least = min(self._heights[name] for name in candidates)
            candidates = [name for name in candidates if self._heights[name] == least]
        return self.random.choice(candidates)

    def _can_make(self, name: str) -> bool:
        return all(
            field.optional or self._can_fill(field.type) for field in class_of(self.table, name).DEFINITION.values
        )

    def _can_fill(self, of: Type) -> bool:
        return of.kind not in (Kind.OBJECT, Kind.BARE) or self._height(of) < math.inf

    def _find_heights(self) -> None:
        """How many levels the required fields of each constructor need, by relaxation until nothing changes."""
        self._heights = {d.name: math.inf for members in self._here.values() for d in members}
        changed = True
        while changed:
            changed = False
            for name, known in self._heights.items():
                required = [f.type for f in class_of(self.table, name).DEFINITION.values if not f.optional]
                nested = [of for of in required if of.kind in (Kind.OBJECT, Kind.BARE)]
                height = 1 + max(map(self._height, nested), default=0)
                if height < known:
                    self._heights[name] = height
                    changed = True

    def _height(self, of: Type) -> float:
        if of.kind is Kind.BARE:
            return self._heights[of.name]
        return min((self._heights[definition.name] for definition in self._here[of.name]), default=math.inf)


def damaged(data: bytes, random: Random) -> bytes:
    """The data with a few words changed, taken out or doubled."""
    words = bytearray(data)
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(words) + 1) & (-1 if random.random() < 0.3 else -4)
        match random.randrange(5):
            case 0:
                words[at : at + 1] = random.randbytes(1)
            case 1:
                del words[at : at + 4]
            case 2:
                words[at:at] = words[at : at + 4]
            case 3:
                words[at : at + 4] = random.choice(
                    (b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", bytes(4))
                )
            case 4:
                del words[at:]
    return bytes(words)
