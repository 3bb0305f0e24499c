"""Pollard's rho in plain Python, for machines where csrc/pq.c could not be built."""

from __future__ import annotations

from math import gcd

_BATCH = 128


def brent(n: int, constant: int) -> int:
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
