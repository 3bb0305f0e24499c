"""Downloads: several parts asked for at once, given out in order (core.telegram.org/api/files#downloading-files).

Rules of this file
- Parts come out in order, so what is on disk is always the beginning of the file, and its length says where to go on.
- Where the DC does not have the file it names the one that does.
- A file reference that has expired is asked for again, once for every part that meets it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from client_sdk.errors import ClientError
from client_sdk.files.locations import Content
from mtproto import rpc_errors
from mtproto.tl import TLFunction, functions, types

PART = 512 * 1024
"""Bytes asked for at once: what divides a MiB, as the server wants."""

PARALLEL = 8
"""Parts under way at once."""

R = TypeVar("R")
Refresh = Callable[[], Awaitable[Content]]
EXPIRED = (
    rpc_errors.FILE_REFERENCE_EXPIRED,
    rpc_errors.FILE_REFERENCE_INVALID,
    rpc_errors.FILE_REFERENCE_EMPTY,
)


class CallAt(Protocol):
    """Calls a method at a DC."""

    async def __call__(self, dc_id: int, function: TLFunction[R]) -> R:
        """See `Verbs.call_at`."""


class OnAnotherNetwork(ClientError):
    """The server sends this file by a content delivery network, which this client does not use."""


class Download:
    """One content on its way here.

    Args:
        content: Where it is.
        call_at: Calls a method at a DC.
        refresh: Finds the content again once its file reference has expired; None where nobody knows how.
    """

    def __init__(self, content: Content, call_at: CallAt, refresh: Refresh | None) -> None:
        self._content = content
        self._call_at = call_at
        self._refresh = refresh
        self._refreshing = asyncio.Lock()

    async def parts(self, offset: int = 0) -> AsyncIterator[bytes]:
        """The content from a multiple of `PART` on, part after part.

        Raises:
            RpcError: FILE_REFERENCE_EXPIRED, LOCATION_INVALID and others.
            OnAnotherNetwork
        """
        under_way: deque[asyncio.Task[bytes]] = deque()
        try:
            while True:
                while self._may_ask(offset, len(under_way)):
                    under_way.append(asyncio.create_task(self._part(offset)))
                    offset += PART
                if not under_way:
                    return
                data = await under_way[0]
                under_way.popleft()
                if data:
                    yield data
                if len(data) < PART:
                    return
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    def _may_ask(self, offset: int, under_way: int) -> bool:
        """Whether to ask for one more: of a file of unknown size, when the part before it was full."""
        if not self._content.size:
            return under_way == 0
        return offset < self._content.size and under_way < PARALLEL

    async def _part(self, offset: int) -> bytes:
        refreshed = False
        while True:
            asked = self._content
            try:
                return await self._get(asked, offset)
            except rpc_errors.FILE_MIGRATE_X as error:
                if error.parameter == asked.dc_id:
                    raise
                self._content = replace(asked, dc_id=error.parameter)
            except EXPIRED:
                if refreshed or self._refresh is None:
                    raise
                refreshed = True
                async with self._refreshing:
                    if self._content is asked:
                        self._content = await self._refresh()

    async def _get(self, content: Content, offset: int) -> bytes:
        get = functions.upload.GetFile(location=content.location, offset=offset, limit=PART)
        answer = await self._call_at(content.dc_id, get)
        if not isinstance(answer, types.upload.File):
            raise OnAnotherNetwork("the file is on a content delivery network")
        return answer.bytes
