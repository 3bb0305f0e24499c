"""One live session, and what it is on.

Rules of this file:

- Who is signed in is never copied: a session asks its key's identity (row AU-4). Only its place among the hub's
  listeners has to follow, which `follow_identity` sees to.
- Little is worked on at once for one client, and nothing for one that does not read what it was sent (row DO-4): its
  requests wait here.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from mtproto.rpc_errors import RpcError
from mtproto.session import ServerSession, Unsealed
from mtproto.session.events import (
    AnswerDropped,
    DestroyAuthKey,
    DisconnectAfter,
    HttpWait,
    Refused,
    RequestReceived,
    Violation,
)
from mtproto.session.states import CLOSED
from server.auth.keys import KeyEntry
from server.large_packets import LARGE, may_be_overtaken
from server.timers import Timer
from server.turns import LONG
from storage.sign_in.devices import Device

if TYPE_CHECKING:  # the sessions make each session
    from server.gateway.sessions import Sessions

AT_ONCE = 32
"""Requests of a session that are worked on at once: with parts of files, 32 MiB at the very most."""

SEALED_AT_ONCE = 4
"""Parts of files that are being encrypted for a session while more of its requests are begun."""


class Outlet(Protocol):
    """A connection as a session sees it."""

    @property
    def address(self) -> str:
        """The IP address at its other end."""

    @property
    def network(self) -> str:
        """What that address is counted under."""

    @property
    def door(self) -> tuple[str, int]:
        """The IP address and port of ours that the client has connected to."""

    @property
    def keeps_up(self) -> bool:
        """Whether what was sent is being read."""

    @property
    def is_asked(self) -> bool:
        """Whether it sends only what it was asked for: then it says of which session that is."""

    def takes(self, session: LiveSession) -> bool:
        """Whether packets of this session can be sent now, where it has to be asked."""

    def send(self, packets: list[bytes]) -> list[bytes]:
        """Send encrypted packets; those that cannot go yet are given back."""

    def close(self) -> None:
        """Close; what was sent before still goes out."""

    def hear(self, event: DisconnectAfter | HttpWait | Violation) -> None:
        """Do what a session asks of the connection that its last packet came on."""

    def ended(self, session: LiveSession) -> None:
        """A session that was on it is over."""


class LiveSession:
    """One session. `layer` and `client` are what was announced in it, 0 and empty before that."""

    __slots__ = (
        "_dirty",
        "_hears_as",
        "_requests",
        "_running",
        "_sealing",
        "_sessions",
        "_timer",
        "_timer_at",
        "_unsent",
        "_waits_for_turn",
        "address",
        "client",
        "door",
        "hears_updates",
        "key",
        "layer",
        "network",
        "outlets",
        "protocol",
        "session_id",
        "session_number",
    )

    def __init__(
        self, sessions: Sessions, key: KeyEntry, session_id: int, number: int, protocol: ServerSession
    ) -> None:
        self.key = key
        self.session_id = session_id
        self.session_number = number
        self.protocol = protocol
        self.layer = 0
        self.client: dict[str, Any] = {}
        self.address = ""
        self.network = ""
        self.door = ("", 0)
        """Where its client has connected to last: it may be gone when what it has asked for is begun."""
        self.hears_updates = False
        self.outlets: tuple[Outlet, ...] = ()
        """Its connections, the newest last."""
        self._sessions = sessions
        self._requests: deque[RequestReceived] = deque()
        self._running = 0
        self._sealing = 0
        self._unsent: list[bytes] = []
        self._hears_as: Device | None = None
        self._dirty = False
        self._waits_for_turn = False
        self._timer: Timer | None = None
        self._timer_at = 0.0

    @property
    def user_id(self) -> int:
        """Who is signed in under its key; 0 for nobody."""
        identity = self.key.identity
        return 0 if identity is None else identity.user_id

    def answer(self, msg_id: int, result: bytes) -> None:
        """Queue the result of a request; kept until acknowledged."""
        self._running -= 1
        self.protocol.answer(msg_id, result)
        if len(result) >= LARGE:  # now, so that a client that reads slowly is noticed before the next is made
            self._send()
        if not self._dirty:  # as in `wake`, for every request
            self._dirty = True
            self._sessions.wake(self)

    def answer_error(self, msg_id: int, error: RpcError) -> None:
        """Queue the error of a request; kept until acknowledged."""
        self._running -= 1
        self.protocol.answer_error(msg_id, error)
        self.wake()

    def push(self, body: bytes) -> None:
        """Queue an update, an encoded object at this session's layer; kept until acknowledged."""
        self.protocol.push(body)
        if not self._dirty:  # as in `wake`: where a group is told of something, this is done for each member
            self._dirty = True
            self._sessions.wake(self)

    def wake(self) -> None:
        """Something may have to be sent: look at the end of this turn of the loop."""
        if not self._dirty:
            self._dirty = True
            self._sessions.wake(self)

    def take_events(self, outlet: Outlet | None = None) -> None:
        """Act on what the protocol has to say, and begin what may be worked on now.

        `outlet` is where its last packet came from, if one came just now.
        """
        requests = self._requests
        for event in self.protocol.events():
            if isinstance(event, RequestReceived):
                requests.append(event)
            elif isinstance(event, Refused):
                self._sessions.count_refused(event.code)
            elif isinstance(event, DestroyAuthKey):
                self._sessions.destroy_key(self, event.msg_id)
            elif not isinstance(event, AnswerDropped) and (hearing := outlet or self._newest):
                hearing.hear(event)
        if self._waits_for_turn:
            return
        monotonic = self.protocol.clock.monotonic
        began = monotonic() if len(requests) > 1 else 0.0
        for _ in range(min(len(requests), AT_ONCE - self._running)):
            if self._is_behind():
                return
            request = requests.popleft()
            self._running += 1
            self._sessions.dispatch(self, request.msg_id, request.body)
            if requests and monotonic() - began > LONG:
                self._waits_for_turn = True
                self._sessions.in_turn(self._take_turn)
                return
        if requests and self._running < AT_ONCE:
            self.wake()  # others have had a turn by then

    def _take_turn(self) -> None:
        self._waits_for_turn = False
        self.wake()

    def received(self, outlet: Outlet) -> None:
        """A packet was taken: act on what came, and let what is to be said to it go with all else of this turn.

        The messages of a long container are handled in turns with others, and what is said to them leaves together.
        """
        protocol = self.protocol
        if protocol.news or self._requests:
            self.take_events(outlet)
        if protocol.unhandled:
            self._sessions.in_turn(partial(self._go_on, outlet))
        elif self._dirty:
            return  # it has been answered already: all that follows is done then
        elif protocol.outbox or self._unsent:
            self.wake()
        elif (deadline := protocol.deadline()) is not None:
            self._wait_for(deadline)

    def _go_on(self, outlet: Outlet) -> None:
        self.protocol.go_on()
        self.received(outlet)

    def flush(self) -> None:
        """Begin what may begin now, send what is due, and note when something is due next."""
        self._dirty = False
        if self._requests or self.protocol.news:
            self.take_events()
        self._send()
        if self._requests and not self._waits_for_turn and self._running < AT_ONCE and not self._is_behind():
            self.wake()  # what was in their way has been sent
        if (deadline := self.protocol.deadline()) is not None:
            self._wait_for(deadline)

    def attach(self, outlet: Outlet) -> None:
        """A connection came with a message of this session; it is the newest from now on."""
        self.address, self.network, self.door = outlet.address, outlet.network, outlet.door
        self.outlets = (*self.outlets, outlet)
        self._sessions.attached(self)
        self.protocol.attached()

    def detach(self, outlet: Outlet) -> None:
        """A connection went. What it may not have delivered is sent again on another, now or when one comes."""
        if outlet not in self.outlets:
            return
        was_newest = outlet is self.outlets[-1]
        self.outlets = tuple(other for other in self.outlets if other is not outlet)
        if not self.outlets:
            self._unsent = []
            self.protocol.detached()
            self._sessions.detached(self)
            self.wake()
        elif was_newest:
            self.protocol.attached()
            self.wake()

    def follow_identity(self) -> None:
        """Be listed with the hub under whoever is signed in now, if this session wants updates."""
        device = None
        identity = self.key.identity
        if identity is not None and self.hears_updates and self.protocol.state is not CLOSED and identity.user_id:
            device = identity.device
        if device is not self._hears_as:
            self._sessions.relist(self, self._hears_as, device)
            self._hears_as = device

    def close_connections(self) -> None:
        """Close every connection it has."""
        for outlet in self.outlets:
            outlet.close()

    def end(self) -> None:
        """Be over. Its connections stay open; they may serve other sessions."""
        self.protocol.close()
        self.follow_identity()
        self._requests.clear()
        if self._timer is not None:
            self._timer.cancel()
        outlets, self.outlets = self.outlets, ()
        for outlet in outlets:
            outlet.ended(self)

    @property
    def _newest(self) -> Outlet | None:
        return self.outlets[-1] if self.outlets else None

    def _is_behind(self) -> bool:
        """Whether enough is on its way, or is not being read or fetched by its client: then no more is done for now."""
        if self._sealing >= SEALED_AT_ONCE or self._unsent or self.protocol.outbox.is_full:
            return True
        return bool(self.outlets and not self.outlets[-1].keeps_up)

    def _send(self) -> None:
        """Send what is due. Over HTTP what is ready already goes first, and the rest stays where its bounds are.

        While the newest connection takes nothing, no older one is sent anything either: its client has left it, for all
        that is known, and what is sent there is not sent again when it goes.
        """
        for outlet in reversed(self.outlets):
            if outlet.keeps_up and (not outlet.is_asked or outlet.takes(self)):
                break
            if not outlet.is_asked:
                return
        else:
            return
        if packets := self._unsent or self.protocol.packets_to_send(self._seals):
            self._unsent = outlet.send(packets)

    def _seals(self, packet: Unsealed) -> bool:
        """Whether a packet is a part of a file, which is encrypted on a thread."""
        if not may_be_overtaken(packet):
            return False
        self._sealing += 1
        self._sessions.seal(packet, self._sealed)
        return True

    def _sealed(self, packet: bytes) -> None:
        """A part of a file is ready for whatever connection there is now; without one, the protocol keeps it."""
        self._sealing -= 1
        if self.outlets:
            self._unsent.append(packet)
            self._send()
        self.wake()

    def _wait_for(self, deadline: float) -> None:
        if self._timer is not None and self._timer_at <= deadline:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = deadline
        self._timer = self._sessions.at(deadline, self._tick)

    def _tick(self) -> None:
        self._timer = None
        deadline = self.protocol.deadline()
        if deadline is None:  # what it was set for has been done meanwhile
            return
        if deadline > self._timer_at:
            self._wait_for(deadline)
            return
        self.protocol.tick()
        self.wake()
