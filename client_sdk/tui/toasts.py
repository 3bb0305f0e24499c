"""What goes wrong, told in a corner of the screen and not by an end of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.app import App

from client_sdk.errors import ClientError
from client_sdk.tui.markup import one_line
from mtproto.errors import ProtocolViolation
from mtproto.rpc_errors import RpcError

FAILURES = (RpcError, ClientError, ProtocolViolation, OSError)


@contextmanager
def told(app: App[None], what: str) -> Iterator[None]:
    """Tell what fails inside.

    Args:
        app: On whose screen.
        what: What is tried, as "cannot WHAT" goes on.
    """
    try:
        yield
    except FAILURES as error:
        app.notify(one_line(str(error)) or type(error).__name__, title=f"Cannot {what}", severity="error", markup=False)
