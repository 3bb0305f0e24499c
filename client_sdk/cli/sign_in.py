"""`login` and `logout`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from client_sdk.cli import records
from client_sdk.cli.ask import ask
from client_sdk.cli.exits import CommandError, ExitCode
from client_sdk.cli.server import Server, read_keys, read_pem, remembered
from client_sdk.cli.verb import Command, Person, verb
from client_sdk.client import Client
from mtproto import rpc_errors
from mtproto.tl import types


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for function in (login, logout):
        app.command(cls=Command)(function)


@verb
async def login(
    person: Person,
    phone: Annotated[str | None, typer.Argument(metavar="PHONE", help="With country code, like +33123456789.")] = None,
    address: Annotated[
        str | None, typer.Option("--server", metavar="HOST:PORT", help="The server; needed once, then remembered.")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option("--public-key", metavar="PEM", help="Its public key: `chappe keys show` prints it.")
    ] = None,
    dc_id: Annotated[int | None, typer.Option("--dc", metavar="N", help="Its data centre. Default: 2.")] = None,
    websocket: Annotated[
        bool | None, typer.Option("--websocket/--tcp", help="By WebSocket or TCP. Default: TCP.")
    ] = None,
    api_id: Annotated[int | None, typer.Option("--api-id", metavar="N", help="Where the server wants one.")] = None,
    api_hash: Annotated[str | None, typer.Option("--api-hash", metavar="HASH", help="The api_id's hash.")] = None,
    qr: Annotated[bool, typer.Option("--qr", help="Show a code for a signed-in device to scan.")] = False,
    first_name: Annotated[
        str | None, typer.Option("--first-name", metavar="NAME", help="For a number without an account.")
    ] = None,
    last_name: Annotated[str, typer.Option("--last-name", metavar="NAME", help="For the same.")] = "",
) -> None:
    """Sign in, or sign up, and keep the session. Code and password are asked for, or read from standard input."""
    server = _server(
        person,
        address=address,
        public_keys=None if public_key is None else (read_pem(public_key),),
        dc_id=dc_id,
        websocket=websocket,
        api_id=api_id,
        api_hash=api_hash,
    )
    if not qr and phone is None:
        raise CommandError("say PHONE or --qr", ExitCode.USAGE)
    async with person.client(server) as client:
        server.save(person.session)
        try:
            if phone is None:
                user = await client.qr_sign_in(_show)
            else:
                user = await _by_code(client, phone, first_name, last_name)
        except rpc_errors.SESSION_PASSWORD_NEEDED:
            user = await client.check_password(await ask("Password", secret=True))
    me = records.peer(user)
    person.output.done(me, f"signed in as {me['name']} ({me['id']})")


@verb
async def logout(person: Person) -> None:
    """Sign out, at the server too."""
    async with person.signed_in() as client:
        await client.log_out()


def _server(person: Person, **given: object) -> Server:
    """What is remembered, with what is given in its place. A server that has moved has the same keys."""
    known = remembered(person.session) or Server("", ())
    server = replace(known, **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]  # by their names
    if not server.address or not server.public_keys:
        raise CommandError("which server? say --server HOST:PORT --public-key PEM", ExitCode.USAGE)
    is_elsewhere = known.public_keys and not {*read_keys(known.public_keys)} & {*read_keys(server.public_keys)}
    if known.address != server.address and is_elsewhere:
        raise CommandError(
            f"{person.session} belongs to {known.address}: say --session FILE for an account elsewhere", ExitCode.USAGE
        )
    return server


async def _by_code(client: Client, phone: str, first_name: str | None, last_name: str) -> types.User:
    sent = await client.send_code(phone)
    user = await client.sign_in(phone, sent.phone_code_hash, await ask("Code"))
    if user is not None:
        return user
    name = first_name or await ask("This number has no account yet. Your first name")
    return await client.sign_up(phone, sent.phone_code_hash, name, last_name)


def _show(link: str) -> None:
    """Show a sign-in link as a QR code to a person, or as it is to a program."""
    if not sys.stderr.isatty():
        print(link, file=sys.stderr, flush=True)
        return
    import segno

    print("Scan this with a signed-in device:", file=sys.stderr)
    segno.make(link, micro=False).terminal(out=sys.stderr, compact=True)
