"""`connect`: the lines that point a client library at this server."""

from __future__ import annotations

from contextlib import suppress
from enum import StrEnum
from typing import Annotated

import typer

from server.ops.addresses import EVERYWHERE, Address, parse_address
from server.ops.cli.verb import CommandError, ExitCode, Operator, verb
from server.ops.config import Config


class Client(StrEnum):
    """The clients there is a recipe for."""

    TELETHON = "telethon"
    KURIGRAM = "kurigram"
    PYROGRAM = "pyrogram"
    MTCUTE = "mtcute"
    GRAMJS = "gramjs"
    TDLIB = "tdlib"


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("connect")(connect)


@verb
def connect(
    operator: Operator,
    client: Annotated[Client, typer.Argument(help="The client library.")],
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="HOST:PORT", help="Where clients reach the server, if not as it listens."),
    ] = None,
) -> None:
    """Print a program that connects a client library to this server: run it, or take its lines into yours.

    The address is that of the running server, or the first of listen.addresses.
    """
    from server.ops.connect import recipe
    from server.ops.datadir import DataDir

    config = operator.config
    data_dir = DataDir(config.data_dir)
    where = _parse(address) if address else _address_of(config)
    made = recipe(client, where, config.server.dc_id, data_dir)
    operator.show({"client": client, "file": made.file, "text": made.text}, made.text.rstrip())


def _parse(text: str) -> Address:
    """An address that can be connected to."""
    try:
        host, port = parse_address(text)
    except ValueError as error:
        raise CommandError(f"--address: {error}", ExitCode.USAGE) from None
    if not (host and port):
        raise CommandError(f"--address: {text!r} names no host and port to connect to", ExitCode.USAGE)
    return Address(host, port)


def _address_of(config: Config) -> Address:
    """Where this machine reaches the server."""
    from server.ops.admin.call import NotRunning, ask_running

    status = {}
    with suppress(NotRunning):
        status = ask_running(config, "server.status", {}, 5.0)
    if "host" in status:
        return Address(status["host"], status["port"])
    if not config.listen.addresses:
        raise CommandError("the server listens on listen.tls_addresses alone, where browsers connect: say --address")
    host, port = parse_address(config.listen.addresses[0])
    if not port:
        raise CommandError("the server takes any free port and is not running: start it, or say --address")
    return Address("127.0.0.1" if host in (None, *EVERYWHERE) else host, port)
