"""The unencrypted message (row H1), and padding behind what it carries."""

import pytest

from mtproto.exchange import ExchangeFailure, plain
from tests.mtproto.exchange.sample import SAMPLE

pytestmark = pytest.mark.rows("H1")

BODY = bytes(range(40))


def test_documented_frames_are_read_and_written() -> None:
    """Client frames of core.telegram.org/mtproto/samples-auth_key, byte for byte."""
    for name in ("req_pq_multi", "req_DH_params", "set_client_DH_params"):
        message = plain.parse(SAMPLE[name])
        assert message.body == SAMPLE[name][20:]
        assert plain.write(*message) == SAMPLE[name]


def test_plain_frames_are_told_from_encrypted_ones() -> None:
    assert plain.is_plain(plain.write(4, BODY))
    assert not plain.is_plain(b"\1" + plain.write(4, BODY)[1:])


@pytest.mark.parametrize("by", [-40, -4, -1, 1, 4, 2**31 - 41])
def test_a_length_that_is_not_the_frames_is_refused(by: int) -> None:
    frame = bytearray(plain.write(4, BODY))
    frame[16:20] = (len(BODY) + by).to_bytes(4, "little")
    with pytest.raises(ExchangeFailure) as failure:
        plain.parse(bytes(frame))
    assert failure.value.code == -404


@pytest.mark.parametrize("size", [*range(21), 20 + plain.MAX_BODY + 1])
def test_a_frame_too_short_or_too_long_is_refused(size: int) -> None:
    with pytest.raises(ExchangeFailure):
        plain.parse(plain.write(4, bytes(max(size - 20, 0)))[:size])


def test_an_encrypted_frame_is_refused() -> None:
    with pytest.raises(ExchangeFailure):
        plain.parse(b"\1" + plain.write(4, BODY)[1:])


@pytest.mark.parametrize("msg_id", [0, 1, 4, 2**63 - 4])
def test_a_clients_message_id_is_not_judged(msg_id: int) -> None:
    """A client learns our time from the exchange, so it may begin with any; TDLib writes 0 and 1."""
    assert plain.parse(plain.write(msg_id, BODY)).body == BODY
