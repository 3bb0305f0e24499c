"""`connect`: the lines that point a client library at this server."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from server.ops.addresses import Address, parse_address
from server.ops.cli.verb import CommandError, Operator, verb
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
    where = parse_address(address) if address else _address_of(data_dir.socket, config)
    made = recipe(client, where, config.server.dc_id, data_dir)
    operator.show({"client": client, "file": made.file, "text": made.text}, made.text.rstrip())


def _address_of(socket: Path, config: Config) -> Address:
    """Where this machine reaches the server."""
    from server.ops.admin.socket import call

    try:
        status = call(socket, "server.status", {}, 5.0)
    except OSError:
        host, port = parse_address(config.listen.addresses[0])
        if not port:
            raise CommandError(
                "the server takes any free port and is not running: start it, or say --address"
            ) from None
        return Address(host or "127.0.0.1", port)
    return Address(status["host"], status["port"])
