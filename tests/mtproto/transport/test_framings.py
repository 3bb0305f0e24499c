"""What holds for every transport in either role: the same frames however the stream is cut, all within bounds."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.errors import Misuse, TransportViolation
from mtproto.transport import Abridged, Frame, Full, Intermediate, PaddedIntermediate, QuickAck, TransportError
from tests.mtproto.transport.pairs import (
    PAIRS,
    QUICK_ACKING,
    bytewise,
    chunks,
    cuts,
    detected,
    encrypted,
    payloads,
    plain,
    received,
)

MIB = 1 << 20
every_pair = pytest.mark.parametrize("pair", PAIRS)
every_framing = pytest.mark.parametrize("framing", ["abridged", "intermediate", "padded", "full"])
tokens = st.binary(min_size=4, max_size=4).map(lambda b: b[:3] + bytes((b[3] | 0x80,)))


@every_pair
@given(sent=st.lists(st.tuples(payloads, st.booleans()), min_size=1, max_size=6), at=cuts)
def test_a_server_receives_what_a_client_sent_however_it_is_cut(pair, sent, at):
    server, client = PAIRS[pair]()
    asks = pair in QUICK_ACKING
    stream = b"".join(client.frame(payload, quick_ack=ack and asks) for payload, ack in sent)
    assert received(server, chunks(stream, at)) == [Frame(payload, ack and asks) for payload, ack in sent]


@every_pair
@given(sent=st.lists(payloads | tokens | st.sampled_from([-404, -429, -444]), min_size=1, max_size=6), at=cuts)
def test_a_client_receives_what_a_server_sent_however_it_is_cut(pair, sent, at):
    server, client = PAIRS[pair]()
    stream, expected = b"", []
    for item in sent:
        if isinstance(item, int):
            stream += server.error(item)
            expected.append(TransportError(item))
        elif len(item) > 4:
            stream += server.frame(item)
            expected.append(Frame(item))
        elif pair in QUICK_ACKING:
            stream += server.quick_ack(item)
            expected.append(QuickAck(item))
    assert received(client, chunks(stream, at)) == expected


@every_framing
def test_a_payload_in_pieces_is_framed_and_not_copied(framing):
    server, client = PAIRS[framing]()
    sent = [encrypted(3), encrypted(500), plain(5), encrypted(70_000)]
    stream = b""
    for payload in sent:
        pieces = server.pieces(payload)
        assert any(piece is payload for piece in pieces)
        stream += b"".join(pieces) + server.frame(payload)
    assert client.receive(stream) == [Frame(payload) for payload in sent for _ in range(2)]
    with pytest.raises(Misuse):
        server.pieces(b"12345")


@every_pair
def test_whole_byte_by_byte_and_with_trailing_bytes(pair):
    """The detector stands before the transport, as in a server."""
    for payload in (plain(0), plain(5), encrypted(1), encrypted(31), encrypted(32), encrypted(5000)):
        _, client = PAIRS[pair]()
        first, second = client.frame(payload), client.frame(encrypted(2))
        server, events = detected(client, first)
        assert events == [Frame(payload)]
        assert [type(event) for event in received(server, bytewise(second))] == [Frame]
        _, client = PAIRS[pair]()
        stream = client.frame(payload) + client.frame(plain(1))
        server, events = detected(client, stream[:-1])
        assert events == [Frame(payload)]
        assert len(server.receive(stream[-1:])) == 1


@every_pair
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_kind_of_bytes_is_taken_and_never_kept(pair, kind):
    """A buffer that its owner fills again must not change a frame, nor half of one."""
    server, client = PAIRS[pair]()
    payload = encrypted(3)
    stream = bytearray(client.frame(payload))
    head, tail = stream[:20], stream[20:]
    events = server.receive(kind(head))
    head[:] = bytes(len(head))
    events += server.receive(kind(tail))
    tail[:] = bytes(len(tail))
    assert events == [Frame(payload)]
    assert type(events[0].payload) is bytes


@every_pair
@given(at=st.lists(st.integers(0, 400_000), max_size=12))
def test_the_rest_of_a_long_frame_may_be_read_to_its_place(pair, at):
    server, client = PAIRS[pair]()
    sent = [encrypted(10), encrypted(10_000), plain(20_000), encrypted(5_000), encrypted(3)]
    events = []
    for piece in chunks(b"".join(map(client.frame, sent)), at):
        while piece and (room := getattr(server, "room", None)) is not None:
            taken = min(len(room), len(piece))
            room[:taken] = piece[:taken]
            events += server.receive(room[:taken])
            piece = piece[taken:]
        events += server.receive(piece)
    assert events == [Frame(payload) for payload in sent]


@pytest.mark.rows("T4", "DO-3")
@every_framing
def test_a_long_frame_has_no_room_before_a_quarter_of_it_has_come(framing):
    server, client = PAIRS[framing]()
    stream = client.frame(encrypted(40_000))
    before = len(stream) // 4 - 1
    assert server.receive(stream[:before]) == []
    assert (server.room, server.unfinished) == (None, before)
    assert server.receive(stream[before : before + 4]) == []
    assert len(server.room) == len(stream) - before - 4
    assert server.unfinished == len(stream)


@pytest.mark.rows("T4")
@every_pair
def test_a_client_may_send_a_mebibyte(pair):
    """Telethon fills containers up to 1,044,448 bytes."""
    server, client = PAIRS[pair]()
    payload = b"\7" * (MIB - 8 if "padded" in pair else MIB)  # whole blocks, or the last bytes would be padding
    assert received(server, chunks(client.frame(payload), list(range(0, MIB, 65536)))) == [Frame(payload)]


@pytest.mark.rows("T4")
@pytest.mark.parametrize(
    ("framing", "header"),
    [
        ("abridged", b"\x00"),
        ("abridged", b"\x80"),
        ("abridged", b"\x04"),
        ("abridged", b"\x7f\x01\x00\x04"),
        ("abridged", b"\x7f\xff\xff\xff"),
        ("abridged", b"\xff\x01\x00\x04"),
        ("abridged", b"\x7f\x00\x00\x00"),
        ("intermediate", bytes(4)),
        ("intermediate", (16).to_bytes(4, "little")),
        ("intermediate", (21).to_bytes(4, "little")),
        ("intermediate", (MIB + 4).to_bytes(4, "little")),
        ("intermediate", b"\xff\xff\xff\x7f"),
        ("intermediate", b"\xff\xff\xff\xff"),
        ("intermediate", b"\x00\x00\x00\x80"),
        ("padded", bytes(4)),
        ("padded", (19).to_bytes(4, "little")),
        ("padded", (MIB + 16).to_bytes(4, "little")),
        ("padded", b"\xff\xff\xff\xff"),
        ("full", bytes(8)),
        ("full", (12).to_bytes(4, "little") + bytes(4)),
        ("full", (28).to_bytes(4, "little") + bytes(4)),
        ("full", (33).to_bytes(4, "little") + bytes(4)),
        ("full", (MIB + 16).to_bytes(4, "little") + bytes(4)),
        ("full", (-404).to_bytes(4, "little", signed=True) + bytes(4)),
    ],
)
def test_a_length_is_judged_before_anything_is_kept_for_it(framing, header):
    """As soon as the header is there, whole or byte by byte; what follows is not kept either."""
    for pieces in ([header], bytewise(header)):
        server, _ = PAIRS[framing]()
        with pytest.raises(TransportViolation) as caught:
            received(server, pieces)
        assert caught.value.code is None
        for _ in range(3):
            with pytest.raises(TransportViolation):
                server.receive(bytes(1000))
        assert not server._buffer


@every_framing
def test_a_client_takes_long_answers_but_not_any(framing):
    """A file part of a mebibyte comes in a frame that is longer than one."""
    server, client = PAIRS[framing]()
    payload = b"\7" * (MIB + 1000)
    assert client.receive(server.frame(payload)) == [Frame(payload)]
    server, client = PAIRS[framing]()
    with pytest.raises(TransportViolation):
        client.receive(server.frame(b"\7" * ((1 << 24) + 32))[:8])


@pytest.mark.rows("T6")
@every_pair
@pytest.mark.parametrize(
    ("payload", "taken"),
    [
        pytest.param(b"\7" * 20, False, id="encrypted, 20 bytes"),
        pytest.param(b"\7" * 24, True, id="encrypted, 24 bytes"),
        pytest.param(bytes(7) + b"\1" + bytes(12), False, id="key id of one bit"),
        pytest.param(bytes(20), True, id="plain, 20 bytes"),
    ],
)
def test_shortest_messages_of_a_client(pair, payload, taken):
    server, client = PAIRS[pair]()
    if taken:
        assert server.receive(client.frame(payload)) == [Frame(payload)]
    else:
        with pytest.raises(TransportViolation):
            server.receive(client.frame(payload))


@pytest.mark.rows("T6", "T7")
@every_pair
@pytest.mark.parametrize("words", [1, 2, 4])
def test_a_client_never_sends_less(pair, words):
    """Four bytes are a transport error, which only a server sends."""
    server, client = PAIRS[pair]()
    with pytest.raises(TransportViolation):
        server.receive(client.frame(b"\7" * 4 * words))


@every_framing
@pytest.mark.parametrize("words", [2, 3, 4])
def test_a_server_sends_no_less_than_a_plain_message_but_an_error(framing, words):
    server, client = PAIRS[framing]()
    stream = server.frame(b"\7" * 4 * words)
    if framing == "padded":  # up to fifteen bytes behind an error may be padding
        assert client.receive(stream) == [TransportError(0x07070707)]
    else:
        with pytest.raises(TransportViolation):
            client.receive(stream)


@every_pair
@given(sent=st.lists(payloads, max_size=3), at=cuts)
def test_what_came_whole_before_an_offence_is_not_lost(pair, sent, at):
    server, client = PAIRS[pair]()
    good = b"".join(client.frame(payload) for payload in sent)
    stream = good + client.frame(b"\7" * 4) + client.frame(plain(1))
    events = []
    with pytest.raises(TransportViolation) as caught:  # noqa: PT012  # the offence is somewhere in the loop
        for piece in chunks(stream, at):
            events += server.receive(piece)
    assert events + list(caught.value.events) == [Frame(payload) for payload in sent]


@pytest.mark.rows("T4")
@every_framing
def test_an_incomplete_frame_is_looked_at_once_when_it_is_complete(framing, monkeypatch):
    """The cost is linear: a frame of 100 kB in 100,000 pieces is measured a few times, not 100,000 times."""
    server, client = PAIRS[framing]()
    stream = client.frame(encrypted(6250))
    measured = []
    original = type(server)._measure

    def spy(self, data, at):
        measured.append(at)
        return original(self, data, at)

    monkeypatch.setattr(type(server), "_measure", spy)
    assert len(received(server, bytewise(stream))) == 1
    assert len(measured) <= 4


@every_framing
def test_the_buffer_holds_one_incomplete_frame_and_no_more(framing):
    server, client = PAIRS[framing]()
    whole, half = client.frame(encrypted(100)), client.frame(encrypted(1000))[:5000]
    server.receive(whole + half)
    assert len(server._buffer) == len(half)


@every_framing
@pytest.mark.parametrize("payload", [b"", b"\7" * 21, b"\7" * 23])
def test_only_whole_words_are_sent(framing, payload):
    with pytest.raises(Misuse):
        PAIRS[framing]()[1].frame(payload)


def test_the_longest_frames():
    """Where a header has no more room for the length."""

    class Long(bytes):
        def __len__(self):
            return self.size

    for framing, size in (
        (Abridged.client(), 1 << 26),
        (Intermediate.client(), 1 << 31),
        (Full.client(), (1 << 32) - 12),
    ):
        payload = Long()
        payload.size = size
        with pytest.raises(Misuse):
            framing.frame(payload)


@every_pair
def test_openings(pair):
    server, client = PAIRS[pair]()
    assert server.opening == b""
    expected = {"abridged": b"\xef", "intermediate": b"\xee" * 4, "padded": b"\xdd" * 4, "full": b""}
    if pair in expected:
        assert client.opening == expected[pair]
    else:
        assert len(client.opening) == 64


@pytest.mark.rows("T9")
def test_quick_acks_on_the_wire():
    """core.telegram.org/mtproto/mtproto-transports, "Quick ack"; of intermediate the last byte has the top bit."""
    token = b"\1\2\3\x84"
    payload = encrypted(1)
    assert Abridged.server().quick_ack(token) == b"\x84\3\2\1"
    assert Abridged.client().frame(payload, quick_ack=True) == bytes((0x80 | 10,)) + payload
    long = encrypted(32)
    assert Abridged.client().frame(long, quick_ack=True) == b"\xff\x86\0\0" + long
    assert Intermediate.server().quick_ack(token) == token
    assert Intermediate.client().frame(payload, quick_ack=True) == b"\x28\0\0\x80" + payload
    assert PaddedIntermediate.server(os.urandom).quick_ack(token) == token


def test_the_full_framing_has_no_quick_acks():
    with pytest.raises(Misuse):
        Full.client().frame(encrypted(1), quick_ack=True)
    with pytest.raises(Misuse):
        Full.server().quick_ack(b"\1\2\3\x84")


@pytest.mark.rows("T7")
def test_errors_on_the_wire():
    """core.telegram.org/mtproto/mtproto-transports, "Transport errors": the sample of abridged and intermediate."""
    assert Abridged.server().error(-404) == b"\x01\x6c\xfe\xff\xff"
    assert Intermediate.server().error(-404) == b"\x04\0\0\0\x6c\xfe\xff\xff"
    assert PaddedIntermediate.server(os.urandom).error(-404) == b"\x04\0\0\0\x6c\xfe\xff\xff"
    assert Full.server().error(-404)[:12] == b"\x10\0\0\0" + bytes(4) + b"\x6c\xfe\xff\xff"
