"""Brings updates from the connection through the gap machine to those who want them.

    updates_came, updates_missed --> inbox --> Gaps --> handlers and streams --> store

Rules of this file
- One update after another, in order. Its state is stored once every handler has returned and every stream has gone on;
  so an update that is not handled when the process ends comes again. Of a row of updates that nobody waits for, the
  last state is stored.
- A difference has one state for all its updates. Where the process ends inside it, all of them come again.
- A handler that raises has had its update: the error is logged.
- Once the server says that the login is over, the feed ends and asks for nothing more.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from client_sdk.cache import Cache
from client_sdk.errors import SIGNED_OUT, ClientError, KeyUnknown
from client_sdk.store.records import UpdateState
from client_sdk.store.sqlite import SessionStore
from client_sdk.updates.gaps import Affected, Delivery, Gaps
from client_sdk.updates.stream import UpdateStream
from mtproto import tl
from mtproto.clock import Clock
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions

log = logging.getLogger(__name__)

Handler = Callable[[Any], Awaitable[None]]
"""Takes an update of the kinds it was added for."""
Fetch = Callable[[functions.updates.GetDifference], Awaitable[tl.TLObject]]
Remember = Callable[[Iterable[tl.TLObject]], None]

MAX_INBOX = 1_000
"""Updates objects that wait for slow handlers; beyond, they are let go and fetched as a difference later."""

LAST_SECONDS = 5.0
"""How long the handlers of the last update may take once the client closes."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One handler, and which updates it is for.

    Attributes:
        kinds: Of one of these.
        where: And such that this says so.
        handler: Takes them.
    """

    kinds: tuple[type[tl.TLObject], ...]
    where: Callable[[Any], bool] | None
    handler: Handler

    def wants(self, update: tl.TLObject) -> bool:
        """Whether an update is for this handler."""
        return isinstance(update, self.kinds) and (self.where is None or self.where(update))


class Subscriptions:
    """Who wants updates; they outlast sign-ins and connections."""

    def __init__(self) -> None:
        self.streams: list[UpdateStream] = []
        self._handlers: list[Subscription] = []

    def add(
        self, kinds: tuple[type[tl.TLObject], ...], handler: Handler, where: Callable[[Any], bool] | None = None
    ) -> None:
        """Call this for every update of these kinds; for every update where there are none."""
        self._handlers.append(Subscription(kinds or (tl.TLObject,), where, handler))

    def wants(self, update: tl.TLObject) -> bool:
        """Whether anybody may want an update."""
        return bool(self.streams) or any(isinstance(update, each.kinds) for each in self._handlers)

    async def tell(self, update: tl.TLObject) -> bool:
        """Give an update to everyone; whether it was handled."""
        for each in self._handlers:
            try:
                if each.wants(update):
                    await each.handler(update)
            except Exception:
                log.exception("a handler failed on %s", update.NAME)
        if not self.streams:
            return True
        handled = await asyncio.gather(*(stream.offer(update) for stream in self.streams))
        return all(handled)


class Feed:
    """The updates of one signed-in account while the client runs."""

    def __init__(
        self,
        gaps: Gaps,
        subscriptions: Subscriptions,
        store: SessionStore,
        cache: Cache,
        fetch: Fetch,
        remember: Remember,
        signed_out: Callable[[], None],
        clock: Clock,
    ) -> None:
        self._gaps = gaps
        self._subscriptions = subscriptions
        self._store = store
        self._cache = cache
        self._fetch = fetch
        self._remember = remember
        self._signed_out = signed_out
        self._clock = clock
        self._inbox: deque[tl.TLObject | Affected] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self._handling = False
        self._running = asyncio.create_task(self._run())

    def came(self, updates: tl.TLObject | Affected) -> None:
        """An Updates object came, pushed or answered."""
        if len(self._inbox) >= MAX_INBOX:
            self._inbox.clear()
            self._gaps.missed()
        self._inbox.append(updates)
        self._wake.set()

    def missed(self) -> None:
        """Updates may have been lost."""
        self._gaps.missed()
        self._wake.set()

    async def ended(self) -> None:
        """Wait until there are no more: the login is over, or the client was closed."""
        await asyncio.wait([self._running])

    async def stop(self) -> None:
        """End, after the update that is being handled; a handler that calls this is the last one."""
        self._stopping = True
        if asyncio.current_task() is self._running:
            return
        for stream in self._subscriptions.streams:
            stream.end()
        if self._handling:
            await asyncio.wait([self._running], timeout=LAST_SECONDS)
        self._running.cancel()
        with suppress(asyncio.CancelledError):
            await self._running

    async def _run(self) -> None:
        while not self._stopping:
            if self._inbox:
                now = self._clock.monotonic()
                while self._inbox:
                    self._gaps.receive(self._inbox.popleft(), now)
            elif self._gaps.may_ask:
                await self._catch_up()
            else:
                await self._sleep()
            if not await self._deliver(self._gaps.take()):
                return

    async def _sleep(self) -> None:
        """Wait for something to come, or for the machine's next deadline."""
        deadline = self._gaps.deadline()
        seconds = None if deadline is None else max(0.0, deadline - self._clock.monotonic())
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            self._gaps.tick(self._clock.monotonic())
        self._wake.clear()

    async def _catch_up(self) -> None:
        try:
            answer = await self._fetch(self._gaps.ask())
        except (*SIGNED_OUT, KeyUnknown) as error:
            log.warning("signed out by the server: %s", error)
            self._stopping = True
            for stream in self._subscriptions.streams:
                stream.end()
            self._signed_out()
        except (RpcError, ClientError, tl.DecodeError) as error:
            log.warning("no difference: %s", error)
            self._gaps.failed(self._clock.monotonic())
        else:
            self._gaps.difference(answer, self._clock.monotonic())

    async def _deliver(self, deliveries: list[Delivery]) -> bool:
        """Hand things over one after another, and store what is handled; whether everything was."""
        if not deliveries:
            return True
        came = {id(peer): peer for each in deliveries for peer in (*each.users, *each.chats)}
        self._remember(came.values())
        self._cache.apply(each.update for each in deliveries if each.update is not None)
        state: UpdateState | None = None
        for each in deliveries:
            if each.update is not None and self._subscriptions.wants(each.update):
                if state is not None:
                    self._store.save_update_state(state)
                    state = None
                if not await self._handle(each.update):
                    return False
            state = each.state or state
        if state is not None:
            self._store.save_update_state(state)
        return True

    async def _handle(self, update: tl.TLObject) -> bool:
        """Give an update to those who want it; whether they have handled it."""
        if self._stopping:
            return False
        self._handling = True
        handled = await self._subscriptions.tell(update)
        self._handling = False
        return handled
