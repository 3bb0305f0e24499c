"""Big numbers: OpenSSL, gmpy2 and plain Python give the same answers."""

import math
import sys
import threading

import gmpy2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.crypto import bignum_fallback, bignum_native, dh
from mtproto.crypto.dh import PRIME

try:
    from mtproto.crypto import bignum_openssl
except ImportError:  # this Python keeps its OpenSSL to itself
    bignum_openssl = None

OPENSSL = pytest.mark.skipif(bignum_openssl is None, reason="no OpenSSL within reach of this Python")

odd = st.integers(1, 2**256).map(lambda n: 2 * n + 1)
IMPLEMENTATIONS = pytest.mark.parametrize("bignum", [bignum_native, bignum_fallback], ids=["native", "fallback"])

# Carmichael numbers and strong pseudoprimes to the bases 2..23 (OEIS A014233): what weak tests take for primes.
PSEUDOPRIMES = [561, 41041, 2047, 1373653, 25326001, 3215031751, 2152302898747, 3474749660383, 341550071728321]
PSEUDOPRIMES += [3825123056546413051, 318665857834031151167461, 3317044064679887385961981]


@given(st.integers(0, 2**256), st.integers(1, 2**256), odd)
def test_power_is_pow(base, exponent, modulus):
    expected = pow(base, exponent, modulus)
    assert bignum_native.power(base, exponent, modulus) == expected
    assert bignum_fallback.power(base, exponent, modulus) == expected


@OPENSSL
@given(st.integers(-(2**2100), 2**2100), st.integers(1, 2**2048), odd | st.just(PRIME) | st.just(3))
def test_power_by_openssl_is_pow(base, exponent, modulus):
    """A base above its modulus or below zero, an exponent longer than it, and the same modulus again and again."""
    assert bignum_openssl.power(base, exponent, modulus) == pow(base, exponent, modulus)


@OPENSSL
def test_an_even_modulus_is_refused():
    with pytest.raises(ValueError, match="even"):
        bignum_openssl.power(3, 5, 8)


@OPENSSL
def test_threads_share_a_modulus():
    exponents = [PRIME - offset for offset in range(2, 10)]
    found = {}
    threads = [
        threading.Thread(target=lambda e=exponent: found.update({e: bignum_openssl.power(5, e, PRIME)}))
        for exponent in exponents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {exponent: pow(5, exponent, PRIME) for exponent in exponents}


@OPENSSL
def test_a_power_by_openssl_lets_go_of_the_gil():
    """With turns of the interpreter that never end by themselves, this thread goes on while the other computes."""
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        bignum_openssl.power(3, 1 << 20_000, (1 << 8192) - 1)
        ended.set()

    interval = sys.getswitchinterval()
    sys.setswitchinterval(600.0)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        begun.wait()
        assert not ended.is_set()
    finally:
        sys.setswitchinterval(interval)
    thread.join()


@given(st.integers(1, 2**256), odd)
def test_inverse(value, modulus):
    for bignum in (bignum_native, bignum_fallback):
        if math.gcd(value, modulus) == 1:
            assert value * bignum.inverse(value, modulus) % modulus == 1
        else:
            with pytest.raises(ZeroDivisionError):
                bignum.inverse(value, modulus)


@IMPLEMENTATIONS
def test_small_primes(bignum):
    primes = [n for n in range(2000) if n > 1 and all(n % d for d in range(2, int(n**0.5) + 1))]
    assert [n for n in range(-5, 2000) if bignum.is_prime(n)] == primes
    assert [bignum.next_prime(n) for n in primes[:-1]] == primes[1:]


@IMPLEMENTATIONS
@pytest.mark.parametrize("number", PSEUDOPRIMES)
def test_pseudoprimes_are_no_primes(bignum, number):
    assert not bignum.is_prime(number)


@IMPLEMENTATIONS
def test_large_primes(bignum):
    assert bignum.is_prime(2**127 - 1)
    assert bignum.is_prime(2**521 - 1)
    assert not bignum.is_prime((2**521 - 1) * (2**127 - 1))
    assert not bignum.is_prime(dh.PRIME - 2)


@given(st.integers(1, 2**70))
def test_next_prime_agrees(number):
    assert bignum_native.next_prime(number) == bignum_fallback.next_prime(number)


@pytest.mark.parametrize(
    ("function", "work"),
    [
        ("powmod_sec", lambda: bignum_native.power(5, 3, 7)),
        ("is_prime", lambda: bignum_native.is_prime(7)),
    ],
)
def test_long_work_lets_go_of_the_gil(monkeypatch, function, work):
    """gmpy2 releases it where its context says so; the caller's own context stays as it was."""
    released = []
    original = getattr(gmpy2, function)

    def spy(*args):
        released.append(gmpy2.get_context().allow_release_gil)
        return original(*args)

    monkeypatch.setattr(gmpy2, function, spy)
    work()
    assert released == [True]
    assert not gmpy2.get_context().allow_release_gil
