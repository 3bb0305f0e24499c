"""The MTProto 1 message inside auth.bindTempAuthKey."""

import random
import struct
from hashlib import sha1

import pytest

from mtproto.crypto import AuthKey, bind_decrypt, bind_encrypt, decrypt, ige_decrypt, ige_encrypt
from mtproto.errors import BadMessageKey, Misuse
from tests.mtproto.crypto import vectors

KEY = AuthKey(vectors.TELETHON_V1_AUTH_KEY)
PLAINTEXT = random.Random(1).randbytes(24) + struct.pack("<ii", 0, 40) + random.Random(2).randbytes(40)


def key_and_iv(auth_key: bytes, msg_key: bytes) -> tuple[bytes, bytes]:
    """As core.telegram.org/mtproto/description_v1 writes it, with x = 0."""

    def substr(start: int, size: int) -> bytes:
        return auth_key[start : start + size]

    a = sha1(msg_key + substr(0, 32)).digest()
    b = sha1(substr(32, 16) + msg_key + substr(48, 16)).digest()
    c = sha1(substr(64, 32) + msg_key).digest()
    d = sha1(msg_key + substr(96, 32)).digest()
    return a[:8] + b[8:20] + c[4:16], a[8:20] + b[:8] + c[16:20] + d[:8]


def sealed(plaintext: bytes, padding: bytes) -> bytes:
    msg_key = sha1(plaintext).digest()[4:20]
    return KEY.key_id + msg_key + ige_encrypt(plaintext + padding, *key_and_iv(KEY.data, msg_key))


def test_the_oracle_of_this_file_gives_the_answer_that_telethon_published():
    derived = key_and_iv(vectors.TELETHON_V1_AUTH_KEY, vectors.TELETHON_V1_MSG_KEY)
    assert derived == (vectors.TELETHON_V1_AES_KEY, vectors.TELETHON_V1_AES_IV)


@pytest.mark.rows("CR-4", "P2")
def test_seals_as_the_documentation_says():
    packet = bind_encrypt(KEY, PLAINTEXT, random.Random(3).randbytes)
    assert packet == sealed(PLAINTEXT, random.Random(3).randbytes(8))
    assert packet[8:24] == sha1(PLAINTEXT).digest()[4:20]
    assert ige_decrypt(packet[24:], *key_and_iv(KEY.data, packet[8:24]))[:72] == PLAINTEXT


def test_round_trip():
    assert bind_decrypt(KEY, bind_encrypt(KEY, PLAINTEXT, random.Random(4).randbytes)) == PLAINTEXT


@pytest.mark.rows("P2", "CR-1")
def test_no_flipped_bit_of_the_message_is_accepted():
    """Of the padding MTProto 1 does not hash, only the bits that change nothing but themselves could pass: none do."""
    packet = bytearray(bind_encrypt(KEY, PLAINTEXT, random.Random(5).randbytes))
    for bit in range(8 * 88):  # up to the last block, whose second half is padding
        packet[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadMessageKey):
            bind_decrypt(KEY, bytes(packet))
        packet[bit // 8] ^= 1 << bit % 8


@pytest.mark.rows("P2")
@pytest.mark.parametrize(
    "packet",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(sealed(PLAINTEXT, bytes(8))[:-16], id="a block less"),
        pytest.param(sealed(PLAINTEXT, bytes(24)), id="a block more"),
        pytest.param(sealed(PLAINTEXT[:28] + struct.pack("<i", 36) + PLAINTEXT[32:], bytes(8)), id="length 36"),
        pytest.param(sealed(PLAINTEXT[:28] + struct.pack("<i", -40) + PLAINTEXT[32:], bytes(8)), id="length -40"),
        pytest.param(bytes(8) + sealed(PLAINTEXT, bytes(8))[8:], id="another key id"),
    ],
)
def test_refused(packet):
    with pytest.raises(BadMessageKey):
        bind_decrypt(KEY, packet)


def test_a_binding_message_is_no_message():
    """Row M5: MTProto 1 opens nowhere else."""
    with pytest.raises(BadMessageKey):
        decrypt(KEY, sealed(PLAINTEXT, bytes(8)), from_client=True)


def test_only_72_bytes_are_sealed():
    with pytest.raises(Misuse):
        bind_encrypt(KEY, PLAINTEXT + bytes(4), random.Random(6).randbytes)
