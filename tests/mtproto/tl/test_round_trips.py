"""Every entry of the tables, with random values: what is written is read back, at every layer that writes it.

Plain Python on both sides: test_native.py holds the native codec against it.
"""

import functools
import random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto import tl
from mtproto.tl.decoder import any_readers, read_whole, reader_of
from mtproto.tl.encoder import writers_at
from mtproto.tl.objects import TLObject
from mtproto.tl.table import Definition, Kind, load
from mtproto.tl.writer_source import compile_writer
from tests.mtproto.tl.random_values import RandomValues

API = load("api")
HOT = ("message", "user", "channel", "updates", "config", "messages.dialogs", "updates.difference", "userFull")


def written_layers(definition: Definition) -> set[int]:
    """The first and the last layer, from the floor on, that write this definition."""
    layers = [layer for layer in API.layers if layer >= tl.FLOOR and layer in definition.layers]
    return {layers[0], layers[-1]} if layers and not definition.read_only else set()


def without_closed_flags(value: Any, layer: int) -> Any:
    """A copy in which true-flags that the layer does not have are not set."""
    if isinstance(value, list):
        return [without_closed_flags(item, layer) for item in value]
    if not isinstance(value, TLObject):
        return value
    fields = {field.attribute: field for field in value.DEFINITION.values}
    return type(value)(
        **{
            name: getattr(value, name) and layer in field.layers
            if field.type.kind is Kind.TRUE
            else without_closed_flags(getattr(value, name), layer)
            for name, field in fields.items()
        }
    )


@pytest.mark.parametrize("schema", ["api", "mtproto", "secret"])
def test_newest_definitions_come_back_equal(schema: str) -> None:
    table = load(schema)
    values = RandomValues(table, table.newest, random.Random(1))
    writers = writers_at(table, table.newest)[None]
    for name in values.names():
        for _ in range(2):
            value = without_closed_flags(values.object(name), table.newest)
            data = writers[type(value)](value)
            # Types of the secret schema share ids with the API's, so each schema is read by its own.
            read, end = reader_of(value.DEFINITION)(data, 4, len(data), 32)
            assert (read, end) == (value, len(data)), name
            assert len(data) % 4 == 0


def test_every_definition_since_the_floor_is_written_and_read() -> None:
    """Down to the definition's id at its first and last layer, and back up; nothing is left over, nothing unknown."""
    done = unmappable = 0
    values = RandomValues(API, API.newest, random.Random(2))
    for name in values.names():
        for definition in API.history(name):
            for layer in written_layers(definition):
                value = values.object(name, depth=1)
                try:
                    data = writers_at(API, layer)[None][type(value)](value)
                except tl.Unmappable:
                    unmappable += 1
                    continue
                read = read_whole(any_readers().read, data)
                assert isinstance(read, TLObject)
                assert_has_nothing_newer(data, layer)
                done += 1
    assert done > 4000
    assert unmappable < done / 20


def assert_has_nothing_newer(data: bytes, layer: int) -> None:
    """The boxed value's own id is one that the layer has."""
    definition = API.get(int.from_bytes(data[:4], "little"))
    assert definition is not None
    assert layer in definition.layers, f"{definition!r} at {layer}"


@pytest.mark.parametrize("layer", [layer for layer in API.layers if layer >= 152])
def test_hot_objects_at_every_promised_layer(layer: int) -> None:
    """Written, read back and written again, the bytes are the same: what a layer can say survives."""
    values = RandomValues(API, layer, random.Random(layer))
    writers = writers_at(API, layer)[None]
    for name in HOT:
        value = values.object(name)
        try:
            data = writers[type(value)](value)
        except tl.Unmappable:
            continue
        again = read_whole(any_readers().read, data)
        assert writers[type(again)](again) == data, name


@given(seed=st.integers(0, 1 << 64))
def test_requests_of_any_layer_are_lifted(seed: int) -> None:
    """A call written by an older client is the newest call, and remembers its definition."""
    chooser = random.Random(seed)
    layer = chooser.choice([layer for layer in API.layers if layer >= 152])
    values = RandomValues(API, layer, chooser)
    name = chooser.choice([name for name in values.names() if API.is_function(name)])
    value = values.object(name)
    try:
        data = writers_at(API, layer)[None][type(value)](value)
    except tl.Unmappable:
        return
    request = tl.decode_request(data)
    assert request.definition is API.at(name, layer)


def test_every_older_definition_is_read_from_its_own_shape() -> None:
    """Values that the newest shape could not make: an old definition filled by its own fields, at its last layer."""
    makers = functools.cache(lambda layer: RandomValues(API, layer, random.Random(layer)))
    older = [definition for definition in API if tl.NEWEST not in definition.layers]
    assert len(older) > 800
    for definition in older:
        layer = max((each for each in API.layers if each in definition.layers), default=API.layers[0])
        fields = makers(layer).fields(definition, depth=2)
        try:
            data = compile_writer(definition, definition, writers_at(API, layer))(SimpleNamespace(**fields))
        except tl.Unmappable:
            continue
        try:
            read_whole(any_readers().read, data)
        except tl.DecodeError as error:
            # Below the floor a few calls named what has no name in the newest layer, such as reactions by text.
            assert "has nothing for" in str(error)  # noqa: PT017
            assert definition.layers.last < tl.FLOOR


def test_names_that_are_gone_are_written_where_they_were() -> None:
    """What rewrites make for older layers: every retired constructor and method, in its last layers."""
    retired = [d for name in API.names() if tl.FLOOR <= (d := API.latest(name)).layers.last < tl.NEWEST]
    last_layers = {definition.layers.last for definition in retired}
    makers = {layer: RandomValues(API, layer, random.Random(layer)) for layer in last_layers}
    there = {layer: set(values.names()) for layer, values in makers.items()}
    for definition in (each for each in retired if not each.read_only):
        layer = definition.layers.last
        if definition.name not in there[layer]:
            continue  # a required field has no constructor there any more: only a rewrite could make one
        value = makers[layer].object(definition.name, depth=2)
        data = writers_at(API, layer)[None][type(value)](value)
        assert data[:4] == definition.id.to_bytes(4, "little")
        read_whole(any_readers().read, data)
