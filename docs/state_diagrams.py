"""Draws the tables of states into the pages that explain them, each between `<!-- states -->` and `<!-- end -->`.

python docs/state_diagrams.py            write the diagrams
python docs/state_diagrams.py --check    fail if one of them is behind the code
"""

import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from mtproto.exchange.states import TRANSITIONS
from mtproto.exchange.states import State as Exchange
from mtproto.session.states import CLIENT, SERVER
from mtproto.session.states import State as Session

FOLDER = Path(__file__).parent
BEGIN, END = "<!-- states -->\n", "<!-- end -->\n"


class Drawing(NamedTuple):
    """A table, the state where everything begins, and what joins a state's name to its meaning."""

    table: Mapping[Any, Enum]
    start: Enum
    joint: str = ", "


PAGES = {
    "key-exchange.md": [Drawing(TRANSITIONS, Exchange.START, ", waits for ")],
    "session.md": [Drawing(SERVER, Session.FRESH), Drawing(CLIENT, Session.FRESH)],
}
"""For each page what is drawn in it, in order."""


def diagram(drawing: Drawing) -> str:
    """A table as a Mermaid state diagram, in the order of its rows."""
    table, start, joint = drawing
    states = dict.fromkeys(state for (source, _), target in table.items() for state in (source, target))
    lines = [f"    {state.name}: {state.name}{joint}{state.value}" for state in states]
    lines += [f"    [*] --> {start.name}"]
    lines += [f"    {source.name} --> {target.name}: {event.value}" for (source, event), target in table.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def page(name: str) -> str:
    """The text that a page should have."""
    text, *rest = (FOLDER / name).read_text(encoding="utf-8").split(BEGIN)
    for drawing, piece in zip(PAGES[name], rest, strict=True):
        _, _, after = piece.partition(END)
        text += f"{BEGIN}\n{diagram(drawing)}\n{END}{after}"
    return text


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
