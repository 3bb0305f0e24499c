"""The configuration as people read it: every key with its meaning, for the file `chappe init` writes and for the docs.

The meaning of a key is the string below it in `server.ops.config`; it is read from the source, since Python drops it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from server.ops.config import Config, Secret
from server.ops.resolve import keys


class Key(NamedTuple):
    """One key as people read it: its default in TOML, its type in words, its meaning."""

    name: str
    default: str
    type: str
    meaning: str


class Section(NamedTuple):
    """One table: its name, what it is about, its keys."""

    name: str
    about: str
    keys: list[Key]


def sections() -> list[Section]:
    """Every key there is, by table."""
    declared = keys()
    return [
        Section(
            section.name,
            inspect.cleandoc(section.type.__doc__ or ""),
            [
                Key(
                    key.name,
                    toml(key.default),
                    describe(declared[f"{section.name}.{key.name}"]),
                    attribute_docs(section.type).get(key.name, ""),
                )
                for key in msgspec.structs.fields(section.type)
            ],
        )
        for section in msgspec.structs.fields(Config)
    ]


def commented_file() -> str:
    """A configuration file in which everything is said and nothing is set."""
    lines = [
        "# Every key with its default. Take away the # before a key to change it.",
        "# Flags and CHAPPE_SECTION__KEY in the environment win over this file.",
    ]
    for section in sections():
        lines += ["", *_comment(section.about), f"[{section.name}]"]
        for key in section.keys:
            lines += ["", *_comment(key.meaning), f"#{key.name} = {key.default}"]
    return "\n".join(lines) + "\n"


def toml(value: Any) -> str:
    """A default as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            return "[" + ", ".join(toml(item) for item in value) + "]"
        case int():
            return f"{value:_}" if value >= 10_000 else str(value)
    return str(value)


def describe(declared: Any) -> str:
    """A declared type in words, bounds included."""
    schema: dict[str, Any] = {"type": "string"} if declared is Secret else msgspec.json.schema(declared)
    if "enum" in schema:
        return " or ".join(f"`{word}`" for word in sorted(schema["enum"]))
    word = {"string": "text", "boolean": "true or false", "integer": "number", "number": "number", "array": "list"}
    text = word.get(schema.get("type", ""), "text")
    if "items" in schema and "enum" in schema["items"]:
        text += " of " + ", ".join(f"`{item}`" for item in sorted(schema["items"]["enum"]))
    low, high = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum")
    if low is not None:
        text += f", {'above' if 'exclusiveMinimum' in schema else 'from'} {low:,}"
    if high is not None:
        text += f" to {high:,}"
    return text


def _comment(text: str) -> list[str]:
    return [f"# {line}".rstrip() for line in inspect.cleandoc(text).splitlines()]


def attribute_docs(declared: type) -> dict[str, str]:
    """The string below each attribute of a class, by the attribute's name."""

    def found() -> Iterator[tuple[str, str]]:
        [body] = ast.parse(textwrap.dedent(inspect.getsource(declared))).body
        assert isinstance(body, ast.ClassDef)
        for attribute, after in zip(body.body, body.body[1:], strict=False):
            match attribute, after:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]),
                    ast.Expr(value=ast.Constant(value=str(meaning))),
                ):
                    yield name, inspect.cleandoc(meaning)

    return dict(found())
