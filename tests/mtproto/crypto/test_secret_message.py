"""The envelope of secret messages (row E1); two TDLibs and our client agree on it in tests/clients."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.crypto import AuthKey
from mtproto.crypto.secret_message import seal, unseal
from mtproto.errors import BadMessageKey

pytestmark = pytest.mark.rows("E1", "AT-7")
KEY = AuthKey(bytes(range(256)))


@given(st.binary(max_size=300), st.booleans())
def test_what_is_sealed_is_unsealed_by_the_other_side_only(data: bytes, by_creator: bool) -> None:
    packet = seal(KEY, data, by_creator, os.urandom)
    assert packet[:8] == KEY.key_id
    assert (len(packet) - 24) % 16 == 0
    assert unseal(KEY, packet, by_creator) == data
    with pytest.raises(BadMessageKey):
        unseal(KEY, packet, not by_creator)


@given(st.binary(min_size=1, max_size=64), st.data())
def test_any_change_is_noticed(data: bytes, draw: st.DataObject) -> None:
    packet = bytearray(seal(KEY, data, True, os.urandom))
    packet[draw.draw(st.integers(0, len(packet) - 1))] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(BadMessageKey):
        unseal(KEY, bytes(packet), True)


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(BadMessageKey):
        unseal(KEY, KEY.key_id + noise, False)
