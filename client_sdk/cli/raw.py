"""`raw`."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from client_sdk.cli.ask import read_all
from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.tl_json import BadJson, read_call
from client_sdk.cli.verb import Command, Person, peer, verb
from client_sdk.client import Client
from client_sdk.errors import PeerUnknown
from mtproto.tl import TLObject, types


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(cls=Command)(raw)


@verb
async def raw(
    person: Person,
    method: Annotated[str, typer.Argument(metavar="METHOD", help="As the schema has it: messages.getHistory.")],
    arguments: Annotated[str, typer.Argument(metavar="JSON", help="Its arguments; - reads standard input.")] = "{}",
) -> None:
    """Call any method of the API: JSON in, JSON out.

    Objects are {"_": "inputPeerSelf"}, bytes are base64; for a peer, a user or a channel a name or an id will do:
    chappe-cli raw messages.getHistory '{"peer": "@ben", "offset_id": 0, …}'
    """
    try:
        given = json.loads(read_all() if arguments == "-" else arguments)
    except ValueError as error:
        raise CommandError(f"not JSON: {error}", ExitCode.USAGE) from error
    async with person.signed_in() as client:

        async def resolve(kind: str, name: int | str) -> TLObject:
            return await _resolve(client, kind, peer(str(name)))

        try:
            call = await read_call(method, given, resolve)
        except BadJson as error:
            raise CommandError(str(error), ExitCode.USAGE) from error
        answer = await client(call)
    person.output.json(_jsonable(answer))


async def _resolve(client: Client, kind: str, name: int | str) -> TLObject:
    """A peer in the form that a field of this TL type wants."""
    if kind == "InputUser":
        return await client.input_user(name)
    target = await client.input_peer(name)
    if kind == "InputPeer":
        return target
    if isinstance(target, types.InputPeerChannel):
        return types.InputChannel(channel_id=target.channel_id, access_hash=target.access_hash)
    raise PeerUnknown(f"{name} is no channel")


def _jsonable(answer: object) -> object:
    if isinstance(answer, TLObject):
        return answer.to_dict()
    return [_jsonable(each) for each in answer] if isinstance(answer, list) else answer
