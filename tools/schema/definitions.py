"""Definitions as schema files state them, in whatever form a package carries them, and the proof that each is whole.

The id of a definition is the CRC32 of its normalised text (core.telegram.org/mtproto/TL-formal), so that every line
proves itself, however obscure its source. The text leaves out true-flags: two texts with one id may differ in them.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LINE = re.compile(r"^([\w.]+)#([0-9a-f]{1,8}) ((?:.* )?)= ([\w.<>]+);\s*(?://.*)?$")
_TRUE_FLAG = re.compile(r" \w+:flags\d*\.\d+\?true(?= |$)")
_LAYER = re.compile(r"^// LAYER (\d+)", re.MULTILINE)

# The built-in types, which every codec knows by heart.
_BUILT_IN = frozenset({"boolFalse", "boolTrue", "true", "vector", "error", "null"})

# What TDLib's file adds for its own use: never on the wire, or only in the special configuration of its own.
_PSEUDO = re.compile(r"ipPort|ipPortSecret|accessPointRule|help\.configSimple|test\..*|mtcute\..*|.*(Legacy|Prefix)")

# Known to differ from its CRC, and given so by the documentation (core.telegram.org/schema/end-to-end).
_WRONG_BY_BIRTH = frozenset({0x6ABD9782})


class SchemaError(Exception):
    """A schema file that cannot be what it claims to be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One definition: `fields` as in the text, `name:type`, with a type parameter such as `{X:Type}` in front."""

    name: str
    id: int
    fields: tuple[str, ...]
    result: str
    is_function: bool

    @property
    def crc(self) -> int:
        """What the id has to be."""
        text = " ".join((self.name, *self.fields, "=", self.result))
        text = _TRUE_FLAG.sub("", text)
        text = text.replace(":bytes ", ":string ").replace("?bytes ", "?string ")
        text = text.replace("<", " ").translate(str.maketrans("", "", ">{}"))
        return zlib.crc32(text.encode())

    def check(self) -> None:
        if self.id != self.crc and self.id not in _WRONG_BY_BIRTH:
            raise SchemaError(f"{self.name}#{self.id:x} should have the id {self.crc:x}")


def layer_of(text: str) -> int | None:
    """The layer that a schema file says it is."""
    if text.startswith("{"):
        layer: int = json.loads(text)["l"]
        return layer
    found = _LAYER.findall(text)
    return int(found[-1]) if found else None


def read(text: str) -> list[Line]:
    """The definitions of a schema file (TL text, a JavaScript module around it, or mtcute's JSON), each checked."""
    stated = _from_json(json.loads(text)) if text.startswith("{") else _from_text(text)
    lines = [line for line in stated if line.name not in _BUILT_IN and not _PSEUDO.fullmatch(line.name)]
    for line in lines:
        line.check()
    return lines


def _from_text(text: str) -> Iterator[Line]:
    is_function = False
    for row in text.splitlines():
        row = row.strip()
        if row in ("---functions---", "---types---"):
            is_function = row == "---functions---"
        elif match := _LINE.match(row.removeprefix("module.exports = `")):
            name, constructor_id, fields, result = match.groups()
            yield Line(name, int(constructor_id, 16), tuple(fields.split()), result, is_function)


def _from_json(schema: dict[str, Any]) -> Iterator[Line]:
    for entry in schema["e"]:
        fields = [_field_from_json(argument) for argument in entry.get("arguments", ())]
        generics = [f"{{{generic['name']}:{generic['type']}}}" for generic in entry.get("generics", ())]
        result = entry["type"]
        if (entry.get("typeModifiers") or {}).get("isVector"):
            result = f"Vector<{result}>"
        is_function = entry["kind"] == "method"
        yield Line(entry["name"], entry["id"], (*generics, *fields), _tl_type(result), is_function)


def _field_from_json(argument: dict[str, Any]) -> str:
    modifiers = argument.get("typeModifiers") or {}
    spelling = _tl_type(argument["type"])
    if modifiers.get("isVector"):
        spelling = f"Vector<{spelling}>"
    if "predicate" in modifiers:
        spelling = f"{modifiers['predicate']}?{spelling}"
    return f"{argument['name']}:{spelling}"


def _tl_type(name: str) -> str:
    """mtcute marks the longs that fit into a JavaScript number."""
    return name.replace("int53", "long")
