"""Diffie-Hellman: the documentation's sample, the range checks, the group checks, the comb."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtproto.crypto import bignum, bignum_fallback, dh
from mtproto.errors import BadGroup, BadPublicValue
from tests.mtproto.crypto import vectors

P = dh.PRIME

# RFC 3526, group 14: another safe prime of 2048 bits, p = 2^2048 - 2^1984 - 1 + 2^64 * (floor(2^1918 pi) + 124476).
RFC3526_14 = int(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
    "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f"
    "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
    "15728e5a8aacaa68ffffffffffffffff",
    16,
)


@pytest.mark.rows("CR-4")
def test_sample_of_the_documentation():
    b = int.from_bytes(vectors.SAMPLE_B, "big")
    g_a = int.from_bytes(vectors.SAMPLE_G_A, "big")
    assert dh.power(vectors.SAMPLE_G, b) == int.from_bytes(vectors.SAMPLE_G_B, "big")
    assert dh.shared_secret(g_a, b) == vectors.SAMPLE_AUTH_KEY
    dh.check_public_value(g_a)
    dh.check_public_value(int.from_bytes(vectors.SAMPLE_G_B, "big"))


def test_both_sides_agree():
    draw = random.Random(1).randbytes
    a, b = dh.secret_exponent(draw), dh.secret_exponent(draw)
    assert dh.shared_secret(dh.power(dh.G, a), b) == dh.shared_secret(dh.power(dh.G, b), a)


@pytest.mark.rows("H9")
@pytest.mark.parametrize(("prime", "g"), [(P, dh.G), (RFC3526_14, 2)], ids=["ours", "rfc3526"])
def test_good_groups(prime, g):
    dh.check_group(prime, g)


@pytest.mark.rows("H9")
@pytest.mark.parametrize(
    ("prime", "g"),
    [
        pytest.param(P, 1, id="g below 2"),
        pytest.param(P, 8, id="g above 7"),
        pytest.param(P, -3, id="g negative"),
        pytest.param(P, 2, id="g outside the large subgroup"),
        pytest.param(P + 2, 3, id="not prime"),
        pytest.param(P * 3, 3, id="2050 bits"),
        pytest.param((1 << 127) - 1, 4, id="127 bits"),
        pytest.param(0, 4, id="0"),
        pytest.param(-P, 4, id="negative"),
    ],
)
def test_bad_groups(prime, g):
    with pytest.raises(BadGroup):
        dh.check_group(prime, g)


def test_a_prime_that_is_not_safe_is_bad():
    prime = bignum.next_prime(P)
    assert not bignum.is_prime(prime >> 1)
    with pytest.raises(BadGroup):
        dh.check_group(prime, 4)


@pytest.mark.rows("H9")
@pytest.mark.parametrize("prime", [P, RFC3526_14], ids=["ours", "rfc3526"])
@pytest.mark.parametrize("g", range(2, 8))
def test_g_is_good_exactly_when_it_is_a_quadratic_residue(prime, g, monkeypatch):
    """core.telegram.org/mtproto/security_guidelines; Euler's criterion decides without the table."""
    monkeypatch.setattr(bignum, "is_prime", lambda _number: True)  # both are, which takes a second each time
    if pow(g, prime >> 1, prime) == 1:
        dh.check_group(prime, g)
    else:
        with pytest.raises(BadGroup):
            dh.check_group(prime, g)


@pytest.mark.rows("H10", "HS-4")
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(-1, id="-1"),
        pytest.param(0, id="0"),
        pytest.param(1, id="1"),
        pytest.param(2, id="2"),
        pytest.param((1 << 1984) - 1, id="2^1984 - 1"),
        pytest.param(P - (1 << 1984) + 1, id="p - 2^1984 + 1"),
        pytest.param(P - 1, id="p - 1"),
        pytest.param(P, id="p"),
        pytest.param(P + 1, id="p + 1"),
        pytest.param(2 * P, id="2p"),
        pytest.param(P + (1 << 2000), id="p + 2^2000"),
        pytest.param(1 << 2048, id="2^2048"),
    ],
)
def test_bad_public_values(value):
    with pytest.raises(BadPublicValue):
        dh.check_public_value(value)


@pytest.mark.rows("H10", "HS-4")
@pytest.mark.parametrize("value", [1 << 1984, P - (1 << 1984), P // 2])
def test_public_values_at_the_edge_are_good(value):
    dh.check_public_value(value)


@pytest.mark.parametrize("exponent", [1, 2, 3, 255, 256, (1 << 64) - 1, 1 << 64, 1 << 256, (1 << 2048) - 1, 1 << 2047])
def test_comb_at_its_edges(exponent):
    assert dh.power(dh.G, exponent) == pow(dh.G, exponent, P)


@settings(max_examples=10)
@given(st.integers(1, (1 << 2048) - 1))
def test_comb_is_pow(exponent):
    assert dh.power(dh.G, exponent) == pow(dh.G, exponent, P)


def test_longer_exponents_take_the_general_way():
    assert dh.power(dh.G, (1 << 2048) + 5) == pow(dh.G, (1 << 2048) + 5, P)


def test_comb_of_plain_numbers(monkeypatch):
    """Without gmpy2 the comb multiplies Python's integers."""
    monkeypatch.setattr(dh, "bignum", bignum_fallback)
    exponent = random.Random(2).getrandbits(2048)
    assert dh.Comb(5, RFC3526_14).power(exponent) == pow(5, exponent, RFC3526_14)


def test_a_secret_exponent_is_what_was_drawn_and_never_zero():
    assert dh.secret_exponent(lambda n: b"\xab" * n) == int("ab" * 256, 16)
    assert dh.secret_exponent(bytes) > 0
