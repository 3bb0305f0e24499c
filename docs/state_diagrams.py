"""Draws the tables of states into the pages that explain them, between `<!-- states -->` and `<!-- end -->`.

python docs/state_diagrams.py            write the diagrams
python docs/state_diagrams.py --check    fail if one of them is behind the code
"""

import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from mtproto.exchange.states import TRANSITIONS, State

FOLDER = Path(__file__).parent
BEGIN, END = "<!-- states -->\n", "<!-- end -->\n"

PAGES: dict[str, tuple[Mapping[Any, Enum], Enum]] = {"key-exchange.md": (TRANSITIONS, State.START)}
"""For each page its table and the state where everything begins."""


def diagram(table: Mapping[Any, Enum], start: Enum) -> str:
    """A table as a Mermaid state diagram, in the order of its rows."""
    states = dict.fromkeys(state for (source, _), target in table.items() for state in (source, target))
    lines = [f"    {state.name}: {state.name}, waits for {state.value}" for state in states]
    lines += [f"    [*] --> {start.name}"]
    lines += [f"    {source.name} --> {target.name}: {event.value}" for (source, event), target in table.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def page(name: str) -> str:
    """The text that a page should have."""
    before, _, rest = (FOLDER / name).read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{diagram(*PAGES[name])}\n{END}{after}"


def main() -> int:
    behind = [name for name in PAGES if (FOLDER / name).read_text(encoding="utf-8") != page(name)]
    for name in behind:
        if "--check" in sys.argv:
            print(f"docs/{name} is behind the code: python docs/state_diagrams.py")
        else:
            (FOLDER / name).write_text(page(name), encoding="utf-8")
            print(f"wrote docs/{name}")
    return len(behind) if "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
