"""Fuzz target: whatever a genuine packet says, in any order, to a message session in either role.

    python -m tests.fuzz.fuzz_session [seconds | libFuzzer arguments]

With atheris installed it is a libFuzzer target guided by coverage; without, Hypothesis draws the bytes for the given
number of seconds (60 by default). The rule: accept, or answer with a documented refusal or a Violation; never raise,
never hang, never grow. And native code takes containers apart and puts them together as the plain Python does, and a
server that judges usual packets in one step does nothing else than one that judges all of them the long way.

The first byte of an input chooses the role. Then come steps of one byte and what it asks for: a message (how far its id
is from the last one, its seqno, its salt, its body), time, a connection that comes or goes, an answer, an update.
"""

from __future__ import annotations

import gzip
import random
import struct
from typing import Any

from hypothesis import strategies as st

from mtproto import rpc_errors
from mtproto.crypto import AuthKey
from mtproto.session import ClientSession, KeyFate, Salts, SaltSecret, ServerSession, cutting, gzip_packed, open_packet
from mtproto.session.containers import MSG_CONTAINER, pack
from mtproto.session.events import DestroyAuthKey, RequestReceived
from mtproto.session.limits import (
    MAX_AWAITED,
    MAX_CONTAINER_MESSAGES,
    MAX_HELD,
    MAX_KEPT_BYTES,
    MAX_KEPT_MESSAGES,
    MAX_RUNNING,
    MAX_SERVICE_IDS,
    MAX_UNSENT_BYTES,
    MAX_UNSENT_MESSAGES,
)
from mtproto.session.messages import Message
from mtproto.session.native import cut, join
from mtproto.session.packet import Packet
from mtproto.session.request_order import RequestOrder
from mtproto.session.seen_ids import SeenIds
from mtproto.session.service.client_table import HANDLERS as CLIENT_HANDLERS
from mtproto.session.service.query import INVOKE_AFTER_MSG, INVOKE_AFTER_MSGS
from mtproto.session.service.server_table import HANDLERS as SERVER_HANDLERS
from mtproto.session.tl_bytes import write_bytes
from tests.fuzz import campaign
from tests.support.clock import ManualClock

KEY = AuthKey(bytes(range(256)))
SESSION_ID = 77
MESSAGE = struct.Struct("<hhBB")
"""Distance of the id in seconds, of the seqno, which salt and parity, length of the body in words."""


class LongWay(SeenIds):
    """Finds no packet usual."""

    def take_usual(self, *_: object) -> None:
        return None


class Server:
    """A server session, and an owner who answers some requests. A second one hears the same and does the same."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        secret = SaltSecret(self.clock, random.Random(1).randbytes)
        self.salts = Salts(secret, KEY.key_id, self.clock)
        self.clock.advance(1_000)
        self.session, self.other = self.make(), self.make()
        self.other.seen = LongWay()
        self.other.requests = RequestOrder(self.other.seen)
        self.running: list[int] = []
        self.seen: set[int] = set()

    def make(self) -> ServerSession:
        draw = random.Random(2).randbytes
        return ServerSession(
            KEY, SESSION_ID, self.salts, self.clock, draw, destroy_session=lambda session_id: session_id == 1
        )

    def ask(self, name: str, *arguments: Any) -> Any:
        """Both do something, and say the same of it."""
        told, expected = (getattr(session, name)(*arguments) for session in (self.session, self.other))
        assert told == expected, name
        return told

    def receive(self, packet: Packet) -> None:
        packet = packet._replace(salt=self.salts.current(self.clock.now()) + packet.salt)
        if self.ask("receive", packet):
            self.ask("attached")
        assert len(self.ask("notices_to_send")) <= 1
        self.take()

    def take(self) -> None:
        for event in self.ask("events"):
            if isinstance(event, RequestReceived):
                assert event.msg_id not in self.seen, "executed twice"
                self.seen.add(event.msg_id)
                self.running.append(event.msg_id)
            elif isinstance(event, DestroyAuthKey):
                self.ask("answer_destroy_auth_key", event.msg_id, KeyFate.FAIL)

    def act(self, choice: int) -> None:
        if self.running and choice % 3 == 0:
            self.ask("answer", self.running.pop(choice % len(self.running)), bytes(choice * 400))
        elif self.running and choice % 3 == 1:
            self.ask("answer_error", self.running.pop(0), rpc_errors.PEER_ID_INVALID())
        else:
            self.ask("push", bytes(choice * 400))
        self.take()

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.ask("tick")
        self.take()

    def check(self) -> None:
        self.ask("deadline")
        for packet in self.ask("packets_to_send"):
            open_packet(KEY, packet, from_client=False)
        outbox, requests = self.session.outbox, self.session.requests
        assert (outbox.kept, self.session.state) == (self.other.outbox.kept, self.other.state)
        assert len(outbox.kept) <= MAX_UNSENT_MESSAGES + MAX_CONTAINER_MESSAGES
        assert outbox.kept_bytes == sum(len(body) for _, _, body in outbox.kept.values()) <= 2 * MAX_UNSENT_BYTES
        assert outbox.is_full == (outbox.kept_bytes > MAX_KEPT_BYTES or len(outbox.kept) > MAX_KEPT_MESSAGES)
        assert len(requests._running) <= MAX_RUNNING
        assert len(requests.waiting) + len(requests._queued) <= MAX_HELD
        assert requests._awaited == sum(len(held.awaited) for held in requests.waiting.values()) <= MAX_AWAITED
        assert len(outbox.lost or ()) <= MAX_SERVICE_IDS + 1


class Client:
    """A client session that waits for some answers."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.session = ClientSession(KEY, 1, self.clock, random.Random(1).randbytes, time_offset=0.0)
        self.session.attached()
        self.sent = [self.session.send_request(b"\1\2\3\4" + bytes([i] * 4)) for i in range(5)]
        self.check()

    def receive(self, packet: Packet) -> None:
        self.session.receive(packet._replace(session_id=self.session.session_id, msg_id=packet.msg_id | 1))
        self.session.events()

    def act(self, choice: int) -> None:
        (self.session.attached, self.session.detached, lambda: self.session.drop_answer(self.sent[choice % 5]))[
            choice % 3
        ]()

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)

    def check(self) -> None:
        for packet in self.session.packets_to_send():
            open_packet(KEY, packet)
        assert len(self.session.outbox.kept) <= 20


