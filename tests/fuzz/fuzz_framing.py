"""Fuzz target: whatever bytes arrive on a connection, in whatever pieces, in either role.

    python -m tests.fuzz.fuzz_framing [seconds | libFuzzer arguments]

With atheris installed it is a libFuzzer target guided by coverage; without, Hypothesis draws the bytes for the given
number of seconds (60 by default). The rule: accept, or raise a documented error; never hang, never grow.

The first byte of an input chooses the transport, the second how the rest is cut into pieces.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from mtproto.errors import TransportViolation
from mtproto.transport import (
    Abridged,
    Detector,
    Event,
    Frame,
    Full,
    HttpDoor,
    Intermediate,
    Obfuscated,
    PaddedIntermediate,
    Transport,
)
from mtproto.transport.framing import MAX_FROM_CLIENT, MAX_FROM_SERVER, Framing
from tests.fuzz import campaign

OVERHEAD = 64
"""More than any framing adds to a message."""


def zeros(size: int) -> bytes:
    return bytes(size)


def obfuscated_server() -> Obfuscated:
    header = Obfuscated.client(Intermediate.client(), 2, lambda size: b"\x5a" * size).opening
    return Obfuscated.server(header, zeros)


START: list[Callable[[], Transport | Detector]] = [
    lambda: Detector(zeros),
    lambda: Detector(zeros, obfuscated_only=True),
    Abridged.server,
    Abridged.client,
    Intermediate.server,
    Intermediate.client,
    lambda: PaddedIntermediate.server(zeros),
    lambda: PaddedIntermediate.client(zeros),
    Full.server,
    Full.client,
    obfuscated_server,
]


def fuzz(data: bytes) -> None:
    """One input; raises AssertionError where the rule is broken."""
    if len(data) < 3:
        return
    peer, stream = START[data[0] % len(START)](), data[2:]
    step = 1 + data[1]
    taken = 0
    for at in range(0, len(stream), step):
        piece = stream[at : at + step]
        try:
            if isinstance(peer, Detector):
                decision = peer.receive(piece)
                if decision is None:
                    assert at + len(piece) < OVERHEAD, "undecided"
                    continue
                if isinstance(decision, HttpDoor):
                    assert decision.received == stream[: at + len(piece)]
                    return
                peer, piece = decision, b""
            events = peer.receive(piece)
        except TransportViolation as violation:
            refused_for_good(peer)
            events = list(violation.events)  # type: ignore[arg-type]  # events they are
            check(events)
            return
        check(events)
        taken += sum(len(event.payload) for event in events if isinstance(event, Frame))
        assert taken + held(peer) <= at + step + OVERHEAD, "more came out than went in"
        assert held(peer) <= MAX_FROM_SERVER + OVERHEAD


def check(events: list[Event]) -> None:
    for event in events:
        if isinstance(event, Frame):
            assert 20 <= len(event.payload) <= max(MAX_FROM_CLIENT, MAX_FROM_SERVER)
            assert len(event.payload) >= 24 or event.payload.startswith(bytes(8))


def held(peer: Transport | Detector) -> int:
    """How many bytes of the peer's a connection keeps."""
    framing = getattr(peer, "_inner", peer)
    return len(framing._buffer) if isinstance(framing, Framing) else 0


def refused_for_good(peer: Transport | Detector) -> None:
    """Nothing is taken, and nothing kept, after an offence."""
    if isinstance(peer, Detector):
        return
    for piece in (b"", bytes(100)):
        try:
            peer.receive(piece)
        except TransportViolation:
            continue
        raise AssertionError("taken after an offence")
    assert held(peer) == 0


def _length(number: int) -> bytes:
    return number.to_bytes(4, "little")


_messages = st.builds(
    lambda start, words: start.ljust(4 * words, b"\0")[: 4 * words],
    st.sampled_from([b"\7" * 24, b""]),
    st.integers(0, 16),
)
_streams = st.lists(
    st.one_of(
        st.binary(max_size=80),
        st.sampled_from([b"\xef", b"\xee" * 4, b"\xdd" * 4, b"GET "]),
        st.integers(0, 2**32 - 1).map(_length),
        _messages.map(lambda message: bytes((len(message) // 4,)) + message),
        _messages.map(lambda message: b"\x7f" + _length(len(message) // 4)[:3] + message),
        _messages.map(lambda message: _length(len(message)) + message),
        st.lists(_messages.filter(bool), max_size=3).map(lambda messages: b"".join(map(Full.client().frame, messages))),
    ),
    max_size=12,
).map(b"".join)
inputs = st.builds(bytes.__add__, st.binary(min_size=2, max_size=2), _streams)
"""Streams that begin like something and go wrong later; random bytes alone rarely get past a length."""


if __name__ == "__main__":
    campaign.run(fuzz, inputs)
