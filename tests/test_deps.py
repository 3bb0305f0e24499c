"""DEPS.md has a sentence for each dependency, and constraints.txt a version."""

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def declared() -> set[str]:
    """The names in setup.cfg, run-time and extras."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    lines = setup["options"]["install_requires"].splitlines()
    for extra in setup["options.extras_require"].values():
        lines += extra.splitlines()
    return {normal(re.split(r"[<>=!~;\s\[]", line.strip())[0]) for line in lines if line.strip()}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_has_its_reason():
    explained = re.findall(r"^- \*\*(.+?)\*\*: (.{10,})", (ROOT / "DEPS.md").read_text(), re.MULTILINE)
    assert {normal(name) for name, _ in explained} == declared()


def test_every_dependency_is_pinned():
    pinned = {normal(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert declared() - pinned == set()
