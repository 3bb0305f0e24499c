"""`group create`, `list`, `members`, `add`, `remove`, `title`, `invite`, `join`, `leave`."""

from __future__ import annotations

from typing import Annotated

import typer

from client_sdk.cli import records
from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.verb import Command, Person, peer, verb

group = typer.Typer(help="Groups.", no_args_is_help=True)

GroupArgument = Annotated[str, typer.Argument(metavar="GROUP", help="Its id, or its @username.")]
UsersArgument = Annotated[list[str], typer.Argument(metavar="USER", help="`@username`, `+phone` or an id.")]
PEER_COLUMNS = ("id", "name", "username", "phone")


@group.command("create", cls=Command)
@verb
async def create(
    person: Person, title: Annotated[str, typer.Argument(metavar="TITLE", help="Its name.")], users: UsersArgument
) -> None:
    """Create a group with these people; its id is printed."""
    async with person.signed_in() as client:
        made = records.peer(await client.create_group(title, map(peer, users)))
    person.output.done(made, str(made["id"]))


@group.command("list", cls=Command)
@verb
async def list_groups(person: Person) -> None:
    """List the groups and channels among the chats."""
    async with person.signed_in() as client:
        found = (records.peer(each.peer) async for each in client.iter_dialogs() if each.id < 0)
        await person.output.stream(found, ("id", "name", "username"))


@group.command("members", cls=Command)
@verb
async def members(person: Person, name: GroupArgument) -> None:
    """List who is in a basic group."""
    async with person.signed_in() as client:
        person.output.rows(map(records.peer, await client.get_members(peer(name))), PEER_COLUMNS)


@group.command("add", cls=Command)
@verb
async def add(person: Person, name: GroupArgument, users: UsersArgument) -> None:
    """Add people. Who does not let themselves be added is named, and makes the exit code 5."""
    async with person.signed_in() as client:
        missing = await client.add_to_group(peer(name), *map(peer, users))
    if missing:
        raise CommandError(f"not added because of their privacy: {', '.join(map(str, missing))}", ExitCode.REFUSED)


@group.command("remove", cls=Command)
@verb
async def remove(
    person: Person,
    name: GroupArgument,
    user: Annotated[str, typer.Argument(metavar="USER", help="The user to remove.")],
) -> None:
    """Remove a user, who may be invited again."""
    async with person.signed_in() as client:
        await client.remove_from_group(peer(name), peer(user))


@group.command("title", cls=Command)
@verb
async def title(
    person: Person, name: GroupArgument, new: Annotated[str, typer.Argument(metavar="TITLE", help="The new name.")]
) -> None:
    """Rename a group."""
    async with person.signed_in() as client:
        await client.edit_title(peer(name), new)


@group.command("invite", cls=Command)
@verb
async def invite(
    person: Person,
    name: GroupArgument,
    usages: Annotated[int | None, typer.Option("--usages", min=1, metavar="N", help="How many may use it.")] = None,
    approval: Annotated[bool, typer.Option("--approval", help="Administrators approve who joins.")] = False,
) -> None:
    """Make an invite link and print it."""
    async with person.signed_in() as client:
        made = await client.create_invite(peer(name), usages=usages, approval=approval)
    person.output.done({"link": made.link}, made.link)


@group.command("join", cls=Command)
@verb
async def join(
    person: Person, link: Annotated[str, typer.Argument(metavar="LINK", help="As `group invite` printed it.")]
) -> None:
    """Join by an invite link; the id of the group is printed, unless administrators decide first."""
    async with person.signed_in() as client:
        try:
            joined = await client.join(link)
        except ValueError as error:
            raise CommandError(str(error), ExitCode.USAGE) from error
    if joined is not None:
        person.output.done(records.peer(joined), str(records.peer(joined)["id"]))


@group.command("leave", cls=Command)
@verb
async def leave(person: Person, name: GroupArgument) -> None:
    """Leave a group."""
    async with person.signed_in() as client:
        await client.leave_group(peer(name))
