"""The long arithmetic of an exchange as `Compute` hands it out: milliseconds each, for a thread or another process.

Rules of this file
- Module-level functions of plain arguments, because they are pickled to workers.
- What the peer is to blame for is a None and not an exception. A result only says that it does not hold, never why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mtproto.clock import Random
from mtproto.crypto import RsaPrivateKey, dh, pq
from mtproto.errors import BadGroup, BadPq, BadPublicValue, BadRsaBlock

Decrypt = Callable[[RsaPrivateKey, bytes, Random], bytes]


class Group(NamedTuple):
    """What server_DH_inner_data says of Diffie-Hellman."""

    g: int
    prime: int
    g_a: int


def open_block(decrypt: Decrypt, key: RsaPrivateKey, block: bytes, random: Random) -> bytes | None:
    """The server opens encrypted_data by one of the two paddings."""
    try:
        return decrypt(key, block, random)
    except BadRsaBlock:
        return None


def factors(product: int) -> tuple[int, int] | None:
    """The client decomposes pq into p < q."""
    try:
        return pq.factorize(product)
    except BadPq:
        return None


def agree(group: Group, b: int) -> tuple[int, bytes] | None:
    """The client checks what it was given and computes g_b and g_a^b, the key.

    The server's own group is known to be good, as the documentation suggests; any other is tested.
    """
    g, prime, g_a = group
    try:
        if (g, prime) != (dh.G, dh.PRIME):
            dh.check_group(prime, g)
        dh.check_public_value(g_a, prime)
        g_b = dh.power(g, b, prime)
        dh.check_public_value(g_b, prime)
    except (BadGroup, BadPublicValue):
        return None
    return g_b, dh.shared_secret(g_a, b, prime)
