"""Which rows of docs/rows.md are proved, and by which tests and scripts.

    python -m tests.rows            every row, its statement and its proofs
    python -m tests.rows --open     only the rows that nothing proves yet

A test cites a row with `@pytest.mark.rows("M3", "CR-1")` on itself, its class or its module (`pytestmark`), or by
naming the id in the docstring of one of these; the scripts of bench that end with a verdict cite in their docstrings.
`M6-M9` cites a range. Everything is read, not run: nothing is imported. `python -m tests.scoreboard` says what the last
runs came to.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
SCRIPTS = TESTS.parent / "bench"
TABLE = TESTS.parent / "docs" / "rows.md"
EXCUSED = "## Not applicable"
"""The heading of the last table of the page: rows that wait for something to exist, and for what."""

_ROW = re.compile(r"^\| ([A-Z]{1,2}-?[0-9]+) \| (.+) \|$", re.MULTILINE)
_CITED = re.compile(r"\b([A-Z]{1,2}-?)([0-9]+)(?:(?: to |-|\.\.)\1([0-9]+))?\b")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def table() -> dict[str, str]:
    """Statement by row id, in the order of the page."""
    return dict(_ROW.findall(TABLE.read_text().partition(EXCUSED)[0]))


def not_applicable() -> dict[str, str]:
    """What has to exist before a row applies, by row id."""
    return dict(_ROW.findall(TABLE.read_text().partition(EXCUSED)[2]))


def proofs() -> dict[str, list[str]]:
    """The places that cite each row of the table."""
    found: dict[str, list[str]] = {row: [] for row in table()}
    for row, place, _ in citations():
        if row in found and place not in found[row]:
            found[row].append(place)
    return found


def cited_in(text: str) -> Iterator[str]:
    """The row ids, or what looks like them, in a docstring or a mark."""
    for prefix, first, last in _CITED.findall(text):
        for number in range(int(first), int(last or first) + 1):
            yield f"{prefix}{number}"


def citations() -> Iterator[tuple[str, str, bool]]:
    """(row id, place, whether a mark names it) for every citation under tests/ and in the scripts."""
    for path in sorted(TESTS.rglob("test_*.py")):
        name = path.relative_to(TESTS.parent).as_posix()
        for place, marks, docstring in _places(ast.parse(path.read_bytes()), name):
            for mark in marks:
                yield from ((row, place, True) for row in cited_in(mark))
            yield from ((row, place, False) for row in cited_in(docstring))
    for path in (*sorted(SCRIPTS.glob("timing_*.py")), *sorted(SCRIPTS.glob("chaos/[a-z]*.py"))):
        docstring = ast.get_docstring(ast.parse(path.read_bytes())) or ""
        yield from ((row, path.relative_to(TESTS.parent).as_posix(), False) for row in cited_in(docstring))


def _places(module: ast.Module, name: str) -> Iterator[tuple[str, list[str], str]]:
    """(name, texts of marks, docstring) of a module and of everything in it that pytest collects."""
    yield name, [mark for node in module.body for mark in _marks(node, "pytestmark")], ast.get_docstring(module) or ""
    for node in module.body:
        yield from _collected(node, name)


def _collected(node: ast.stmt, outer: str) -> Iterator[tuple[str, list[str], str]]:
    if not isinstance(node, _Definition):
        return
    is_test = node.name.startswith("test") and not isinstance(node, ast.ClassDef)
    is_class = isinstance(node, ast.ClassDef) and (node.name.startswith("Test") or node.name.endswith("Machine"))
    if not is_test and not is_class:
        return
    place = f"{outer}::{node.name}"
    yield place, [mark for decorator in node.decorator_list for mark in _rows(decorator)], ast.get_docstring(node) or ""
    if is_class:
        for inner in node.body:
            yield from _collected(inner, place)


def _marks(node: ast.stmt, target: str) -> Iterator[str]:
    if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == target for t in node.targets):
        yield from _rows(node.value)


def _rows(expression: ast.expr) -> Iterator[str]:
    """The arguments of every `….rows(…)` inside, so that marks of single parameters count too."""
    for call in ast.walk(expression):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "rows":
            yield from (str(argument.value) for argument in call.args if isinstance(argument, ast.Constant))


def main() -> None:
    found, excused = proofs(), not_applicable()
    only_open = "--open" in sys.argv[1:]
    for row, statement in table().items():
        if found[row]:
            if not only_open:
                print(f"{row:6}{statement}", *found[row], sep="\n          ")
        else:
            print(f"{row:6}{statement}\n          {f'not before {excused[row]}' if row in excused else 'not yet'}")
    print(f"{sum(map(bool, found.values()))} of {len(found)} rows have proofs, {len(excused)} do not apply yet")


if __name__ == "__main__":
    main()
