"""What is asked on a terminal."""

import asyncio
import builtins
import os
import pty
import sys
import termios

from client_sdk.cli.ask import ask


def _shows(terminal: int) -> bool:
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


async def test_a_password_is_hidden_before_it_is_asked_for(monkeypatch):
    """A program that waits for the question answers at once."""
    ours, theirs = pty.openpty()
    said, write = [], builtins.print

    def noted(*words, **how):
        said.append((*words, _shows(theirs)))
        write(*words, **how)

    with os.fdopen(theirs) as terminal, os.fdopen(ours, "wb", buffering=0) as keys:
        monkeypatch.setattr(sys, "stdin", terminal)
        monkeypatch.setattr(builtins, "print", noted)
        asked = asyncio.create_task(ask("Password", secret=True))
        await asyncio.sleep(0)
        keys.write(b"hunter2\n")
        assert await asked == "hunter2"
        assert said[0] == ("Password: ", False)
        assert _shows(theirs)
