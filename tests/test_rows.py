"""The marks that tests carry name rows that exist, and the scoreboard says no more than was seen."""

from pathlib import Path

import pytest

from tests import outcomes, rows
from tests.scoreboard import FAIL, NOT_RUN, NOT_YET, PASS, standing


def test_every_marked_row_exists() -> None:
    known = rows.table()
    unknown = [(row, place) for row, place, marked in rows.citations() if marked and row not in known]
    assert not unknown


def test_table_is_read_whole() -> None:
    listed = [line for line in rows.TABLE.read_text().splitlines() if line.startswith("| ") and line[2].isupper()]
    assert len(rows.table()) + len(rows.not_applicable()) == len(listed) > 100


def test_what_does_not_apply_is_a_row_and_is_not_claimed() -> None:
    proofs = rows.proofs()
    assert rows.not_applicable()
    assert [row for row in rows.not_applicable() if proofs[row]] == []


def test_a_range_cites_every_row_in_it() -> None:
    assert list(rows.cited_in("H1-H3, AT-4; M6 to M8")) == ["H1", "H2", "H3", "AT-4", "M6", "M7", "M8"]


@pytest.mark.parametrize(
    ("results", "places", "state", "blamed"),
    [
        ({}, [], NOT_YET, []),
        ({}, ["t.py::a"], NOT_RUN, ["t.py::a"]),
        ({"t.py::a": "passed"}, ["t.py::a"], PASS, []),
        ({"t.py::ab": "passed"}, ["t.py::a"], NOT_RUN, ["t.py::a"]),
        ({"t.py::a": "passed"}, ["t.py::a", "t.py::b"], NOT_RUN, ["t.py::b"]),
        ({"t.py::a": "skipped"}, ["t.py::a"], NOT_RUN, ["t.py::a (skipped)"]),
        ({"t.py::a": "passed", "t.py::b": "failed"}, ["t.py"], FAIL, ["t.py"]),
        ({"t.py::TestC::runTest": "passed"}, ["t.py::CMachine"], PASS, []),
    ],
)
def test_a_row_stands_as_its_proofs_were_last_seen(results, places, state, blamed) -> None:
    noted = {place: outcomes.Outcome(result=result, commit="", said="") for place, result in results.items()}
    assert standing(places, noted) == (state, blamed)


def test_outcomes_are_kept_until_seen_again(tmp_path: Path) -> None:
    file = tmp_path / "outcomes.json"
    outcomes.note({"a": "passed", "b": "passed"}, file=file)
    outcomes.note({"b": "failed"}, said="why", file=file)
    assert {place: (one["result"], one["said"]) for place, one in outcomes.load(file).items()} == {
        "a": ("passed", ""),
        "b": ("failed", "why"),
    }
    assert outcomes.worse("passed", "failed") == outcomes.worse("failed", "skipped") == "failed"
