"""`chat`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.verb import Command, Person, verb


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(cls=Command)(chat)


@verb
async def chat(
    person: Person,
    downloads: Annotated[Path, typer.Option("--downloads", metavar="FOLDER", help="Where downloaded files go.")] = Path(
        "~/Downloads"
    ),
) -> None:
    """Chat in the terminal; without a server, what was seen before is shown. F1 shows the keys, Ctrl-Q ends it."""
    try:
        from client_sdk.tui.app import run
    except ModuleNotFoundError as missing:
        raise CommandError(f"there is no {missing.name}: install Chappe with its extra `tui`") from None
    if not (sys.stdin.isatty() and sys.stderr.isatty()):  # which are what is read and drawn on
        raise CommandError("the chat needs a terminal", ExitCode.USAGE)
    async with person.signed_in(start_offline=True) as client:
        await run(client, downloads=downloads)
