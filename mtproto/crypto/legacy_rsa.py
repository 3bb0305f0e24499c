"""The padding before RSA_PAD, which some client libraries still send: SHA1(data) + data + random, 255 bytes.

The padding tells the server more than it should: a server that told good from bad by its timing once let a man in the
middle in (row AT-4). So it is served under a second RSA key only, where an oracle says nothing about the main key.

Rules of this file
- Nothing says where the data ends and the random bytes begin. Inner data is TL, a multiple of four bytes, so every
  possible end is tried against the hash, always all of them: the time does not tell which.
- Every bad block takes the same steps and ends in the same exception.
"""

from __future__ import annotations

import hmac
from hashlib import sha1

from mtproto.clock import Random
from mtproto.crypto.rsa import SIZE, RsaPrivateKey, RsaPublicKey
from mtproto.crypto.rsa_pad import block_number
from mtproto.errors import BadRsaBlock, Misuse

HASH = 20
MAX_DATA = SIZE - 1 - HASH
TL_UNIT = 4


def encrypt(key: RsaPublicKey, data: bytes, random: Random) -> bytes:
    """Pad and encrypt up to 235 bytes of inner data into 256.

    Raises:
        Misuse: more than 235 bytes, or not a multiple of four.
    """
    if len(data) > MAX_DATA or len(data) % TL_UNIT:
        raise Misuse(f"{len(data)} bytes of inner data")
    return key.encrypt_raw(b"\0" + sha1(data).digest() + data + random(MAX_DATA - len(data)))


def decrypt(key: RsaPrivateKey, encrypted: bytes, random: Random) -> bytes:
    """The inner data, without the random bytes that followed it.

    Raises:
        BadRsaBlock: anything wrong with it; which thing is not told.
    """
    number, in_range = block_number(key, encrypted)
    block = key.decrypt_raw(number, random)
    digest, rest = block[1 : 1 + HASH], block[1 + HASH :]
    size = 0
    hashed = sha1()
    for end in range(TL_UNIT, MAX_DATA + 1, TL_UNIT):
        hashed.update(rest[end - TL_UNIT : end])
        size += end * hmac.compare_digest(hashed.digest(), digest)
    genuine = 0 < size <= MAX_DATA
    if not (genuine & in_range & (block[0] == 0)):
        raise BadRsaBlock
    return rest[:size]
