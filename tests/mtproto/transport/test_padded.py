"""The padding of the padded intermediate framing, which nothing announces."""

import os
import random

import pytest

from mtproto.transport import Frame, PaddedIntermediate, TransportError
from tests.mtproto.transport.pairs import encrypted, plain


def framed(payload: bytes, padding: int) -> bytes:
    return (len(payload) + padding).to_bytes(4, "little") + payload + os.urandom(padding)


@pytest.mark.rows("M2", "T4")
@pytest.mark.parametrize("padding", range(16))
@pytest.mark.parametrize("payload", [encrypted(1), encrypted(9), plain(0), plain(1), plain(7)], ids=len)
def test_padding_of_every_length_is_cut_off(padding, payload):
    server = PaddedIntermediate.server(os.urandom)
    client = PaddedIntermediate.client(os.urandom)
    assert server.receive(framed(payload, padding)) == [Frame(payload)]
    assert client.receive(framed(payload, padding)) == [Frame(payload)]


@pytest.mark.parametrize("padding", range(16))
def test_padding_of_errors_is_cut_off(padding):
    client = PaddedIntermediate.client(os.urandom)
    assert client.receive(framed((-429).to_bytes(4, "little", signed=True), padding)) == [TransportError(-429)]


@pytest.mark.rows("H1")
@pytest.mark.parametrize("says", [0, 4, 1000, 0xFFFFFFFF])
def test_a_plain_message_whose_length_does_not_fit_is_left_whole(says):
    """It is for the key exchange to refuse: its length is not that of the frame."""
    payload = bytes(16) + says.to_bytes(4, "little") + bytes(40)
    assert PaddedIntermediate.server(os.urandom).receive(framed(payload, 0)) == [Frame(payload)]


def test_padding_is_drawn_and_short_enough_for_telethon():
    """0 to 3 random bytes: Telethon cuts off the remainder of the length by four."""
    draw = random.Random(1).randbytes
    server = PaddedIntermediate.server(draw)
    payload = encrypted(1)
    sizes = {len(server.frame(payload)) - 4 - len(payload) for _ in range(100)}
    assert sizes == {0, 1, 2, 3}
    assert len({server.frame(payload)[-3:] for _ in range(100)}) > 50
