"""A message session with one DC, which outlives its TCP connections.

    call -> ClientSession -> Wire -> (the server) -> Wire -> ClientSession -> the caller's future, or the listener

Rules of this file
- A lost connection is made again for as long as `close` is not called; calls wait meanwhile. What the server may not
  have, the session sends again under its old message ids, so nothing is executed twice.
- The client is announced (layer, initConnection) with the first call of every TCP connection.
- The server is asked for a sign of life; a silent connection is a dead one. So is one on which a message stays without
  acknowledgement, or a call without answer, for long: what got lost goes again on the next.
- Calls of one moment leave together, in containers. Of many calls the first leave while the rest are still made, so
  that the server need not wait for all of them, nor we for it.
- With perfect forward secrecy the session is that of a temporary key, and calls wait until the server has bound it. In
  time, or when the server has forgotten it, another key with another session takes its place; calls that the old one
  has no answer to are made anew in the new one. There is no way back to the permanent key.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol, TypeVar

from client_sdk.errors import Disconnected, KeyUnknown, NoSecrecy, RequestRefused
from client_sdk.network.announcement import Announcement
from client_sdk.network.backoff import Backoff
from client_sdk.network.endpoint import Endpoint
from client_sdk.network.key_exchange import NewKey
from client_sdk.network.pending import PendingCall, PendingCalls
from client_sdk.network.temporary_keys import TemporaryKeys
from client_sdk.network.wire import Wire
from mtproto import rpc_errors, tl
from mtproto.clock import Clock, Random
from mtproto.errors import ProtocolViolation
from mtproto.session import open_packet
from mtproto.session.client import ClientSession
from mtproto.session.events import Answer, AnswerError, ClientEvent, NewSession, Rejected, Update, Violation

R = TypeVar("R")
log = logging.getLogger(__name__)

PING_SECONDS = 60
DISCONNECT_DELAY = 75
"""The server closes a connection on which no ping has come for so many seconds (ping_delay_disconnect)."""
SILENCE = 90.0
"""Seconds without a byte, not even a pong, after which a connection is given up."""

STALL_SECONDS = 10.0
"""A message that is not acknowledged in so long, or a call not answered in `PATIENT` times that, got lost."""
PATIENT = 4
"""Times STALL_SECONDS: more than the half minute in which servers answer any call."""

TOGETHER = 16
"""Calls that leave without waiting for others of their moment."""

BINDINGS = 3
"""How often a binding is tried: the first may be refused because our clock was wrong."""
DRAIN_SECONDS = 10.0
"""So long the calls under way may take before a session makes room for that of the next temporary key."""
LOOK_SECONDS = 600.0
"""How often it is looked whether a temporary key is to be replaced: a machine that sleeps wakes from no timer."""


class Listener(Protocol):
    """Who takes what the server sends on its own."""

    def updates_came(self, updates: tl.TLObject) -> None:
        """An Updates object."""

    def updates_missed(self) -> None:
        """Updates may have been lost: the server began a new session, or sent what cannot be read."""

    def connection_changed(self, connected: bool) -> None:
        """There is a connection, or none any more."""


class Connection:
    """Calls and answers over one session of one key.

    Args:
        endpoint: The server.
        key: The permanent key.
        announcement: What the client says of itself.
        listener: Who takes what the server sends on its own.
        clock: Time.
        random: For the session.
        secrecy: Makes the temporary keys to speak under; None speaks under the permanent one.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        key: NewKey,
        announcement: Announcement,
        listener: Listener,
        clock: Clock,
        random: Random,
        secrecy: TemporaryKeys | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._permanent = key
        self._random = random
        self._secrecy = secrecy
        self._next_key: NewKey | None = None
        self._needs_key = secrecy is not None
        self._ready = asyncio.Event()
        """There is a key under which calls can be made."""
        self._announcement = announcement
        self._announced = False
        self._listener = listener
        self._clock = clock
        self._backoff = Backoff(random)
        self._waiting = PendingCalls()
        self._unsent: list[PendingCall] = []
        self._wire: Wire | None = None
        self._running: asyncio.Task[None] | None = None
        self._ack_timer: asyncio.TimerHandle | None = None
        self._flushing: asyncio.Handle | None = None
        self._gathered = 0  # calls since the last flush
        self._ended: Disconnected | None = None
        self._adopt(key)

    @property
    def key(self) -> NewKey:
        """The permanent key with the salt and the time offset as they are known now: what to store."""
        server_time = self._session.time.now()
        salt = self._session.salts.at(server_time) if self._secrecy is None else self._permanent.salt
        return NewKey(self._permanent.auth_key, salt, server_time - self._clock.now())

    async def start(self, *, patiently: bool = False) -> None:
        """Connect; from then on it stays connected by itself.

        Args:
            patiently: Where the server cannot be reached now, go on trying; calls wait.

        Raises:
            Disconnected: the server cannot be reached.
        """
        if not patiently:
            self._wire = await self._open()
        self._running = asyncio.create_task(self._run(self._wire))

    async def close(self) -> None:
        """Disconnect; calls that are not answered raise Disconnected."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        if self._wire is not None:
            await self._wire.close()  # it was closed before it was used
        self._end(Disconnected("the client has disconnected"))

    async def call(self, function: tl.TLFunction[R]) -> R:
        """Call a method and wait for its answer, over as many connections as it takes.

        Raises:
            RpcError: the server's answer.
            Disconnected: the client was closed, or its key is gone.
            RequestRefused: the server's message layer refused it.
        """
        try:
            return await self._call(function)
        except rpc_errors.CONNECTION_NOT_INITED:
            self._announced = False
            return await self._call(function)

    async def _call(self, function: tl.TLFunction[R]) -> R:
        await self._ready.wait()
        if self._ended is not None:
            raise self._ended
        if self._wire is not None:
            await self._wire.room()
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        call = PendingCall(function, future)
        self._send(call)
        try:
            return await future
        except asyncio.CancelledError:
            if self._waiting.drop(call):
                self._session.drop_answer(call.request_id)
                self._flush_soon()
            raise

    def _send(self, call: PendingCall) -> None:
        query = call.function if self._announced else self._announcement.wrap(call.function)
        call.request_id = self._session.send_request(tl.encode(query, self._announcement.layer))
        self._announced = True
        self._waiting.add(call)
        self._gathered += 1
        if self._gathered < TOGETHER:
            self._flush_soon()
        else:
            self._flush()

    # -- the life of its connections -----------------------------------------------------------------------------------

    async def _run(self, wire: Wire | None) -> None:
        while True:
            wire = wire or await self._reopen()
            try:
                await self._serve(wire)
            except KeyUnknown as error:
                if self._secrecy is None:
                    return self._end(error)
                log.info("the server has forgotten the temporary key")
                self._needs_key = True
            except Disconnected as error:
                log.info("disconnected: %s", error)
            if self._ended is not None:
                return
            wire = None
            await asyncio.sleep(self._backoff.next())

    async def _reopen(self) -> Wire:
        while True:
            try:
                return await self._open()
            except Disconnected as error:
                log.info("%s", error)
            await asyncio.sleep(self._backoff.next())

    async def _open(self) -> Wire:
        """Connect, with a new temporary key where one is needed. Raises Disconnected."""
        if self._secrecy is not None and self._needs_key:
            self._adopt(self._next_key or await self._secrecy.make())
        return await Wire.open(self.endpoint)

    async def _serve(self, wire: Wire) -> None:
        """Use one connection until it is gone."""
        self._wire = wire
        self._announced = False
        self._session.attached()
        self._listener.connection_changed(True)
        watching = [asyncio.create_task(self._keep_alive()), asyncio.create_task(self._watch(wire))]
        if self._secrecy is not None:
            watching.append(asyncio.create_task(self._keep_secrecy(self._secrecy, wire)))
        try:
            while True:
                self._receive(await wire.receive(SILENCE))
                self._backoff.reset()
        finally:
            for task in watching:
                task.cancel()
            self._wire = None
            self._session.detached()
            self._listener.connection_changed(False)
            await wire.close()

    async def _keep_alive(self) -> None:
        """Ping at once, which tells the server who has come, and then regularly."""
        while True:
            self._session.ping(DISCONNECT_DELAY)
            self._flush()
            await asyncio.sleep(PING_SECONDS)

    async def _watch(self, wire: Wire) -> None:
        """Cut a connection that loses what is sent on it."""
        unacknowledged, unanswered, times = 0, 0, 0
        while True:
            await asyncio.sleep(STALL_SECONDS)
            before = unacknowledged, unanswered
            unacknowledged, unanswered = next(iter(self._session.outbox.kept), 0), self._waiting.oldest()
            times = times + 1 if unanswered and unanswered == before[1] else 0
            if (unacknowledged and unacknowledged == before[0]) or times >= PATIENT:
                log.info("the connection loses messages")
                wire.abort()
                return

    # -- temporary keys ------------------------------------------------------------------------------------------------

    def _adopt(self, key: NewKey) -> None:
        """Begin a session of this key; calls of the session before wait for it to be bound."""
        self._key = key
        self._session = ClientSession(key.auth_key, key.salt, self._clock, self._random, time_offset=key.time_offset)
        self._next_key = None
        self._unsent += self._waiting.take_all()
        if self._secrecy is None:
            self._ready.set()
        else:
            self._needs_key = key is self._permanent
            self._ready.clear()

    async def _keep_secrecy(self, secrecy: TemporaryKeys, wire: Wire) -> None:
        """Bind the key, and replace it in time."""
        if not self._ready.is_set() and not await self._bind(secrecy):
            self._end(NoSecrecy("the server binds no temporary key to ours"))
            wire.abort()
            return
        while (left := secrecy.seconds_left(self._key)) > 0:  # noqa: ASYNC110 - it waits for the clock
            await asyncio.sleep(min(left, LOOK_SECONDS))
        while self._next_key is None:
            try:
                self._next_key = await secrecy.make()
            except Disconnected as error:
                log.info("no new temporary key: %s", error)
                await asyncio.sleep(self._backoff.next())
        self._ready.clear()
        self._needs_key = True
        if under_way := self._waiting.futures():
            await asyncio.wait(under_way, timeout=DRAIN_SECONDS)
        wire.abort()

    async def _bind(self, secrecy: TemporaryKeys) -> bool:
        """Have the server bind the key, and let calls go; False where it does not."""
        for _ in range(BINDINGS):
            binding = self._send_binding(secrecy)
            try:
                await binding.future
            except rpc_errors.ENCRYPTED_MESSAGE_INVALID:
                continue
            except (rpc_errors.RpcError, RequestRefused) as error:
                log.warning("a temporary key was not bound: %s", error)
                return False
            finally:
                self._waiting.drop(binding)
            self._go_on()
            return True
        return False

    def _send_binding(self, secrecy: TemporaryKeys) -> PendingCall:
        made: list[tl.TLFunction[bool]] = []

        def write(msg_id: int) -> bytes:
            made.append(secrecy.binding(self._key, self._session.session_id, msg_id))
            return tl.encode(made[0])

        request_id = self._session.send_naming_itself(write)
        binding = PendingCall(made[0], asyncio.get_running_loop().create_future(), request_id)
        self._waiting.add(binding)
        self._flush()
        return binding

    def _go_on(self) -> None:
        """The key is bound: calls that the one before had no answer to are made anew."""
        self._announced = False
        unsent, self._unsent = self._unsent, []
        for call in unsent:
            if not call.future.done():
                self._send(call)
        self._ready.set()

    def _end(self, error: Disconnected) -> None:
        self._ended = error
        self._ready.set()
        for timer in (self._ack_timer, self._flushing):
            if timer is not None:
                timer.cancel()
        for call in (*self._waiting.take_all(), *self._unsent):
            if not call.future.done():
                call.future.set_exception(error)

    # -- packets -------------------------------------------------------------------------------------------------------

    def _flush_soon(self) -> None:
        """Send what the session has to send once everyone who is about to call has called."""
        if self._flushing is None:
            self._flushing = asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        """Send what the session has to send, now and when acknowledgements are due."""
        self._gathered = 0
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None
        if self._wire is None:
            return
        for packet in self._session.packets_to_send():
            self._wire.send(packet)
        deadline = self._session.deadline()
        if deadline is not None and self._ack_timer is None:
            delay = max(0.0, deadline - self._clock.monotonic())
            self._ack_timer = asyncio.get_running_loop().call_later(delay, self._acknowledge)

    def _acknowledge(self) -> None:
        self._ack_timer = None
        self._flush()

    def _receive(self, payload: bytes) -> None:
        try:
            self._session.receive(open_packet(self._key.auth_key, payload, from_client=False))
        except ProtocolViolation as violation:
            raise Disconnected(f"the server broke the protocol: {violation}") from violation
        for event in self._session.events():
            self._take(event)
        self._flush_soon()

    def _take(self, event: ClientEvent) -> None:
        match event:
            case Answer(request_id=request_id, result=result):
                self._waiting.answer(request_id, result)
            case AnswerError(request_id=request_id, error=error):
                self._waiting.fail(request_id, error)
            case Rejected(request_id=request_id, code=code):
                self._waiting.fail(request_id, RequestRefused(code))
            case Update(body=body):
                self._update(body)
            case NewSession():
                self._listener.updates_missed()
            case Violation(reason=reason):
                raise Disconnected(f"the server broke the protocol: {reason}")

    def _update(self, body: bytes) -> None:
        try:
            updates = tl.decode(body)
        except tl.DecodeError as error:
            log.warning("an update that cannot be read: %s", error)
            self._listener.updates_missed()
        else:
            self._listener.updates_came(updates)
