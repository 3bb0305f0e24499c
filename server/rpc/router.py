"""Routers: a domain's list of handlers, each with who may call it and how often.

Rules of this file:

- A handler is found by the type of its request, at the newest layer. A method without a handler is refused.
- Nothing registers itself anywhere else by being imported: `server/rpc/routers.py` lists the routers, and `Methods`
  joins them into one table when the server starts. Two handlers of one method are a mistake that stops the start.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntFlag
from typing import Any, TypeVar

from server.rpc.context import Context
from server.rpc.flood import FloodClass


class Who(IntFlag):
    """The states a key can be in, and the sets of them a method can be open to (rows M33 and P1)."""

    NOBODY = 1
    """A permanent key (or one bound to it) that nobody is signed in under."""
    SIGNED_IN = 2
    """A user."""
    PASSWORD_PENDING = 4
    """The code was right and the two-step password is still owed."""
    UNBOUND_KEY = 8
    """A temporary key that auth.bindTempAuthKey has not bound yet (core.telegram.org/api/pfs)."""
    BOT = 16
    """A bot."""

    ANYONE = NOBODY | SIGNED_IN | PASSWORD_PENDING | BOT


Handler = Callable[[Context, Any], Awaitable[Any]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class Method:
    """One handled method: `name` is the TL name (`contacts.resolveUsername`).

    `makes_listeners`: a session that calls it wants updates from now on. Media sessions of clients transfer files, ask
    for the configuration and import their authorization, and do not expect updates beside those of the main session.
    """

    name: str
    handler: Handler
    who: Who
    flood: FloodClass
    makes_listeners: bool


class Router:
    """The handlers of one domain file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._methods: dict[type, Method] = {}

    def rpc(
        self, function: type, *, who: Who = Who.SIGNED_IN, flood: FloodClass = FloodClass.DEFAULT
    ) -> Callable[[H], H]:
        """Declare the decorated coroutine as the handler of a TL function.

        Args:
            function: The class of `mtproto.tl.functions` it answers.
            who: The states of the key in which it may be called.
            flood: The class of limits it counts against.
        """

        def register(handler: H) -> H:
            if function in self._methods:
                raise ValueError(f"{function.NAME} has two handlers in router {self.name!r}")  # type: ignore[attr-defined]  # every TL class has one
            makes_listeners = not who & Who.NOBODY and flood is not FloodClass.FILES
            self._methods[function] = Method(function.NAME, handler, who, flood, makes_listeners)  # type: ignore[attr-defined]  # as above
            return handler

        return register

    def __iter__(self) -> Iterator[tuple[type, Method]]:
        return iter(self._methods.items())


class Methods:
    """Every handled method of a server, joined from its routers."""

    def __init__(self, routers: Iterable[Router]) -> None:
        self._methods: dict[type, Method] = {}
        for router in routers:
            for function, method in router:
                if function in self._methods:
                    raise ValueError(f"{method.name} has a second handler in router {router.name!r}")
                self._methods[function] = method
        self.find: Callable[[type], Method | None] = self._methods.get
        """The method that answers requests of this type, or None."""

    def __iter__(self) -> Iterator[Method]:
        return iter(self._methods.values())

    def __len__(self) -> int:
        return len(self._methods)
