"""docs/compatibility.md: what each client was seen to do, feature by feature, with its version and layer.

The page is made of reports (`python -m tests.clients --write`) and read back: a run of a client has to come to what its
column says.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.clients.features import FEATURES
from tests.clients.matrix import CLIENTS, Report
from tests.clients.scenarios.scenario import CANNOT, OWN, RAW

PAGE = Path(__file__).parents[2] / "docs" / "compatibility.md"
WORDS = {OWN: "yes", RAW: "raw"}

_HEAD = """# Compatibility

Made by `python -m tests.clients --write` from what unmodified clients did. Each runs a scenario of its own
(`tests/clients/scenarios/`): three people with two devices each do everything below against a server that was started
for it, and what one does is checked on a device of another. Nothing of a client is changed but the address and the key,
in the way that `chappe connect CLIENT` prints. The tests play the scenarios again, those of old clients in part, and
compare what comes of each with its column.

**yes**: done by the client's own verbs. **raw**: some of it by calling a method of the API through the client, which
has no verb for it. A number: the client cannot; the reason stands below. The layer is what the client announced.

TDLib is held to more: whatever it finds wrong with an answer fails its run, except that a method is not implemented
([coverage.md](coverage.md) has the list). With two devices each it plays a shorter form, by its own methods; the others
call the same methods of the API, as far as their layers have them, and what a second device makes of the updates has to
equal all that the server says, field by field.
"""


def written(reports: dict[str, Report]) -> str:
    """The page for the reports of all clients, by their names."""
    reasons: list[str] = []
    lines = [_HEAD]
    for title, names in (("Clients", _current()), ("Older versions of Telethon", _old())):
        lines += [f"## {title}\n", *_table({name: reports[name] for name in names}, reasons), ""]
    lines += ["## Why a client cannot\n", *(f"{number}. {reason}" for number, reason in enumerate(reasons, 1)), ""]
    lines += ["## What is done\n", "| feature | |", "|---|---|"]
    lines += [f"| {name} | {about} |" for room in FEATURES.values() for name, about in room.items()]
    return "\n".join(lines) + "\n"


def read(text: str) -> dict[str, Report]:
    """The reports that a page was made of."""
    reasons = dict(re.findall(r"^(\d+)\. (.+)$", text, re.MULTILINE))
    columns: dict[str, Report] = {}
    for table in re.findall(r"^\| \|.+(?:\n\|.+)+", text, re.MULTILINE):
        names, _, versions, layers, *rows = (
            [cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines()
        )
        for column, name in enumerate(names[1:], 1):
            features = {row[0]: _came(row[column], reasons) for row in rows if row[column]}
            columns[name] = Report(versions[column], int(layers[column]), features)
    return columns


def _current() -> list[str]:
    return [client.name for client in CLIENTS if not client.name.startswith("Telethon ")]


def _old() -> list[str]:
    return [client.name for client in CLIENTS if client.name.startswith("Telethon ")]


def _table(reports: dict[str, Report], reasons: list[str]) -> Iterator[str]:
    yield _row("", *reports)
    yield _row(*["---"] * (len(reports) + 1))
    yield _row("version", *(report.version for report in reports.values()))
    yield _row("layer", *(str(report.layer) for report in reports.values()))
    for title, room in FEATURES.items():
        yield _row(f"**{title}**", *[""] * len(reports))
        for name in room:
            yield _row(name, *(_cell(report.features[name], reasons) for report in reports.values()))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def _cell(came: str, reasons: list[str]) -> str:
    if came in WORDS:
        return WORDS[came]
    reason = came.removeprefix(CANNOT)
    if reason == came:
        raise ValueError(came)
    if reason not in reasons:
        reasons.append(reason)
    return str(reasons.index(reason) + 1)


def _came(cell: str, reasons: dict[str, str]) -> str:
    marks = {word: came for came, word in WORDS.items()}
    return marks.get(cell) or CANNOT + reasons[cell]
