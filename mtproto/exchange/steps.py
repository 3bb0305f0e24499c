"""What an exchange answers its caller with: the four outcomes of one step.

An exchange does no input or output and no long arithmetic. It takes one message body and returns what should happen
next; the caller does that and comes back. Everything is a value, so a recorded exchange replays byte for byte.

Rules of this file
- A step never shows a secret in its `repr`: steps end up in tracebacks and logs.
- `Compute` names a module-level function and plain arguments, so that it can be pickled to a worker process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mtproto.crypto import AuthKey
from mtproto.errors import ProtocolViolation

BAD_EXCHANGE = -404
"""The query is incorrect: the handshake must be restarted (core.telegram.org/mtproto/auth_key, item 6)."""

WRONG_DC = -444
"""A test DC id reached a production DC or the reverse (same place)."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send `body` to the peer as a plain message."""

    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Compute:
    """Milliseconds of arithmetic: call `function(*args)` off the event loop and give the result to `resume`."""

    function: Callable[..., Any]
    args: tuple[Any, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Done:
    """Both sides have the authorization key.

    Attributes:
        auth_key: The 2048-bit key.
        salt: The first server salt of the key, as the `long` it is on the wire.
        expires_at: Unix time at which a temporary key ends; None for a permanent key.
        dc_id: The DC the client asked for: +10000 for a test DC, negative for a media DC; None where the client's
            (old) inner data does not say. A media DC has a temporary key of its own beside the main one.
    """

    auth_key: AuthKey
    salt: int = field(repr=False)
    expires_at: int | None
    dc_id: int | None


Step = Send | Compute | Done


class ExchangeFailure(ProtocolViolation):
    """The peer broke the exchange: answer with the transport error `code` and close the connection.

    `reason` is for our own log. The peer gets the code alone, whatever the cause (row H6).
    """

    def __init__(self, reason: str, code: int = BAD_EXCHANGE) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
