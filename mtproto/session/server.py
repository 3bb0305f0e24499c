"""The server's side of a message session: packets in, events out, answers in, packets out.

    packet -> receive -> events() -> (the caller works) -> answer / push -> packets_to_send

Rules of this file
- Bad input never raises: it is answered (`notices_to_send`), or a Violation says how to drop the connection.
- A message is judged in this order: parity of its id, whether it was seen, its time, its salt, its seqno, its kind.
  Only then is anything of it executed, and it is remembered before it is (rows M6-M12, AT-9). A late copy of what was
  accepted is told to be a copy, not to be late: a client that heard the latter would send it under a new id.
- What most packets are, a query in order and acknowledgements, is judged in one step (`SeenIds.take_usual`), which
  takes only what the long way would take.
- What is refused or repeated is answered to the connection it came on; it moves no session and no message. So a
  recorded packet, sent again by somebody else, gets the thief nothing (row AT-6).
- Time is the clock's: `deadline` says when `tick` has something to do.
- A container is judged at once, and its queries start. Of the service messages in it no more are handled than hold up
  others for a moment (row DO-7); the rest waits in `unhandled` until the owner calls `go_on`.
"""

from __future__ import annotations

from collections.abc import Callable

from mtproto import rpc_errors
from mtproto.clock import Clock, Random
from mtproto.crypto import AuthKey
from mtproto.errors import ProtocolViolation
from mtproto.session import gzip_packed, msg_ids
from mtproto.session.containers import CONTAINERS, InvalidContainer, TooMany, unpack
from mtproto.session.events import Refused, RequestReceived, Violation
from mtproto.session.limits import (
    LARGE_BODY,
    MAX_AGE,
    MAX_AHEAD,
    SERVICE_IDS_A_SECOND,
    SERVICE_IDS_AT_ONCE,
    SERVICE_MESSAGES_A_TURN,
)
from mtproto.session.messages import CONTENT, MSGS_ACK, Message, Numbered
from mtproto.session.msg_ids import REPLY
from mtproto.session.native import SeenIds, head, message_in
from mtproto.session.packet import Packet
from mtproto.session.request_order import Request, RequestOrder
from mtproto.session.salts import Salts
from mtproto.session.server_delivery import ServerDelivery
from mtproto.session.service import bad_msg, destroy_auth_key, detailed_info, query, rpc_result
from mtproto.session.service.bad_msg import BadMsg
from mtproto.session.service.server_table import HANDLERS, Handler, ids_named
from mtproto.session.states import ATTACHED, CLOSE, CLOSED
from mtproto.session.tl_bytes import write_longs
from mtproto.session.verdicts import NONE, REQUEST, SEEN

TRANSPORT_FLOOD = -429
"""core.telegram.org/mtproto/mtproto-transports, "Transport errors"; row T8."""

_AGE, _AHEAD = MAX_AGE << 32, MAX_AHEAD << 32
"""The window of time as distances between message ids."""
_LONG_AGO = -1.0
"""Before any time of the monotonic clock."""
_HANDLER_OF = HANDLERS.get
_UNCOMMON = frozenset(HANDLERS).union(CONTAINERS, query.AROUND)
"""How everything begins that is no plain query."""
_ANSWER_GONE = rpc_result.write_error(rpc_errors.RPC_CALL_FAIL())


