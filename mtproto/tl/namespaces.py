"""How names become attributes: `types.PeerUser`, `functions.messages.SendMessage`, `types.TypePeer`.

A namespace finds a class the first time its name is asked for and keeps it. `TypePeer` is the union of all
constructors of the TL type `Peer`, for annotations and for `isinstance`.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from typing import Any

from mtproto.tl.objects import class_name, class_of
from mtproto.tl.table import Table


class Namespace:
    """The classes of one part of a table, and the namespaces inside it.

    Args:
        title: how it introduces itself, such as ``types.auth``.
        names: the TL names of the part by what stands before their last dot.
        prefix: what stands there in this one's.
    """

    def __init__(self, title: str, table: Table, names: Mapping[str, Sequence[str]], prefix: str = "") -> None:
        self._title = title
        self._table = table
        self._names = names
        self._prefix = prefix

    @cached_property
    def _members(self) -> dict[str, str]:
        return {class_name(name): name for name in self._names[self._prefix]}

    @cached_property
    def _unions(self) -> dict[str, str]:
        part = {name for names in self._names.values() for name in names}
        shown = {name for name, members in self._table.constructors.items() if members[0] in part}
        inside = (name for name in shown if name.rpartition(".")[0] == self._prefix)
        return {f"Type{class_name(name)}": name for name in inside}

    @cached_property
    def _inner(self) -> set[str]:
        return set() if self._prefix else {prefix for prefix in self._names if prefix}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self._find(name)
        setattr(self, name, value)
        return value

    def _find(self, name: str) -> Any:
        if name in self._members:
            return class_of(self._table, self._members[name])
        if name in self._inner:
            return Namespace(f"{self._title}.{name}", self._table, self._names, name)
        if name.startswith("Type") and name in self._unions:
            members = self._table.constructors[self._unions[name]]
            return reduce(operator.or_, (class_of(self._table, member) for member in members))
        raise AttributeError(f"{self._title} has no {name!r}")

    def __dir__(self) -> list[str]:
        return sorted([*self._members, *self._inner, *self._unions])

    def __repr__(self) -> str:
        return f"<namespace {self._title}>"


def publish(module: dict[str, Any], table: Table, *, functions: bool | None = None) -> None:
    """Let a module have the classes of a table: only its methods, only its constructors, or (None) both.

    Args:
        module: the module's own globals, where every class stays once it was asked for.
        table: the schema.
        functions: which names.
    """
    names: dict[str, list[str]] = {"": []}
    for name in table.names():
        if functions is None or table.is_function(name) is functions:
            names.setdefault(name.rpartition(".")[0], []).append(name)
    namespace = Namespace(module["__name__"].rpartition(".")[2], table, names)

    def find(name: str) -> Any:
        module[name] = getattr(namespace, name)
        return module[name]

    module.update(__getattr__=find, __dir__=namespace.__dir__)
