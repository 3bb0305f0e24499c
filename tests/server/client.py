"""A client for tests: the protocol's own client role on a real connection.

Calls are made with objects and answered with objects; an RPC error is raised. What the server pushes is in `updates`.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mtproto import tl
from mtproto.clock import Clock, Random
from mtproto.crypto import AuthKey, RsaPublicKey
from mtproto.exchange import ClientExchange, Compute, Done, Send, Step, plain
from mtproto.rpc_errors import RpcError
from mtproto.session import open_packet
from mtproto.session.client import ClientSession
from mtproto.session.events import Answer, AnswerError, NewSession, Rejected, Update, Violation
from mtproto.session.msg_ids import REQUEST, MsgIds
from mtproto.session.states import DETACHED
from mtproto.tl import functions, types
from mtproto.transport import Frame, Intermediate, QuickAck, Transport, TransportError

T = TypeVar("T", bound=tl.TLObject)
E = TypeVar("E")

SECONDS = 30.0
"""How long a test waits for what should take milliseconds."""


class Disconnected(Exception):
    """The server closed the connection; `code` is its transport error, None when it said nothing."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the server closed the connection ({code})")
        self.code = code


@dataclass
class Connector:
    """Where the server is, and how to be trusted by it."""

    host: str
    port: int
    dc_id: int
    key: RsaPublicKey
    clock: Clock
    transport: Callable[[], Transport] = Intermediate.client
    receive_buffer: int | None = None
    """Bytes of the kernel's buffer on the client's side, for clients that are to be slow."""


