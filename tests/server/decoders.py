"""Processes that decode what users sent, which outlive the server that started them: the next one goes on with them.

A server gives back those that are well, and ends those that are not (server/files/media_worker.py): it waits for the
former alone.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from server.files import decoder_process


class Decoders:
    """The processes that nobody uses at the moment."""

    def __init__(self) -> None:
        self._idle: list[_Decoder] = []

    def started(self) -> ProcessPoolExecutor:
        """A process: one that is there, or a new one."""
        return self._idle.pop() if self._idle else _Decoder(self._idle)

    def close(self) -> None:
        """End them."""
        for decoder in self._idle:
            decoder.end()


class _Decoder(ProcessPoolExecutor):
    def __init__(self, idle: list[_Decoder]) -> None:
        super().__init__(1, get_context("spawn"), decoder_process.begin)
        self._given_back = idle

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if wait:
            self._given_back.append(self)
        else:
            super().shutdown(wait, cancel_futures=cancel_futures)

    def end(self) -> None:
        super().shutdown()
