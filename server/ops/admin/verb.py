"""What an administration verb is: a coroutine that takes the App and plain arguments and answers with plain data.

The same verb runs inside a server, called over its socket, or alone on the data folder of one that is stopped. So what
a verb changes, it changes through the App: live connections hear of it if there are any.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from server.ops.errors import OperatorError

Verb = Callable[..., Awaitable[Any]]
"""`(app, **arguments)` to something JSON can hold."""


class AdminError(OperatorError):
    """The verb cannot do what was asked; the message says why and what to do next."""
