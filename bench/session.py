"""What a message session costs per request, without any handler, beside the bare cryptography in the same run.

    python -m bench.session [--rounds N] [--requests N] [--sessions N]

One request is one packet in (decrypted, judged, handed out) and one packet out (the answer, encrypted). "alone" is a
query in a packet of its own, "with acks" a container of a query and the acknowledgement of the last answer, as real
clients send it. "crypto" decrypts the same packets and encrypts answers of the same length, and does nothing else; the
session's own share is the rest. All figures are thread CPU time. Memory is what tracemalloc counts for sessions that
have spoken once and idle, without their keys.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
import tracemalloc
from collections.abc import Callable

from bench._measure import machine, rounds
from mtproto.crypto import AuthKey, decrypt, encrypt
from mtproto.session import Salts, SaltSecret, ServerSession, open_packet
from mtproto.session.containers import pack
from mtproto.session.events import RequestReceived
from mtproto.session.messages import MSGS_ACK
from mtproto.session.packet import Sealer
from mtproto.session.tl_bytes import write_longs
from server.clock import SystemClock

QUERY = os.urandom(96)
"""As long as a sendMessage."""
ANSWER = os.urandom(200)
SESSION_ID = 77


class Conversation:
    """A session, and the packets of a client that are made before the clock runs."""

    def __init__(self) -> None:
        self.clock = SystemClock()
        self.key = AuthKey(os.urandom(256))
        self.salts = Salts(SaltSecret(self.clock, os.urandom), self.key.key_id, self.clock)
        self.session = make_session(self.key, self.salts, self.clock)
        self.client = Sealer(self.key, SESSION_ID, os.urandom, to_server=True)
        self.last_id = int(self.clock.now() - 200) << 32
        self.count = 0
        self.sent: list[int] = []
        self.serve(self.alone())
        self.acknowledge()

    def next_id(self) -> int:
        self.last_id += 1 << 16
        return self.last_id

    def query(self) -> tuple[int, int, bytes]:
        self.count += 1
        return self.next_id(), self.count * 2 - 1, QUERY

    def acks(self) -> tuple[int, int, bytes]:
        return self.next_id(), self.count * 2, MSGS_ACK + write_longs(self.sent)

    def seal(self, msg_id: int, seqno: int, body: bytes) -> bytes:
        return self.client.prepare(self.salts.current(self.clock.now()), msg_id, seqno, body).seal()

    def alone(self) -> bytes:
        return self.seal(*self.query())

    def with_acks(self) -> bytes:
        inner = (self.query(), self.acks())
        return self.seal(self.next_id(), self.count * 2, pack(inner))

    def acknowledge(self) -> None:
        self.sent = list(self.session.outbox.kept)
        self.session.receive(open_packet(self.key, self.seal(*self.acks())))

    def serve(self, packet: bytes) -> list[bytes]:
        """What a gateway does with one packet, and a handler that knows its answer."""
        session = self.session
        if session.receive(open_packet(self.key, packet)) and session.state.name == "FRESH":
            session.attached()
        for event in session.events():
            session.answer(event.msg_id, ANSWER)  # type: ignore[union-attr]  # to ask which it is would be measured
        return session.packets_to_send()


def make_session(key: AuthKey, salts: Salts, clock: SystemClock, session_id: int = SESSION_ID) -> ServerSession:
    return ServerSession(key, session_id, salts, clock, os.urandom, destroy_session=lambda other: False)


def whole(requests: int, make: Callable[[Conversation], bytes]) -> Callable[[], float]:
    """CPU microseconds per request of packet in, answer out; the client's share is made while the clock stands."""

    def run() -> float:
        conversation = Conversation()
        total = 0.0
        for _ in range(requests):
            packet = make(conversation)
            start = time.thread_time()
            conversation.serve(packet)
            total += time.thread_time() - start
            conversation.sent = [conversation.session.outbox.ids.last]
            if len(conversation.session.outbox.kept) > 100:
                conversation.acknowledge()
        return total / requests * 1e6

    return run


def crypto_only(requests: int, make: Callable[[Conversation], bytes]) -> Callable[[], float]:
    """CPU microseconds of decrypting such packets and encrypting answers as long."""

    def run() -> float:
        conversation = Conversation()
        answer = decrypt(conversation.key, conversation.serve(conversation.alone())[0], from_client=False)
        conversation.sent = [conversation.session.outbox.ids.last]
        total = 0.0
        for _ in range(requests):
            packet = make(conversation)
            start = time.thread_time()
            decrypt(conversation.key, packet, from_client=True)
            encrypt(conversation.key, answer, to_server=False)
            total += time.thread_time() - start
        return total / requests * 1e6

    return run


def memory(count: int) -> float:
    """Bytes of one idle session with its salts, keys not counted."""
    clock, key = SystemClock(), AuthKey(os.urandom(256))
    secret = SaltSecret(clock, os.urandom)
    query = (int(clock.now()) << 32, 1, QUERY)
    packets = []
    for session_id in range(1, count + 1):
        salt = Salts(secret, key.key_id, clock).current(clock.now())
        sealer = Sealer(key, session_id, os.urandom, to_server=True)
        packets.append(open_packet(key, sealer.prepare(salt, *query).seal()))
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    sessions = []
    for packet in packets:
        session = make_session(key, Salts(secret, key.key_id, clock), clock, packet.session_id)
        session.receive(packet)
        session.attached()
        for event in session.events():
            assert isinstance(event, RequestReceived)
            session.answer(event.msg_id, ANSWER)
        session.packets_to_send()
        session.acknowledged(list(session.outbox.kept))
        sessions.append(session)
    del packets, packet, session, event
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--sessions", type=int, default=2_000)
    options = parser.parse_args()
    print(machine())
    figures = rounds(
        {
            "alone, crypto": crypto_only(options.requests, Conversation.alone),
            "alone, session": whole(options.requests, Conversation.alone),
            "with acks, crypto": crypto_only(options.requests, Conversation.with_acks),
            "with acks, session": whole(options.requests, Conversation.with_acks),
        },
        options.rounds,
    )
    print(f"{'us CPU per request':22}{'crypto':>10}{'whole':>10}{'session':>10}{'x crypto':>10}")
    for kind in ("alone", "with acks"):
        crypto, both = figures[f"{kind}, crypto"], figures[f"{kind}, session"]
        ratios = (all_ / part for all_, part in zip(both, crypto, strict=True))
        middle_crypto, middle = statistics.median(crypto), statistics.median(both)
        row = f"{middle_crypto:10.1f}{middle:10.1f}{middle - middle_crypto:10.1f}{statistics.median(ratios):10.2f}"
        print(f"{kind:22}{row}")
    print(f"an idle session with its salts: {memory(options.sessions):,.0f} bytes")


if __name__ == "__main__":
    main()