def fuzz(data: bytes) -> None:
    """One input; raises where the rule is broken."""
    if not data:
        return
    peer: Server | Client = Server() if data[0] % 2 == 0 else Client()
    last_id, last_seqno, at = int(peer.clock.now()) << 32, 0, 1
    while at < len(data):
        step, at = data[at], at + 1
        if step < 200:
            if at + MESSAGE.size > len(data):
                return
            seconds, seqno, bits, words = MESSAGE.unpack_from(data, at)
            at += MESSAGE.size
            body = data[at : at + 4 * words]
            at += 4 * words
            last_id += (seconds % 64 - 8 << 32) + 4 if bits & 4 else 4
            last_id += bits >> 6
            last_seqno += seqno % 16 if bits & 8 else 1
            body = body[: len(body) & ~3]
            taken_apart(Message(last_id, last_seqno, body))
            peer.receive(Packet(bits >> 4 & 1, SESSION_ID, last_id, last_seqno, body, b""))
            last_id &= ~3
        elif step < 220:
            peer.pass_time((step - 200) ** 2)
        elif step < 240:
            peer.act(step)
        elif isinstance(peer, Server):
            peer.ask("attached" if step & 1 else "detached")
        peer.check()


def taken_apart(container: Message) -> None:
    """A message may be a container, with anything in it."""
    body = container.body
    messages = cut(container, MAX_CONTAINER_MESSAGES, 24)
    assert messages == cutting.cut(container, MAX_CONTAINER_MESSAGES, 24)
    if messages is not None and body[:4] == MSG_CONTAINER:
        for most in (len(body), len(body) - 1):
            assert join(messages, most) == cutting.join(messages, most) == (body if most == len(body) else None)


def message(body: bytes, seconds: int, seqno: int, bits: int) -> bytes:
    """A step that delivers a body."""
    body = body[:1020] + bytes(-len(body[:1020]) % 4)
    return b"\0" + MESSAGE.pack(seconds, seqno, bits, len(body) // 4) + body


SERVER_BEGINS, CLIENT_BEGAN = 1_700_001_000 << 32, 1_700_000_000 << 32
ids = st.one_of(
    st.sampled_from((SERVER_BEGINS, CLIENT_BEGAN)).flatmap(
        lambda start: st.integers(1, 20).map(lambda i: start + 4 * i)
    ),
    st.integers(-(2**63), 2**63 - 1),
)
vectors = st.lists(ids, max_size=20).map(lambda each: struct.pack(f"<II{len(each)}q", 0x1CB5C415, len(each), *each))
named = st.builds(lambda msg_id, tail: struct.pack("<q", msg_id) + tail, ids, st.binary(max_size=16))
packed = st.binary(max_size=40).map(lambda body: gzip_packed.GZIP_PACKED + write_bytes(gzip.compress(body)))
heads = st.sampled_from([*SERVER_HANDLERS, *CLIENT_HANDLERS, INVOKE_AFTER_MSG, INVOKE_AFTER_MSGS, b"abcd"])
said = st.builds(lambda head, tail: head + tail, heads, st.binary(max_size=40) | vectors | named) | packed
whole = said.map(lambda body: body + bytes(-len(body) % 4))


def in_order(start: int, bodies: list[bytes]) -> bytes:
    """A container as a correct client makes it, but for what its messages say."""
    return pack((SERVER_BEGINS + 4 * (start + i), 2 * (start + i) - 1, body) for i, body in enumerate(bodies))


containers = st.one_of(
    st.lists(st.tuples(ids, st.integers(0, 12), whole), max_size=8).map(pack),
    st.builds(in_order, st.integers(1, 9), st.lists(whole, max_size=6)),
)

steps = st.one_of(
    st.builds(message, said, st.just(0), st.integers(0, 15), st.sampled_from((0, 0, 0, 8, 16, 64))),
    st.builds(message, containers, st.just(9), st.integers(0, 15), st.just(12)),  # a second and some seqnos later
    st.builds(message, st.binary(max_size=60), st.integers(0, 63), st.integers(0, 15), st.integers(0, 255)),
    st.integers(200, 255).map(lambda step: bytes((step,))),
)
inputs = st.tuples(st.sampled_from((b"\0", b"\1")), st.lists(steps, max_size=30).map(b"".join)).map(b"".join)
"""Conversations that are nearly right; random bytes alone rarely get past the seqno."""


if __name__ == "__main__":
    campaign.run(fuzz, inputs)
