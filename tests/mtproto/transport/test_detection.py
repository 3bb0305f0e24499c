"""Which transport a connection speaks, from its first bytes."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.errors import TransportViolation
from mtproto.transport import (
    Abridged,
    Detector,
    Frame,
    Full,
    HttpDoor,
    Intermediate,
    Obfuscated,
    PaddedIntermediate,
)
from tests.mtproto.transport.pairs import PAIRS, bytewise, chunks, cuts, plain, received

KINDS = {
    "abridged": (Abridged, 1),
    "intermediate": (Intermediate, 4),
    "padded": (PaddedIntermediate, 4),
    "full": (Full, 8),
    "obfuscated abridged": (Obfuscated, 64),
    "obfuscated intermediate": (Obfuscated, 64),
    "obfuscated padded": (Obfuscated, 64),
}


def conversation(pair: str) -> tuple[bytes, list[Frame]]:
    _, client = PAIRS[pair]()
    payloads = [plain(5), plain(0), plain(40)]
    return client.opening + b"".join(map(client.frame, payloads)), [Frame(payload) for payload in payloads]


@pytest.mark.rows("T1")
@pytest.mark.parametrize("pair", PAIRS)
def test_the_first_byte_that_decides_decides(pair):
    kind, needed = KINDS[pair]
    stream, frames = conversation(pair)
    detector = Detector(os.urandom)
    decisions = [detector.receive(piece) for piece in bytewise(stream[:needed])]
    assert decisions[:-1] == [None] * (needed - 1)
    transport = decisions[-1]
    assert type(transport) is kind
    assert transport.opening == b""
    assert received(transport, [b"", stream[needed:]]) == frames


@pytest.mark.rows("T1")
@pytest.mark.parametrize("pair", PAIRS)
@given(at=cuts)
def test_the_same_frames_however_the_stream_is_cut(pair, at):
    stream, frames = conversation(pair)
    detector, transport, events = Detector(os.urandom), None, []
    for piece in chunks(stream, at):
        if transport is None:
            transport = detector.receive(piece)
            piece = b""
        if transport is not None:
            events += transport.receive(piece)
    assert events == frames


@pytest.mark.rows("T1")
@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\n", b"POST /api HTTP/1.1", b"HEAD /", b"OPTIONS *"])
def test_http_is_handed_over_with_all_it_said(start):
    detector = Detector(os.urandom)
    assert [detector.receive(piece) for piece in bytewise(start[:3])] == [None] * 3
    door = detector.receive(start[3:])
    assert door == HttpDoor(start)
    assert "HTTP" not in repr(door).replace("HttpDoor", "")


@pytest.mark.rows("T3")
@pytest.mark.parametrize("pair", PAIRS)
def test_only_obfuscated_connections_come_through_the_web_socket_door(pair):
    stream, frames = conversation(pair)
    detector = Detector(os.urandom, obfuscated_only=True)
    if pair.startswith("obfuscated"):
        assert detector.receive(stream[:63]) is None
        transport = detector.receive(stream[63:])
        assert transport.receive(b"") == frames
    else:
        with pytest.raises(TransportViolation):
            detector.receive(stream.ljust(64, b"\1"))


@pytest.mark.rows("T1", "T2")
@given(st.binary(min_size=64, max_size=200))
def test_anything_else_is_an_offence(data):
    data = b"\1\2\3\4\5" + data  # no transport's first bytes; a tag comes about by chance once in 2^30
    with pytest.raises(TransportViolation) as caught:
        Detector(os.urandom).receive(data)
    assert caught.value.code is None


@given(st.binary(max_size=63))
def test_nothing_is_decided_by_too_little(data):
    data = b"\1\2\3\4\5" + data[5:]
    assert Detector(os.urandom).receive(data[:63]) is None
