"""The schema as it was before a step, for tests that open what an older version left."""

import shutil
from pathlib import Path

from storage import migrate


def steps_before(number: str, tmp_path: Path) -> Path:
    """A folder with the steps of the schema below this one, for `migrate.up`."""
    steps = tmp_path / "steps"
    steps.mkdir()
    for step in migrate.BUILT_IN.glob("*.sql"):
        if step.name < number:
            shutil.copy(step, steps)
    return steps
