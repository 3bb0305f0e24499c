"""Raw access to a server: connections on which everything a client usually takes care of can be wrong on purpose.

    Line    one connection in one framing: payloads
    Link    one message session on a line: messages, with the fields that are asked for

Rules of this file
- What arrives is judged in passing, in every step alike: genuine, for this session, with a possible id, and an answer
  only to what was asked.
- Every wait has a deadline; what does not come in time is a Fault that says what was due.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from client_sdk.errors import Disconnected
from client_sdk.network.announcement import Announcement, innermost
from client_sdk.network.endpoint import Endpoint
from client_sdk.network.wire import Wire
from client_sdk.selftest.step import Fault
from mtproto import rpc_errors, tl
from mtproto.clock import Random
from mtproto.crypto import AuthKey, encrypt
from mtproto.crypto.envelope import least_padding
from mtproto.errors import MtprotoError
from mtproto.session import open_packet
from mtproto.session.client_salts import ClientSalts
from mtproto.session.containers import CONTAINERS, pack, unpack
from mtproto.session.limits import MAX_AGE, MAX_AHEAD
from mtproto.session.messages import RPC_ERROR, Message
from mtproto.session.msg_ids import REQUEST, MsgIds, time_of
from mtproto.session.packet import HEADER
from mtproto.session.server_time import ServerTime
from mtproto.tl import service
from mtproto.transport import Event, QuickAck, Transport

T = TypeVar("T", bound=tl.TLObject)
R = TypeVar("R")


class Heard(NamedTuple):
    """A message from the server; `value` is None where it cannot be read."""

    msg_id: int
    value: tl.TLObject | None
    packet: bytes


class QuickAcking:
    """A transport that asks for a quick acknowledgement of every message and keeps those that come."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.opening = inner.opening
        self.tokens: list[bytes] = []

    @property
    def unfinished(self) -> int:
        """See `Transport.unfinished`."""
        return self._inner.unfinished

    def receive(self, data: bytes | bytearray | memoryview) -> list[Event]:
        """As any transport, but for the quick acknowledgements."""
        events = self._inner.receive(data)
        self.tokens += [event.token for event in events if isinstance(event, QuickAck)]
        return [event for event in events if not isinstance(event, QuickAck)]

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        """As any transport, with the bit set."""
        return self._inner.frame(payload, quick_ack=True)

    def quick_ack(self, token: bytes) -> bytes:
        """See `Transport.quick_ack`."""
        return self._inner.quick_ack(token)

    def error(self, code: int) -> bytes:
        """See `Transport.error`."""
        return self._inner.error(code)


