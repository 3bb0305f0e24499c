"""The authorization key: its names, and that it keeps to itself."""

import pytest
from telethon.crypto import AuthKey as TelethonAuthKey

from mtproto.crypto import AuthKey
from mtproto.errors import Misuse
from tests.mtproto.crypto import vectors


def test_names_of_the_sample_key():
    """core.telegram.org/mtproto/auth_key, item 9; Telethon derives the same two."""
    key, theirs = AuthKey(vectors.SAMPLE_AUTH_KEY), TelethonAuthKey(vectors.SAMPLE_AUTH_KEY)
    assert int.from_bytes(key.key_id, "little") == theirs.key_id
    assert key.number % 2**64 == theirs.key_id
    assert -(2**63) <= key.number < 2**63
    assert int.from_bytes(key.aux_hash, "little") == theirs.aux_hash


@pytest.mark.parametrize("size", [0, 255, 257])
def test_a_key_has_256_bytes(size):
    with pytest.raises(Misuse):
        AuthKey(bytes(size))


def test_repr_hides_the_key():
    key = AuthKey(vectors.SAMPLE_AUTH_KEY)
    assert key.key_id.hex() in repr(key)
    assert vectors.SAMPLE_AUTH_KEY[:4].hex() not in repr(key)


def test_a_key_is_a_value():
    key = AuthKey(vectors.SAMPLE_AUTH_KEY)
    assert {AuthKey(vectors.SAMPLE_AUTH_KEY)} == {key}
    assert key != AuthKey(vectors.SAMPLE_AUTH_KEY[::-1])
    assert key != vectors.SAMPLE_AUTH_KEY
