"""TL objects out of JSON, in the form of `TLObject.to_dict`.

    {"_": "inputPeerUser", "user_id": 1, "access_hash": 2}

Rules of this file
- `_` names the constructor. Bytes are base64; a field that is left out is absent, or false where it is a flag.
- Where a call wants a peer, a user or a channel, a name or id stands for it, as everywhere on the command line.
- What cannot be meant is refused with the path to it: nothing is guessed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import Any

from client_sdk.errors import ClientError
from mtproto.tl import TLFunction, TLObject, functions, types
from mtproto.tl.objects import class_name
from mtproto.tl.table import Kind, Type

Resolve = Callable[[str, int | str], Awaitable[TLObject]]
"""Finds what a name or id stands for, as an object of the TL type of this name."""

RESOLVED = frozenset({"InputPeer", "InputUser", "InputChannel"})

_INTEGERS = {Kind.INT: 32, Kind.LONG: 64}
_SIZES = {Kind.INT128: 16, Kind.INT256: 32}


class BadJson(ClientError):
    """A value that does not fit where it stands."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")


async def read_call(name: str, arguments: object, resolve: Resolve) -> TLFunction[Any]:
    """The call of a method.

    Args:
        name: As the schema has it: `messages.sendMessage`.
        arguments: Its arguments, a dict.
        resolve: Finds peers.

    Raises:
        BadJson: there is no such method, or an argument does not fit.
        PeerUnknown, RpcError: what `resolve` raises.
    """
    call = await _fields(_class(functions, name, "$"), arguments, "$", resolve)
    if not isinstance(call, TLFunction):
        raise BadJson("$", f"{name} is no method")
    return call


def _class(names: Any, name: object, path: str) -> type[TLObject]:
    """A class by its TL name."""
    namespace, _, bare = str(name).rpartition(".")
    try:
        found = getattr(getattr(names, namespace) if namespace else names, class_name(bare))
    except AttributeError:
        raise BadJson(path, f"there is no {name!r}") from None
    if not (isinstance(found, type) and issubclass(found, TLObject) and name == found.NAME):
        raise BadJson(path, f"there is no {name!r}")
    return found


async def _fields(kind: type[TLObject], given: object, path: str, resolve: Resolve) -> TLObject:
    """An object of a class from the dict of its fields."""
    if not isinstance(given, dict):
        raise BadJson(path, f"the fields of {kind.NAME} as an object are due, not {given!r}")
    fields = {field.name: field for field in kind.DEFINITION.values}
    if unknown := sorted(given.keys() - fields.keys() - {"_"}):
        raise BadJson(path, f"{kind.NAME} has no {', '.join(unknown)}; it has {', '.join(fields) or 'nothing'}")
    values = {}
    for name, field in fields.items():
        if given.get(name) is not None:
            values[field.attribute] = await _value(field.type, given[name], f"{path}.{name}", resolve)
        elif not field.optional:
            raise BadJson(path, f"{kind.NAME} wants {name}: {field.type.name}")
    return kind(**values)


async def _value(wanted: Type, given: Any, path: str, resolve: Resolve) -> Any:
    """A value of a TL type."""
    kind = wanted.kind
    if wanted.item is not None:
        if not isinstance(given, list):
            raise BadJson(path, f"a list is due, not {given!r}")
        return [await _value(wanted.item, each, f"{path}[{place}]", resolve) for place, each in enumerate(given)]
    if kind in (Kind.OBJECT, Kind.ANY, Kind.BARE):
        if wanted.name in RESOLVED and isinstance(given, int | str):
            return await resolve(wanted.name, given)
        if not isinstance(given, dict) or "_" not in given:
            raise BadJson(path, f'an object {{"_": …}} of type {wanted.name} is due, not {given!r}')
        names = functions if kind is Kind.ANY else types  # only wrappers have a field of any kind: the call inside
        return await _fields(_class(names, given["_"], path), given, path, resolve)
    return _plain(kind, given, path)


def _plain(kind: Kind, given: Any, path: str) -> Any:
    """A number, a text, bytes or a truth value."""
    match given:
        case bool() if kind in (Kind.BOOL, Kind.TRUE):
            return given
        case int() if kind in _INTEGERS and not isinstance(given, bool) and given.bit_length() < _INTEGERS[kind]:
            return given
        case int() | float() if kind is Kind.DOUBLE and not isinstance(given, bool):
            return float(given)
        case str() if kind is Kind.STRING:
            return given
        case str() if kind is Kind.BYTES or kind in _SIZES:
            try:
                data = base64.b64decode(given, validate=True)
            except binascii.Error as error:
                raise BadJson(path, f"not base64: {error}") from error
            if len(data) == _SIZES.get(kind, len(data)):
                return data
    raise BadJson(path, f"{kind.value} is due, not {given!r}")
