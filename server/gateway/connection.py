"""One connection: a socket, the door it turned out to be, and its deadlines. What its frames mean is the `Peer`'s.

Rules of this file:

- One buffer serves all connections: what was read is taken out before anybody else reads. A connection that fills it
  has more to say than its share: it is read again when others had their turns. The rest of a long packet is read to
  where it belongs (mtproto/transport/framing.py).
- A peer that does not read is not read from either. If it takes nothing for `STALLED`, the connection ends; what it has
  not acknowledged stays in its sessions (row DO-4).
- Every state has a deadline: the first byte, the first genuine message (row T10), a silence, the closing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from mtproto.errors import TransportViolation
from mtproto.transport import Detector, Event, Frame
from mtproto.transport import HttpDoor as HttpStart
from mtproto.transport.framing import LONG, Framing
from server.gateway.addresses import Verdict, network_of
from server.gateway.doors import Door, Say
from server.gateway.http import HttpDoor
from server.gateway.peer import FLOOD, SHARE, Peer
from server.gateway.websocket import WebSocketDoor
from server.timers import Timer

if TYPE_CHECKING:  # the gateway makes connections
    from server.gateway.gateway import Gateway

log = logging.getLogger("chappe.gateway")

FIRST_BYTE = 10.0
OPENING = 60.0
"""Seconds for the first byte, and for the first genuine encrypted message (row T10)."""

STALLED = 9.0
"""Seconds in which a peer that owes us reading must take something (row DO-4)."""

SILENCE = 900.0
"""Seconds without a word after which a peer is taken for gone. Clients ping every minute or so."""

CLOSING = 5.0
"""Seconds that what was written before a close may take to leave."""

EARLY = 16 * 1024
MAX_EARLY = 32 * 1024 * 1024
"""Bytes that a connection may send before its first genuine message at nobody's expense, and what all connections may
send beyond that altogether: an opener is small, but a client that comes back may begin with a full container (DO-3)."""

HTTP_READ = 8 * 1024
"""Bytes that are read at once of a connection that speaks HTTP or WebSocket: of those, six are a ping and forty a
question, and each is answered as it is read."""

SEND_BUFFER = 256 * 1024
"""Bytes written and not taken by the kernel at which the peer counts as one that does not read."""


class Connection(asyncio.BufferedProtocol):
    """One accepted socket. `address` is the peer's IP address, `network` what it is counted under.

    `number` names it in the log.
    """

    __slots__ = (
        "_buffer",
        "_deadline",
        "_detector",
        "_disconnect",
        "_door",
        "_early",
        "_framing",
        "_gateway",
        "_held",
        "_http",
        "_over_limit",
        "_peer",
        "_reading",
        "_socket",
        "_stalled",
        "_unfinished",
        "_unsent",
        "address",
        "closing",
        "heard_at",
        "network",
        "number",
    )

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.number = next(gateway.numbers)
        self._buffer = self._reading = gateway.buffer
        self._framing: Framing | None = None
        self._socket: asyncio.Transport
        self._detector: Detector | None = None
        self._door: Door | None = None
        self._http: HttpDoor | None = None
        self._peer = Peer(self, gateway)
        self._deadline: Timer | None = None
        self._disconnect: Timer | None = None
        self._stalled: Timer | None = None
        self._early = 0
        self._unfinished = False
        self._unsent = 0
        self._held = False
        self._over_limit = False
        self.closing = False
        """Whether it is closed or about to be: nothing more can be sent."""
        self.address = ""
        self.network = ""
        self.heard_at = 0.0

    @property
    def door(self) -> tuple[str, int]:
        """The IP address and port of ours that the client has connected to."""
        host, port = self._socket.get_extra_info("sockname")[:2]
        return host, port

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._socket = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self.address = peer[0] if peer else ""
        self.network = network_of(self.address)
        self.heard_at = self._gateway.app.clock.monotonic()
        self._socket.set_write_buffer_limits(high=SEND_BUFFER)
        self._deadline = self._gateway.app.timers.after(FIRST_BYTE, self.abort)
        match self._gateway.opened(self):
            case Verdict.DROP:
                self.abort()
            case Verdict.REFUSE:
                self._over_limit = True

    def get_buffer(self, sizehint: int) -> memoryview:
        framing = self._framing
        room = None if framing is None else framing.room
        self._reading = self._buffer if room is None else room
        return self._reading

    def buffer_updated(self, nbytes: int) -> None:
        if not self.closing and (self._deadline is None or self._count_early(nbytes)):
            reading, self._reading = self._reading, self._buffer  # what was read is not held any longer
            filled = nbytes == len(reading)
            self._receive(reading[:nbytes])
            if filled and not self.closing and (self._framing is None or self._framing.room is None):
                self._peer.wait_for_turn()  # else it is too early: what came is not whole yet

    def eof_received(self) -> None:
        self.close()

    def pause_writing(self) -> None:
        self._peer.keeps_up = False
        self._socket.pause_reading()
        self._unsent = self._socket.get_write_buffer_size()
        self._stalled = self._gateway.app.timers.after(STALLED, self._look_at_progress)

    def resume_writing(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        if not self.closing:
            self._peer.keeps_up = True
            self._read_on()
            self._peer.wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._give_up()
        for timer in (self._deadline, self._disconnect, self._stalled):
            if timer is not None:
                timer.cancel()
        self._forget_early()
        self._gateway.unfinished.hold(self, 0)
        self._peer.lost()
        if self._door is not None:
            self._gateway.app.metrics.connections.labels(self._label).dec()
        self._gateway.closed(self)

    # What the peer and its sessions ask for.

    def send(self, payloads: list[bytes]) -> None:
        """Send payloads in one write."""
        framing, first = self._framing, payloads[0]
        if framing is None:
            self._write(b"".join([self._spoken.frame(payload) for payload in payloads]))
        elif not self._socket.is_closing():
            if len(first) >= LONG:  # a part of a file: the kernel takes it from where it lies
                self._socket.writelines([piece for payload in payloads for piece in framing.pieces(payload)])
            elif len(payloads) == 1:
                self._socket.write(framing.frame(first))
            else:
                self._socket.write(b"".join([framing.frame(payload) for payload in payloads]))
        if self._http is not None:
            asyncio.get_running_loop().call_soon(self._after_answer)

    def quick_ack(self, token: bytes) -> None:
        """Send a quick acknowledgement."""
        self._write(self._spoken.quick_ack(token))

    def refuse(self, code: int) -> None:
        """Send a transport error and close."""
        if not self.closing:
            self._write(self._spoken.error(code))
            self.close()

    def close(self) -> None:
        """Close once what was written has left, or `CLOSING` seconds later without that."""
        if not self.closing:
            self._give_up()
            self._set_deadline(CLOSING, self.abort)
            self._socket.close()

    def close_after(self, seconds: float) -> None:
        """Close then, unless this is called again before (ping_delay_disconnect)."""
        if self._disconnect is not None:
            self._disconnect.cancel()
        self._disconnect = self._gateway.app.timers.after(seconds, self.close)

    def abort(self) -> None:
        """Close now and in silence."""
        self._give_up()
        self._socket.abort()

    def close_if_silent(self, now: float) -> None:
        """Close when nothing was heard for `SILENCE`."""
        if now - self.heard_at >= SILENCE:
            self.close()

    def hold(self) -> None:
        """Read nothing for now: the peer works on what came last."""
        self._held = True
        if not self.closing:
            self._socket.pause_reading()

    def release(self) -> None:
        """Read again."""
        self._held = False
        if not self.closing:
            self._read_on()

    def opened(self) -> None:
        """A genuine message has come: the deadline for that is met."""
        self._forget_early()
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        """Take nothing more to send."""
        self.closing = True
        self._peer.keeps_up = False

    # Bytes.

    def _receive(self, data: bytes | memoryview) -> None:
        self.heard_at = self._peer.turn_began = self._gateway.app.clock.monotonic()
        self._peer.share = SHARE
        offence: tuple[str, int | None] | None = None  # not the violation: its traceback would hold this frame
        events: Sequence[Event | Say]
        try:
            if self._door is None:
                data = self._find_door(data)
                if self._door is None:
                    return
            events = self._door.receive(data)
        except TransportViolation as violation:
            offence = violation.reason, violation.code
            events = cast("Sequence[Event]", violation.events)
        for event in events:
            if self.closing:
                break
            if isinstance(event, Frame):
                if self._over_limit:
                    self.refuse(FLOOD)
                else:
                    self._peer.take(event)
            elif isinstance(event, Say):
                self._write(event.data)
                if event.last:
                    self.close()
        if offence is not None:
            self._drop(*offence)
        elif (self._unfinished or not events) and not self.closing:
            self._note_unfinished()

    def _drop(self, reason: str, code: int | None) -> None:
        log.debug("dropped: %s", reason, extra={"connection": self.number})
        if code is not None:
            self.refuse(code)
        elif not self.closing:
            self.abort()

    def _note_unfinished(self) -> None:
        """A read has brought nothing whole, or the one before: what is held takes memory (row DO-3)."""
        size = self._spoken.unfinished
        self._unfinished = size > 0
        self._gateway.unfinished.hold(self, size)

    def _count_early(self, size: int) -> bool:
        """Count bytes before the first genuine message; False, and closed, when they are too many."""
        grown = max(0, self._early + size - EARLY) - max(0, self._early - EARLY)
        if grown and self._gateway.early + grown > MAX_EARLY:
            self._gateway.app.metrics.refused.labels("early_bytes").inc()
            self.abort()
            return False
        self._early += size
        self._gateway.early += grown
        return True

    def _forget_early(self) -> None:
        self._gateway.early -= max(0, self._early - EARLY)
        self._early = 0

    @property
    def _spoken(self) -> Door:
        assert self._door is not None  # nothing is sent or read before it is found
        return self._door

    def _find_door(self, data: bytes | memoryview) -> bytes:
        """Find the door from the first bytes; what of them it still has to be given."""
        random = self._gateway.app.random
        if self._detector is None:
            self._detector = Detector(random)
            self._set_deadline(OPENING, self.abort)
        found = self._detector.receive(data)
        if found is None:
            return b""
        rest = b""
        if isinstance(found, HttpStart):
            self._buffer = self._buffer[:HTTP_READ]
            rest = found.received
            if rest.startswith(b"GET "):
                self._door = WebSocketDoor(random)
            else:
                self._door = self._http = HttpDoor()
                self._peer.is_asked = True
        else:
            self._door = found
            self._framing = found if isinstance(found, Framing) else None
        self._detector = None
        self._gateway.app.metrics.connections.labels(self._label).inc()
        return rest

    @property
    def _label(self) -> str:
        return type(self._door).__name__.removesuffix("Door").lower()

    def _write(self, data: bytes) -> None:
        if data and not self._socket.is_closing():
            self._socket.write(data)

    def _after_answer(self) -> None:
        """An HTTP answer has left: the next question may be waiting."""
        if self._http is None or self.closing:
            return
        if self._http.finished:
            self.close()
        else:
            self._receive(b"")

    def _read_on(self) -> None:
        wanted = not self._held and self._stalled is None and not self._gateway.stopping
        if wanted and not self._socket.is_closing():
            self._socket.resume_reading()

    def _look_at_progress(self) -> None:
        """The peer has not caught up. It is given more time as long as it takes something (row DO-4)."""
        unsent = self._socket.get_write_buffer_size()
        if unsent >= self._unsent:
            log.debug("dropped: the peer does not read", extra={"connection": self.number})
            self.abort()
            return
        self._unsent = unsent
        self._stalled = self._gateway.app.timers.after(STALLED, self._look_at_progress)

    def _set_deadline(self, seconds: float, callback: Callable[[], None]) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self._gateway.app.timers.after(seconds, callback)
