"""Run the scenarios of clients and show what came of them.

python -m tests.clients                 all that are installed (`make peers`)
python -m tests.clients Telethon mtcute these
python -m tests.clients --write         all, and write docs/compatibility.md from what was seen; with names,
                                        the columns of these alone
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.clients import page
from tests.clients.matrix import CLIENTS, Client, Report, place
from tests.clients.scenarios.scenario import FAILED


def main() -> int:
    """The number of clients that failed in something."""
    parser = argparse.ArgumentParser(prog="python -m tests.clients", description=__doc__.splitlines()[0])
    parser.add_argument("clients", nargs="*", choices=[[], *(client.name for client in CLIENTS)], metavar="CLIENT")
    parser.add_argument("--write", action="store_true", help="write their columns of docs/compatibility.md")
    chosen = parser.parse_args()
    clients = [client for client in CLIENTS if not chosen.clients or client.name in chosen.clients]
    absent = [client.name for client in clients if not client.is_installed]
    if absent and chosen.write:
        parser.error(f"not installed here: {', '.join(absent)} (make peers)")
    reports = dict(run([client for client in clients if client.is_installed]))
    failed = [name for name, report in reports.items() if failures(report)]
    if chosen.write and not failed:
        page.PAGE.write_text(page.written(page.read(page.PAGE.read_text()) | reports))
    return len(failed)


def run(clients: list[Client]) -> list[tuple[str, Report]]:
    """Run the scenarios, each against a server of its own, and say what came of each."""
    reports = []
    for client in clients:
        with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as here:
            report = here.run(client)
        reports.append((client.name, report))
        print(f"{client.name} {report.version}, layer {report.layer}: {len(report.features)} features")
        print("".join(f"    {name}: {came}\n" for name, came in failures(report).items()), end="", flush=True)
    return reports


def failures(report: Report) -> dict[str, str]:
    """What failed, by feature."""
    return {name: came for name, came in report.features.items() if came.startswith(FAILED)}


if __name__ == "__main__":
    sys.exit(main())
