"""What both roles derive from the two nonces (core.telegram.org/mtproto/auth_key, items 6, 7 and 9).

Rules of this file
- SHA1 stands where the protocol says SHA1; nothing here rests on its collision resistance.
- Encrypted inner data is judged by its hash before a field of it is read.
"""

from __future__ import annotations

import hmac
from hashlib import sha1

from mtproto.clock import Random
from mtproto.crypto import AuthKey, ige_decrypt, ige_encrypt
from mtproto.exchange.steps import ExchangeFailure

HASH_SIZE = 20
BLOCK = 16
TL_UNIT = 4

OK, RETRY, FAIL = 1, 2, 3
"""The byte that tells dh_gen_ok, dh_gen_retry and dh_gen_fail apart in new_nonce_hash."""


class InnerCipher:
    """tmp_aes_key and tmp_aes_iv of one run: seals server_DH_inner_data and client_DH_inner_data."""

    __slots__ = ("_iv", "_key")

    def __init__(self, new_nonce: bytes, server_nonce: bytes) -> None:
        server_new = sha1(server_nonce + new_nonce).digest()
        self._key = sha1(new_nonce + server_nonce).digest() + server_new[:12]
        self._iv = server_new[12:20] + sha1(new_nonce + new_nonce).digest() + new_nonce[:4]

    def seal(self, data: bytes, random: Random) -> bytes:
        """SHA1(data) + data + 0..15 random bytes, encrypted."""
        hashed = sha1(data).digest() + data
        return ige_encrypt(hashed + random(-len(hashed) % BLOCK), self._key, self._iv)

    def open(self, encrypted: bytes) -> bytes:
        """The data that `seal` was given.

        The padding carries no length of its own, but inner data is TL, a multiple of four bytes: four lengths are
        possible and the hash chooses.

        Raises:
            ExchangeFailure: not whole blocks, or no length has the right hash.
        """
        if len(encrypted) < 2 * BLOCK or len(encrypted) % BLOCK:
            raise ExchangeFailure(f"{len(encrypted)} bytes of encrypted inner data")
        hashed = ige_decrypt(encrypted, self._key, self._iv)
        for padding in range(0, BLOCK, TL_UNIT):
            data = hashed[HASH_SIZE : len(hashed) - padding]
            if hmac.compare_digest(sha1(data).digest(), hashed[:HASH_SIZE]):
                return data
        raise ExchangeFailure("the inner data does not have its hash")


def new_nonce_hash(new_nonce: bytes, outcome: int, auth_key: AuthKey) -> bytes:
    """The 128 low bits that prove an answer to set_client_DH_params: `outcome` is OK, RETRY or FAIL."""
    return sha1(new_nonce + bytes((outcome,)) + auth_key.aux_hash).digest()[4:]


def first_salt(new_nonce: bytes, server_nonce: bytes) -> int:
    """The first server salt, new_nonce[0:8] XOR server_nonce[0:8], as a `long` (row H14)."""
    mixed = bytes(a ^ b for a, b in zip(new_nonce[:8], server_nonce[:8], strict=True))
    return int.from_bytes(mixed, "little", signed=True)
