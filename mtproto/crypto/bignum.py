"""Big-number arithmetic: OpenSSL and gmpy2 where they are to be had, plain Python where they are not.

    power(base, exponent, modulus)   inverse(value, modulus)   is_prime(number)   next_prime(number)

All take and give `int`. `Number` is the integer type that multiplies fastest, for long chains of products.
"""

from __future__ import annotations

import contextlib

try:
    from mtproto.crypto.bignum_native import Number, inverse, is_prime, next_prime, power
except ImportError:
    from mtproto.crypto.bignum_fallback import (
        Number,
        inverse,
        is_prime,
        next_prime,
        power,
    )

with contextlib.suppress(ImportError):
    from mtproto.crypto.bignum_openssl import power

__all__ = ["Number", "inverse", "is_prime", "next_prime", "power"]
