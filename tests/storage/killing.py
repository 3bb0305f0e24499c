"""A process that writes until it is killed."""

import os
import subprocess
import sys
from pathlib import Path


def acknowledged_until_killed(path: Path, lines: int, *more: str, **environment: object) -> set[int]:
    """Run the writing program, kill it after so many acknowledgements, and return all that it gave."""
    program = [sys.executable, str(Path(__file__).with_name("killed_writer.py")), str(path), *more]
    environ = os.environ | {name: str(value) for name, value in environment.items()}
    with subprocess.Popen(program, stdout=subprocess.PIPE, env=environ) as child:
        assert child.stdout is not None
        acknowledged = {int(child.stdout.readline()) for _ in range(lines)}
        child.kill()
        return acknowledged | {int(line) for line in child.stdout}
