"""How clients of older layers are played: what they see of an object, and what they call."""

from types import SimpleNamespace
from typing import Any

from mtproto import tl
from mtproto.tl import types
from mtproto.tl.encoder import writers_at
from mtproto.tl.table import Definition, Kind, load
from mtproto.tl.writer_source import compile_writer

API = load("api")
USER = types.PeerUser(user_id=7)
CHANNEL = types.PeerChannel(channel_id=9)


def definition_at(name: str, layer: int) -> Definition:
    """The definition of a name that the layer has."""
    definition = API.at(name, layer)
    assert definition is not None, f"{name} at {layer}"
    return definition


def seen(value: tl.TLObject, layer: int) -> Any:
    """The object as a client of the layer gets it, read back into the newest shape."""
    return tl.decode(tl.encode(value, layer))


def written(definition: Definition, **fields: Any) -> bytes:
    """An object of exactly this definition, whose fields the newest shape may no longer have."""
    absent = {field.attribute: False if field.type.kind is Kind.TRUE else None for field in definition.values}
    assert absent.keys() >= fields.keys()
    writers = writers_at(API, definition.layers.first)
    return compile_writer(definition, definition, writers)(SimpleNamespace(**{**absent, **fields}))


def called(name: str, layer: int, **fields: Any) -> Any:
    """What a call by a client of the layer becomes."""
    definition = definition_at(name, layer)
    request = tl.decode_request(written(definition, **fields))
    assert request.definition is definition
    return request
