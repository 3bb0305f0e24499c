"""The full framing: its numbers and its checksum."""

import struct
from zlib import crc32

import pytest

from mtproto.errors import TransportViolation
from mtproto.transport import Frame, Full
from tests.mtproto.transport.pairs import encrypted


def framed(payload: bytes, seqno: int) -> bytes:
    head = struct.pack("<II", len(payload) + 12, seqno) + payload
    return head + struct.pack("<I", crc32(head))


def test_frames_are_numbered_from_zero():
    client, payload = Full.client(), encrypted(2)
    assert [client.frame(payload) for _ in range(3)] == [framed(payload, n) for n in range(3)]


@pytest.mark.rows("T5")
@pytest.mark.parametrize("numbers", [[1], [0, 0], [0, 2], [0, 1, 0], [0xFFFFFFFF]])
def test_a_number_out_of_turn_is_an_offence(numbers):
    server, payload = Full.server(), encrypted(2)
    for number in numbers[:-1]:
        assert server.receive(framed(payload, number)) == [Frame(payload)]
    with pytest.raises(TransportViolation):
        server.receive(framed(payload, numbers[-1]))


@pytest.mark.rows("T5")
def test_any_flipped_bit_is_an_offence_or_waits_for_more():
    whole = framed(encrypted(1), 0)
    for bit in range(8 * len(whole)):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        server = Full.server()
        try:
            events = server.receive(bytes(damaged))
        except TransportViolation:
            continue
        assert not events, f"bit {bit}"


def test_both_directions_count_for_themselves():
    server, client = Full.server(), Full.client()
    payload = encrypted(1)
    for _ in range(3):
        assert server.receive(client.frame(payload)) == [Frame(payload)]
    assert client.receive(server.frame(payload)) == [Frame(payload)]


def test_numbers_start_again_after_the_last():
    server, client, payload = Full.server(), Full.client(), encrypted(1)
    server._received = client._sent = (1 << 32) - 1
    stream = client.frame(payload) + client.frame(payload)
    assert stream.endswith(framed(payload, 0))
    assert server.receive(stream) == [Frame(payload)] * 2
