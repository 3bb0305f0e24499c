"""A session with its key, salts and clock, and somebody who speaks to it in packets made by hand.

The service messages that they send are written, and those that they get are read, by Telethon's classes: an independent
implementation of every layout.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from telethon.extensions import BinaryReader
from telethon.tl import TLRequest, functions, types

from mtproto.crypto import AuthKey
from mtproto.session import Salts, SaltSecret, ServerSession, open_packet
from mtproto.session.containers import CONTAINERS, pack, unpack
from mtproto.session.messages import Message
from mtproto.session.packet import Packet, Sealer
from tests.support.clock import ManualClock

SESSION_ID = 0x5E55_1041
QUERY = b"\x2a\x0f\x8d\x10" + b"a query of no known method.."
SECOND = 1 << 32
UPTIME = 1_000.0
"""Seconds the process has been up when a test begins."""


class SteppingClock(ManualClock):
    """A manual clock whose wall time can be set, too."""

    def __init__(self) -> None:
        super().__init__()
        self.step = 0.0

    def now(self) -> float:
        return super().now() + self.step


@dataclass
class World:
    """One server session, and the client's half of its key."""

    clock: SteppingClock = field(default_factory=SteppingClock)
    auth_key: AuthKey = field(default_factory=lambda: AuthKey(os.urandom(256)))
    floor: int = 0
    destroyable: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.secret = SaltSecret(self.clock, os.urandom)
        self.clock.advance(UPTIME)
        self.salts = Salts(self.secret, self.auth_key.key_id, self.clock)
        self.sealer = Sealer(self.auth_key, SESSION_ID, os.urandom, to_server=True)
        self.session = self.make_session(self.floor)
        self._last_id = 0
        self._count = 0

    def make_session(self, floor: int = 0) -> ServerSession:
        return ServerSession(
            self.auth_key,
            SESSION_ID,
            self.salts,
            self.clock,
            os.urandom,
            destroy_session=self._destroy,
            floor=floor,
        )

    def _destroy(self, session_id: int) -> bool:
        if session_id not in self.destroyable:
            return False
        self.destroyable.remove(session_id)
        return True

    # -- the client's half

    def new_id(self) -> int:
        """A message id as a correct client makes it."""
        self._last_id = max(int(self.clock.now() * SECOND) & ~3, self._last_id + 4)
        return self._last_id

    def content(self, body: bytes = QUERY) -> Message:
        """A content-related message of a correct client."""
        self._count += 1
        return Message(self.new_id(), self._count * 2 - 1, body)

    def service(self, body: bytes) -> Message:
        """A message that needs no acknowledgement."""
        return Message(self.new_id(), self._count * 2, body)

    def container(self, *messages: Message) -> Message:
        return self.service(pack(messages))

    def packet(self, message: Message, *, salt: int | None = None) -> Packet:
        """A message as the session gets it: encrypted, and decrypted again."""
        salt = self.salts.current(self.clock.now()) if salt is None else salt
        return open_packet(self.auth_key, self.sealer.prepare(salt, *message).seal())

    def send(self, message: Message, *, salt: int | None = None) -> bool:
        """Deliver a message on the connection of the session; it is attached when something is accepted."""
        accepted = self.session.receive(self.packet(message, salt=salt))
        if accepted and self.session.state.name not in ("ATTACHED", "LOSSY"):
            self.session.attached()
        return accepted

    def request(self, body: bytes = QUERY) -> int:
        """Send one query alone; its msg_id."""
        message = self.content(body)
        assert self.send(message)
        return message.msg_id

    # -- what the server says

    def opened(self, packets: list[bytes]) -> list[Packet]:
        return [open_packet(self.auth_key, packet, from_client=False) for packet in packets]

    def said(self) -> list[Message]:
        """What the session sends now, out of its containers."""
        return list(flatten(self.opened(self.session.packets_to_send())))

    def noticed(self) -> list[Message]:
        """What the session says now about packets it refused."""
        return list(flatten(self.opened(self.session.notices_to_send())))

    def settle_in(self) -> None:
        """Get over the beginning: the session exists, is attached, and what it said is acknowledged."""
        self.session.answer(self.request(), b"done")
        self.session.events()
        self.acknowledge(self.said())

    def acknowledge(self, messages: list[Message]) -> None:
        ids = [message.msg_id for message in messages if message.seqno & 1]
        self.send(self.service(ack(*ids)))


def flatten(packets: list[Packet]) -> Iterator[Message]:
    for packet in packets:
        message = Message(packet.msg_id, packet.seqno, packet.body)
        yield from unpack(message) if message.body[:4] in CONTAINERS else [message]


def read(body: bytes) -> Any:
    """A service message as Telethon reads it; nothing may be left over."""
    with BinaryReader(body) as reader:
        value = reader.tgread_object()
        assert not reader.read(), "trailing bytes"
    return value


def ack(*ids: int) -> bytes:
    return bytes(types.MsgsAck(list(ids)))


def ping(ping_id: int = 7) -> bytes:
    return bytes(functions.PingRequest(ping_id))


def after(*ids: int, query: bytes = QUERY) -> bytes:
    """A query that comes after others."""
    if len(ids) == 1:
        return bytes(functions.InvokeAfterMsgRequest(ids[0], Opaque(query)))
    return bytes(functions.InvokeAfterMsgsRequest(list(ids), Opaque(query)))


class Opaque(TLRequest):
    """A query as bytes, for Telethon's wrappers."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def _bytes(self) -> bytes:
        return self._data
