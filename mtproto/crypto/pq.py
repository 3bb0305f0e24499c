"""The pq of resPQ, a little proof of work for the client (core.telegram.org/mtproto/auth_key, items 2 and 3).

The number is no secret and protects nothing but the server's time, so the primes need not be drawn evenly.
"""

from __future__ import annotations

from math import gcd, isqrt

from mtproto.clock import Random
from mtproto.crypto import bignum
from mtproto.errors import BadPq

MAX = (1 << 63) - 1
_BATCH = 128


def generate(random: Random) -> tuple[int, int]:
    """Two different odd primes p < q just above 2^30 to 2^31; both take four bytes, their product at most eight."""
    while True:
        p, q = sorted(_prime(random) for _ in range(2))
        if p != q:
            return p, q


def factorize(pq: int) -> tuple[int, int]:
    """The prime factors p < q of a server's pq, by Pollard's rho in Brent's form: tens of milliseconds.

    Raises:
        BadPq: not the product of two different odd primes, or above 2^63-1.
    """
    if not 15 <= pq <= MAX or pq % 2 == 0 or isqrt(pq) ** 2 == pq or bignum.is_prime(pq):
        raise BadPq(f"pq is {pq}")
    constant = 1
    while (factor := _brent(pq, constant)) == pq:
        constant += 1
    p, q = sorted((factor, pq // factor))
    if p == q or not (bignum.is_prime(p) and bignum.is_prime(q)):
        raise BadPq(f"pq is {pq}")
    return p, q


def _prime(random: Random) -> int:
    return bignum.next_prime(int.from_bytes(random(4), "big") >> 2 | 1 << 30)


def _brent(n: int, constant: int) -> int:
    """A factor of the composite n greater than 1; n itself when this constant's cycle hides them.

    R. P. Brent, "An improved Monte Carlo factorization algorithm" (1980). The differences of a batch are multiplied and
    one gcd taken; a batch in which both factors met is walked again one by one.
    """
    y, cycle, factor = 2, 1, 1
    while factor == 1:
        x = y
        for _ in range(cycle):
            y = (y * y + constant) % n
        done = 0
        while done < cycle and factor == 1:
            batch_start, product = y, 1
            for _ in range(min(_BATCH, cycle - done)):
                y = (y * y + constant) % n
                product = product * abs(x - y) % n
            factor = gcd(product, n)
            done += _BATCH
        cycle *= 2
    if factor == n:
        y = batch_start
        while True:
            y = (y * y + constant) % n
            factor = gcd(abs(x - y), n)
            if factor > 1:
                break
    return factor