@dataclass
class Wire:
    """One connection: payloads in and out, and the transport error it ended with."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    transport: Transport
    frames: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue)
    quick_acks: list[bytes] = field(default_factory=list)
    code: int | None = None

    @classmethod
    async def open(cls, connector: Connector) -> Wire:
        raw = socket.socket(socket.AF_INET6 if ":" in connector.host else socket.AF_INET)
        raw.setblocking(False)
        if connector.receive_buffer is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, connector.receive_buffer)
        try:
            await asyncio.get_running_loop().sock_connect(raw, (connector.host, connector.port))
        except OSError:
            raw.close()
            raise
        reader, writer = await asyncio.open_connection(sock=raw)
        wire = cls(reader, writer, connector.transport())
        writer.write(wire.transport.opening)
        return wire

    def send(self, payload: bytes, *, quick_ack: bool = False) -> None:
        self.writer.write(self.transport.frame(payload, quick_ack=quick_ack))

    async def receive(self, seconds: float | None = SECONDS) -> bytes:
        """The next payload; raises Disconnected, and TimeoutError when nothing comes for so long."""
        while self.frames.empty():
            data = await asyncio.wait_for(self.reader.read(65536), seconds)
            if not data:
                raise Disconnected(self.code)
            for event in self.transport.receive(data):
                if isinstance(event, Frame):
                    self.frames.put_nowait(event.payload)
                elif isinstance(event, QuickAck):
                    self.quick_acks.append(event.token)
                elif isinstance(event, TransportError):
                    self.code = event.code
        payload = self.frames.get_nowait()
        assert payload is not None
        return payload

    async def closed(self) -> int | None:
        """Wait for the server to close; the transport error it gave."""
        try:
            while True:
                await self.receive()
        except (Disconnected, ConnectionError):
            return self.code

    async def close(self) -> None:
        self.writer.close()
        await asyncio.gather(self.writer.wait_closed(), return_exceptions=True)


async def make_key(connector: Connector, *, expires_in: int | None = None) -> tuple[AuthKey, int]:
    """Make an authorization key by the real exchange; the key and its first salt."""
    wire = await Wire.open(connector)
    try:
        msg_ids = MsgIds(connector.clock)
        exchange = ClientExchange([connector.key], connector.dc_id, expires_in, connector.clock, os.urandom)
        step: Step | None = exchange.start()
        while not isinstance(step, Done):
            if isinstance(step, Send):
                wire.send(plain.write(msg_ids.next(REQUEST), step.body))
            if isinstance(step, Compute):
                step = exchange.resume(await asyncio.to_thread(step.function, *step.args))
            else:
                step = exchange.receive(plain.parse(await wire.receive()).body)
        return step.auth_key, step.salt
    finally:
        await wire.close()


class Client:
    """One session of one key, on one connection at a time."""

    def __init__(
        self,
        connector: Connector,
        auth_key: AuthKey,
        salt: int = 0,
        *,
        layer: int,
        announce: bool,
        random: Random = os.urandom,
    ) -> None:
        self.connector = connector
        self.auth_key = auth_key
        self.layer = layer
        self.session = ClientSession(auth_key, salt, connector.clock, random, time_offset=0.0)
        self.updates: asyncio.Queue[tl.TLObject] = asyncio.Queue()
        self._together: deque[tl.TLObject] = deque()  # what came in one Updates object and was not looked at yet
        self.new_sessions = 0
        self.others: asyncio.Queue[object] = asyncio.Queue()
        self.me: types.User | None = None
        self.wire: Wire | None = None
        self._announced = not announce
        self._answers: dict[int, tuple[tl.TLFunction[Any], asyncio.Future[Any]]] = {}
        self.reading: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Connect, or connect again after `disconnect`."""
        again = self.session.state is DETACHED
        self.wire = await Wire.open(self.connector)
        self.session.attached()
        if again:  # a server does not know who has come until they say something
            self.session.ping(600)
        self.send()
        self.reading = asyncio.create_task(self._read(self.wire))

    async def disconnect(self) -> None:
        """Close the connection; the session stays. What was wrong with what the server sent is raised."""
        reading, self.reading = self.reading, None
        if reading is not None:
            reading.cancel()
            await asyncio.wait([reading])
        if self.wire is not None:
            await self.wire.close()
            self.wire = None
            self.session.detached()
        if reading is not None and not reading.cancelled():
            reading.result()

    async def __call__(self, function: tl.TLFunction[Any]) -> Any:
        """Call a method; the decoded result, or the RpcError is raised."""
        return await asyncio.wait_for(self.begin(function), SECONDS)

    def begin(self, function: tl.TLFunction[Any]) -> asyncio.Future[Any]:
        """Send a request; its answer comes in the future."""
        query = function if self._announced else self._announcing(function)
        self._announced = True
        return self._begin(tl.encode(query, self.layer), _innermost(function))

    async def raw(self, body: bytes) -> Any:
        """Send bytes in place of a function."""
        return await asyncio.wait_for(self._begin(body, functions.help.GetNearestDc()), SECONDS)

    def ping(self, disconnect_delay: int) -> None:
        """Send ping_delay_disconnect."""
        self.session.ping(disconnect_delay)
        self.send()

    async def update(self, kind: type[T], seconds: float = SECONDS) -> T:
        """The next update of a kind, whatever comes before it; also looks inside Updates objects."""
        async with asyncio.timeout(seconds):
            while True:
                if not self._together:
                    together = await self.updates.get()
                    if isinstance(together, kind):
                        return together
                    self._together.extend(_updates_in(together))
                while self._together:
                    if isinstance(update := self._together.popleft(), kind):
                        return update

    def forget_updates(self) -> None:
        """Whatever has been pushed so far is of no interest."""
        self.updates = asyncio.Queue()
        self._together.clear()

    async def other(self, kind: type[E]) -> E:
        """Wait for what is neither answer nor update: the next event of a kind."""
        async with asyncio.timeout(SECONDS):
            while True:
                event = await self.others.get()
                if isinstance(event, kind):
                    return event

    async def closed(self) -> int | None:
        """Wait for the server to close the connection; the transport error it gave."""
        assert self.reading is not None
        await asyncio.wait_for(asyncio.gather(self.reading, return_exceptions=True), SECONDS)
        assert self.wire is not None
        return self.wire.code

    def _begin(self, body: bytes, function: tl.TLFunction[Any]) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        msg_id = self.session.send_request(body)
        self._answers[msg_id] = (function, future)
        self.send()
        return future

    def _announcing(self, function: tl.TLFunction[Any]) -> tl.TLFunction[Any]:
        return functions.InvokeWithLayer(
            layer=self.layer,
            query=functions.InitConnection(
                api_id=1,
                device_model="test device",
                system_version="1.0",
                app_version="1.0",
                system_lang_code="en",
                lang_pack="",
                lang_code="en",
                query=function,
            ),
        )

    def send(self) -> None:
        """Send what the session has to send."""
        if self.wire is None:
            return
        for packet in self.session.packets_to_send():
            self.wire.send(packet)
        deadline = self.session.deadline()
        if deadline is not None:
            delay = max(0.0, deadline - self.connector.clock.monotonic())
            asyncio.get_running_loop().call_later(delay, self.send)

    async def _read(self, wire: Wire) -> None:
        try:
            while True:
                payload = await wire.receive(None)  # whoever waits for something has a deadline; silence is none
                self.session.receive(open_packet(self.auth_key, payload, from_client=False))
                for event in self.session.events():
                    self._take(event)
                self.send()
        except (Disconnected, ConnectionError):
            if wire.code is not None:
                self._fail(Disconnected(wire.code))
        except Exception as error:
            self._fail(error)
            raise

    def _take(self, event: object) -> None:
        match event:
            case Answer(request_id=request_id, result=result):
                function, future = self._answers.pop(request_id, _NOBODY)
                if future is not None and not future.done():
                    future.set_result(tl.decode_result(result, function.definition))
            case AnswerError(request_id=request_id, error=error):
                self._settle(request_id, error)
            case Rejected(request_id=request_id, code=code):
                self._settle(request_id, RpcError(f"bad_msg_notification {code}", code))
            case Update(body=body):
                self.updates.put_nowait(tl.decode(body))
            case NewSession():
                self.new_sessions += 1
            case Violation():
                raise AssertionError(event)
            case _:
                self.others.put_nowait(event)

    def _settle(self, request_id: int, error: Exception) -> None:
        _, future = self._answers.pop(request_id, _NOBODY)
        if future is not None and not future.done():
            future.set_exception(error)

    def _fail(self, error: Exception) -> None:
        for request_id in list(self._answers):
            self._settle(request_id, error)


_NOBODY: tuple[tl.TLFunction[Any], None] = (functions.help.GetNearestDc(), None)
"""Who waits for the answer to a request that a test has sent by hand."""


def _innermost(function: tl.TLFunction[Any]) -> tl.TLFunction[Any]:
    while isinstance(inner := getattr(function, "query", None), tl.TLFunction):
        function = inner
    return function


def _updates_in(update: tl.TLObject) -> Sequence[tl.TLObject]:
    match update:
        case types.Updates(updates=updates) | types.UpdatesCombined(updates=updates):
            return updates
        case types.UpdateShort(update=inner):
            return [inner]
    return []
