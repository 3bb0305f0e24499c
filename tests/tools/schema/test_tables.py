"""The tool that keeps the schema table: what it reads, adds, refuses and writes."""

import json
from pathlib import Path

import pytest

from mtproto.tl.table import Table, load
from tools.schema import sources, stubs
from tools.schema.__main__ import main
from tools.schema.definitions import Line, SchemaError, layer_of, read
from tools.schema.merge import Merged

ROOM = load("api").path.parents[1]
USER = "user#d23c81a3 id:int first_name:string last_name:string = User;"
NOBODY = "no_user#c67599d1 id:int = User;"


def identified(text: str) -> str:
    """A line with the id that it has to have."""
    name, _, rest = text.partition(" ")
    fields, _, result = rest.partition("= ")
    return f"{name}#{Line(name, 0, tuple(fields.split()), result.rstrip(';'), False).crc:x} {rest}"


CALL = identified("getUsers id:Vector<int> = Vector<User>;")


@pytest.fixture
def table(tmp_path: Path) -> Merged:
    """Layers 1 to 3, made by adding each."""
    table = Merged("// A small table.", [], [])
    flagged = identified("flagged flags:# id:flags.0?int = User;")
    flagged_more = flagged.replace("flags:# ", "flags:# new:flags.1?true ")
    table.add(1, read(f"{NOBODY}\n{flagged}"))
    table.add(2, read(f"{NOBODY}\n{USER}\n{flagged_more}\n---functions---\n{CALL}"))
    table.add(3, read(f"{USER}\n{flagged_more}\n---functions---\n{CALL}"))
    return table


def test_ranges_open_and_close(table: Merged) -> None:
    flagged = identified("flagged flags:# id:flags.0?int = User;").replace("flags:# ", "flags:# new:flags.1?true@2- ")
    assert table.text().splitlines() == [
        "// A small table.",
        "// layers 1 2 3",
        "---types---",
        f"1- {flagged}",
        f"1-2 {NOBODY}",
        f"2- {USER}",
        "---functions---",
        f"2- {CALL}",
    ]


def test_text_is_read_back(table: Merged, tmp_path: Path) -> None:
    path = tmp_path / "table.tl"
    path.write_text(table.text())
    assert Merged.load(path).text() == table.text()
    assert [definition.name for definition in Table(path)] == ["flagged", "no_user", "user", "getUsers"]


def test_layer_between_others_makes_a_gap(table: Merged) -> None:
    table.add(4, read(f"{NOBODY}\n{USER}"))
    assert f"1-2,4- {NOBODY}" in table.text()
    table.add(3, read(f"{NOBODY}\n{USER}"))
    assert f"1- {NOBODY}" in table.text()
    assert f"2-2 {CALL}" in table.text()


def test_drafts_are_marked(table: Merged) -> None:
    draft = identified("draftUser id:long = User;")
    assert [line.name for line in table.add_drafts(2, read(f"{USER}\n{draft}"))] == ["draftUser"]
    assert f"~2-2 {draft}" in table.text()
    assert [line.name for line in table.at(2).values()] == ["no_user", "flagged", "user", "getUsers"]


def test_wrong_id_is_refused() -> None:
    with pytest.raises(SchemaError, match="user#d23c81a3 should have the id fbb535b6"):
        read(USER.replace("id:int", "id:long"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            f"---functions---\n{identified('no_user id:long = Bool;')}",
            "no_user is both a type's constructor and a method",
        ),
        (identified("someone who:flags.0?Vector<Nobody> = User;"), "field of the unknown type Nobody"),
    ],
)
def test_clashes_are_refused(table: Merged, text: str, complaint: str) -> None:
    with pytest.raises(SchemaError, match=complaint):
        table.add(4, read(text))


def test_what_packages_carry_is_read_alike() -> None:
    """TL text, a JavaScript module around it, and mtcute's JSON."""
    text = f"boolTrue#997275b5 = Bool;\n{USER}\n---functions---\n{CALL}\n// LAYER 7\n"
    schema = {
        "l": 7,
        "e": [
            {
                "kind": "class",
                "name": "user",
                "id": 0xD23C81A3,
                "type": "User",
                "arguments": [
                    {"name": "id", "type": "int"},
                    {"name": "first_name", "type": "string"},
                    {"name": "last_name", "type": "string"},
                ],
            },
            {
                "kind": "method",
                "name": "getUsers",
                "id": read(f"---functions---\n{CALL}")[0].id,
                "type": "User",
                "typeModifiers": {"isVector": True},
                "arguments": [{"name": "id", "type": "int", "typeModifiers": {"isVector": True}}],
            },
        ],
    }
    module = f"module.exports = `{text}`;"
    assert read(text) == read(module) == read(json.dumps(schema))
    assert layer_of(text) == layer_of(json.dumps(schema)) == 7
    assert layer_of(USER) is None


def test_committed_table_is_what_the_tool_writes() -> None:
    path = load("api").path
    assert Merged.load(path).text() == path.read_text()


@pytest.mark.parametrize("module", ["types", "functions", "service", "secret"])
def test_stubs_are_current(module: str) -> None:
    assert (ROOM / f"{module}.pyi").read_text() == stubs.stubs()[module], "run `python -m tools.schema stubs`"


def test_report_of_the_committed_table_is_empty(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["schema", "report"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("0 without a rule")


def test_sources_are_layers_of_the_table() -> None:
    layers = [source.layer for source in sources.listed()]
    assert layers == sorted(layers)
    assert set(layers) <= set(load("api").layers)
    assert {152, 158, 198, 229, 232} & set(layers) >= {158, 198, 229, 232}
