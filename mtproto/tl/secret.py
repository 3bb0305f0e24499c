"""The end-to-end schema of secret chats as classes; editors read the stub beside this file."""

from typing import Any

from mtproto.tl.namespaces import Namespace
from mtproto.tl.table import load

_table = load("secret")
_namespace = Namespace("secret", _table, list(_table.names()))


def __getattr__(name: str) -> Any:
    value = getattr(_namespace, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return dir(_namespace)
