"""The client's side of a message session: requests in, packets out, packets in, events out.

    send_request -> packets_to_send -> (the network) -> receive -> events()

Rules of this file
- What the server sends is judged too: the session it names, the parity and time of its ids, whether it was seen
  (core.telegram.org/mtproto/security_guidelines). What was seen is acknowledged again and not used again.
- A request keeps the id its owner got for it. Where it may have been accepted, it is sent again under the same message
  id, in a container, so that it is not executed twice; under a new one only where the old one cannot be accepted.
- A refusal counts only for a message that was sent a short while ago.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from mtproto.clock import Clock, Random
from mtproto.crypto import AuthKey
from mtproto.errors import ProtocolViolation
from mtproto.session import msg_ids
from mtproto.session.client_salts import ClientSalts
from mtproto.session.containers import CONTAINERS, unpack
from mtproto.session.events import ClientEvent, Rejected, Violation
from mtproto.session.gzip_packed import pack_if_smaller
from mtproto.session.limits import CLIENT_ACK_BATCH, CLIENT_ACK_DELAY, MAX_AGE, MAX_AHEAD, RECENTLY_SENT
from mtproto.session.messages import CONTENT, Message
from mtproto.session.msg_ids import REQUEST, time_of
from mtproto.session.native import MsgIds, PendingAcks, SeenIds, message_in
from mtproto.session.outbox import Outbox
from mtproto.session.packet import Packet, Sealer, Unsealed
from mtproto.session.pending_requests import PendingRequest, PendingRequests
from mtproto.session.server_time import ServerTime
from mtproto.session.service import destroy_auth_key, destroy_session, drop_answer, future_salts, ping, query
from mtproto.session.service.bad_msg import CURABLE, BadMsg
from mtproto.session.service.client_table import HANDLERS, TIMELESS, on_update
from mtproto.session.states import ATTACH, ATTACHED, CLIENT, CLOSE, DETACH, FRESH, Signal
from mtproto.session.tl_bytes import only_longs
from mtproto.session.verdicts import NONE, SEEN, TOO_OLD

_T = TypeVar("_T")


class ClientSession:
    """One session of one authorization key; it outlives its connections.

    Args:
        auth_key: The key.
        salt: The salt that the key exchange gave, or the last one known.
        clock: Wall and monotonic time.
        random: For the session id, ping ids and padding.
        time_offset: Seconds the server's clock is ahead of ours, None while that is unknown. The key exchange tells.
    """

    __slots__ = (
        "_acks_sent",
        "_clock",
        "_events",
        "_in_containers",
        "_newest_request",
        "_random",
        "_recent",
        "acks",
        "outbox",
        "requests",
        "salts",
        "salts_query",
        "seen",
        "session_id",
        "state",
        "time",
    )

    def __init__(
        self, auth_key: AuthKey, salt: int, clock: Clock, random: Random, *, time_offset: float | None = None
    ) -> None:
        self.session_id = int.from_bytes(random(8), "little", signed=True) or 1
        self.state = FRESH
        self.time = ServerTime(clock, time_offset)
        self.salts = ClientSalts(salt)
        self.seen = SeenIds()
        self.acks = PendingAcks(CLIENT_ACK_DELAY, CLIENT_ACK_BATCH)
        self.outbox = Outbox(Sealer(auth_key, self.session_id, random, to_server=True), MsgIds(self.time))
        self.requests = PendingRequests()
        self._newest_request = 0
        self.salts_query = 0
        """The msg_id of the last get_future_salts."""
        self._clock = clock
        self._random = random
        self._events: list[ClientEvent] = []
        self._recent: dict[int, int] = {}  # id -> how often it was sent, the oldest first
        self._in_containers: dict[int, tuple[int, ...]] = {}
        self._acks_sent: dict[int, tuple[int, ...]] = {}

    # -- what goes out -------------------------------------------------------------------------------------------------

    def send_request(self, body: bytes, *, after: tuple[int, ...] = ()) -> int:
        """Call a method; the answer comes as an event with the id returned here.

        Args:
            body: The function, encoded.
            after: Ids of requests that the server must have executed before this one (invokeAfterMsg).
        """
        return self._begin(body, after=after)

    def send_naming_itself(self, write: Callable[[int], bytes]) -> int:
        """Call a method whose arguments name the message that it travels in, as those of auth.bindTempAuthKey do.

        Where it has to travel in another after all, the server refuses what it says: call again.

        Args:
            write: The function, encoded, for a msg_id.
        """
        msg_id = self.outbox.ids.next(REQUEST)
        body = write(msg_id)
        self.outbox.add(body, REQUEST, msg_id)
        return self._wait_for(Message(*self.outbox.kept[msg_id]), body)

    def drop_answer(self, request_id: int) -> None:
        """The answer to this request is not wanted; AnswerDropResult tells what became of it."""
        request = self.requests.named(request_id)
        if request is not None and not request.unwanted:
            request.unwanted = True
            self._begin(drop_answer.write(request.message.msg_id), drops=request_id)

    def ping(self, disconnect_delay: int) -> int:
        """Ask for a sign of life; the server closes the connection if no other ping follows in so many seconds.

        Returns the ping_id that comes back in Pong.
        """
        ping_id = int.from_bytes(self._random(8), "little", signed=True)
        self.outbox.add_once(ping.write_ping(ping_id, disconnect_delay), REQUEST)
        return ping_id

    def get_future_salts(self, count: int) -> None:
        """Ask for the salts of the coming hours, 1 to 64 of them."""
        self.salts_query = self.outbox.add_once(future_salts.write_query(count), REQUEST)

    def destroy_session(self, session_id: int) -> None:
        """Ask the server to forget another session of this key; SessionDestroyed answers."""
        self.outbox.add(destroy_session.write(session_id), REQUEST)

    def destroy_auth_key(self) -> None:
        """Ask the server to forget the key; AuthKeyDestroyed answers, or the transport error -404."""
        self.outbox.add(destroy_auth_key.write_query(), REQUEST)

    def packets_to_send(self) -> list[bytes]:
        """Packets for the connection; nothing while there is none."""
        if self.state is not ATTACHED:
            return []
        if self.acks.deadline is not None and (self.outbox or self.acks.is_due(self._clock.monotonic())):
            for body in self.acks.take():
                msg_id = self.outbox.add_once(body, REQUEST)
                _remember(self._acks_sent, msg_id, only_longs(body))
        if not self.outbox:
            return []
        packets = self.outbox.take(self.salts.at(self.time.now()))
        self._remember_sent(packets)
        return [packet.seal() for packet in packets]

    # -- what comes in -------------------------------------------------------------------------------------------------

    def receive(self, packet: Packet) -> None:
        """Judge a packet and take what is new in it; a Violation tells to drop the connection."""
        message = message_in(Message, packet)
        try:
            if packet.session_id != self.session_id:
                raise ProtocolViolation("a packet for another session")
            if self._is_timely(message):
                self._take(message)
        except ProtocolViolation as violation:
            self.emit(Violation(None, str(violation)))

    def events(self) -> list[ClientEvent]:
        """What has happened since the last call."""
        events, self._events = self._events, []
        return events

    # -- its life ------------------------------------------------------------------------------------------------------

    def attached(self) -> None:
        """There is a connection: everything unacknowledged goes out again on it."""
        self._signal(ATTACH)
        self.outbox.connect()
        for message in list(self.outbox.kept.values()):
            self.outbox.send_again(message)

    def detached(self) -> None:
        """The connection is gone."""
        self._signal(DETACH)
        self.outbox.disconnect()

    def close(self) -> None:
        """The session is over: its key is gone, or nobody wants it."""
        self._signal(CLOSE)
        self.outbox.clear()

    def deadline(self) -> float | None:
        """Monotonic time at which acknowledgements are due: then take `packets_to_send`."""
        return self.acks.deadline

    # -- for the service messages --------------------------------------------------------------------------------------

    def emit(self, event: ClientEvent) -> None:
        """Tell the owner of the session."""
        self._events.append(event)

    def sent_recently(self, msg_id: int) -> bool:
        """Whether this message is one of ours, sent a short while ago."""
        return msg_id in self._recent

    def owe_acknowledgement(self, msg_id: int) -> None:
        """A content-related message of the server is here."""
        self.acks.add((msg_id,), self._clock.monotonic())

    def set_time(self, server_msg_id: int) -> None:
        """Our time is wrong; the id of a message that the server made just now tells the right one.

        What has an id too high to be accepted gets another; ids go on from the highest that may have been accepted.
        """
        self.time.learn(server_msg_id)
        self.outbox.drop_service()
        acceptable = msg_ids.at(self.time.now() + MAX_AHEAD)
        numbered = (*self._recent, *self.outbox.kept)
        self.outbox.ids.last = max((msg_id for msg_id in numbered if msg_id < acceptable), default=0)
        for kept in list(self.outbox.kept.values()):
            if kept[0] >= acceptable:
                self._renumber(Message(*kept))

    def refused(self, msg_id: int, code: int) -> None:
        """The server did not accept a message of ours, or a container and so everything in it."""
        for inner in self._in_containers.pop(msg_id, (msg_id,)):
            for acknowledged in self._acks_sent.pop(inner, ()):
                self.owe_acknowledgement(acknowledged)
            if (kept := self.outbox.kept.get(inner)) is None:
                continue
            message = Message(*kept)
            if code in CURABLE:
                self._send_anew(message, code)
            else:
                self._give_up(message, code)

    def forgotten(self, first_msg_id: int) -> None:
        """The server began the session with this message: what came before it has to be sent again.

        It keeps its id: should the server know it after all, it is not executed twice.
        """
        for message in list(self.outbox.kept.values()):
            if message[0] < first_msg_id:
                self.outbox.send_again(message)
        for request in self.requests.acknowledged_before(first_msg_id):
            self.outbox.keep_again(request.message)

    # -- sending -------------------------------------------------------------------------------------------------------

    def _begin(self, body: bytes, *, after: tuple[int, ...] = (), drops: int | None = None) -> int:
        return self._wait_for(self._queue(body, after), body, after, drops)

    def _wait_for(self, message: Message, body: bytes, after: tuple[int, ...] = (), drops: int | None = None) -> int:
        """Wait for the answer to a message under a request id that no other has had: message ids come again where
        `set_time` has found that our clock was ahead."""
        self._newest_request = max(message.msg_id, self._newest_request + 1)
        self.requests.add(PendingRequest(self._newest_request, message, body, after, drops))
        return self._newest_request

    def _queue(self, body: bytes, after: tuple[int, ...]) -> Message:
        earlier = self.requests.message_ids(after)
        packed = pack_if_smaller(query.write_after(earlier, body) if earlier else body)
        return Message(*self.outbox.kept[self.outbox.add(packed, REQUEST)])

    def _send_anew(self, message: Message, code: int) -> None:
        """Send a message that was refused, under its old id if that can be accepted now and may have been before."""
        too_old = message.msg_id < msg_ids.at(self.time.now() - MAX_AGE) and self._recent.get(message.msg_id) == 1
        if too_old or code == BadMsg.TOO_OLD:
            self._renumber(message)
        else:
            self.outbox.send_again(message)

    def _renumber(self, message: Message) -> None:
        """Send what a message says under a new id."""
        self.outbox.forget(message.msg_id)
        request = self.requests.under(message.msg_id)
        if request is None:
            self.outbox.add(message.body, REQUEST)
        else:
            self.requests.renumber(request, self._queue(request.body, request.after))

    def _give_up(self, message: Message, code: int) -> None:
        self.outbox.forget(message.msg_id)
        request = self.requests.under(message.msg_id)
        if request is not None:
            self.requests.remove(request)
            self.emit(Rejected(request.request_id, code))

    def _remember_sent(self, packets: list[Unsealed]) -> None:
        for packet in packets:
            if packet.inner:
                _remember(self._in_containers, packet.msg_id, packet.inner)
            for msg_id in (*packet.inner, packet.msg_id):
                _remember(self._recent, msg_id, self._recent.get(msg_id, 0) + 1)

    # -- judging -------------------------------------------------------------------------------------------------------

    def _is_timely(self, message: Message) -> bool:
        """Whether a packet was made about now, as far as we know the time.

        Nobody but the server makes packets, and none of them before its time: one from the future tells that our time
        is behind, as it is after a machine has slept. One from the past may be a replay.

        Raises:
            ProtocolViolation: its id is not one that a server gives.
        """
        if not message.msg_id & 1:
            raise ProtocolViolation("a server's message with an even id")
        if not self.time.known or message.body[:4] in TIMELESS:
            return True
        age = self.time.now() - time_of(message.msg_id)
        if age < -MAX_AHEAD:
            self.set_time(message.msg_id)
        return age <= MAX_AGE

    def _take(self, message: Message) -> None:
        """Handle a message, or the messages in a container, unless seen before."""
        verdict = self.seen.judge(message.msg_id, message.seqno)
        if message.seqno & CONTENT and verdict != TOO_OLD:
            self.owe_acknowledgement(message.msg_id)
        if verdict in (SEEN, TOO_OLD):
            return
        self.seen.add(message.msg_id, message.seqno, NONE, self.time.now())
        if message.body[:4] in CONTAINERS:
            for inner in unpack(message):
                self._take(inner)
        else:
            HANDLERS.get(message.body[:4], on_update)(self, message)

    def _signal(self, signal: Signal) -> None:
        self.state = CLIENT.get((self.state, signal), self.state)


def _remember(memory: dict[int, _T], msg_id: int, value: _T) -> None:
    """Put something last into a memory of what was sent a short while ago."""
    memory.pop(msg_id, None)
    memory[msg_id] = value
    if len(memory) > RECENTLY_SENT:
        del memory[next(iter(memory))]
