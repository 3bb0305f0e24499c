"""The conformance walk on the command line: verdicts as they come, and an exit code."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Collection

from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.server import Server
from client_sdk.cli.verb import Person
from client_sdk.clock import SystemClock
from client_sdk.selftest.lab import Account, Lab
from client_sdk.selftest.step import Outcome, Verdict
from client_sdk.selftest.walk import NEEDED, named, walk

MARKS = {Outcome.SOUND: ("ok", "green"), Outcome.FAULT: ("FAULT", "bold red"), Outcome.SKIPPED: ("skipped", "yellow")}

TEST_PREFIX = "99966"
"""How the test numbers begin whose code is known: the digit behind it, five times (core.telegram.org/api/auth)."""


async def examine(
    person: Person, server: Server, account: Account | None, only: Collection[str], patience: float
) -> None:
    """Walk, and tell.

    Args:
        person: Who wants to know.
        server: What is looked at.
        account: Who signs in and writes; None leaves that out.
        only: Names of steps or rows; none means all.
        patience: Seconds that an answer may take.

    Raises:
        CommandError: there is a fault, or nothing could be found out.
    """
    try:
        wanted = named(only)
    except KeyError as error:
        raise CommandError(f"there is no step or row {error}", ExitCode.USAGE) from error
    lab = Lab(server.endpoint(), SystemClock(), os.urandom, account, patience)
    await _reach(server)
    told: Counter[Outcome] = Counter()
    report = Report(person)
    busy = False
    async for room, verdict in walk(lab, wanted):
        told[verdict.outcome] += 1
        busy = busy or (verdict.outcome is Outcome.SKIPPED and verdict.step.name in NEEDED)
        report.add(room, verdict)
    report.end(told)
    if told[Outcome.FAULT]:
        raise CommandError(f"{told[Outcome.FAULT]} of {told.total()} steps found a fault", ExitCode.FAULTS)
    if busy:
        raise CommandError("the server makes no key for now: try again in a minute", ExitCode.WAIT)


class Report:
    """The verdicts as they come."""

    def __init__(self, person: Person) -> None:
        from rich.console import Console

        self._output = person.output
        self._console = Console(highlight=False, markup=False, soft_wrap=True)
        self._room = ""

    def add(self, room: str, verdict: Verdict) -> None:
        """One more."""
        step = verdict.step
        if self._output.as_json:
            self._output.json(
                {
                    "step": step.name,
                    "rows": step.rows,
                    "page": step.page,
                    "says": step.says,
                    "outcome": verdict.outcome,
                    "reason": verdict.reason or None,
                }
            )
            return
        if room != self._room:
            self._console.print(f"\n{room}", style="bold")
            self._room = room
        mark, style = MARKS[verdict.outcome]
        self._console.print(f"{mark:>7}", style=style, end="  ")
        self._console.print(f"{step.says} ", end="")
        self._console.print(f"[{', '.join(step.rows)}]", style="dim")
        if verdict.reason:
            self._console.print(f"         {step.name}: {verdict.reason}", style=style)
        if verdict.outcome is Outcome.FAULT:
            self._console.print(f"         {step.page}", style="dim")

    def end(self, told: Counter[Outcome]) -> None:
        """That was all."""
        if not self._output.as_json:
            self._console.print("\n" + ", ".join(f"{told[outcome]} {outcome}" for outcome in Outcome))


async def _reach(server: Server) -> None:
    """Whether anybody is there at all, before every step says that nobody is.

    Raises:
        CommandError: nobody is.
    """
    endpoint = server.endpoint()
    try:
        _, writer = await asyncio.open_connection(endpoint.host, endpoint.port)
    except OSError as error:
        raise CommandError(f"no connection to {server.address}: {error}", ExitCode.UNREACHABLE) from error
    writer.close()


def account(phone: str | None, code: str | None) -> Account | None:
    """Who signs in meanwhile, if anybody.

    Raises:
        CommandError: the code is not known.
    """
    if phone is None:
        return None
    digits = "".join(filter(str.isdigit, phone))
    if code is None and not (digits.startswith(TEST_PREFIX) and len(digits) == 10):
        raise CommandError(f"{phone} is no test number 99966XYYYY: say --code too", ExitCode.USAGE)
    return Account(digits, code or digits[len(TEST_PREFIX)] * 5)
