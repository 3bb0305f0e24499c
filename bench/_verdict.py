"""How a script that proves rows ends: it says what it found, and `python -m tests.scoreboard` will know of it."""

from __future__ import annotations

from pathlib import Path

from tests import outcomes


def verdict(script: str, said: str, *, held: bool, in_full: bool = True) -> int:
    """Print and note what was found; the exit status.

    Args:
        script: The `__file__` of the script.
        said: The figures, in one line.
        held: Whether they are within what the rows of the script allow.
        in_full: Whether the run was as long as the rows ask; a shorter one can fail, and proves nothing by holding.
    """
    result = outcomes.FAILED if not held else outcomes.PASSED if in_full else outcomes.SKIPPED
    said += "" if in_full else " (a short run)"
    print(said)
    outcomes.note({Path(script).resolve().relative_to(outcomes.ROOT).as_posix(): result}, said=said)
    return int(not held)
