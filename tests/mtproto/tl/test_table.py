"""The tables: every line proves itself, and layers are found as the intervals say."""

import itertools

import pytest

from mtproto.tl import NEWEST, known_layer
from mtproto.tl.objects import class_name
from mtproto.tl.table import FOREVER, Kind, Layers, load, parse_definition, parse_type
from tools.schema.definitions import read

SCHEMAS = ("api", "mtproto", "secret")


@pytest.mark.parametrize("schema", SCHEMAS)
def test_ids_are_the_crc_of_their_lines(schema: str) -> None:
    table = load(schema)
    lines = [line.lstrip("~") for line in table.path.read_text().splitlines()]
    bare = [line.partition(" ")[2] if "#" not in line.partition(" ")[0] else line for line in lines]
    unannotated = [" ".join(word.partition("@")[0] for word in line.split(" ")) for line in bare]
    checked = read("\n".join(unannotated))
    assert len(checked) == len(list(table))


def test_size_of_the_tables() -> None:
    """3375 definitions of 93 layers, and the ids that are only read."""
    api = list(load("api"))
    assert sum(not definition.read_only for definition in api) == 3375
    assert sum(definition.read_only for definition in api) == 8
    assert len(load("api").layers) == 93
    assert len(list(load("mtproto"))) == 52
    assert len(list(load("secret"))) == 85


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_layer_has_one_definition_of_a_name(schema: str) -> None:
    table = load(schema)
    for name in table.names():
        current = [each for each in table.history(name) if not each.read_only]
        for one, other in itertools.combinations(current, 2):
            assert not any(layer in one.layers and layer in other.layers for layer in table.layers), name


@pytest.mark.parametrize("schema", SCHEMAS)
def test_no_two_names_become_one_class(schema: str) -> None:
    table = load(schema)
    seen: dict[tuple[bool, str, str], str] = {}
    for name in table.names():
        key = (table.is_function(name), name.rpartition(".")[0], class_name(name))
        assert seen.setdefault(key, name) == name


def test_line_with_everything() -> None:
    line = "133-195,202-204 a.b#1 {X:Type} flags:# on:flags.1?true@150- from:flags.0?Vector<Peer> q:!X = X;"
    definition = parse_definition(line, load("api"), is_function=True)
    assert definition.layers == Layers(((133, 195), (202, 204)))
    flags, on, sender, query = definition.fields
    assert flags.type.kind is Kind.FLAGS
    assert (on.flags, on.bit, on.layers) == ("flags", 1, Layers(((150, FOREVER),)))
    assert (sender.attribute, sender.optional, sender.type.item) == ("from_", True, parse_type("Peer"))
    assert query.type.kind is Kind.ANY
    assert not definition.read_only
    assert parse_definition(f"~{line}", load("api"), is_function=True).read_only


@pytest.mark.parametrize(
    ("announced", "known"), [(232, 232), (999, NEWEST), (231, 230), (226, 225), (157, 156), (152, 152), (1, 133)]
)
def test_announced_layer_is_taken_for_the_greatest_known_one(announced: int, known: int) -> None:
    """Some numbers were announced by clients and never published; newer ones than ours may come."""
    assert known_layer(announced) == known


def test_gap_in_the_layers_of_a_definition() -> None:
    """For six layers calls looked different and then were as before."""
    table = load("api")
    before, between, after = (table.at("phoneCallAccepted", layer) for layer in (195, 196, 202))
    assert before is after
    assert before is not between


def test_read_only_ids_are_read_and_never_written() -> None:
    table = load("api")
    draft = table.get(0x0FEC13C6)
    assert draft is not None
    assert draft.read_only
    assert all(table.at(draft.name, layer) is not draft for layer in table.layers)
    assert table.latest("langpack.getLangPack").id == 0xF2F2330A
