"""`code last`."""

from __future__ import annotations

from typing import Annotated

import typer

from server.ops.cli.verb import Operator, verb

group = typer.Typer(help="Sign-in codes.", no_args_is_help=True)


@group.callback()
def _codes() -> None:
    """Keeps `last` a word of its own: typer takes a group of one command for that command."""


@group.command("last")
@verb
def last(
    operator: Operator,
    phone: Annotated[str, typer.Argument(metavar="PHONE", help="The phone number that someone signs in with.")],
) -> None:
    """Print the last code made for a phone number. Make sure that it is its owner who asks you."""
    found = operator.ask("code.last", phone=phone)
    operator.show(found, found["code"] if found["good"] else f"{found['code']} (used or run out)")
