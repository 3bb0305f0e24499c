"""RSA_PAD, the padding of encrypted_data in req_DH_params (core.telegram.org/mtproto/auth_key, item 4.1).

    data_with_padding = data + random, 192 bytes
    data_with_hash    = reversed(data_with_padding) + SHA256(temp_key + data_with_padding)
    aes_encrypted     = AES-256-IGE of data_with_hash under temp_key, iv 0
    block             = (temp_key xor SHA256(aes_encrypted)) + aes_encrypted

Rules of this file
- The hash is judged before a byte of the data is looked at, in constant time.
- Every bad block takes the same steps and ends in the same exception (rows H6, AT-4): one that is not even a number
  below the modulus is replaced by another and goes the whole way too.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from mtproto.clock import Random
from mtproto.crypto.ige import ige_decrypt, ige_encrypt
from mtproto.crypto.rsa import SIZE, RsaPrivateKey, RsaPublicKey
from mtproto.errors import BadRsaBlock, Misuse

MAX_DATA = 144
PADDED = 192
HASH = 32
ZERO_IV = bytes(32)

STAND_IN = int.from_bytes(b"\x01" * SIZE, "big")
"""Decrypted in place of a number that is none: below every 2048-bit modulus, and as much work as any other."""


def encrypt(key: RsaPublicKey, data: bytes, random: Random) -> bytes:
    """Pad and encrypt up to 144 bytes of inner data into 256.

    Raises:
        Misuse: more than 144 bytes.
    """
    if len(data) > MAX_DATA:
        raise Misuse(f"{len(data)} bytes of inner data, at most {MAX_DATA} fit")
    padded = data + random(PADDED - len(data))
    while int.from_bytes(block := _mask(padded, random(HASH)), "big") >= key.n:
        pass  # "If the value is greater than the modulus, one has to generate a new temp_key and start over again"
    return key.encrypt_raw(block)


def decrypt(key: RsaPrivateKey, encrypted: bytes, random: Random) -> bytes:
    """The 192 bytes of data_with_padding: the inner data and, after it, the random bytes of the sender.

    Raises:
        BadRsaBlock: anything wrong with it; which thing is not told.
    """
    number, in_range = block_number(key, encrypted)
    block = key.decrypt_raw(number, random)
    mask, body = block[:HASH], block[HASH:]
    temp_key = _xor(mask, sha256(body).digest())
    with_hash = ige_decrypt(body, temp_key, ZERO_IV)
    padded = with_hash[:PADDED][::-1]
    genuine = hmac.compare_digest(sha256(temp_key + padded).digest(), with_hash[PADDED:])
    if not (genuine & in_range):
        raise BadRsaBlock
    return padded


def block_number(key: RsaPrivateKey, encrypted: bytes) -> tuple[int, bool]:
    """What to decrypt, and whether it is what was sent: 256 bytes that are a number the modulus allows."""
    number = int.from_bytes(encrypted, "big") if len(encrypted) == SIZE else 0
    in_range = 1 < number < key.public.n - 1
    return (number if in_range else STAND_IN), in_range


def _mask(padded: bytes, temp_key: bytes) -> bytes:
    body = ige_encrypt(padded[::-1] + sha256(temp_key + padded).digest(), temp_key, ZERO_IV)
    return _xor(temp_key, sha256(body).digest()) + body


def _xor(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left, "big") ^ int.from_bytes(right, "big")).to_bytes(len(left), "big")
