"""Every row of docs/rows.md and how it stands, from the last runs of what proves it.

    python -m tests.scoreboard             every row
    python -m tests.scoreboard --short     only the rows that do not pass, and the sums

    pass       everything that cites the row was run, and passed
    FAIL       something that cites it failed when it was last run
    not run    something that cites it was not run here, or was skipped: it is named
    not yet    nothing cites it
    n/a        it does not apply before something exists, which docs/rows.md names

A mark of `*` means that at least one of the runs was at another commit than the one checked out. Run `pytest`, then the
scripts of bench/chaos and bench/timing_*, to fill it. The exit status is 1 when a row fails.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping

from tests import outcomes, rows
from tests.outcomes import FAILED, PASSED, SKIPPED, Outcome

PASS, FAIL, NOT_RUN, NOT_YET, NOT_APPLICABLE = "pass", "FAIL", "not run", "not yet", "n/a"


def still_there(place: str) -> bool:
    """Whether the test of an outcome has not been deleted or renamed since."""
    path, _, name = place.partition("::")
    file, function = outcomes.ROOT / path, name.rpartition("::")[2]
    return file.is_file() and (function in ("", "runTest") or f"def {function}(" in file.read_text())


def outcome_of(place: str, noted: Mapping[str, Outcome]) -> list[Outcome]:
    """The outcomes at a place and below it. A state machine is run under another name: all of its file count."""
    if place.endswith("Machine"):
        place = place.split("::")[0]
    return [outcome for name, outcome in noted.items() if name == place or name.startswith(f"{place}::")]


def standing(places: list[str], noted: Mapping[str, Outcome]) -> tuple[str, list[str]]:
    """How a row with these proofs stands, and the places that keep it from passing."""
    if not places:
        return NOT_YET, []
    results = {place: [outcome["result"] for outcome in outcome_of(place, noted)] for place in places}
    failed = [place for place, seen in results.items() if FAILED in seen]
    if failed:
        return FAIL, failed
    not_run = [place for place, seen in results.items() if PASSED not in seen]
    if not_run:
        return NOT_RUN, [f"{place} (skipped)" if SKIPPED in results[place] else place for place in not_run]
    return PASS, []


def main() -> int:
    short = "--short" in sys.argv[1:]
    noted = {place: one for place, one in outcomes.load().items() if still_there(place)}
    proofs, excused = rows.proofs(), rows.not_applicable()
    commit = outcomes.current_commit()
    sums: Counter[str] = Counter()
    for row, statement in rows.table().items():
        state, blamed = (NOT_APPLICABLE, [f"until {excused[row]}"]) if row in excused else standing(proofs[row], noted)
        sums[state] += 1
        elsewhere = any(one["commit"] != commit for place in proofs[row] for one in outcome_of(place, noted))
        if state != PASS or not short:
            print(f"{state + '*' * (elsewhere and state in (PASS, FAIL)):9}{row:6}{statement}")
            print(*(f"{'':15}{place}" for place in blamed), sep="\n", end="\n" if blamed else "")
    if not short:
        scripts = {place: one for place, one in noted.items() if "::" not in place and one["said"]}
        print("\nWhat the scripts said:", *(f"  {place}: {one['said']}" for place, one in scripts.items()), sep="\n")
    print("\n" + ", ".join(f"{count} {state}" for state, count in sums.items()), f"of {sums.total()} rows at {commit}")
    return int(sums[FAIL] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
