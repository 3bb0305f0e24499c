"""The 2FA password: a published answer, Telethon as the client, and every value an attacker might send for A."""

import random

import pytest
from telethon import password as telethon_password
from telethon.tl import types as telethon_types

from mtproto.crypto import dh, srp
from mtproto.errors import BadPublicValue
from tests.mtproto.crypto import vectors

PASSWORD = "correct horse, 正しい馬"  # in UTF-8, as clients send it
draw = random.Random(1).randbytes


@pytest.fixture(scope="module")
def algorithm():
    return srp.Algorithm(salt1=draw(40), salt2=draw(16))


@pytest.fixture(scope="module")
def x(algorithm):
    return srp.password_hash(algorithm, PASSWORD.encode())


@pytest.fixture(scope="module")
def challenge(algorithm, x):
    return srp.ServerChallenge.create(algorithm, srp.verifier(algorithm, x), draw)


def octets(number: int) -> bytes:
    return number.to_bytes(256, "big")


def account_password(challenge: srp.ServerChallenge) -> telethon_types.account.Password:
    algorithm = challenge.algorithm
    kdf = telethon_types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow
    return telethon_types.account.Password(
        new_algo=kdf(algorithm.salt1, algorithm.salt2, algorithm.g, octets(algorithm.p)),
        new_secure_algo=telethon_types.SecurePasswordKdfAlgoUnknown(),
        secure_random=b"",
        current_algo=kdf(algorithm.salt1, algorithm.salt2, algorithm.g, octets(algorithm.p)),
        srp_B=octets(challenge.B),
        srp_id=7,
    )


@pytest.mark.rows("CR-4")
def test_vector_of_grammers():
    algorithm = srp.Algorithm(vectors.SRP_SALT1, vectors.SRP_SALT2)
    x = srp.password_hash(algorithm, vectors.SRP_PASSWORD)
    proved = srp.prove(algorithm, x, vectors.SRP_SERVER_PUBLIC, lambda _n: vectors.SRP_CLIENT_EXPONENT)
    assert proved == (vectors.SRP_CLIENT_PUBLIC, vectors.SRP_PROOF)


@pytest.mark.rows("CR-4")
def test_telethon_proves_and_we_accept(challenge):
    answer = telethon_password.compute_check(account_password(challenge), PASSWORD)
    assert challenge.accepts(answer.A, answer.M1)
    wrong = telethon_password.compute_check(account_password(challenge), PASSWORD + "!")
    assert not challenge.accepts(wrong.A, wrong.M1)


@pytest.mark.rows("CR-4")
def test_telethon_makes_the_same_verifier(algorithm, x, challenge):
    theirs = telethon_password.compute_digest(account_password(challenge).new_algo, PASSWORD)
    assert octets(srp.verifier(algorithm, x)) == theirs


def test_we_prove_and_we_accept(algorithm, x, challenge):
    assert challenge.accepts(*srp.prove(algorithm, x, octets(challenge.B), draw))


def test_another_password_proof_or_challenge_is_not_accepted(algorithm, x, challenge):
    public, proof = srp.prove(algorithm, x, octets(challenge.B), draw)
    other = srp.ServerChallenge.create(algorithm, challenge.v, draw)
    assert not challenge.accepts(*srp.prove(algorithm, x + 1, octets(challenge.B), draw))
    assert not challenge.accepts(public, proof[:-1] + bytes([proof[-1] ^ 1]))
    assert not challenge.accepts(public, b"")
    assert not other.accepts(public, proof)


@pytest.mark.rows("A4", "AU-3")
@pytest.mark.parametrize(
    "public",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(octets(0), id="0"),
        pytest.param(octets(1), id="1"),
        pytest.param(octets(dh.PRIME - 1), id="p - 1"),
        pytest.param(octets(dh.PRIME), id="p"),
        pytest.param(octets(dh.PRIME + 1), id="p + 1"),
        pytest.param((2 * dh.PRIME).to_bytes(257, "big"), id="2p"),
        pytest.param(b"\0" + octets(5), id="257 bytes"),
    ],
)
def test_bad_public_values_of_a_client(challenge, public):
    """With A = 0, p or 2p the secret would be 0 whatever the password: the proof for it is not even looked at."""
    secret = bytes(256)
    number = int.from_bytes(public, "big") % dh.PRIME
    proof = srp._proof(challenge.algorithm, number, challenge.B, secret)
    with pytest.raises(BadPublicValue):
        challenge.accepts(public, proof)


@pytest.mark.rows("A4")
def test_u_of_zero_is_refused(challenge, monkeypatch):
    class Zero:
        def digest(self) -> bytes:
            return bytes(32)

    monkeypatch.setattr(srp, "sha256", lambda _data: Zero())
    with pytest.raises(BadPublicValue):
        challenge.accepts(octets(5), bytes(32))


@pytest.mark.parametrize("public", [0, 1, 2, dh.PRIME - 1, dh.PRIME - 2, dh.PRIME])
def test_bad_public_values_of_a_server(algorithm, x, public):
    with pytest.raises(BadPublicValue):
        srp.prove(algorithm, x, octets(public), draw)


@pytest.mark.rows("A5")
@pytest.mark.parametrize("v", [-1, 0, 1, dh.PRIME - 1, dh.PRIME, dh.PRIME + 5])
def test_bad_verifiers(algorithm, v):
    with pytest.raises(BadPublicValue):
        srp.check_verifier(algorithm, v)


def test_good_verifiers(algorithm, x):
    srp.check_verifier(algorithm, srp.verifier(algorithm, x))
    srp.check_verifier(algorithm, 2)
    srp.check_verifier(algorithm, dh.PRIME - 2)


@pytest.mark.rows("A4")
def test_a_challenge_is_never_the_same_and_hides_its_secrets(algorithm, challenge):
    """b is of 2048 random bits."""
    other = srp.ServerChallenge.create(algorithm, challenge.v, draw)
    assert other.B != challenge.B
    assert str(challenge.b) not in repr(challenge)
    assert str(challenge.v) not in repr(challenge)


def test_a_public_value_that_clients_refuse_is_drawn_again(algorithm, x, monkeypatch):
    """B close to 0 or p, which takes a b that does not come by chance."""
    drawn = []

    def power(base, exponent, prime):
        drawn.append(exponent)
        return -srp._multiplier(algorithm) * 5 % prime if len(drawn) == 1 else 1 << 2000

    monkeypatch.setattr(dh, "power", power)
    challenge = srp.ServerChallenge.create(algorithm, 5, draw)
    assert len(drawn) == 2
    assert challenge.b == drawn[1]
