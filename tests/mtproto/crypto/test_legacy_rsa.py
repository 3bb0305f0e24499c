"""The padding before RSA_PAD: Telethon sends it, and nothing but its exact form is taken."""

import random
from hashlib import sha1

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telethon.crypto import rsa as telethon_rsa

from mtproto.crypto import legacy_rsa, rsa_pad
from mtproto.errors import BadRsaBlock, Misuse

draw = random.Random(1).randbytes
words = st.integers(1, 58).flatmap(lambda n: st.binary(min_size=4 * n, max_size=4 * n))


@settings(max_examples=20)
@given(words)
def test_round_trip_gives_exactly_the_data(key, data):
    assert legacy_rsa.decrypt(key, legacy_rsa.encrypt(key.public, data, draw), draw) == data


@pytest.mark.rows("CR-4", "AT-4")
def test_telethon_seals_and_we_open(key):
    telethon_rsa.add_key(key.public.to_pem().decode(), old=False)
    data = draw(96)
    sealed = telethon_rsa.encrypt(key.fingerprint, data)
    assert legacy_rsa.decrypt(key, sealed, draw) == data


@pytest.mark.rows("AT-4", "HS-3")
def test_bad_blocks_are_refused_alike(key):
    def block(first: bytes, digest: bytes, rest: bytes) -> bytes:
        return key.public.encrypt_raw(first + digest + rest + bytes(235 - len(rest)))

    data = draw(96)
    digest = sha1(data).digest()
    bad = {
        "another hash": block(b"\0", bytes(20), data),
        "a first byte": block(b"\1", digest, data),
        "another first word": block(b"\0", digest, bytes(4) + data[4:]),
        "hash of nothing": block(b"\0", sha1(b"").digest(), data),
        "hash of an odd length": block(b"\0", sha1(data[:95]).digest(), data),
        "the new padding": rsa_pad.encrypt(key.public, data, draw),
        "too short": bytes(255),
        "0": bytes(256),
        "above the modulus": b"\xff" * 256,
    }
    refused = set()
    for wrong in bad.values():
        with pytest.raises(BadRsaBlock) as caught:
            legacy_rsa.decrypt(key, wrong, draw)
        refused.add((caught.value.args, caught.value.__cause__, caught.value.__context__))
    assert len(refused) == 1


@pytest.mark.parametrize("size", [2, 95, 236, 240])
def test_data_that_does_not_fit_is_misuse(key, size):
    with pytest.raises(Misuse):
        legacy_rsa.encrypt(key.public, bytes(size), draw)
