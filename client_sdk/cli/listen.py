"""`listen`."""

from __future__ import annotations

from typing import Annotated

import typer

from client_sdk.cli import records
from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.messages import COLUMNS
from client_sdk.cli.verb import Command, Person, peer, verb
from client_sdk.peers import id_of
from client_sdk.updates.filters import NEW_MESSAGES, MessageFilter
from mtproto.tl import types


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(cls=Command)(listen)


@verb
async def listen(
    person: Person,
    chat: Annotated[str | None, typer.Option("--in", metavar="PEER", help="Only messages in this chat.")] = None,
    count: Annotated[int | None, typer.Option("--count", "-n", min=1, metavar="N", help="Stop after so many.")] = None,
    incoming: Annotated[bool, typer.Option("--incoming", help="Only what others wrote.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Every update, not only new messages: as the schema has it, in JSON.")
    ] = False,
) -> None:
    """Print new messages as they come, beginning with what came since this session was used last. Ctrl-C ends it."""
    left = count
    async with person.signed_in() as client, client.updates() as updates:
        where = None if chat is None else id_of(client.peer_of(await client.input_peer(peer(chat))))
        login = client.store.login()
        wanted = MessageFilter(where, None, incoming or None, lambda: 0 if login is None else login.user_id)
        async for update in updates:
            if everything:
                person.output.json(update.to_dict())
            elif isinstance(update, NEW_MESSAGES) and isinstance(update.message, types.Message) and wanted(update):
                person.output.line(records.message(update.message), ("chat", *COLUMNS))
            else:
                continue
            left = None if left is None else left - 1
            if left == 0:
                return
    raise CommandError("signed out by the server: chappe-cli login PHONE", ExitCode.SIGNED_OUT)
