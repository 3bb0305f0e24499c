"""Turns of the event loop for what holds it for long, so that what is short waits for one such thing at most.

To read, copy and answer a part of a file takes the better part of a millisecond in which the loop does nothing else,
though it is encrypted elsewhere (server/large_packets.py). Twenty clients that move files have eighty parts on their
way; were all that are ready worked on in one go, everybody's messages would wait for all of them. So each takes its
turn, in the order they asked, and between two turns the loop looks at its sockets and at everything else that is ready.
Nothing starves: in each round of the loop one turn is given. A peer that sends more than its share at once takes turns
too, however small each of its messages is (server/gateway/peer.py).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

LONG = 0.01
"""Seconds after which whoever has more to do waits for another turn. What a stranger sends may take a hundred times as
long to read as it takes to send, and a count of its bytes would not show that."""


class Turns:
    """The turns of one server's loop."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], object]] = deque()
        self._giving = False

    async def mine(self) -> None:
        """Wait for a turn: what follows runs up to its next wait before another is given."""
        turn = asyncio.get_running_loop().create_future()

        def give() -> None:
            if not turn.done():  # cancelled meanwhile
                turn.set_result(None)

        self.call(give)
        await turn

    def call(self, callback: Callable[[], object]) -> None:
        """Call back in a turn."""
        self._waiting.append(callback)
        if not self._giving:
            self._giving = True
            asyncio.get_running_loop().call_soon(self._give)

    def _give(self) -> None:
        """Give the next turn, and look again once the loop has looked at its sockets."""
        if not self._waiting:
            self._giving = False
            return
        try:
            self._waiting.popleft()()
        finally:
            asyncio.get_running_loop().call_soon(self._give)
