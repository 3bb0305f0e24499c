"""The key exchanges of one connection, driven: arithmetic off the loop, the key stored before the client hears of it.

The exchange itself is `mtproto.exchange`, which knows no thread and no database. A 2048-bit power takes milliseconds
with the interpreter lock released, so a few threads do them beside the loop, and nobody else's messages wait (row
DO-2). Where processors are short, the loop comes first. Places are few: so many exchanges per address, so many
computations waiting altogether.
"""

from __future__ import annotations

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from mtproto.exchange import Compute, Done, ExchangeFailure, Send, ServerExchange, ServerKeys, Step, dc, plain
from mtproto.exchange.steps import WRONG_DC
from mtproto.session.msg_ids import REPLY, MsgIds
from mtproto.tl import service
from server.app import App
from server.gateway.addresses import AddressBook
from server.ops.logs import places
from server.thread_priority import stand_back
from storage.errors import FullError

log = logging.getLogger("chappe.gateway")

MAX_WAITING = 256
"""Computations that may wait for a thread: about a second of them. Beyond that a new exchange is refused."""

NICENESS = 10
"""Of the threads that compute: a tenth of the weight that the loop has where both want the same processor."""

DC_IDS = range(1, 6)
"""Clients know five data centres and start at any of them: all of them lead here."""


class Busy(Exception):
    """No place for another exchange now; the answer is transport error -429."""


class Handshakes:
    """What the exchanges of one server share: the keys, the threads, the places."""

    def __init__(self, app: App, addresses: AddressBook) -> None:
        self.app = app
        self.addresses = addresses
        self.keys = ServerKeys(app.secrets.main, app.secrets.legacy, app.secrets.previous)
        self.dc_ids = dc.as_production({*DC_IDS, app.config.server.dc_id})
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, "handshake", stand_back, (NICENESS,))
        self._waiting = 0

    def open(self, network: str) -> Handshake:
        """Take a place for one connection's exchanges; raises Busy."""
        if self._waiting >= MAX_WAITING or not self.addresses.open_handshake(network):
            raise Busy
        return Handshake(self, network)

    async def compute(self, step: Compute) -> Any:
        """Do the arithmetic of a step in a thread."""
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, step.function, *step.args)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class Handshake:
    """The exchanges of one connection, one after the other."""

    __slots__ = ("_closed", "_exchange", "_msg_ids", "_network", "_shared")

    def __init__(self, shared: Handshakes, network: str) -> None:
        app = shared.app
        self._shared = shared
        self._network = network
        self._exchange = ServerExchange(shared.keys, shared.dc_ids, app.clock, app.random)
        self._msg_ids = MsgIds(app.clock)
        self._closed = False

    async def receive(self, payload: bytes) -> bytes | None:
        """Take one plain message; the plain message that answers it, if any does.

        Raises:
            ExchangeFailure: the client broke the exchange; send the code and close.
        """
        tries_rsa = False
        try:
            body = plain.parse(payload).body
            tries_rsa = body.startswith(_REQ_DH_PARAMS)
            step: Step | None = self._exchange.receive(body)
            while isinstance(step, Compute):
                step = self._exchange.resume(await self._shared.compute(step))
        except ExchangeFailure as failure:
            log.debug("a key exchange failed: %s", failure.reason)
            self._count("failed")
            if tries_rsa and failure.code != WRONG_DC:  # which is told only to who has opened the challenge
                self._shared.addresses.failed(self._network)
            raise
        if isinstance(step, Done):
            step = await self._store(step)
        return None if step is None else plain.write(self._msg_ids.next(REPLY), step.body)

    def close(self) -> None:
        """Give the place back: the exchanges are over, or the connection is."""
        if not self._closed:
            self._closed = True
            self._shared.addresses.close_handshake(self._network)

    async def _store(self, done: Done) -> Send:
        """Commit the key; only then is the client told that it is one (rows H12, H13)."""
        app = self._shared.app
        try:
            asked = done.dc_id or 0
            stored = await app.keys.store(done.auth_key, done.expires_at or 0, media=asked < 0, dc_id=abs(asked))
        except Exception as failure:
            if not isinstance(failure, FullError):  # of which storage says when it begins and ends
                log.error("a new authorization key could not be stored: %s", places(failure))
            self._count("not_stored")
            return self._exchange.failed()
        if not stored:
            return self._exchange.taken()
        app.sessions.key_made(done.auth_key, done.salt)
        self._count("ok")
        return self._exchange.stored()

    def _count(self, outcome: str) -> None:
        self._shared.app.metrics.handshakes.labels(outcome).inc()


_REQ_DH_PARAMS = service.ReqDHParams.ID.to_bytes(4, "little")
