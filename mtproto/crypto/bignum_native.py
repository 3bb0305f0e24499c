"""Big-number arithmetic by gmpy2 (GMP). `bignum` chooses this file or `bignum_fallback`; both have the same functions.

Rules of this file
- Work that takes milliseconds lets go of the GIL, so that it can run in a thread beside the event loop.
- A secret exponent goes through GMP's constant-time `powmod_sec`.
"""

from __future__ import annotations

import gmpy2  # type: ignore[import-untyped]  # it ships no types

Number = gmpy2.mpz


def power(base: int, exponent: int, modulus: int) -> int:
    """base ** exponent % modulus, odd modulus, positive exponent; the time does not tell the exponent."""
    with gmpy2.context(gmpy2.get_context(), allow_release_gil=True):
        return int(gmpy2.powmod_sec(base, exponent, modulus))


def inverse(value: int, modulus: int) -> int:
    """The number that times `value` is 1; ZeroDivisionError where there is none."""
    return int(gmpy2.invert(value, modulus))


def is_prime(number: int) -> bool:
    """Whether a number is prime; wrong for a composite with a chance below 2^-64, chosen by an adversary or not."""
    with gmpy2.context(gmpy2.get_context(), allow_release_gil=True):
        return bool(gmpy2.is_prime(number, 56))  # Baillie-PSW, then 32 rounds of Miller-Rabin


def next_prime(number: int) -> int:
    """The smallest prime above a number."""
    return int(gmpy2.next_prime(number))
