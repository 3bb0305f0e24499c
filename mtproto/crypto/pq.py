"""The pq of resPQ, a little proof of work for the client (core.telegram.org/mtproto/auth_key, items 2 and 3).

The number is no secret and protects nothing but the server's time, so the primes need not be drawn evenly.
"""

from __future__ import annotations

from math import isqrt

from mtproto.clock import Random
from mtproto.crypto import bignum
from mtproto.errors import BadPq

try:
    from mtproto.crypto._pq import brent as brent
except ImportError:
    from mtproto.crypto.pq_fallback import brent as brent

MAX = (1 << 63) - 1


def generate(random: Random) -> tuple[int, int]:
    """Two different odd primes p < q just above 2^30 to 2^31; both take four bytes, their product at most eight."""
    while True:
        p, q = sorted(_prime(random) for _ in range(2))
        if p != q:
            return p, q


def factorize(pq: int) -> tuple[int, int]:
    """The prime factors p < q of a server's pq, by Pollard's rho in Brent's form.

    Raises:
        BadPq: not the product of two different odd primes, or above 2^63-1.
    """
    if not 15 <= pq <= MAX or pq % 2 == 0 or isqrt(pq) ** 2 == pq or bignum.is_prime(pq):
        raise BadPq(f"pq is {pq}")
    constant = 1
    while (factor := brent(pq, constant)) == pq:
        constant += 1
    p, q = sorted((factor, pq // factor))
    if p == q or not (bignum.is_prime(p) and bignum.is_prime(q)):
        raise BadPq(f"pq is {pq}")
    return p, q


def _prime(random: Random) -> int:
    return bignum.next_prime(int.from_bytes(random(4), "big") >> 2 | 1 << 30)