class ServerSession(ServerDelivery):
    """One session of one authorization key; it outlives its connections.

    Args:
        auth_key: The key its packets are encrypted with.
        session_id: The number the client chose.
        salts: The salts of the key.
        clock: Wall and monotonic time.
        random: For padding and unique ids.
        destroy_session: Ends another session of the same key, by id; whether there was one.
        floor: The highest msg_id that may have been received under this session_id before.
    """

    __slots__ = ("_ids_counted", "_ids_left", "_notices", "_ticked", "destroy_session", "requests", "seen", "unhandled")

    def __init__(
        self,
        auth_key: AuthKey,
        session_id: int,
        salts: Salts,
        clock: Clock,
        random: Random,
        *,
        destroy_session: Callable[[int], bool],
        floor: int = 0,
    ) -> None:
        super().__init__(auth_key, session_id, salts, clock, random)
        self.destroy_session = destroy_session
        self.seen = SeenIds(floor)
        self.requests = RequestOrder(self.seen)
        self.unhandled: list[tuple[Handler | None, Message, int]] = []
        """Of containers, what was remembered and is yet to be handled, or to be answered with an objection."""
        self._notices: list[Numbered] = []
        self._ids_left: float = SERVICE_IDS_AT_ONCE
        self._ids_counted = clock.monotonic()
        self._ticked = _LONG_AGO  # when `tick` was called, if no packet came since

    def receive(self, packet: Packet) -> bool:
        """Judge a packet and take what is new in it. True when it was accepted, False when refused or repeated."""
        now, monotonic = self.clock.now(), self.clock.monotonic()
        self._ticked = _LONG_AGO
        if self.state is ATTACHED and not self.unhandled and self.salts.accepts(packet.salt, now):
            uptime = monotonic - self.salts.secret.started
            usual = self.seen.take_usual(
                packet, _UNCOMMON, self._ids_left, uptime, now, monotonic, self.acks, self.outbox
            )
            if usual is not None:
                lowest, named, msg_id, body = usual
                self._latest = lowest  # as in `_begin`
                if lowest < self._first_msg_id or not self._first_msg_id:
                    self._announce(lowest)
                if body is not None:
                    self._start_plain(msg_id, body, now, monotonic)
                if named:
                    self._spend(named, monotonic)
                return True
        message = message_in(Message, packet)
        if not self._passes(message, packet.salt, now):
            return False
        try:
            if head(message.body) in CONTAINERS:
                return self._receive_container(message, now, monotonic)
            return self._receive_alone(message, now, monotonic)
        except InvalidContainer:
            self._notices.append(self._refusal(message, BadMsg.CONTAINER))
        except TooMany as violation:
            self.emit(Violation(TRANSPORT_FLOOD, str(violation)))
        return False

    def go_on(self) -> None:
        """Handle the next of what came in containers."""
        portion = self.unhandled
        self.unhandled = portion[SERVICE_MESSAGES_A_TURN:]
        for handler, message, objection in portion[:SERVICE_MESSAGES_A_TURN]:
            if handler is not None:
                self._handle(handler, message)
            else:
                self.outbox.send_again(self._reply_to(message, objection))

    def notices_to_send(self) -> list[bytes]:
        """Packets about what was refused or repeated, for the connection it came on.

        Each travels alone: a client whose clock is wrong reads only a bare notification (row M7).
        """
        notices, self._notices = self._notices, []
        salt = self.salts.current(self.clock.now())
        return [
            packet.seal()
            for notice in notices
            for packet in self.outbox.prepare(salt, [notice], repeats=notice[0] in self.outbox.kept)
        ]

    @property
    def highest_msg_id(self) -> int:
        """The highest id received: the floor of a session that takes this one's place."""
        return self.seen.highest

    def answer(self, msg_id: int, result: bytes, *, failed: bool = False) -> None:
        """Answer a request; `result` is a boxed object, or the bare vector its method is declared with.

        One that has `failed` fails what waits for it.

        Raises:
            KeyError: no such request is running.
        """
        if self.state is CLOSED:
            return
        if not self.requests.settle(msg_id, failed=failed):
            self.send_result(msg_id, result)
        if self.requests.queue or self.requests.refused:
            self._run_on()

    def answer_error(self, msg_id: int, error: rpc_errors.RpcError) -> None:
        """Answer a request with an error.

        Raises:
            KeyError: no such request is running.
        """
        self.answer(msg_id, rpc_result.write_error(error), failed=True)

    def answer_destroy_auth_key(self, msg_id: int, fate: destroy_auth_key.KeyFate) -> None:
        """Answer destroy_auth_key, once the key is gone from storage or could not be deleted."""
        self.acks.discard(msg_id)
        self.reply(destroy_auth_key.write(fate))

    def close(self) -> None:
        """The session is destroyed, or makes room for another."""
        self._signal(CLOSE)
        self._forget_messages()
        self.requests.clear()
        self.unhandled.clear()

    def deadline(self) -> float | None:
        """Monotonic time at which `tick` has something to do.

        Acknowledgements for which it was called go with the next packets, whenever somebody takes any. Until a packet
        comes they are not named again: a deadline that has passed, and stays, would be waited for without a pause.
        """
        ack = self.acks.deadline
        if ack is not None and ack <= self._ticked:
            ack = None
        if not self.requests.waiting:
            return ack
        wait = self.requests.deadline
        if wait is None or ack is None:
            return ack if wait is None else wait
        return min(wait, ack)

    def tick(self) -> None:
        """Time has passed: waits that have run out are answered; acknowledgements go with the next packets."""
        self._ticked = self.clock.monotonic()
        self.requests.expire(self._ticked)
        self._run_on()

    # -- judging -------------------------------------------------------------------------------------------------------

    def _passes(self, message: Message, salt: int, now: float) -> bool:
        """Judge a packet by what stands outside its body; what is wrong with it is noted."""
        msg_id = message.msg_id
        present = msg_ids.at(now)
        latest = present + _AHEAD
        if self.outbox.ids.last > latest:
            self.emit(Violation(None, "the wall clock went back; our ids are ahead of it, which no client takes"))
            self.close()
        if self.state is CLOSED:
            return False
        is_timely = present - _AGE <= msg_id <= latest
        if msg_id & 3:
            code = BadMsg.ID_PARITY
        elif (is_timely and self.salts.accepts(salt, now)) or msg_id in self.seen:
            return True
        elif not is_timely:
            code = BadMsg.ID_TOO_LOW if msg_id < present else BadMsg.ID_TOO_HIGH
        else:
            self.emit(Refused(BadMsg.SALT))
            self._notices.append(self._numbered(bad_msg.write_salt(message, self.salts.current(now))))
            return False
        self._notices.append(self._refusal(message, code))
        return False

    def _receive_container(self, container: Message, now: float, monotonic: float) -> bool:
        """Take a container whole, or refuse it whole; a message inside may still be refused for itself.

        Raises:
            InvalidContainer, TooMany: nothing of it is used.
        """
        container_id, seqno, _ = container
        verdict = self.seen.judge(container_id, seqno)
        code: int = BadMsg.CONTAINER_ID_REPEATED if verdict == SEEN else verdict
        if code or seqno & CONTENT:  # it never is (row M12)
            self._notices.append(self._refusal(container, code or BadMsg.SEQNO_MUST_BE_EVEN))
            return False
        oldest = container_id - msg_ids.at(monotonic - self.salts.secret.started)
        queries, services, refused = self._take(unpack(container), oldest, now, monotonic)
        self.seen.add(container_id, seqno, NONE, now)
        if queries:  # first: a service message may be about one that came with it
            self._start(queries, now, monotonic)
        self.unhandled += services
        self.unhandled += refused
        self.go_on()
        return True

    def _receive_alone(self, message: Message, now: float, monotonic: float) -> bool:
        """Take a message that is in no container, or refuse it.

        Raises:
            TooMany: it is not used.
        """
        queries, services, refused = self._take([message], 0, now, monotonic)
        if refused:
            self._notices += [self._reply_to(message, objection) for _, message, objection in refused]
            return False
        if queries:
            self._start(queries, now, monotonic)
        for handler, message, _ in services:
            self._handle(handler, message)
        return True

    def _take(
        self, messages: list[Message], oldest: int, now: float, monotonic: float
    ) -> tuple[list[Message], list[tuple[Handler, Message, int]], list[tuple[None, Message, int]]]:
        """Judge the messages of a packet and remember what is new: its queries, its service messages, and the refused
        with SEEN or the code they are refused with.

        An acknowledgement is never content-related (core.telegram.org/mtproto/description, "Content-related Message"),
        but mtcute numbers its own as if they were, and meets no objection elsewhere: refused, it resets its session and
        says the same again for ever.

        `oldest` is for messages in a container, whose own age is not limited: what was made before this process
        started may have been executed by the one before, so whether it was received cannot be known (row MS-2).

        Raises:
            TooMany: nothing of them is used.
        """
        if ids := ids_named(messages):
            self._spend(ids, monotonic)
        queries, services, refused, owed, lowest = self.seen.take_all(messages, _HANDLER_OF, oldest, now)
        if owed:
            self.acks.add(owed, monotonic)
        if lowest is not None:
            self._begin(lowest)
        if refused:
            requests, answers = self.requests, self.outbox.answers
            refused = [
                (None, message, SEEN if message.msg_id in requests or message.msg_id in answers else verdict)
                for _, message, verdict in refused
            ]
        return queries, services, refused

    def _spend(self, ids: int, monotonic: float) -> None:
        """Count the ids that a packet's service messages name (row DO-7).

        Raises:
            TooMany: more than a session may name in this time.
        """
        left = self._ids_left + (monotonic - self._ids_counted) * SERVICE_IDS_A_SECOND
        if left > SERVICE_IDS_AT_ONCE:
            left = SERVICE_IDS_AT_ONCE
        if ids > left:
            raise TooMany(f"{ids} ids in service messages, after many others")
        self._ids_left = left - ids
        self._ids_counted = monotonic

    def _reply_to(self, message: Message, objection: int) -> Numbered:
        """What a message gets that was not admitted."""
        return self._about_repeated(message.msg_id) if objection == SEEN else self._refusal(message, objection)

    def _about_repeated(self, msg_id: int) -> Numbered:
        """What a message gets that was received before: its answer, word of it, or that it is being worked on.

        An answer that is not kept was acknowledged, and then nobody reads this one, or was given up for want of room.
        """
        answer_id = self.outbox.answers.get(msg_id)
        if answer_id is None:
            if msg_id not in self.requests and (self.seen.mark_of(msg_id) or 0) & REQUEST:
                return self._numbered(rpc_result.write(msg_id, _ANSWER_GONE))
            return self._numbered(MSGS_ACK + write_longs([msg_id]))
        answer = self.outbox.kept[answer_id]
        return self._numbered(detailed_info.write(answer)) if len(answer[2]) > LARGE_BODY else answer

    def _refusal(self, message: Message, code: int) -> Numbered:
        self.emit(Refused(code))
        return self._numbered(bad_msg.write(message, code))

    def _numbered(self, body: bytes) -> Numbered:
        return self.outbox.number(body, REPLY)

    # -- executing -----------------------------------------------------------------------------------------------------

    def _handle(self, handler: Handler, message: Message) -> None:
        """Do what a service message asks for."""
        try:
            handler(self, message)
        except ProtocolViolation:
            self._cannot_read(message)

    def _start(self, queries: list[Message], now: float, monotonic: float) -> None:
        """Start the queries of a packet, or hold them until they may start."""
        if len(queries) == 1 and query.is_plain(queries[0].body):
            msg_id, _, body = queries[0]
            self._start_plain(msg_id, body, now, monotonic)
            return
        requests = []
        for message in queries:
            try:
                requests.append(_request(message))
            except ProtocolViolation:
                self._cannot_read(message)
        if requests:
            self.requests.offer(requests, now, monotonic)
            self._run_on()

    def _start_plain(self, msg_id: int, body: bytes, now: float, monotonic: float) -> None:
        """Start a query that came alone, which it mostly does, and with nothing around it."""
        if self.requests.start_at_once(msg_id):
            self.news.append(RequestReceived(msg_id, body))
        else:
            self.requests.offer([Request(msg_id, body)], now, monotonic)
            self._run_on()

    def _cannot_read(self, message: Message) -> None:
        self.seen.set_failed(message.msg_id)
        self.send_result(message.msg_id, rpc_result.write_error(rpc_errors.INPUT_FETCH_ERROR()))

    def _run_on(self) -> None:
        """Answer what was refused a turn, and start whatever has one."""
        refused, self.requests.refused = self.requests.refused, []
        for msg_id, error in refused:
            self.send_result(msg_id, rpc_result.write_error(error))
        for request in self.requests.startable():
            self.news.append(RequestReceived(request.msg_id, request.body))


def _request(message: Message) -> Request:
    """The request that a message is, out of what says which requests it comes after; one that is packed stays so.

    Raises:
        ProtocolViolation: it does not begin as one.
    """
    msg_id, _, body = message
    if body[:4] != gzip_packed.GZIP_PACKED:
        return Request(msg_id, *query.read(body))
    begun = gzip_packed.begin(body, query.MOST_AROUND)
    if begun[:4] in HANDLERS or begun[:4] in CONTAINERS:
        raise gzip_packed.BadPacking("a service message in gzip_packed")
    _, after = query.read(begun)
    return Request(msg_id, body, after)
