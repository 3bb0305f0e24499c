"""`selftest`: its arguments. What it does is in `conformance`, which is loaded only for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from client_sdk.cli.server import DC_ID, Server, read_pem
from client_sdk.cli.verb import Command, Person, verb


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(cls=Command)(selftest)


@verb
async def selftest(
    person: Person,
    address: Annotated[str, typer.Argument(metavar="HOST:PORT", help="The server.")],
    public_key: Annotated[Path, typer.Option("--public-key", metavar="PEM", help="Its public key.")],
    dc_id: Annotated[int, typer.Option("--dc", metavar="N", help="Its data centre; +10000 for a test one.")] = DC_ID,
    phone: Annotated[
        str | None,
        typer.Option("--phone", metavar="PHONE", help="Also sign in with this number, up if need be, and write."),
    ] = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="Its code, where it is no test number.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="STEP", help="Only this step or row; may be repeated.")
    ] = None,
    patience: Annotated[
        float, typer.Option("--patience", metavar="SECONDS", help="How long an answer may take.")
    ] = 5.0,
) -> None:
    """Walk through the protocol, step by step, and tell where the server departs from its documentation.

    With --phone an account and its messages stay behind; without, nothing but a temporary key of an hour. Exit code 7
    when there is a fault, 6 when the server, which may count failed key exchanges, wants a minute's rest first.
    """
    from client_sdk.cli import conformance  # a tenth of a second, which no other command needs

    server = Server(address, (read_pem(public_key),), dc_id)
    await conformance.examine(person, server, conformance.account(phone, code), only or (), patience)
