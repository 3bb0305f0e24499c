"""`upload` and `download`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, get_args

import typer

from client_sdk.cli import records
from client_sdk.cli.exits import CommandError
from client_sdk.cli.progress import progress
from client_sdk.cli.verb import Command, PeerArgument, Person, peer, verb
from client_sdk.files.media import Kind

KINDS = ", ".join(get_args(Kind))


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for function in (upload, download):
        app.command(cls=Command)(function)


@verb
async def upload(
    person: Person,
    peer_name: PeerArgument,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="One or more.")],
    shown_as: Annotated[
        Kind | None, typer.Option("--as", metavar="KIND", help=f"Show it as {KINDS}. Default: what its name says.")
    ] = None,
) -> None:
    """Send files, each as a message of its own; their ids are printed.

    An upload that was interrupted goes on with the parts that the server has, when the same command is given again.
    """
    async with person.signed_in() as client:
        for file in files:
            with progress(file.name) as bar:
                sent = await client.send_file(peer(peer_name), file, kind=shown_as, progress=bar)
            person.output.done(records.message(sent), str(sent.id))


@verb
async def download(
    person: Person,
    peer_name: PeerArgument,
    ids: Annotated[list[int], typer.Argument(metavar="ID", help="The messages whose files to get.")],
    to: Annotated[str, typer.Option("--to", metavar="PATH", help="A folder, a file name, or - for the output.")] = ".",
    thumb: Annotated[
        str | None, typer.Option("--thumb", metavar="SIZE", help="This size of a picture: s, m, x.")
    ] = None,
) -> None:
    """Get the files of messages; their paths are printed.

    What is under way is called NAME.….part; when the same command is given again, it goes on from there.
    """
    async with person.signed_in() as client:
        found = {each.id: each for each in await client.get_messages(peer(peer_name), ids)}
        if missing := [str(each) for each in ids if each not in found]:
            raise CommandError(f"no message {', '.join(missing)} in this chat")
        for each in ids:
            with progress(f"message {each}") as bar:
                if to == "-":
                    await client.download(found[each], sys.stdout.buffer, thumb=thumb, progress=bar)
                    sys.stdout.buffer.flush()
                    continue
                path = await client.download(found[each], to, thumb=thumb, progress=bar)
            person.output.done({"id": each, "path": str(path)}, str(path))
