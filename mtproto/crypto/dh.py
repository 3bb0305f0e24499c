"""Diffie-Hellman as the key exchange, secret chats and 2FA use it (core.telegram.org/mtproto/security_guidelines).

Rules of this file
- The server has one group, PRIME and G. A client checks whatever group it is given.
- A public value is checked by whoever receives it, before it is raised to anything (row H10).
- Powers of G modulo PRIME come from a comb of precomputed products, many times faster than `pow`. Which products it
  reads depends on the exponent; powers of a value that the peer chose, and so could time, go the constant-time way.
"""

from __future__ import annotations

from functools import cache

from mtproto.clock import Random
from mtproto.crypto import bignum
from mtproto.errors import BadGroup, BadPublicValue

BITS = 2048
SIZE = BITS // 8

PRIME = int(
    "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed4"
    "4cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f642477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f"
    "3a9060bee67cf9a4a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc4"
    "65b0d6ff9ca3928fef5b9ae4e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf"
    "6f4fadf034b10403119cd8e3b92fcc5b",
    16,
)
"""The safe prime of the documentation's sample exchange (core.telegram.org/mtproto/samples-auth_key): clients that keep
a list of primes they need not test have it there."""
G = 3

MARGIN = 1 << (BITS - 64)
"""A public value keeps this far from both ends: 2^1984 <= value <= p - 2^1984."""

_RESIDUES = {2: (8, {7}), 3: (3, {2}), 4: (1, {0}), 5: (5, {1, 4}), 6: (24, {19, 23}), 7: (7, {3, 5, 6})}
"""For each generator: p modulo what is which, so that g generates the subgroup of prime order (p-1)/2."""


def check_group(prime: int, g: int) -> None:
    """Check that a group is safe to use: tens of milliseconds, once per group.

    Raises:
        BadGroup: the prime is not a safe prime of 2048 bits, or g is not a generator of its large subgroup.
    """
    if g not in _RESIDUES:
        raise BadGroup(f"the generator is {g}")
    if prime.bit_length() != BITS:
        raise BadGroup(f"the prime has {prime.bit_length()} bits")
    modulus, residues = _RESIDUES[g]
    if prime % modulus not in residues:
        raise BadGroup(f"{g} does not generate the large subgroup")
    if not (bignum.is_prime(prime) and bignum.is_prime(prime >> 1)):
        raise BadGroup("the prime is not a safe prime")


def check_public_value(value: int, prime: int = PRIME) -> None:
    """Check g_a or g_b.

    Raises:
        BadPublicValue: not 1 < value < p-1, or not 2^1984 <= value <= p - 2^1984.
    """
    if not MARGIN <= value <= prime - MARGIN:
        raise BadPublicValue("a public value out of range")


def secret_exponent(random: Random) -> int:
    """A secret exponent: 2048 random bits as they come, so that a recorded exchange replays; never zero."""
    return int.from_bytes(random(SIZE), "big") or 1


def power(base: int, exponent: int, prime: int = PRIME) -> int:
    """base ** exponent mod prime, of a positive exponent: milliseconds, or less for the server's own G."""
    if base == G and prime == PRIME and exponent.bit_length() <= BITS:
        return _comb().power(exponent)
    return bignum.power(base, exponent, prime)


def shared_secret(public_value: int, exponent: int, prime: int = PRIME) -> bytes:
    """What both sides come to: the other side's public value to one's own exponent, 256 bytes big-endian."""
    return power(public_value, exponent, prime).to_bytes(SIZE, "big")


class Comb:
    """Powers of one fixed base by Lim and Lee's comb ("More flexible exponentiation with precomputation", 1994).

    The exponent's bits are written in 8 rows of 256. A column of 8 bits then names one of 256 products of the base's
    powers 2^0, 2^256, ... 2^1792. Four tables, one per quarter of the columns, leave 64 squarings and 256 products.
    """

    ROWS = 8
    COLUMNS = BITS // ROWS
    TABLES = 4
    STEP = COLUMNS // TABLES

    def __init__(self, base: int, prime: int) -> None:
        self._prime = bignum.Number(prime)
        powers = [bignum.Number(base)]  # base^(2^0), base^(2^64), base^(2^128), ...
        while len(powers) < self.ROWS * self.TABLES:
            powers.append(bignum.Number(bignum.power(powers[-1], 1 << self.STEP, prime)))
        self._tables = [self._products(powers[table :: self.TABLES]) for table in range(self.TABLES)]

    def power(self, exponent: int) -> int:
        """base ** exponent mod prime for an exponent of at most 2048 bits."""
        bits = f"{exponent:0{BITS}b}"
        prime, result = self._prime, bignum.Number(1)
        for column in range(self.STEP):
            result = result * result % prime
            for number, table in enumerate(self._tables):
                # The bits stand highest first, so the tables of the high columns meet the front of the string.
                at = (self.TABLES - 1 - number) * self.STEP + column
                result = result * table[int(bits[at :: self.COLUMNS], 2)] % prime
        return int(result)

    def _products(self, powers: list[int]) -> list[int]:
        """For each byte, the product of the rows' powers whose bits are set in it."""
        products = [bignum.Number(1)]
        for factor in powers:
            products += [product * factor % self._prime for product in products]
        return products


@cache
def _comb() -> Comb:
    return Comb(G, PRIME)
