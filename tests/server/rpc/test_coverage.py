"""The coverage page is what the code says."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import server
from mtproto import tl
from mtproto.tl.table import Definition, load
from server.rpc import coverage
from server.rpc.router import Who
from server.rpc.routers import ROUTERS
from tests.server.rpc.reading import fields_read

SERVER = Path(server.__file__).parent


def test_the_page_is_current() -> None:
    assert coverage.PAGE.read_text("utf-8") == coverage.current_page(), "run python -m server.rpc.coverage"


def test_everything_owed_is_a_method_of_the_newest_layer() -> None:
    existing = set(coverage.newest_methods())
    owed = [name for room in coverage.owed_rooms(coverage.OWED.read_text("ascii")) for name in room.methods]
    assert set(owed) <= existing
    assert len(owed) == len(set(owed))


def test_what_is_missing_is_named() -> None:
    rooms = list(coverage.owed_rooms("# why\n[One]\na.x\na.y\n\n[Two]\ninitConnection\n"))
    assert rooms == [coverage.Room("One", ("a.x", "a.y")), coverage.Room("Two", ("initConnection",))]
    page = coverage.page({"a.x": Who.SIGNED_IN | Who.NOBODY}, ["a.x", "a.y", "initConnection"], rooms)
    assert "| One | 2 | 1 | a.y |" in page
    assert "| Two | 1 | 1 |  |" in page
    assert "| a.x | yes | nobody, signed in |" in page
    assert "| a.y | | |" in page


def test_what_handled_methods_leave_out_is_all_there() -> None:
    """Every field of a request is read of it by its handler, or the page says why not."""
    found = {
        (function.NAME, field.name)
        for router in ROUTERS
        for function, method in router
        for field in function.DEFINITION.fields
        if not {field.name, f"{field.name}_"} & fields_read(method.handler) and not field.name.startswith("flags")
    }
    told = [
        (method, field)
        for methods, fields, _ in coverage.rows_of(coverage.LEFT_OUT)
        for method in methods.split()
        for field in fields.split()
    ]
    assert set(told) == found
    assert len(told) == len(set(told))


RULED_OUT = frozenset(
    {
        "chatReactionsNone",
        "inputChatPhoto",
        "inputCheckPasswordSRP",
        "inputDocumentEmpty",
        "inputEncryptedFileEmpty",
        "inputGeoPointEmpty",
        "inputStickerSetEmpty",
        "inputStickeredMediaDocument",
        "inputUserEmpty",
        "inputWallPaper",
        "notificationSoundDefault",
        "pageListItemBlocks",
        "passwordKdfAlgoUnknown",
        "videoSizeStickerMarkup",
    }
)
"""Constructors that are judged without being named: they are what the others of their type are not."""

PASSED_ON = frozenset({"MessageMedia", "Peer", "SendMessageAction"})
"""Types whose values go on as they are, or are only ever the server's."""


def arguments() -> Iterator[tuple[str, Definition]]:
    """Every type with several constructors that a handled method takes, also inside of others; and its constructors."""
    table = load("api")
    by_type: dict[str, list[Definition]] = {}
    for name in table.names():
        definition = table.at(name, tl.NEWEST)
        if definition is not None and not definition.is_function:
            by_type.setdefault(definition.result.name, []).append(definition)
    waiting = [field.type for router in ROUTERS for function, _ in router for field in function.DEFINITION.fields]
    seen = set(PASSED_ON)
    while waiting:
        type_ = waiting.pop()
        name = type_.item.name if type_.item is not None else type_.name
        if name not in seen and name in by_type:
            seen.add(name)
            waiting += [field.type for one in by_type[name] if _class(one) in told_apart() for field in one.fields]
            if len(by_type[name]) > 1:
                yield from ((name, one) for one in by_type[name])


@cache
def told_apart() -> frozenset[str]:
    """The constructors that the server names other than to make one: whoever looks for one names its class."""
    named: set[str] = set()
    for path in SERVER.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        made = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
        for node in nodes:
            match node:
                case ast.Attribute(value=ast.Name("types") | ast.Attribute(value=ast.Name("types")), attr=name):
                    if id(node) not in made:
                        named.add(name)
    return frozenset(named)


def _class(definition: Definition) -> str:
    name = definition.name.rpartition(".")[2]
    return name[0].upper() + name[1:]


def test_the_kinds_of_arguments_that_are_refused_are_all_there() -> None:
    """Every constructor that a client may send is known to some code, or the page says what becomes of it."""
    rows = coverage.rows_of(coverage.REFUSED)
    whole = {type_ for type_, kinds, _, _ in rows if kinds == "*"}
    unknown = {(name, one.name) for name, one in arguments() if _class(one) not in told_apart()}
    found = {(name, "*" if name in whole else kind) for name, kind in unknown if kind not in RULED_OUT}
    told = [(type_, kind) for type_, kinds, _, _ in rows for kind in kinds.split()]
    assert set(told) == found
    assert len(told) == len(set(told))
