"""Questions to whoever runs the command: asked on a terminal, elsewhere answered by a line of standard input."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from client_sdk.cli.exits import CommandError, ExitCode


async def ask(question: str, *, secret: bool = False) -> str:
    """One answer; `secret` does not show what is typed.

    Raises:
        CommandError: standard input has no more lines.
    """
    if sys.stdin.isatty():
        line = await _typed(question, secret)
    else:
        line = await asyncio.to_thread(sys.stdin.readline)
    if not line:
        raise CommandError(f"no answer on standard input: {question}?", ExitCode.USAGE)
    return line.strip()


def read_all() -> str:
    """Everything that comes on standard input, without its last line break.

    Raises:
        CommandError: it is no text.
    """
    try:
        text = sys.stdin.read().removesuffix("\n")
        text.encode()  # where the locale is C, bytes that are no text come as surrogates
    except UnicodeError:
        raise CommandError("standard input is no text in UTF-8", ExitCode.USAGE) from None
    return text


async def _typed(question: str, secret: bool) -> str:
    """A line from the terminal. No thread reads it, for which Ctrl-C would have to wait until there is a line."""
    loop, there_is_one = asyncio.get_running_loop(), asyncio.Event()
    with _shown(not secret):
        print(f"{question}: ", end="", file=sys.stderr, flush=True)
        loop.add_reader(sys.stdin, there_is_one.set)
        try:
            await there_is_one.wait()
        finally:
            loop.remove_reader(sys.stdin)
        return sys.stdin.readline()


@contextmanager
def _shown(visibly: bool) -> Iterator[None]:
    """Whether the terminal shows what is typed, while the block runs."""
    if visibly:
        yield
        return
    import termios

    before = termios.tcgetattr(sys.stdin)
    unseen = [*before]
    unseen[3] &= ~termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, unseen)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        print(file=sys.stderr)
