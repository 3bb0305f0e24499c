"""What is derived from the nonces, and the sealing of inner data."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.crypto import AuthKey, ige_decrypt, ige_encrypt
from mtproto.exchange import ExchangeFailure
from mtproto.exchange.inner import FAIL, OK, RETRY, InnerCipher, first_salt, new_nonce_hash
from tests.mtproto.exchange.sample import SAMPLE, body_of

NEW_NONCE = SAMPLE["p_q_inner_data_dc"][64:96]
SERVER_NONCE = SAMPLE["p_q_inner_data_dc"][48:64]


def test_the_documented_key_and_iv() -> None:
    """tmp_aes_key and tmp_aes_iv of core.telegram.org/mtproto/samples-auth_key open what is sealed and the reverse."""
    sealed = InnerCipher(NEW_NONCE, SERVER_NONCE).seal(b"1234", bytes)
    opened = ige_decrypt(sealed, SAMPLE["tmp_aes_key"], SAMPLE["tmp_aes_iv"])
    assert opened[20:24] == b"1234"


def test_the_documented_proof() -> None:
    proof = new_nonce_hash(NEW_NONCE, OK, AuthKey(SAMPLE["auth_key"]))
    assert proof == body_of("dh_gen_ok")[-16:]
    assert len({new_nonce_hash(NEW_NONCE, outcome, AuthKey(SAMPLE["auth_key"])) for outcome in (OK, RETRY, FAIL)}) == 3


@pytest.mark.rows("H14")
def test_the_first_salt() -> None:
    salt = first_salt(NEW_NONCE, SERVER_NONCE).to_bytes(8, "little", signed=True)
    assert int.from_bytes(salt) == int.from_bytes(NEW_NONCE[:8]) ^ int.from_bytes(SERVER_NONCE[:8])


@given(st.binary(max_size=100).map(lambda data: data * 4))
def test_what_is_sealed_opens(data: bytes) -> None:
    cipher = InnerCipher(os.urandom(32), os.urandom(16))
    sealed = cipher.seal(data, os.urandom)
    if len(sealed) >= 32:
        assert cipher.open(sealed) == data


@pytest.mark.rows("H10")
def test_every_changed_bit_is_noticed() -> None:
    """SHA1 of the data is judged before the data is read. The last 12 bytes of this one are padding."""
    cipher = InnerCipher(NEW_NONCE, SERVER_NONCE)
    sealed = cipher.seal(bytes(16), os.urandom)
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ExchangeFailure):
            cipher.open(bytes(changed))


def test_more_padding_than_a_block_is_refused() -> None:
    hashed = InnerCipher(NEW_NONCE, SERVER_NONCE).seal(bytes(28), os.urandom)
    longer = ige_decrypt(hashed, SAMPLE["tmp_aes_key"], SAMPLE["tmp_aes_iv"]) + bytes(16)
    with pytest.raises(ExchangeFailure):
        InnerCipher(NEW_NONCE, SERVER_NONCE).open(ige_encrypt(longer, SAMPLE["tmp_aes_key"], SAMPLE["tmp_aes_iv"]))


@pytest.mark.parametrize("size", [0, 16, 31, 33, 47])
def test_parts_of_blocks_are_refused(size: int) -> None:
    with pytest.raises(ExchangeFailure):
        InnerCipher(NEW_NONCE, SERVER_NONCE).open(bytes(size))
