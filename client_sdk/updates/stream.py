"""Updates as an async iterator.

Rules of this file
- One update at a time: the next one comes when the consumer asks for it, which says that the last one is handled.
- Leaving the `async with` says so too. What is not finished when the client closes comes again in the next run.
"""

from __future__ import annotations

import asyncio
from types import TracebackType

from mtproto.tl import TLObject


class UpdateStream:
    """The updates of a client from now on; made by `Client.updates`.

    async with client.updates() as updates:
        async for update in updates:
            ...
    """

    def __init__(self, streams: list[UpdateStream]) -> None:
        self._streams = streams
        self._offered: asyncio.Queue[TLObject | None] = asyncio.Queue()
        self._handled: asyncio.Future[bool] | None = None
        self._taken = False

    async def __aenter__(self) -> UpdateStream:
        self._streams.append(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._streams.remove(self)
        self._answer(True)

    def __aiter__(self) -> UpdateStream:
        return self

    async def __anext__(self) -> TLObject:
        if self._taken:
            self._answer(True)
        update = await self._offered.get()
        if update is None:
            raise StopAsyncIteration
        self._taken = True
        return update

    async def offer(self, update: TLObject) -> bool:
        """Hand an update over and wait; whether it was handled."""
        self._handled = asyncio.get_running_loop().create_future()
        self._offered.put_nowait(update)
        return await self._handled

    def end(self) -> None:
        """There are no more: the iteration ends, and what the consumer has not finished is not handled."""
        self._answer(False)
        while not self._offered.empty():
            self._offered.get_nowait()
        self._offered.put_nowait(None)

    def _answer(self, handled: bool) -> None:
        self._taken = False
        if self._handled is not None and not self._handled.done():
            self._handled.set_result(handled)
