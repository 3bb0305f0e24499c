"""RSA keys: files, fingerprints, and the bare operation beside `cryptography` and the package rsa."""

import pickle
import random

import pytest
import rsa as python_rsa
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from telethon.crypto import rsa as telethon_rsa

from mtproto.crypto import RsaPrivateKey, RsaPublicKey, bignum_fallback
from mtproto.crypto import rsa as ours
from mtproto.errors import Misuse
from tests.mtproto.crypto import vectors


def test_fingerprint_of_the_sample_key(key):
    """core.telegram.org/mtproto/samples-auth_key offers it in resPQ; Telethon computes the same for a new key."""
    public = RsaPublicKey.from_pem(vectors.SAMPLE_PUBLIC_KEY)
    assert public.fingerprint == vectors.SAMPLE_FINGERPRINT
    theirs = python_rsa.PublicKey.load_pkcs1(key.public.to_pem())
    assert (
        int.from_bytes(
            telethon_rsa._compute_fingerprint(theirs).to_bytes(8, "little", signed=True), "little", signed=True
        )
        == key.fingerprint
    )


def test_a_public_key_survives_its_file(key):
    pem = key.public.to_pem()
    assert pem.startswith(b"-----BEGIN RSA PUBLIC KEY-----\n")
    assert RsaPublicKey.from_pem(pem) == key.public
    as_x509 = serialization.load_pem_public_key(pem).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert RsaPublicKey.from_pem(as_x509) == key.public


def test_a_private_key_survives_its_file(key):
    pem = key.to_pem()
    assert pem.startswith(b"-----BEGIN RSA PRIVATE KEY-----\n")
    assert RsaPrivateKey.from_pem(pem) == key
    as_pkcs8 = serialization.load_pem_private_key(pem, None).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    assert RsaPrivateKey.from_pem(as_pkcs8) == key


def test_every_client_finds_a_generated_key(monkeypatch):
    """mtcute does not find a fingerprint that begins with a zero in hexadecimal."""
    names = iter((0x0ABCDEF012345678, 0x00CDEF0123456789, -0x0123456789ABCDEF))
    drawn = []

    def generate(*args):
        drawn.append(args)
        return drawn_key

    drawn_key = rsa.generate_private_key(65537, 2048)
    monkeypatch.setattr(ours.rsa, "generate_private_key", generate)
    monkeypatch.setattr(RsaPublicKey, "fingerprint", property(lambda _: next(names)))
    RsaPrivateKey.generate()
    assert len(drawn) == 3
    assert next(names, None) is None


def test_generated_keys_are_new(key):
    other = RsaPrivateKey.generate()
    assert other != key
    assert other.public.n.bit_length() == 2048
    assert other.public.e == 65537


def small_key() -> bytes:
    return rsa.generate_private_key(65537, 1024).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


def curve_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize(
    "pem",
    [b"", b"no key", small_key(), curve_key(), vectors.SAMPLE_PUBLIC_KEY],
    ids=["empty", "text", "1024 bits", "elliptic curve", "public"],
)
def test_other_files_are_no_private_keys(pem):
    with pytest.raises(Misuse):
        RsaPrivateKey.from_pem(pem)


def test_an_encrypted_file_is_refused(key):
    pem = serialization.load_pem_private_key(key.to_pem(), None).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
    )
    with pytest.raises(Misuse):
        RsaPrivateKey.from_pem(pem)


@pytest.mark.parametrize("pem", [b"", b"no key", small_key()], ids=["empty", "text", "private"])
def test_other_files_are_no_public_keys(pem):
    with pytest.raises(Misuse):
        RsaPublicKey.from_pem(pem)


@pytest.mark.parametrize("arithmetic", [ours.bignum, bignum_fallback], ids=["native", "fallback"])
def test_the_private_operation_is_that_of_the_package_rsa(key, arithmetic, monkeypatch):
    monkeypatch.setattr(ours, "bignum", arithmetic)
    theirs = python_rsa.PrivateKey.load_pkcs1(key.to_pem())
    draw = random.Random(1)
    for number in (2, key.public.n - 2, *(draw.randrange(2, key.public.n) for _ in range(3))):
        opened = key.decrypt_raw(number, draw.randbytes)
        assert int.from_bytes(opened, "big") == python_rsa.core.decrypt_int(number, theirs.d, theirs.n)
        assert key.public.encrypt_raw(opened) == number.to_bytes(256, "big")


@pytest.mark.rows("AT-4")
def test_the_exponentiation_never_sees_the_peers_number(key, monkeypatch):
    """Blinding: what goes through the secret exponent differs from try to try, and the answer does not."""
    seen = []
    original = ours.bignum.power

    def spy(base, exponent, modulus):
        seen.append((base, modulus))
        return original(base, exponent, modulus)

    monkeypatch.setattr(ours.bignum, "power", spy)
    number = random.Random(1).randrange(2, key.public.n)
    answers = {key.decrypt_raw(number, random.Random(seed).randbytes) for seed in range(5)}
    bases = [base for base, modulus in seen if modulus == key.p]
    assert len(answers) == 1
    assert len(set(bases)) == 5
    assert number % key.p not in bases


def test_a_block_above_the_modulus_is_misuse(key):
    with pytest.raises(Misuse):
        key.public.encrypt_raw(key.public.n.to_bytes(256, "big"))


def test_repr_hides_the_primes_and_a_key_travels_to_a_worker(key):
    assert str(key.p) not in repr(key)
    assert str(key.q) not in repr(key)
    assert pickle.loads(pickle.dumps(key)) == key
