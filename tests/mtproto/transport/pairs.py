"""Both ends of a connection in every transport, and messages to send over it."""

import os
from collections.abc import Callable, Iterator
from itertools import pairwise

from hypothesis import strategies as st

from mtproto.transport import (
    Abridged,
    Detector,
    Event,
    Full,
    Intermediate,
    Obfuscated,
    PaddedIntermediate,
    Transport,
)

Pair = tuple[Transport, Transport]


def obfuscated(inner: Transport) -> Pair:
    client = Obfuscated.client(inner, 2, os.urandom)
    return Obfuscated.server(client.opening, os.urandom), client


PAIRS: dict[str, Callable[[], Pair]] = {
    "abridged": lambda: (Abridged.server(), Abridged.client()),
    "intermediate": lambda: (Intermediate.server(), Intermediate.client()),
    "padded": lambda: (PaddedIntermediate.server(os.urandom), PaddedIntermediate.client(os.urandom)),
    "full": lambda: (Full.server(), Full.client()),
    "obfuscated abridged": lambda: obfuscated(Abridged.client()),
    "obfuscated intermediate": lambda: obfuscated(Intermediate.client()),
    "obfuscated padded": lambda: obfuscated(PaddedIntermediate.client(os.urandom)),
}
QUICK_ACKING = [name for name in PAIRS if name != "full"]


def encrypted(blocks: int) -> bytes:
    """A payload that looks like an encrypted message."""
    return b"\7" * 24 + os.urandom(16 * blocks)


def plain(words: int) -> bytes:
    """A payload that is a plain message."""
    return bytes(8) + b"\4" * 8 + (4 * words).to_bytes(4, "little") + os.urandom(4 * words)


# Lengths on both sides of 127 words, where the abridged framing changes form.
payloads = st.one_of(st.integers(1, 60).map(encrypted), st.integers(0, 200).map(plain))
cuts = st.lists(st.integers(0, 2000), max_size=20)


def chunks(stream: bytes, at: list[int]) -> Iterator[bytes]:
    """The stream in pieces, cut at these places (modulo its length)."""
    places = sorted({place % (len(stream) + 1) for place in at} | {0, len(stream)})
    for start, end in pairwise(places):
        yield stream[start:end]


def received(transport: Transport, pieces: Iterator[bytes] | list[bytes]) -> list[Event]:
    return [event for piece in pieces for event in transport.receive(piece)]


def bytewise(stream: bytes) -> list[bytes]:
    return [bytes((byte,)) for byte in stream]


def detected(client: Transport, stream: bytes) -> tuple[Transport, list[Event]]:
    """The server's side as its detector finds it from a client's first bytes."""
    transport = Detector(os.urandom).receive(client.opening + stream)
    assert transport is not None
    return transport, transport.receive(b"")
