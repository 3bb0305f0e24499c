"""A network in memory: our client's connection on one side, the real server session on the other, no sockets between.

Everything but the network itself is what runs in earnest: the client's wire, framing and session, the server's framing
and session. Time passes when nobody has anything to do, so a minute's wait costs nothing. Whatever the network does to
frames, it draws from a seed.
"""

from __future__ import annotations

import asyncio
import os
import random
import selectors
from collections.abc import Callable
from typing import Any

from client_sdk.network.announcement import innermost
from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.session import Salts, SaltSecret, ServerSession, open_packet
from mtproto.session.events import RequestReceived
from mtproto.session.msg_ids import REPLY
from mtproto.session.packet import Packet
from mtproto.transport import Frame, Intermediate

EPOCH = 1_700_000_000.0
UPTIME = 1_000.0


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop in whose time the next timer is always due, and which connects to `server` only."""

    server: MemoryServer

    def __init__(self) -> None:
        self._jumping = Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    async def create_connection(self, factory: Callable[[], Any], *_: object, **__: object) -> Any:
        return self.server.accept(factory())


class Jumping(selectors.SelectSelector):
    """Does not wait for what will not come: it moves the time instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = UPTIME

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0 if timeout is not None else None)


class LoopClock:
    """The time of the loop, for whoever takes a clock; a client's may be wrong by some seconds."""

    def __init__(self, skew: float = 0.0) -> None:
        self.skew = skew

    def now(self) -> float:
        return EPOCH + self.monotonic() + self.skew

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


class MemoryServer:
    """One session of one key, and the network in front of it.

    Attributes:
        executed: The calls that were executed, in order.
        packets: The packets that arrived, opened.
        hears: Whether anything arrives, and leaves.
        whims: What happens to which frame; to be seeded.
        rough: Share of the frames that are lost; as many again come twice, and as many late.
        refused: How many connections to refuse.
        connections: How many there were.
        answer: What a call is answered with: its result, or that encoded.
        judge: A refusal to send instead of giving a packet to the session.
    """

    def __init__(self) -> None:
        self.clock = LoopClock()
        self.whims = random.Random(0)
        self.auth_key = AuthKey(self.whims.randbytes(256))
        self.executed: list[tl.TLFunction[Any]] = []
        self.packets: list[Packet] = []
        self.hears = True
        self.rough = 0.0
        self.refused = 0
        self.connections = 0
        self.answer: Callable[[tl.TLFunction[Any]], object] = lambda call: True
        self.judge: Callable[[Packet], bytes | None] = lambda packet: None
        self._line: Line | None = None
        self._session: ServerSession | None = None
        self.salts = Salts(SaltSecret(LongAgo(), os.urandom), self.auth_key.key_id, self.clock)

    def restart(self) -> None:
        """A new process: what was made before it started may have been executed by the one before."""
        self.salts = Salts(SaltSecret(self.clock, os.urandom), self.auth_key.key_id, self.clock)
        self.forget_session()
        self.cut()

    def forget_session(self) -> None:
        """What happens to a session that nobody used for long."""
        self._session = None

    def cut(self) -> None:
        """End the connection."""
        if self._line is not None:
            self._line.abort()

    def push(self, update: tl.TLObject) -> None:
        """Send an update."""
        assert self._session is not None
        self._session.push(tl.encode(update))
        self.flush()

    def transport_error(self, code: int) -> None:
        """Refuse the connection."""
        assert self._line is not None
        self._line.deliver(self._line.framing.error(code))

    # -- connections ---------------------------------------------------------------------------------------------------

    def accept(self, protocol: asyncio.Protocol) -> tuple[Line, asyncio.Protocol]:
        if self.refused:
            self.refused -= 1
            raise ConnectionRefusedError("nobody is there")
        self.connections += 1
        self._line = Line(self, protocol)
        return self._line, protocol

    def left(self, line: Line) -> None:
        if self._line is line:
            self._line = None
            if self._session is not None:
                self._session.detached()

    def arrives(self, line: Line, data: bytes) -> None:
        """Bytes of a client; each frame meets the network's whims."""
        for event in line.framing.receive(data):
            if isinstance(event, Frame):
                self._on_its_way(lambda payload=event.payload: self._take(line, payload))

    def flush(self) -> None:
        """Send what the session has to send."""
        if self._session is None or (line := self._line) is None:
            return
        for packet in (*self._session.notices_to_send(), *self._session.packets_to_send()):
            self._on_its_way(lambda packet=packet: line.deliver(line.framing.frame(packet)))
        due = self._session.deadline()
        if due is not None:
            asyncio.get_running_loop().call_at(max(due, self.clock.monotonic()), self._tick, self._session)

    def _tick(self, session: ServerSession) -> None:
        if session is self._session and (session.deadline() or 1e9) <= self.clock.monotonic():
            session.tick()
            self.flush()

    def _on_its_way(self, arrive: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        whim = self.whims.random() / self.rough if self.rough else 3.0
        if not self.hears or whim < 1:
            return
        loop.call_soon(arrive)
        if whim < 2:
            loop.call_soon(arrive)
        elif whim < 3 and self.rough:
            loop.call_later(self.whims.uniform(0.01, 0.1), arrive)

    # -- the session ---------------------------------------------------------------------------------------------------

    def _take(self, line: Line, payload: bytes) -> None:
        if line is not self._line:
            return
        packet = open_packet(self.auth_key, payload)
        self.packets.append(packet)
        session = self._session
        if session is None:
            session = self._session = ServerSession(
                self.auth_key, packet.session_id, self.salts, self.clock, os.urandom, destroy_session=lambda _: False
            )
        if (refusal := self.judge(packet)) is not None:
            notice = session.outbox.number(refusal, REPLY)
            (answer,) = session.outbox.prepare(self.salts.current(self.clock.now()), [notice], repeats=False)
            line.deliver(line.framing.frame(answer.seal()))
            return
        if session.receive(packet) and line.session is not session:
            line.session = session
            session.attached()
        for event in session.events():
            if isinstance(event, RequestReceived):
                self._execute(session, event)
        self.flush()

    def _execute(self, session: ServerSession, request: RequestReceived) -> None:
        call = innermost(tl.decode_request(request.body))
        self.executed.append(call)
        result = self.answer(call)
        body = result if isinstance(result, bytes) else tl.encode_result(result, call.definition)
        session.answer(request.msg_id, body)


class LongAgo:
    """The clock of a server that was up for long when its salts were made."""

    def now(self) -> float:
        return EPOCH

    def monotonic(self) -> float:
        return 0.0


class Line(asyncio.Transport):
    """One connection, as the client's protocol sees it."""

    def __init__(self, server: MemoryServer, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self._server = server
        self._protocol = protocol
        self._opening = Intermediate.OPENING
        self._closing = False
        self.framing = Intermediate.server()
        self.session: ServerSession | None = None
        protocol.connection_made(self)

    def deliver(self, data: bytes) -> None:
        """Bytes of the server."""
        if not self._closing:
            self._protocol.data_received(data)

    def write(self, data: bytes) -> None:
        if data == self._opening:
            return
        if not self._closing:
            self._server.arrives(self, data)

    def close(self) -> None:
        self.abort()

    def abort(self) -> None:
        if not self._closing:
            self._closing = True
            self._server.left(self)
            asyncio.get_running_loop().call_soon(self._protocol.connection_lost, None)

    def is_closing(self) -> bool:
        return self._closing

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing waits here."""

    def pause_reading(self) -> None:
        """Nothing waits here."""

    def resume_reading(self) -> None:
        """Nothing waits here."""
