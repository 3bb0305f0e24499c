"""Calls that wait for their answer, by their present id in the session."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from client_sdk.network.announcement import innermost
from mtproto import tl


@dataclass(slots=True, eq=False)
class PendingCall:
    """A call without an answer yet. Its id changes where it has to be made anew in another session."""

    function: tl.TLFunction[Any]
    future: asyncio.Future[Any]
    request_id: int = 0


class PendingCalls:
    """All of them, the oldest first."""

    def __init__(self) -> None:
        self._by_id: dict[int, PendingCall] = {}

    def add(self, call: PendingCall) -> None:
        """Wait for an answer."""
        self._by_id[call.request_id] = call

    def drop(self, call: PendingCall) -> bool:
        """Wait no longer; whether it was waited for."""
        return self._by_id.pop(call.request_id, None) is not None

    def take_all(self) -> list[PendingCall]:
        """Every call, which is waited for no longer."""
        calls = list(self._by_id.values())
        self._by_id.clear()
        return calls

    def oldest(self) -> int:
        """The id of the oldest; 0 when there is none."""
        return next(iter(self._by_id), 0)

    def futures(self) -> list[asyncio.Future[Any]]:
        """What comes when they are answered."""
        return [call.future for call in self._by_id.values()]

    def answer(self, request_id: int, result: bytes) -> None:
        """An answer is there; it is read as what the call returns."""
        call = self._by_id.pop(request_id, None)
        if call is None or call.future.done():
            return
        try:
            call.future.set_result(tl.decode_result(result, innermost(call.function).definition))
        except tl.DecodeError as error:
            call.future.set_exception(error)

    def fail(self, request_id: int, error: Exception) -> None:
        """There will be no answer."""
        call = self._by_id.pop(request_id, None)
        if call is not None and not call.future.done():
            call.future.set_exception(error)
