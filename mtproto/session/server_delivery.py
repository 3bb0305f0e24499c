"""What a server session sends and keeps: answers, updates, service messages, through connections that come and go.

Rules of this file
- What is content-related is kept until acknowledged (row M23). Past the bounds the oldest of what was sent is given
  up; should the connection then break before the client acknowledged that, the session starts over and says so, and
  the client asks for the difference (core.telegram.org/mtproto/service_messages, "New Session Creation Notification").
- An answer acknowledges its request; other acknowledgements travel with whatever is sent, or when they are due.
- The state changes by the table in `states` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mtproto.clock import Clock, Random
from mtproto.crypto import AuthKey
from mtproto.session.events import ServerEvent, Violation
from mtproto.session.limits import ACK_DELAY, LARGE_BODY, MAX_SERVICE_IDS
from mtproto.session.msg_ids import NOTICE, REPLY
from mtproto.session.native import MsgIds, PendingAcks
from mtproto.session.outbox import Outbox
from mtproto.session.packet import Sealer, Unsealed
from mtproto.session.salts import Salts
from mtproto.session.service import detailed_info, new_session
from mtproto.session.states import (
    ATTACH,
    ATTACHED,
    CATCH_UP,
    CLOSED,
    DETACH,
    FRESH,
    HOLLOW,
    LOSSY,
    OVERFLOW,
    SERVER,
    STALL,
    Signal,
    State,
)


class ServerDelivery:
    """The sending half of a server session; `ServerSession` is the whole."""

    __slots__ = (
        "_first_msg_id",
        "_latest",
        "_random",
        "_unique_id",
        "acks",
        "clock",
        "news",
        "outbox",
        "salts",
        "session_id",
        "state",
    )

    def __init__(self, auth_key: AuthKey, session_id: int, salts: Salts, clock: Clock, random: Random) -> None:
        self.session_id = session_id
        self.salts = salts
        self.clock = clock
        self.state = FRESH
        self.acks = PendingAcks(ACK_DELAY, MAX_SERVICE_IDS)
        self.outbox = Outbox(Sealer(auth_key, session_id, random, to_server=False), MsgIds(clock))
        self.news: list[ServerEvent] = []
        """What has happened since the last call of `events`."""
        self._random = random
        self._unique_id = 0
        self._first_msg_id = 0
        self._latest = 0

    def events(self) -> list[ServerEvent]:
        """What has happened since the last call."""
        events, self.news = self.news, []
        return events

    def push(self, body: bytes) -> None:
        """Send an update: a boxed object, kept until acknowledged. A session that lost messages wants none."""
        if self.state is HOLLOW or self.state is CLOSED:
            return
        self.outbox.add(body, NOTICE)
        if self.outbox.is_full:
            self._check_room()

    def packets_to_send(self, seals: Callable[[Unsealed], bool] = lambda packet: False) -> list[bytes]:
        """Packets for the connection the session is on; nothing while there is none.

        Args:
            seals: Asked about each that is not short: whether whoever is asked encrypts it. It counts as sent.
        """
        if self.state is not ATTACHED and self.state is not LOSSY:
            return []
        outbox = self.outbox
        if self.acks.deadline is not None and (outbox or self.acks.is_due(self.clock.monotonic())):
            for body in self.acks.take():
                self.reply(body)
        salt = self.salts.current(self.clock.now())
        if (short := outbox.take_one(LARGE_BODY)) is not None:  # it mostly is: one message, or a few of the same turn
            packets = [outbox.sealer.seal(salt, short)]
        elif unsealed := outbox.take(salt):
            packets = [packet.seal() for packet in unsealed if not seals(packet)]
        else:
            return []
        if outbox.is_full:
            self._signal(OVERFLOW)
            while outbox.is_full and outbox.lose_oldest():
                pass
        return packets

    def attached(self) -> None:
        """A connection takes the session over: everything unacknowledged goes out again on it."""
        if self.state is LOSSY:
            self.outbox.lost = None
            self._first_msg_id = 0
            self._announce(self._latest)
        if self._signal(ATTACH) is CLOSED:
            return
        self.outbox.connect()
        for message in list(self.outbox.kept.values()):
            msg_id, _, body = message
            if len(body) > LARGE_BODY and msg_id <= self.outbox.sent:
                self.outbox.add_once(detailed_info.write(message), NOTICE)
            else:
                self.outbox.send_again(message)

    def detached(self) -> None:
        """The connection is gone. What is unacknowledged waits for the next one, if all of it is still there."""
        self.outbox.disconnect()
        if self._signal(DETACH) is HOLLOW:
            self._forget_messages()
        elif self.outbox.is_full:
            self._check_room()

    def reply(self, body: bytes) -> None:
        """Send a service message that needs no acknowledgement."""
        self.outbox.add_once(body, REPLY)

    def send_result(self, msg_id: int, result: bytes) -> None:
        """Send an rpc_result, kept until acknowledged; it acknowledges its request."""
        self.acks.discard(msg_id)
        self.outbox.add_result(msg_id, result)
        if self.outbox.is_full:
            self._check_room()

    def acknowledged(self, ids: Iterable[int]) -> None:
        """The client has these messages of ours."""
        outbox = self.outbox
        outbox.forget_all(ids, outbox.sent)
        if self.state is LOSSY and not outbox.lost:
            self._signal(CATCH_UP)

    def emit(self, event: ServerEvent) -> None:
        """Tell the owner of the session."""
        self.news.append(event)

    def _begin(self, msg_id: int) -> None:
        """The lowest id of a packet: the first ever, or one below it, makes the session known (row M21)."""
        self._latest = msg_id
        if not self._first_msg_id or msg_id < self._first_msg_id:
            self._announce(msg_id)

    def _announce(self, first_msg_id: int) -> None:
        if not self._first_msg_id:
            self._unique_id = int.from_bytes(self._random(8), "little", signed=True)
        self._first_msg_id = first_msg_id
        created = new_session.NewSessionCreated(first_msg_id, self._unique_id, self.salts.current(self.clock.now()))
        self.outbox.add(new_session.write(created), REPLY)

    def _check_room(self) -> None:
        """More is kept than a session may keep; on a connection that is looked at after sending."""
        if self.state is not ATTACHED and self.state is not LOSSY:
            self._signal(OVERFLOW)
            self._forget_messages()
        elif self.outbox.is_stalled:
            self._signal(STALL)
            self._forget_messages()
            self.emit(Violation(None, "the client reads nothing"))

    def _forget_messages(self) -> None:
        """Nothing is kept any more, so the next message of the client begins the session anew."""
        self.outbox.clear()
        self._first_msg_id = 0

    def _signal(self, signal: Signal) -> State:
        self.state = SERVER.get((self.state, signal), self.state)
        return self.state
