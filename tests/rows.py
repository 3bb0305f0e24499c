"""Which rows of docs/rows.md are proved, and by which tests.

    python -m tests.rows            every row, its statement and its tests
    python -m tests.rows --open     only the rows that no test proves yet

A test cites a row with `@pytest.mark.rows("M3", "CR-1")` on itself, its class or its module (`pytestmark`), or by
naming the id in the docstring of one of these. `M6-M9` cites a range. Tests are read, not run: nothing is imported.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
TABLE = TESTS.parent / "docs" / "rows.md"

_ROW = re.compile(r"^\| ([A-Z]{1,2}-?[0-9]+) \| (.+) \|$", re.MULTILINE)
_CITED = re.compile(r"\b([A-Z]{1,2}-?)([0-9]+)(?:(?: to |-|\.\.)\1([0-9]+))?\b")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def table() -> dict[str, str]:
    """Statement by row id, in the order of the page."""
    return dict(_ROW.findall(TABLE.read_text()))


def cited_in(text: str) -> Iterator[str]:
    """The row ids, or what looks like them, in a docstring or a mark."""
    for prefix, first, last in _CITED.findall(text):
        for number in range(int(first), int(last or first) + 1):
            yield f"{prefix}{number}"


def citations() -> Iterator[tuple[str, str, bool]]:
    """(row id, test, whether a mark names it) for every citation under tests/."""
    for path in sorted(TESTS.rglob("test_*.py")):
        name = path.relative_to(TESTS.parent).as_posix()
        for place, marks, docstring in _places(ast.parse(path.read_bytes()), name):
            for mark in marks:
                yield from ((row, place, True) for row in cited_in(mark))
            yield from ((row, place, False) for row in cited_in(docstring))


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
    rows = table()
    proofs: dict[str, list[str]] = {row: [] for row in rows}
    for row, place, _ in citations():
        if row in proofs and place not in proofs[row]:
            proofs[row].append(place)
    only_open = "--open" in sys.argv[1:]
    for row, statement in rows.items():
        if not proofs[row]:
            print(f"{row:6}{statement}\n          not yet")
        elif not only_open:
            print(f"{row:6}{statement}", *proofs[row], sep="\n          ")
    print(f"{sum(map(bool, proofs.values()))} of {len(rows)} rows have tests")


if __name__ == "__main__":
    main()
