"""Objects of the API as plain ones: {"_": "inputPeerUser", "user_id": 1, "access_hash": 2}.

They are named as the schema names them, without the namespace, and have the fields that say something: what is false,
empty or not there is left out, and a date is its unix seconds. So they are the same for every client.
"""

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any

Plain = dict[str, Any]
_SIMPLE = (str, int, float, bytes)


class Long(int):
    """A number of 64 bits: it has a type of its own in some languages."""


def tl(kind: str, **fields: Any) -> Plain:
    """A plain object."""
    return {"_": kind, **fields}


def text(words: str) -> Plain:
    """A text without entities."""
    return tl("textWithEntities", text=words, entities=[])


def plain(thing: Any) -> Any:
    """What a client in Python hands on, as a plain object."""
    if thing is None or isinstance(thing, _SIMPLE):
        return thing
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    if isinstance(thing, datetime):
        return int(thing.timestamp())
    if isinstance(thing, dict):
        name = thing["_"].rpartition(".")[2]
        fields = ((field, plain(value)) for field, value in thing.items() if field != "_")
        return {"_": name[0].lower() + name[1:]} | {field: value for field, value in fields if _says_something(value)}
    if hasattr(thing, "to_dict"):  # Telethon
        return plain(thing.to_dict())
    if hasattr(thing, "__slots__"):  # Pyrogram
        return plain({"_": type(thing).__name__} | {name: getattr(thing, name) for name in thing.__slots__})
    return thing


def class_name(schema_name: str) -> tuple[str, str]:
    """The namespace and the class that clients in Python have for a name of the schema."""
    room, _, name = schema_name.rpartition(".")
    return room, name[0].upper() + name[1:]


def _says_something(value: Any) -> bool:
    return value is not None and value is not False and value != []


def made_of(thing: Any, find: Callable[[str], Any]) -> Any:
    """An object of a client in Python out of a plain one.

    Args:
        find: the client's class by the name that the schema has for it; None if the client's layer does not have it.

    The fields that its layer does not have are left out, and where it has a string for a text it gets one.
    """
    if isinstance(thing, list):
        return [made_of(one, find) for one in thing]
    if not isinstance(thing, dict):
        return thing
    kind = find(thing["_"])
    known = inspect.signature(kind).parameters
    fields = {}
    for name, value in thing.items():
        if name in known:
            is_string = str(known[name].annotation) in ("str", "<class 'str'>")
            fields[name] = value["text"] if is_string and isinstance(value, dict) else made_of(value, find)
    return kind(**fields)