class Line:
    """One connection: payloads in and out."""

    def __init__(self, wire: Wire, patience: float) -> None:
        self._wire = wire
        self._patience = patience

    @classmethod
    async def open(cls, endpoint: Endpoint, patience: float) -> Line:
        """Connect; raises Disconnected."""
        return cls(await Wire.open(endpoint), patience)

    def send(self, payload: bytes) -> None:
        """Send a payload."""
        self._wire.send(payload)

    async def receive(self, due: str) -> bytes:
        """The next payload.

        Raises:
            Fault: none comes, although `due` was.
        """
        try:
            return await self._wire.receive(self._patience)
        except Disconnected as error:
            raise Fault(f"{due} is due; instead: {error}") from error

    async def ends(self) -> Disconnected | bytes | None:
        """How the server takes what was sent last: it ends the connection, sends something, or (None) is silent."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._wire.receive(2 * self._patience)
        except TimeoutError:
            return None
        except Disconnected as error:
            return error

    async def close(self) -> None:
        """Close."""
        await self._wire.close()


class Link:
    """One session of a key on one line.

    Args:
        line: The connection.
        auth_key: The key.
        salts: The salt to use, and where one that the server tells is kept for the links to come.
        time: The server's time.
        random: For the session id and padding.
        announcement: What is said before the first call.
        session_id: An earlier session to go on with.
    """

    def __init__(
        self,
        line: Line,
        auth_key: AuthKey,
        salts: ClientSalts,
        time: ServerTime,
        random: Random,
        announcement: Announcement,
        session_id: int | None = None,
    ) -> None:
        self.line = line
        self.auth_key = auth_key
        self.salts = salts
        self.session_id = session_id or int.from_bytes(random(8), "little", signed=True) or 1
        self.ids = MsgIds(time)
        self.sent: set[int] = set()
        self.heard: list[Heard] = []
        self.contents = 0
        self._time = time
        self._random = random
        self._announcement = announcement
        self._announced = False

    @property
    def salt(self) -> int:
        """A salt that is good now."""
        return self.salts.at(self._time.now())

    # -- out -----------------------------------------------------------------------------------------------------------

    def number(self, value: tl.TLObject | bytes, *, content: bool = True) -> Message:
        """A message with the next id and seqno, for this session."""
        body = value if isinstance(value, bytes) else tl.encode(value)
        message = Message(self.ids.next(REQUEST), 2 * self.contents + content, body)
        self.contents += content
        self.sent.add(message.msg_id)
        return message

    def seal(self, message: Message, *, salt: int | None = None, padding: int | None = None, length: int = -1) -> bytes:
        """The packet of a message; the fields of its envelope as they are asked for."""
        self.sent.add(message.msg_id)
        msg_id, seqno, body = message
        due = least_padding(len(body))
        head = HEADER.pack(
            self.salt if salt is None else salt, self.session_id, msg_id, seqno, len(body) if length < 0 else length
        )
        return encrypt(self.auth_key, head + body + self._random(due if padding is None else padding), True)

    def send(self, value: tl.TLObject | bytes | Message, *, content: bool = True, salt: int | None = None) -> int:
        """Send a message; its msg_id."""
        message = value if isinstance(value, Message) else self.number(value, content=content)
        self.line.send(self.seal(message, salt=salt))
        return message.msg_id

    def send_container(self, messages: list[Message], msg_id: int | None = None) -> int:
        """Send messages in a container; its msg_id."""
        body = pack(messages)
        container = Message(self.ids.next(REQUEST) if msg_id is None else msg_id, 2 * self.contents, body)
        return self.send(container)

    # -- in ------------------------------------------------------------------------------------------------------------

    async def find(self, due: str, wanted: Callable[[Heard], bool]) -> Heard:
        """The first message that is wanted, of those that are here or come; it is taken out.

        Raises:
            Fault: it does not come.
        """
        while True:
            for heard in self.heard:
                if wanted(heard):
                    self.heard.remove(heard)
                    return heard
            self._take(await self.line.receive(due))

    async def value(self, kind: type[T], due: str, wanted: Callable[[T], bool] = lambda value: True) -> T:
        """The value of the next message of a kind."""
        heard = await self.find(due, lambda each: isinstance(each.value, kind) and wanted(each.value))
        assert isinstance(heard.value, kind)
        return heard.value

    async def code(self, msg_id: int, due: str) -> int:
        """The error code of the notification about a message; 0 where it is answered instead."""

        def about(heard: Heard) -> bool:
            match heard.value:
                case service.BadMsgNotification() | service.BadServerSalt():
                    return heard.value.bad_msg_id == msg_id
                case service.Pong(msg_id=answered) | service.RpcResult(req_msg_id=answered):
                    return answered == msg_id
            return False

        found = (await self.find(due, about)).value
        return found.error_code if isinstance(found, service.BadMsgNotification | service.BadServerSalt) else 0

    async def ping(self) -> service.Pong:
        """Have what was sent before dealt with: the pong of a ping behind it."""
        msg_id = self.send(service.Ping(ping_id=self.ids.last), content=False)
        return await self.value(service.Pong, "pong", lambda pong: pong.msg_id == msg_id)

    async def call(self, function: tl.TLFunction[R]) -> R:
        """Call a method, announced with the first call.

        Raises:
            RpcError: the server's answer.
            Fault: there is none, or it cannot be read.
        """
        query = function if self._announced else self._announcement.wrap(function)
        self._announced = True
        result = await self.result(self.send(query), function.NAME)
        try:
            answer: R = tl.decode_result(result, innermost(function).definition)
        except tl.DecodeError as error:
            raise Fault(f"the answer to {function.NAME} cannot be read: {error}") from error
        return answer

    async def result(self, msg_id: int, name: str) -> bytes:
        """What answers a request.

        Raises:
            RpcError, Fault
        """
        answer = await self.value(service.RpcResult, f"rpc_result for {name}", lambda each: each.req_msg_id == msg_id)
        result: bytes = answer.result
        if result[:4] == RPC_ERROR:
            error = tl.decode(result)
            assert isinstance(error, service.RpcError)
            raise rpc_errors.from_wire(error.error_code, error.error_message)
        return result

    def announced(self) -> None:
        """Call without saying who calls."""
        self._announced = True

    def _take(self, payload: bytes) -> None:
        try:
            packet = open_packet(self.auth_key, payload, from_client=False)
            message = Message(packet.msg_id, packet.seqno, bytes(packet.body))
            inside = unpack(message) if message.body[:4] in CONTAINERS else [message]
        except MtprotoError as error:
            raise Fault(f"a packet that is not in order: {error}") from error
        if packet.session_id != self.session_id:
            raise Fault("a packet for another session")
        for each in (message, *inside):
            self._check_id(each)
        self.heard += [Heard(each.msg_id, self._read(each), payload) for each in inside]

    def _check_id(self, message: Message) -> None:
        if not message.msg_id & 1:
            raise Fault(f"a server's msg_id is odd, {message.msg_id} is not")
        ahead = time_of(message.msg_id) - self._time.now()
        if not -MAX_AGE <= ahead <= MAX_AHEAD:
            raise Fault(f"a msg_id {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the server's own time")

    def _read(self, message: Message) -> tl.TLObject | None:
        try:
            value = tl.decode(message.body)
        except tl.DecodeError:
            return None
        match value:
            case service.RpcResult(req_msg_id=answered) | service.Pong(msg_id=answered) if answered not in self.sent:
                raise Fault(f"{value.NAME} answers {answered}, which is no message of ours")
            case service.BadServerSalt(new_server_salt=salt) | service.NewSessionCreated(server_salt=salt):
                self.salts.told(salt)
        return value


def flipped(data: bytes, at: int) -> bytes:
    """The bytes with one bit changed."""
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]
