"""Questions to whoever runs the command: asked on a terminal, elsewhere answered by a line of standard input."""

from __future__ import annotations

import asyncio
import getpass
import sys

from client_sdk.cli.exits import CommandError, ExitCode


async def ask(question: str, *, secret: bool = False) -> str:
    """One answer; `secret` does not show what is typed.

    Raises:
        CommandError: standard input has no more lines.
    """
    return await asyncio.to_thread(_ask, question, secret)


def read_all() -> str:
    """Everything that comes on standard input, without its last line break."""
    return sys.stdin.read().removesuffix("\n")


def _ask(question: str, secret: bool) -> str:
    if sys.stdin.isatty():
        if secret:
            return getpass.getpass(f"{question}: ")
        print(f"{question}: ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise CommandError(f"no answer on standard input: {question}?", ExitCode.USAGE)
    return line.strip()
