"""The frame of a scenario in Python: features are done one after the other, and what came of each is kept.

    scenario = Scenario()
    async with scenario.does("drafts", raw=True):
        ...     # an exception or too long a wait: the feature failed, and the rest goes on
    scenario.cannot("secret chats", "it has no end-to-end layer")
    scenario.report(version)

A scenario is a program of its own, since clients do not share one Python, or are not Python at all: it is given the
world (see `tests.clients.matrix`) as JSON in its first argument and prints its report as the last line, JSON as well.
"""

import asyncio
import io
import json
import socket
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

SECONDS = 120.0
"""How long one feature may take."""

OWN, RAW, CANNOT, FAILED = "own", "raw", "cannot: ", "failed: "
"""What came of a feature: done by the client's own verbs, done by calling methods of the API through it, or not."""

T = TypeVar("T")


class Scenario:
    """What came of every feature so far: `came`, by its name."""

    def __init__(self) -> None:
        self.came: dict[str, str] = {}

    @asynccontextmanager
    async def does(self, feature: str, *, raw: bool = False, fault: str = "") -> AsyncIterator[None]:
        """Do a feature inside, or a part of one: what has failed once stays so.

        Args:
            raw: the client has no verb for some of it, and a method is called as it is.
            fault: what is known to be wrong with the client, if this fails.
        """
        try:
            async with asyncio.timeout(SECONDS):
                yield
        except Exception as error:
            traceback.print_exc()
            self.came[feature] = CANNOT + fault if fault else f"{FAILED}{type(error).__name__} {error}"
        else:
            self.came.setdefault(feature, RAW if raw else OWN)

    def cannot(self, reason: str, *features: str) -> None:
        """The client has no way to do these."""
        self.came |= dict.fromkeys(features, CANNOT + reason)

    def report(self, version: str) -> None:
        """Print everything."""
        print(json.dumps({"version": version, "features": self.came}))


class Heard:
    """What a device was told, in order; `take` waits for one of them and takes it away.

    Attributes:
        mirror: what the device knows by all of it (in_step.Mirror); it is handed on when the device starts again.
    """

    def __init__(self, mirror: Any) -> None:
        self._events: list[Any] = []
        self._came = asyncio.Event()
        self.mirror = mirror

    def put(self, event: Any) -> None:
        """Keep what was told."""
        self._events.append(event)
        self._came.set()

    def forget(self) -> None:
        """Let go of all that nobody has taken."""
        self._events.clear()

    async def take(self, kind: type[T], fits: Callable[[Any], bool] = lambda event: True) -> T:
        """The first that is of this kind and fits, as soon as it is there."""
        while True:
            for event in self._events:
                if isinstance(event, kind) and fits(event):
                    self._events.remove(event)
                    return event
            self._came.clear()
            await self._came.wait()


def world() -> Any:
    """What the scenario was given."""
    return json.loads(sys.argv[1])


def cut(port: int) -> None:
    """Cut every connection that is open now; returns when they are."""
    with socket.create_connection(("127.0.0.1", port)) as knife:
        knife.recv(1)


class Once:
    """Cuts all connections when a third of a file has passed."""

    def __init__(self) -> None:
        self.is_done = False

    def cut_at_a_third(self, passed: int, total: int) -> None:
        if passed > total / 3 and not self.is_done:
            self.is_done = True
            cut(world()["knife"])


def named(content: bytes, name: str) -> io.BytesIO:
    """A file in memory that clients send under this name."""
    file = io.BytesIO(content)
    file.name = name
    return file
