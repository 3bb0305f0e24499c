"""`contacts …` and `sessions …`."""

from __future__ import annotations

from typing import Annotated

import typer

from client_sdk.cli import records
from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.groups import PEER_COLUMNS
from client_sdk.cli.verb import Command, Person, peer, verb

contacts = typer.Typer(help="The contacts of the account.", no_args_is_help=True)
sessions = typer.Typer(help="The devices that the account is signed in on.", no_args_is_help=True)


@contacts.command("list", cls=Command)
@verb
async def list_contacts(person: Person) -> None:
    """List the contacts."""
    async with person.signed_in() as client:
        person.output.rows(map(records.peer, await client.get_contacts()), PEER_COLUMNS)


@contacts.command("add", cls=Command)
@verb
async def add(
    person: Person,
    phone: Annotated[str, typer.Argument(metavar="PHONE", help="With country code, like +33123456789.")],
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="First name, and last name if there is one.")],
) -> None:
    """Add a phone number to the contacts; whoever has it is printed. Exit code 1: it has no account."""
    async with person.signed_in() as client:
        found = await client.import_contacts([(phone, " ".join(name))])
    if not found:
        raise CommandError(f"{phone} has no account")
    person.output.rows(map(records.peer, found), PEER_COLUMNS)


@contacts.command("delete", cls=Command)
@verb
async def delete(
    person: Person, users: Annotated[list[str], typer.Argument(metavar="USER", help="The users to remove.")]
) -> None:
    """Remove people from the contacts."""
    async with person.signed_in() as client:
        await client.delete_contacts(*map(peer, users))


@contacts.command("search", cls=Command)
@verb
async def search(
    person: Person, words: Annotated[str, typer.Argument(metavar="WORDS", help="How a name or username begins.")]
) -> None:
    """Look for users and chats by name."""
    async with person.signed_in() as client:
        person.output.rows(map(records.peer, await client.search_people(words)), PEER_COLUMNS)


@sessions.command("list", cls=Command)
@verb
async def list_sessions(person: Person) -> None:
    """List the devices."""
    async with person.signed_in() as client:
        found = map(records.session, await client.get_sessions())
        person.output.rows(found, ("hash", "current", "device", "app", "address", "date"))


@sessions.command("end", cls=Command)
@verb
async def end(
    person: Person,
    session_hash: Annotated[int | None, typer.Argument(metavar="HASH", help="As `sessions list` shows it.")] = None,
    others: Annotated[bool, typer.Option("--others", help="All devices but this one.")] = False,
) -> None:
    """Sign a device out, or all others."""
    if (session_hash is None) != others:
        raise CommandError("say HASH or --others", ExitCode.USAGE)
    async with person.signed_in() as client:
        await client.end_session(session_hash)
