"""`send`, `read`, `dialogs`, `history`, `search`."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, get_args

import typer

from client_sdk.cli import records
from client_sdk.cli.ask import read_all
from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.output import Record
from client_sdk.cli.progress import progress
from client_sdk.cli.verb import Command, PeerArgument, Person, peer, verb
from client_sdk.client import Client
from client_sdk.text import ParseMode
from client_sdk.verbs.history import AnyMessage, Filter
from mtproto.tl import functions, types

KINDS = ", ".join(get_args(Filter))
COLUMNS = ("id", "date", "from", "what")

LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="How many at most.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for function in (send, read, dialogs, history, search):
        app.command(cls=Command)(function)


@verb
async def send(
    person: Person,
    peer_name: PeerArgument,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="The text. Default: standard input.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="A file; the text is its caption.")
    ] = None,
    reply_to: Annotated[int | None, typer.Option("--reply-to", metavar="ID", help="Reply to this message.")] = None,
    format: Annotated[
        ParseMode | None,
        typer.Option("--format", metavar="MARKUP", help="The markup of the text: markdown or html."),
    ] = None,
    silent: Annotated[bool, typer.Option("--silent", help="Send without a notification sound.")] = False,
) -> None:
    """Send a message; its id is printed. `chappe-cli send @ben Hello`, or `date | chappe-cli send me`."""
    words = " ".join(text or ()) or ("" if file else read_all())
    if not words and file is None:
        raise CommandError("nothing to send: give a text, standard input or --file", ExitCode.USAGE)
    async with person.signed_in() as client:
        if file is None:
            sent = await client.send_message(
                peer(peer_name), words, parse_mode=format, reply_to=reply_to, silent=silent
            )
        else:
            with progress(file.name) as bar:
                sent = await client.send_file(
                    peer(peer_name),
                    file,
                    caption=words,
                    parse_mode=format,
                    reply_to=reply_to,
                    silent=silent,
                    progress=bar,
                )
    person.output.done(records.message(sent), str(sent.id))


@verb
async def read(
    person: Person,
    peer_name: PeerArgument,
    keep_unread: Annotated[bool, typer.Option("--keep-unread", help="Do not mark them as read.")] = False,
) -> None:
    """Print the unread messages of a chat, the oldest first, and mark them as read."""
    async with person.signed_in() as client:
        after = await _read_up_to(client, peer_name)
        unread = [m async for m in client.iter_messages(peer(peer_name), after=after, reverse=True) if not m.out]
        person.output.rows(map(records.message, unread), COLUMNS)
        if unread and not keep_unread:
            await client.read(peer(peer_name), unread[-1].id)


@verb
async def dialogs(
    person: Person,
    limit: LimitOption = 50,
    archived: Annotated[
        bool, typer.Option("--archived", help="Those in the archive, which are not among the others.")
    ] = False,
) -> None:
    """List the chats: the pinned ones, then those with the newest messages."""
    async with person.signed_in() as client:
        found = (records.dialog(each) async for each in client.iter_dialogs(limit=limit, archived=archived))
        await person.output.stream(found, ("id", "name", "unread", "date", "last"))


@verb
async def history(
    person: Person,
    peer_name: PeerArgument,
    limit: LimitOption = 20,
    before: Annotated[int, typer.Option("--before", metavar="ID", help="Only messages older than this one.")] = 0,
    after: Annotated[int, typer.Option("--after", metavar="ID", help="Only messages newer than this one.")] = 0,
    oldest_first: Annotated[bool, typer.Option("--oldest-first", help="Begin with the oldest.")] = False,
) -> None:
    """Print the messages of a chat, the newest first; nothing is marked as read."""
    async with person.signed_in() as client:
        found = client.iter_messages(peer(peer_name), limit=limit, before=before, after=after, reverse=oldest_first)
        await person.output.stream(_shown(found), COLUMNS)


@verb
async def search(
    person: Person,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="What to look for.")],
    chat: Annotated[str | None, typer.Option("--in", metavar="PEER", help="Only in this chat.")] = None,
    writer: Annotated[str | None, typer.Option("--from", metavar="PEER", help="Only what this user wrote.")] = None,
    kind: Annotated[Filter | None, typer.Option("--kind", metavar="KIND", help=f"Only {KINDS}.")] = None,
    limit: LimitOption = 20,
) -> None:
    """Search in all chats, or in one of them, the newest first."""
    query = " ".join(words)
    if chat is None and (writer or kind):
        raise CommandError("--from and --kind search in one chat: say --in PEER", ExitCode.USAGE)
    async with person.signed_in() as client:
        found = (
            client.search_global(query, limit=limit)
            if chat is None
            else client.iter_messages(
                peer(chat),
                search=query,
                from_user=None if writer is None else peer(writer),
                filter=kind,
                limit=limit,
            )
        )
        await person.output.stream(_shown(found), ("chat", *COLUMNS))


async def _shown(found: AsyncIterator[AnyMessage]) -> AsyncIterator[Record]:
    async for each in found:
        yield records.message(each)


async def _read_up_to(client: Client, name: str) -> int:
    """The newest message of a chat that was read already."""
    target = types.InputDialogPeer(peer=await client.input_peer(peer(name)))
    page = await client(functions.messages.GetPeerDialogs(peers=[target]))
    return max((each.read_inbox_max_id for each in page.dialogs if isinstance(each, types.Dialog)), default=sys.maxsize)
