"""What the last run of every test, and of every script that proves rows, came to.

conftest.py notes the tests of each run of pytest here, the scripts note themselves; `python -m tests.scoreboard` joins
the two with the rows they cite. It is kept in `.outcomes.json`, which git ignores: an outcome belongs to one working
tree, and says at which commit it was seen, with a `+` where files differed from that commit.

A place is `tests/…/test_x.py::TestY::test_z` without the parameters in brackets, or the path of a script. Of several
outcomes of one place in one run the worst counts.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).parents[1]
FILE = ROOT / ".outcomes.json"

PASSED, SKIPPED, FAILED = "passed", "skipped", "failed"
_FROM_BEST = (PASSED, SKIPPED, FAILED)


class Outcome(TypedDict):
    """What one place came to, and at which commit; `said` is what a script found, in one line."""

    result: str
    commit: str
    said: str


def load(file: Path = FILE) -> dict[str, Outcome]:
    """Every outcome that was noted, by place; none before the first run."""
    try:
        noted: dict[str, Outcome] = json.loads(file.read_text())
    except FileNotFoundError:
        return {}
    return noted


def note(results: Mapping[str, str], *, said: str = "", file: Path = FILE) -> None:
    """Keep what places came to in this run, in place of what they came to before; runs at the same time may."""
    commit = current_commit()
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        noted = load(file) | {place: Outcome(result=one, commit=commit, said=said) for place, one in results.items()}
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(noted, indent=0, sort_keys=True))
        draft.replace(file)


def worse(one: str, other: str) -> str:
    return max(one, other, key=_FROM_BEST.index)


def current_commit() -> str:
    """The commit that is checked out, `+` behind it where tracked files differ; empty outside a clone."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    try:
        return git("rev-parse", "--short=10", "HEAD") + ("+" if git("status", "--porcelain", "-uno") else "")
    except (OSError, subprocess.CalledProcessError):
        return ""
