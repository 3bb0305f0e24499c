"""The type stubs beside the namespaces: what editors and mypy know of every constructor and method.

One class a name, with its newest fields; `TLObject` is declared a dataclass transform, so the fields are also the
keyword arguments of the constructor. `TypePeer` is the union of the constructors of `Peer`.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from pathlib import Path

from mtproto.tl.objects import class_name
from mtproto.tl.table import Definition, Field, Kind, Table, Type, load

_HEAD = "# Made by `python -m tools.schema stubs` from the schema table; a test compares the two."
_IMPORTS = {
    "_builtins.": "import builtins as _builtins",
    "Any": "from typing import Any",
    "TypeAlias": "from typing import TypeAlias",
    "_types.": "from mtproto.tl import types as _types",
    "TLFunction": "from mtproto.tl.objects import TLFunction",
    "TLObject": "from mtproto.tl.objects import TLObject",
}

_PYTHON = {
    Kind.INT: "int",
    Kind.LONG: "int",
    Kind.DOUBLE: "float",
    Kind.INT128: "bytes",
    Kind.INT256: "bytes",
    Kind.STRING: "str",
    Kind.BYTES: "bytes",
    Kind.SIZED: "bytes",
    Kind.REST: "bytes",
    Kind.BOOL: "bool",
    Kind.TRUE: "bool",
    Kind.ANY: "TLFunction[Any]",
}


def stubs() -> dict[str, str]:
    """The text of every stub by the name of its module."""
    api = load("api")
    methods = [name for name in api.names() if api.is_function(name)]
    constructors = [name for name in api.names() if not api.is_function(name)]
    return {
        "types": _module(api, constructors, ""),
        "functions": _module(api, methods, "_types."),
        "service": _module(load("mtproto"), list(load("mtproto").names()), ""),
        "secret": _module(load("secret"), list(load("secret").names()), ""),
    }


def write(folder: Path) -> None:
    """Put the stubs beside the modules that they describe."""
    for module, text in stubs().items():
        (folder / f"{module}.pyi").write_text(text, "utf-8")


def _module(table: Table, names: list[str], home: str) -> str:
    spaces: dict[str, list[str]] = {}
    for name in sorted(names):
        spaces.setdefault(name.rpartition(".")[0], []).append(name)
    types = {} if home else table.constructors
    for type_name in types:
        spaces.setdefault(type_name.rpartition(".")[0], [])
    lines: list[str] = []
    for space in sorted(spaces):
        unions = {name: members for name, members in types.items() if name.rpartition(".")[0] == space}
        inside = [*_classes(table, spaces[space], home), *_unions(unions)]
        if space:
            lines += ["", f"class {space}:", *(f"    {line}" if line else "" for line in inside)]
        else:
            lines += ["", *inside]
    body = "\n".join(lines).strip() + "\n"
    imports = [statement for name, statement in _IMPORTS.items() if name in body]
    return "\n".join((_HEAD, *imports, "", body))


def _classes(table: Table, names: list[str], home: str) -> Iterator[str]:
    for name in names:
        definition = table.latest(name)
        base = f"TLFunction[{_python(definition.result, home)}]" if definition.is_function else "TLObject"
        fields = [f"    {line}" for line in _fields(definition, home)]
        yield from (
            [f"class {class_name(name)}({base}):", *fields, ""]
            if fields
            else [
                f"class {class_name(name)}({base}): ...",
                "",
            ]
        )


def _fields(definition: Definition, home: str) -> Iterator[str]:
    names = {field.attribute for field in definition.values}
    for field in definition.values:
        yield f"{field.attribute}: {_annotation(field, names, home)}"


def _annotation(field: Field, names: set[str], home: str) -> str:
    annotation = _python(field.type, home)
    # Inside a class body a field called `bytes` hides the type.
    if annotation in names and hasattr(builtins, annotation):
        annotation = f"_builtins.{annotation}"
    if field.type.kind is Kind.TRUE:
        return f"{annotation} = ..."
    return f"{annotation} | None = ..." if field.optional else annotation


def _unions(types: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for name in sorted(types):
        members = " | ".join(_qualified(member, "", "") for member in types[name])
        yield f"Type{class_name(name)}: TypeAlias = {members}"


def _python(of: Type, home: str) -> str:
    if of.item is not None:
        return f"list[{_python(of.item, home)}]"
    if of.name in ("X", "Object"):
        return "Any"
    if of.kind is Kind.OBJECT:
        return _qualified(of.name, "Type", home)
    if of.kind is Kind.BARE:
        return class_name(of.name)
    return _PYTHON[of.kind]


def _qualified(name: str, prefix: str, home: str) -> str:
    space, dot, _ = name.rpartition(".")
    return f"{home}{space}{dot}{prefix}{class_name(name)}"
