"""The authorization key: 2048 bits that a client and a server share (core.telegram.org/mtproto/description).

Rules of this file
- The parts that message encryption takes out of the key are cut once, here; a message then only concatenates.
- The key never shows in a `repr`: keys end up in tracebacks and logs.
"""

from __future__ import annotations

import hmac
from hashlib import sha1
from typing import NamedTuple

from mtproto.errors import Misuse

SIZE = 256


class Direction(NamedTuple):
    """What one direction takes from the key; x is 0 towards the server and 8 towards the client."""

    message: bytes
    """auth_key[88+x : 120+x], hashed before the plaintext into msg_key."""
    a: bytes
    """auth_key[x : 36+x], hashed after msg_key into sha256_a."""
    b: bytes
    """auth_key[40+x : 76+x], hashed before msg_key into sha256_b."""


class AuthKey:
    """An authorization key and what follows from it.

    Args:
        data: The 256 bytes, big-endian, of the Diffie-Hellman secret.

    Raises:
        Misuse: not 256 bytes.
    """

    __slots__ = ("aux_hash", "data", "key_id", "to_client", "to_server")

    def __init__(self, data: bytes) -> None:
        if len(data) != SIZE:
            raise Misuse(f"an authorization key of {len(data)} bytes")
        digest = sha1(data).digest()
        self.data = data
        self.key_id = digest[-8:]
        """The 64 low bits of SHA1: the first 8 bytes of every message under this key."""
        self.aux_hash = digest[:8]
        """The 64 high bits of SHA1: what new_nonce_hash is made of."""
        self.to_server = _direction(data, 0)
        self.to_client = _direction(data, 8)

    @property
    def number(self) -> int:
        """The id as the schema's long: auth_key_id, and key_fingerprint of a secret chat."""
        return int.from_bytes(self.key_id, "little", signed=True)

    def __repr__(self) -> str:
        return f"<AuthKey {self.key_id.hex()}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AuthKey) and hmac.compare_digest(self.data, other.data)

    def __hash__(self) -> int:
        return hash(self.key_id)


def _direction(key: bytes, x: int) -> Direction:
    return Direction(message=key[88 + x : 120 + x], a=key[x : 36 + x], b=key[40 + x : 76 + x])
