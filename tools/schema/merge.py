"""The merged table as sets of layers, and back as text.

Adding a layer opens, continues or closes the ranges of what is there: a definition has a layer when the layer's file
has its id. What cannot be true is refused: one id with two texts, a name that is both a type and a method, a field of
a type that nothing constructs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tools.schema.definitions import Line, SchemaError

_ENTRY = re.compile(r"^(~?)([\d,-]+) ([\w.]+)#([0-9a-f]+) ((?:.* )?)= ([\w.<>]+);$")
_PRIMITIVES = frozenset({"#", "int", "long", "double", "int128", "int256", "string", "bytes", "true", "Bool", "X"})
_OPEN = 1 << 31


@dataclass(slots=True)
class Entry:
    """A definition with the known layers that have it, and those that have each of its true-flags."""

    line: Line
    layers: set[int]
    flags: dict[str, set[int]] = field(default_factory=dict)
    read_only: bool = False


class Merged:
    """A table under construction."""

    def __init__(self, header: str, layers: Iterable[int], entries: Iterable[Entry]) -> None:
        self.header = header
        self.layers = sorted(layers)
        self.entries = {entry.line.id: entry for entry in entries}

    @classmethod
    def load(cls, path: Path) -> Merged:
        """Read a table's text."""
        header: list[str] = []
        layers: list[int] = []
        entries: list[Entry] = []
        is_function = False
        for row in path.read_text("utf-8").splitlines():
            if row.startswith("// layers "):
                layers = [int(word) for word in row.split()[2:]]
            elif row.startswith("//"):
                header.append(row)
            elif row.startswith("---"):
                is_function = row == "---functions---"
            else:
                entries.append(_entry(row, layers, is_function))
        return cls("\n".join(header), layers, entries)

    def add(self, layer: int, lines: list[Line]) -> None:
        """Let the table have this layer exactly as its file says."""
        for entry in self.entries.values():
            entry.layers.discard(layer)
            for layers in entry.flags.values():
                layers.discard(layer)
        self.layers = sorted({*self.layers, layer})
        for line in lines:
            self._put(line, layer, read_only=False)
        self.check()

    def add_drafts(self, layer: int, lines: list[Line]) -> list[Line]:
        """Take what only this file has as read-only; answers what was new."""
        fresh = [line for line in lines if line.id not in self.entries]
        for line in fresh:
            self._put(line, layer, read_only=True)
        self.check()
        return fresh

    def at(self, layer: int) -> dict[int, Line]:
        """What the table says that a layer has, by id."""
        return {
            entry.line.id: _with_flags(entry, layer)
            for entry in self.entries.values()
            if layer in entry.layers and not entry.read_only
        }

    def text(self) -> str:
        """The table as it is committed."""
        rows = [*self.header.splitlines(), f"// layers {' '.join(map(str, self.layers))}"]
        for title, wanted in (("---types---", False), ("---functions---", True)):
            chosen = [entry for entry in self.entries.values() if entry.line.is_function is wanted]
            rows += [title, *(self._row(entry) for entry in sorted(chosen, key=_order))]
        return "\n".join(rows) + "\n"

    def check(self) -> None:
        """Refuse what no schema can say."""
        kinds: dict[str, bool] = {}
        types = {entry.line.result for entry in self.entries.values() if not entry.line.is_function}
        for entry in self.entries.values():
            line = entry.line
            if kinds.setdefault(line.name, line.is_function) is not line.is_function:
                raise SchemaError(f"{line.name} is both a type's constructor and a method")
            for word in line.fields:
                inner = re.sub(r"^\w+:(?:\w+\.\d+\?)?(?:[Vv]ector<)*(.*?)>*$", r"\1", word)
                if not word.startswith("{") and inner.lstrip("!") not in _PRIMITIVES and inner not in types:
                    raise SchemaError(f"{line.name}#{line.id:x} has a field of the unknown type {inner}")

    def _put(self, line: Line, layer: int, *, read_only: bool) -> None:
        entry = self.entries.setdefault(line.id, Entry(line, set(), {}, read_only))
        if (_solid(entry.line), entry.line.result, entry.line.name) != (_solid(line), line.result, line.name):
            raise SchemaError(f"#{line.id:x} is {entry.line} here and {line} there")
        entry.read_only &= read_only
        entry.line = _together(entry.line, line)
        entry.layers.add(layer)
        for word in filter(_is_true_flag, line.fields):
            entry.flags.setdefault(word, set()).add(layer)

    def _row(self, entry: Entry) -> str:
        words = []
        for word in entry.line.fields:
            own = entry.flags.get(word, entry.layers)
            words.append(word if own == entry.layers else f"{word}@{self._ranges(own, max(entry.layers))}")
        mark = "~" if entry.read_only else ""
        first, *rest = f"{entry.line.name}#{entry.line.id:x}", *words, "=", f"{entry.line.result};"
        return " ".join((f"{mark}{self._ranges(entry.layers, self.layers[-1])}", first, *rest))

    def _ranges(self, layers: set[int], last: int) -> str:
        """Intervals of neighbouring known layers; open when they reach `last`."""
        runs: list[list[int]] = []
        for layer in sorted({*self.layers, *layers}):
            if layer not in layers:
                runs.append([])
            elif runs:
                runs[-1].append(layer)
            else:
                runs.append([layer])
        found = [run for run in runs if run]
        return ",".join(f"{run[0]}-{'' if run[-1] >= last else run[-1]}" for run in found)


def _entry(row: str, known: list[int], is_function: bool) -> Entry:
    match = _ENTRY.match(row)
    if match is None:
        raise SchemaError(f"not a line of a table: {row[:80]}")
    mark, ranges, name, constructor_id, words, result = match.groups()
    layers = _layers(ranges, known)
    flags: dict[str, set[int]] = {}
    fields = []
    for word in words.split():
        bare, _, own = word.partition("@")
        fields.append(bare)
        if _is_true_flag(bare):
            flags[bare] = _layers(own, known) & layers if own else set(layers)
    line = Line(name, int(constructor_id, 16), tuple(fields), result, is_function)
    line.check()
    return Entry(line, layers, flags, bool(mark))


def _layers(ranges: str, known: list[int]) -> set[int]:
    layers: set[int] = set()
    for interval in ranges.split(","):
        first, _, last = interval.partition("-")
        inside = [layer for layer in known if int(first) <= layer <= int(last or _OPEN)]
        layers.update(inside or [int(first)])  # a layer older than all known ones stands for itself
    return layers


def _order(entry: Entry) -> tuple[str, int, bool, int]:
    return entry.line.name, min(entry.layers), entry.read_only, entry.line.id


def _is_true_flag(word: str) -> bool:
    return word.endswith("?true")


def _solid(line: Line) -> tuple[str, ...]:
    """The fields that the id covers; it does not tell bytes from string."""
    return tuple(word.replace("string", "bytes") for word in line.fields if not _is_true_flag(word))


def _together(one: Line, other: Line) -> Line:
    """One line with the true-flags of both, in their order."""
    fields = list(one.fields)
    for index, word in enumerate(other.fields):
        if word not in fields and _is_true_flag(word):
            before = other.fields[index - 1]
            place = fields.index(before) + 1 if before in fields else 0
            fields.insert(place, word)
    return Line(one.name, one.id, tuple(fields), one.result, one.is_function)


def _with_flags(entry: Entry, layer: int) -> Line:
    line = entry.line
    fields = tuple(word for word in line.fields if layer in entry.flags.get(word, {layer}))
    return Line(line.name, line.id, fields, line.result, line.is_function)
