"""Big-number arithmetic in plain Python, for machines without gmpy2: the same answers, about seven times slower.

`pow` holds the GIL for tens of milliseconds, so a server without gmpy2 computes in another process.
"""

from __future__ import annotations

from hashlib import sha256

Number = int

_SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)
_ROUNDS = 40


def power(base: int, exponent: int, modulus: int) -> int:
    """base ** exponent % modulus."""
    return pow(base, exponent, modulus)


def inverse(value: int, modulus: int) -> int:
    """The number that times `value` is 1; ZeroDivisionError where there is none."""
    try:
        return pow(value, -1, modulus)
    except ValueError:
        raise ZeroDivisionError("not invertible") from None


def is_prime(number: int) -> bool:
    """Whether a number is prime, by trial division and the Miller-Rabin test.

    The first sixteen primes as bases decide every number of 64 bits for certain. Above that, bases cut from a hash
    of the number join them, so that whoever chooses the number cannot choose it against the bases.
    """
    if number < 2:
        return False
    for prime in _SMALL_PRIMES:
        if number % prime == 0:
            return number == prime
    bases = _SMALL_PRIMES if number.bit_length() <= 64 else _SMALL_PRIMES + _hashed_bases(number)
    return all(_passes(number, base) for base in bases)


def next_prime(number: int) -> int:
    """The smallest prime above a number."""
    if number < 2:
        return 2
    candidate = number + 1 + number % 2
    while not is_prime(candidate):
        candidate += 2
    return candidate


def _passes(number: int, base: int) -> bool:
    """One round of Miller-Rabin."""
    twos = ((number - 1) & -(number - 1)).bit_length() - 1
    power = pow(base, (number - 1) >> twos, number)
    if power in (1, number - 1):
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def _hashed_bases(number: int) -> tuple[int, ...]:
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return tuple(
        2 + int.from_bytes(sha256(bytes((i,)) + octets).digest(), "big") % (number - 3) for i in range(_ROUNDS)
    )
