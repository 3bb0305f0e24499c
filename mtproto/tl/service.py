"""The MTProto service schema (key exchange, session) as classes; editors read the stub beside this file."""

from typing import Any

from mtproto.tl.namespaces import Namespace
from mtproto.tl.table import load

_table = load("mtproto")
_namespace = Namespace("service", _table, list(_table.names()))


def __getattr__(name: str) -> Any:
    value = getattr(_namespace, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return dir(_namespace)
