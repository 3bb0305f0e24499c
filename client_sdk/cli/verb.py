"""What all verbs share: options, the way to the account, and errors as exit codes."""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from client_sdk.cli.exits import CommandError, ExitCode, exit_code
from client_sdk.cli.output import Output
from client_sdk.cli.server import Server, remembered
from client_sdk.client import Client

FLOOD_WAIT = 30.0
"""Seconds that a command waits where the server asks for it; for longer it ends, and says how long."""

MINUS = "\N{MINUS SIGN}"
_NEGATIVE = re.compile(r"-\d+")

SessionOption = Annotated[
    Path | None,
    typer.Option(
        "--session",
        metavar="FILE",
        envvar="CHAPPE_CLI_SESSION",
        help="The session file. Default: default.session in the application's folder.",
        show_envvar=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with JSON, an object a line.")]
PeerArgument = Annotated[
    str, typer.Argument(metavar="PEER", help="`me`, @username, +phone, or an id that was seen before.")
]


class Person:
    """Who runs the command: their session, and how they want to be answered.

    Attributes:
        session: The session file.
        output: Where results go.
    """

    def __init__(self, session: Path | None, as_json: bool) -> None:
        self.session = session or Path(typer.get_app_dir("chappe-cli")) / "default.session"
        self.output = Output(as_json)

    def client(self, server: Server, *, start_offline: bool = False) -> Client:
        """A client of this session, not connected yet; see `Client` for `start_offline`.

        Raises:
            CommandError: what is known of the server cannot be used.
        """
        self.session.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Client(
            self.session,
            server.endpoint(),
            api_id=server.api_id,
            api_hash=server.api_hash,
            device="chappe-cli",
            flood_wait=FLOOD_WAIT,
            start_offline=start_offline,
        )

    @asynccontextmanager
    async def signed_in(self, *, start_offline: bool = False) -> AsyncIterator[Client]:
        """The connected client of an account; see `Client` for `start_offline`.

        Raises:
            CommandError: nobody is signed in.
        """
        server = remembered(self.session)
        if server is None:
            raise CommandError(f"{self.session} knows no server: chappe-cli login PHONE --server", ExitCode.SIGNED_OUT)
        async with self.client(server, start_offline=start_offline) as client:
            login = client.store.login()
            if login is None or not login.user_id:
                raise CommandError("nobody is signed in: chappe-cli login PHONE", ExitCode.SIGNED_OUT)
            yield client


class Command(TyperCommand):
    """Takes a negative number for an argument, as the ids of groups are, and not for options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Hide the hyphen of negative numbers from the parser; `verb` puts it back."""
        return super().parse_args(ctx, [MINUS + arg[1:] if _NEGATIVE.fullmatch(arg) else arg for arg in args])


def verb(function: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Make a command of `async function(person, ...)`: shared options become its own, errors become exit codes."""

    @functools.wraps(function)
    def command(*, session: Path | None, as_json: bool, **arguments: Any) -> None:
        try:
            given = {name: _meant(value) for name, value in arguments.items()}
            asyncio.run(function(Person(session, as_json), **given))
        except (Exception, KeyboardInterrupt) as error:
            code = exit_code(error)
            if code is None:
                raise
            _say(error, code, as_json)
            raise typer.Exit(code) from None

    shared = {"session": SessionOption, "as_json": JsonOption}
    keyword = inspect.Parameter.KEYWORD_ONLY
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    parameters = [parameter.replace(kind=keyword) for parameter in own] + [
        inspect.Parameter(name, keyword, default=False if name == "as_json" else None, annotation=annotation)
        for name, annotation in shared.items()
    ]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def peer(text: str) -> int | str:
    """A peer as the SDK takes it."""
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _meant(value: Any) -> Any:
    """An argument with its hyphen.

    Raises:
        CommandError: it was given in bytes that are no text.
    """
    if isinstance(value, list):
        return [_meant(item) for item in value]
    if not isinstance(value, str):
        return value
    try:
        value.encode()
    except UnicodeError:
        raise CommandError(f"{value!r} is no text in UTF-8", ExitCode.USAGE) from None
    return "-" + value[1:] if value.startswith(MINUS) and _NEGATIVE.fullmatch("-" + value[1:]) else value


def _say(error: BaseException, code: ExitCode, as_json: bool) -> None:
    """Tell on standard error why the command ends."""
    if code is ExitCode.PIPE_CLOSED:
        # Nobody reads: what is left in the buffer must not fail a second time when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    elif code is ExitCode.INTERRUPTED:
        print(file=sys.stderr)
    else:
        over = code is ExitCode.SIGNED_OUT and not isinstance(error, CommandError)  # whose text says what to do
        said = f"{error}: the login is over, chappe-cli login PHONE begins another" if over else str(error)
        line = json.dumps({"error": said, "code": int(code)}, ensure_ascii=False) if as_json else f"chappe-cli: {said}"
        print(line, file=sys.stderr)
