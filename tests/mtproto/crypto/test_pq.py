"""pq: what is made, and what is taken apart."""

import random

import cryptg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telethon.crypto import Factorization

from mtproto.crypto import bignum, bignum_fallback, pq, pq_fallback
from mtproto.errors import BadPq
from tests.mtproto.crypto import vectors


@pytest.mark.rows("H2")
def test_generated_factors():
    draw = random.Random(1).randbytes
    pairs = [pq.generate(draw) for _ in range(500)]
    for p, q in pairs:
        assert 2 < p < q
        assert p * q <= (1 << 63) - 1
        assert p.bit_length() <= 32 >= q.bit_length()
        assert bignum_fallback.is_prime(p)
        assert bignum_fallback.is_prime(q)
    assert len(set(pairs)) == 500


@pytest.mark.rows("H2")
def test_equal_primes_are_drawn_again():
    drawn = iter([b"\0\0\0\0", b"\0\0\0\0", b"\0\0\0\0", b"\1\0\0\0"])
    p, q = pq.generate(lambda _n: next(drawn))
    assert p < q


@pytest.mark.rows("CR-4")
def test_sample_of_the_documentation():
    assert pq.factorize(vectors.SAMPLE_PQ) == (vectors.SAMPLE_P, vectors.SAMPLE_Q)


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_factorize_takes_apart_what_generate_makes_as_others_do(seed):
    p, q = pq.generate(random.Random(seed).randbytes)
    assert pq.factorize(p * q) == (p, q) == tuple(sorted(cryptg.factorize_pq_pair(p * q)))
    assert sorted(Factorization.factorize(p * q)) == [p, q]


@settings(max_examples=200)
@given(st.integers(3, 2**20), st.integers(3, 2**20))
def test_factorize_small_and_lopsided(low, high):
    p, q = sorted((bignum.next_prime(low), bignum.next_prime(high)))
    if p != q:
        assert pq.factorize(p * q) == (p, q)


ODD = st.integers(3, 2**30).map(lambda number: number | 1)


@given(low=ODD, high=ODD, constant=st.integers(1, 5))
def test_native_code_finds_what_plain_python_finds(low, high, constant):
    """Of any composite, also where the cycle of a constant hides the factors."""
    native = pytest.importorskip("mtproto.crypto._pq", reason="not built")
    for product in (low * high, bignum.next_prime(low) * bignum.next_prime(high % 2**16), low % 100 * 3 + 6):
        assert native.brent(product, constant) == pq_fallback.brent(product, constant)


@pytest.mark.parametrize("numbers", [(0, 1), (1, 1), (-15, 1), (1 << 63, 1), (1 << 64, 1), (15, -1), (15, 1 << 63)])
def test_native_code_takes_what_63_bits_hold(numbers):
    native = pytest.importorskip("mtproto.crypto._pq", reason="not built")
    with pytest.raises((ValueError, OverflowError)):
        native.brent(*numbers)


@pytest.mark.parametrize("product", [15, 3 * (2**61 - 1), 21, 35, 2147483629 * 2147483647, 3 * 3074457345618258599])
def test_factorize_at_the_edges(product):
    p, q = pq.factorize(product)
    assert p < q
    assert p * q == product


@pytest.mark.rows("H5")
@pytest.mark.parametrize(
    "product",
    [
        pytest.param(-15, id="negative"),
        pytest.param(0, id="0"),
        pytest.param(1, id="1"),
        pytest.param(9, id="square"),
        pytest.param(2147483647**2, id="large square"),
        pytest.param(2 * 2147483647, id="even"),
        pytest.param(2**61 - 1, id="prime"),
        pytest.param(3 * 5 * 7, id="three primes"),
        pytest.param(3**3 * 2147483647, id="a power"),
        pytest.param(3**3, id="a cube"),
        pytest.param(3**39, id="a high power of a small prime"),
        pytest.param(2097143**3, id="the cube of a large prime"),
        pytest.param((1 << 63) + 9, id="above 2^63-1"),
        pytest.param(1 << 4096 | 1, id="4097 bits"),
    ],
)
def test_what_is_no_pq(product):
    with pytest.raises(BadPq):
        pq.factorize(product)
