"""Every constructor of the API schema as a class by its name; editors read the stub beside this file."""

from typing import Any

from mtproto.tl.namespaces import Namespace
from mtproto.tl.table import load

_api = load("api")
_namespace = Namespace("types", _api, [name for name in _api.names() if not _api.is_function(name)])


def __getattr__(name: str) -> Any:
    value = getattr(_namespace, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return dir(_namespace)
