"""How a command ends: its exit status, and which error leads to which."""

from __future__ import annotations

from enum import IntEnum

from client_sdk.caller import WAITS
from client_sdk.client import NotSignedIn
from client_sdk.errors import SIGNED_OUT, ClientError, Disconnected, KeyUnknown
from mtproto.errors import ProtocolViolation
from mtproto.rpc_errors import RpcError


class ExitCode(IntEnum):
    """What the exit status of `chappe-cli` means."""

    DONE = 0
    """It was done."""
    FAILED = 1
    """It could not be done here: a file, a session in use, a peer that was never seen."""
    USAGE = 2
    """The command was not understood."""
    SIGNED_OUT = 3
    """Nobody is signed in with this session, or no longer."""
    UNREACHABLE = 4
    """The server cannot be reached, or is not the one whose key is known."""
    REFUSED = 5
    """The server answered with an error, which standard error names."""
    WAIT = 6
    """The server wants to be asked again later; standard error says when."""
    FAULTS = 7
    """The server under test has faults (`selftest`)."""
    INTERRUPTED = 130
    """Ctrl-C."""
    PIPE_CLOSED = 141
    """Whoever was reading the output went away."""


class CommandError(ClientError):
    """Ends the command with a message on standard error."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.code = code


def exit_code(error: BaseException) -> ExitCode | None:
    """The exit status for an error that is not a bug of ours; None for one that is."""
    if isinstance(error, CommandError):
        return error.code
    return next((code for kinds, code in _CODES if isinstance(error, kinds)), None)


_CODES: tuple[tuple[tuple[type[BaseException], ...], ExitCode], ...] = (
    ((KeyboardInterrupt,), ExitCode.INTERRUPTED),
    ((BrokenPipeError,), ExitCode.PIPE_CLOSED),
    ((*SIGNED_OUT, NotSignedIn, KeyUnknown), ExitCode.SIGNED_OUT),
    (WAITS, ExitCode.WAIT),
    ((RpcError,), ExitCode.REFUSED),
    ((Disconnected, ProtocolViolation), ExitCode.UNREACHABLE),
    ((ClientError, OSError), ExitCode.FAILED),
)
"""The first that fits counts."""
