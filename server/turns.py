"""Turns of the event loop for what holds it for long, so that what is short waits for one such thing at most.

Encrypting or decrypting half a megabyte takes a millisecond or two in which the loop does nothing else. Twenty clients
that move files have eighty parts on their way; were all that are ready worked on in one go, everybody's messages would
wait for all of them. So each takes its turn, in the order they asked, and between two turns the loop looks at its
sockets and at everything else that is ready. Nothing starves: in each round of the loop one turn is given.
"""

from __future__ import annotations

import asyncio
from collections import deque

LARGE = 64 * 1024
"""Bytes from which a packet or an answer needs a turn of its own."""


class Turns:
    """The turns of one server's loop."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._giving = False

    async def mine(self) -> None:
        """Wait for a turn: what follows runs up to its next wait before another is given."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.append(turn)
        if not self._giving:
            self._giving = True
            loop.call_soon(self._give)
        await turn

    def _give(self) -> None:
        """Give the next turn to whoever still wants it, and look again once the loop has looked at its sockets."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # cancelled meanwhile
                turn.set_result(None)
                asyncio.get_running_loop().call_soon(self._give)
                return
        self._giving = False
