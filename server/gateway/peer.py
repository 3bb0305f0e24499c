"""What the frames of a connection mean: plain messages make keys, encrypted ones belong to a session.

Rules of this file:

- Frames are taken in the order they came. While one waits (for a key from storage, for the arithmetic of an exchange),
  those behind it are held and the socket is not read. A large one is opened on a thread (server/large_packets.py).
- Of what one read brings, a peer's share is taken at once, in bytes and in time. The rest waits for turns, a share in
  each, so that others wait for one share of a flood at most, and not for all that the kernel had buffered of it (row
  DO-7). A container whose messages take more than a turn (mtproto/session/server.py) is finished before anything behind
  it is taken.
- An encrypted message that is not genuine is answered with silence (rows M3-M5): with a known key, -404 would make the
  client throw the key away. -404 is for keys of which storage says that they do not exist (rows M1, MS-8); a storage
  that cannot say closes the connection and nothing more.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mtproto.crypto import quick_ack_token
from mtproto.errors import ProtocolViolation
from mtproto.exchange import ExchangeFailure, plain
from mtproto.session import Packet, open_packet
from mtproto.session.events import DisconnectAfter, HttpWait, Violation
from mtproto.session.limits import MAX_HTTP_WAIT
from mtproto.session.states import CLOSED, FRESH
from mtproto.transport import Frame
from server.auth.keys import KeyEntry, key_number
from server.gateway.handshake import Busy, Handshake
from server.gateway.live_session import LiveSession
from server.large_packets import LARGE
from server.ops.logs import places
from server.rpc import eager
from server.timers import Timer
from server.turns import LONG

if TYPE_CHECKING:  # a connection makes its peer, the gateway its connections
    from server.gateway.connection import Connection
    from server.gateway.gateway import Gateway

log = logging.getLogger("chappe.gateway")

MAX_SESSIONS = 64
"""Sessions that one connection may carry."""

SHARE = 8 * 1024
FRAME_COST = 256
"""Bytes of frames that are taken of a peer in one turn, and what a frame counts beyond its own. So a turn is some 20
pings in packets of their own, a millisecond or two."""

UNKNOWN_KEY = -404
FLOOD = -429
"""Transport errors (core.telegram.org/mtproto/mtproto-transports#transport-errors)."""


class Peer:
    """Whoever is at the other end of one connection."""

    __slots__ = (
        "_asking",
        "_connection",
        "_gateway",
        "_handshake",
        "_held",
        "_poll",
        "_sessions",
        "is_asked",
        "keeps_up",
        "share",
        "turn_began",
    )

    def __init__(self, connection: Connection, gateway: Gateway) -> None:
        self._connection = connection
        self._gateway = gateway
        self._handshake: Handshake | None = None
        self._held: deque[Frame] | None = None
        self._sessions: tuple[LiveSession, ...] = ()
        self._asking: LiveSession | None = None
        self._poll: Timer | None = None
        self.share = 0
        """What may be taken of it in this turn, in bytes: `SHARE` when something was read, or it is its turn."""
        self.turn_began = 0.0
        """Monotonic time at which that was."""
        self.keeps_up = True
        """Whether it reads what it is sent; the connection keeps this."""
        self.is_asked = False
        """Whether sending has to wait for a question, as over HTTP; the connection says so."""

    def wait_for_turn(self) -> None:
        """Read and take nothing more before others had their turns."""
        if self._held is None:
            self._hold()
            self._gateway.app.turns.call(self._go_on)

    def take(self, frame: Frame) -> None:
        """Take the next frame, or hold it behind those that wait."""
        if self.share < SHARE and (self.share <= 0 or self._takes_long()):
            self.wait_for_turn()
        if self._held is not None:
            self._held.append(frame)
            return
        payload = frame.payload
        self.share -= len(payload) + FRAME_COST
        key_id = key_number(payload)
        key = self._gateway.app.keys.cached(key_id) if key_id else None
        if key is None or len(payload) >= LARGE:
            later = self._exchange(payload) if plain.is_plain(payload) else self._open_later(key_id, frame)
            if eager.begin(later, self._handled) is not None:
                self._hold()
            return
        try:
            packet = open_packet(key.auth_key, payload)
        except ProtocolViolation as violation:
            self._drop(violation)
        else:
            self._accept(key, packet, quick_ack=frame.quick_ack)

    def wake(self) -> None:
        """The connection takes packets again."""
        for session in self._sessions:
            session.wake()

    def lost(self) -> None:
        """The connection is gone."""
        if self._handshake is not None:
            self._handshake.close()
        if self._poll is not None:
            self._poll.cancel()
        sessions, self._sessions = self._sessions, ()
        for session in sessions:
            session.detach(self)

    # The outlet that sessions send through.

    @property
    def address(self) -> str:
        """The IP address at the other end."""
        return self._connection.address

    @property
    def network(self) -> str:
        """What that address is counted under."""
        return self._connection.network

    @property
    def door(self) -> tuple[str, int]:
        """The IP address and port of ours that the client has connected to."""
        return self._connection.door

    def takes(self, session: LiveSession) -> bool:
        """Whether packets of this session can be sent now: over HTTP, only an open question of its can be answered."""
        return self._asking is session

    def send(self, packets: list[bytes]) -> list[bytes]:
        """Send packets; those that have to wait for another question are given back."""
        if not self.is_asked:
            self._connection.send(packets)
            return []
        self._answered()
        self._connection.send(packets[:1])
        return packets[1:]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def hear(self, event: DisconnectAfter | HttpWait | Violation) -> None:
        """What a session asks of the connection."""
        match event:
            case DisconnectAfter(seconds=seconds):
                self._connection.close_after(seconds)
            case HttpWait(max_wait=max_wait) if self.is_asked:
                self._wait_for_answer(max_wait / 1000)
            case Violation(code=None):
                self._connection.abort()
            case Violation(code=int(code)):
                self._connection.refuse(code)

    def ended(self, session: LiveSession) -> None:
        """A session is over; the connection stays."""
        self._sessions = tuple(other for other in self._sessions if other is not session)
        if self._asking is session:
            self._answer_nothing()

    # Encrypted messages.

    async def _open_later(self, key_id: int, frame: Frame) -> None:
        """It is decrypted on a thread, or the key is not in memory: look in storage."""
        key = await self._load(key_id)
        if key is None:
            return
        is_large = len(frame.payload) >= LARGE
        try:
            if is_large:
                packet = await self._gateway.app.large_packets.open(key.auth_key, frame.payload)
            else:
                packet = open_packet(key.auth_key, frame.payload)
        except ProtocolViolation as violation:
            self._drop(violation)
            return
        if is_large:
            await self._gateway.app.turns.mine()
            key = await self._load(key_id)  # it may have been destroyed meanwhile
        if key is not None:
            self._accept(key, packet, quick_ack=frame.quick_ack)

    async def _load(self, key_id: int) -> KeyEntry | None:
        """A key, from storage if need be; None when nothing is to be done for this connection any more."""
        if self._connection.closing:
            return None
        try:
            key = await self._gateway.app.keys.load(key_id)
        except Exception as failure:
            log.error("a key could not be looked up: %s", places(failure))
            self._connection.close()
            return None
        if key is None:
            self._connection.refuse(UNKNOWN_KEY)
        return None if self._connection.closing else key  # it may have gone meanwhile: no session must stay on it

    def _drop(self, violation: ProtocolViolation) -> None:
        log.debug("dropped: %s", violation, extra={"connection": self._connection.number})
        self._connection.abort()

    def _accept(self, key: KeyEntry, packet: Packet, *, quick_ack: bool) -> None:
        """Give a message to its session, made if there is none. One that takes nothing is no session."""
        sessions = self._gateway.app.sessions
        session = sessions.find(key, packet.session_id)
        if session is None:
            self._connection.refuse(FLOOD)
            return
        protocol = session.protocol
        is_known = self in session.outlets
        if is_known or self._may_join(session):
            self._give(session, packet, is_known=is_known, quick_ack=quick_ack)
        else:
            self._connection.refuse(FLOOD)
        if protocol.state is FRESH or protocol.state is CLOSED:
            sessions.discard(session)  # nothing of it was ever accepted, or nothing is any more

    def _give(self, session: LiveSession, packet: Packet, *, is_known: bool, quick_ack: bool) -> None:
        protocol = session.protocol
        if self.is_asked:
            self._asking = session
            self._wait_for_answer(MAX_HTTP_WAIT / 1000)
        if protocol.receive(packet):
            if not is_known:
                self._join(session)
            if quick_ack:
                self._connection.quick_ack(quick_ack_token(session.key.auth_key, packet.plaintext))
        elif notices := protocol.notices_to_send():
            self.send(notices)
        session.received(self)
        if protocol.unhandled:
            self.wait_for_turn()

    def _may_join(self, session: LiveSession) -> bool:
        """Whether this connection is not one too many for its key (row M34), nor the session for the connection."""
        if len(self._sessions) >= MAX_SESSIONS:
            return False
        connections = self._gateway.app.sessions.connections_of(session.key)
        return self in connections or len(connections) < self._gateway.app.config.limits.connections_per_key

    def _join(self, session: LiveSession) -> None:
        self._sessions = (*self._sessions, session)
        session.attach(self)
        self._connection.opened()
        self._end_handshake()

    # An HTTP question that waits for its answer.

    def _wait_for_answer(self, seconds: float) -> None:
        if self._poll is not None:
            self._poll.cancel()
        self._poll = self._gateway.app.timers.after(seconds, self._answer_nothing)

    def _answered(self) -> None:
        self._asking = None
        if self._poll is not None:
            self._poll.cancel()
            self._poll = None

    def _answer_nothing(self) -> None:
        """Nothing came while the client waited: the answer is empty."""
        self._poll = None
        if self._asking is not None:
            self.send([b""])

    # Plain messages.

    async def _exchange(self, payload: bytes) -> None:
        """One step of a key exchange."""
        try:
            if self._handshake is None:
                self._handshake = self._gateway.handshakes.open(self._connection.network)
            answer = await self._handshake.receive(payload)
        except Busy:
            self._connection.refuse(FLOOD)
        except ExchangeFailure as failure:
            self._connection.refuse(failure.code)
        else:
            if self._connection.closing:
                return
            if answer is not None:
                self._connection.send([answer])
            elif self.is_asked:
                self._connection.send([b""])

    def _end_handshake(self) -> None:
        if self._handshake is not None:
            self._handshake.close()
            self._handshake = None

    # Waiting.

    def _takes_long(self) -> bool:
        return self._gateway.app.clock.monotonic() - self.turn_began > LONG

    def _hold(self) -> None:
        """A frame has to wait: hold what comes after it."""
        self._held = deque()
        self._connection.hold()

    def _held_back(self, frames: Iterable[Frame]) -> bool:
        """Hold frames behind the one that waits, if one does."""
        if self._held is None:
            return False
        self._held.extend(frames)
        return True

    def _handled(self, _: eager.Waiting) -> None:
        self._go_on()

    def _go_on(self) -> None:
        """Take what was held, up to a share of it, once what came before it has been handled."""
        if any(session.protocol.unhandled for session in self._sessions):
            self._gateway.app.turns.call(self._go_on)
            return
        held, self._held = self._held, None
        self.share, self.turn_began = SHARE, self._gateway.app.clock.monotonic()
        while held and not self._connection.closing:
            self.take(held.popleft())
            if self._held_back(held):
                return
        self._connection.release()
