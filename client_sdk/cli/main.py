"""The tree of commands."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated

import typer

from client_sdk.cli import chat, files, groups, listen, messages, people, raw, selftest, sign_in


def build() -> typer.Typer:
    """The whole tree."""
    app = typer.Typer(
        name="chappe-cli",
        help="A messaging account on the command line: for Chappe, and any server that speaks MTProto.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(_options)
    for family in (sign_in, messages, files, listen, chat, raw, selftest):
        family.register(app)
    for name, group in {
        "group": groups.group,
        "contacts": people.contacts,
        "sessions": people.sessions,
    }.items():
        app.add_typer(group, name=name)
    return app


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What the command takes itself: what `--version` does, its callback has done."""


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"chappe-cli {metadata.version('chappe')}")
        raise typer.Exit


def main() -> None:
    """The console script `chappe-cli`."""
    build()()
