"""RSA_PAD: a published answer, and every way to get it wrong."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtproto.crypto import RsaPrivateKey, RsaPublicKey, legacy_rsa, rsa, rsa_pad
from mtproto.errors import BadRsaBlock, Misuse
from tests.mtproto.crypto import vectors

draw = random.Random(1).randbytes


@pytest.mark.rows("CR-4", "H6")
def test_vector_of_grammers():
    public = RsaPublicKey(int.from_bytes(vectors.GRAMMERS_RSA_MODULUS, "big"), 65537)
    given_random = io.BytesIO(vectors.GRAMMERS_RSA_RANDOM).read
    assert rsa_pad.encrypt(public, vectors.GRAMMERS_RSA_DATA, given_random) == vectors.GRAMMERS_RSA_ENCRYPTED


@settings(max_examples=20)
@given(st.binary(max_size=144))
def test_round_trip(key, data):
    opened = rsa_pad.decrypt(key, rsa_pad.encrypt(key.public, data, draw), draw)
    assert len(opened) == 192
    assert opened[: len(data)] == data


def test_data_of_more_than_144_bytes_is_misuse(key):
    with pytest.raises(Misuse):
        rsa_pad.encrypt(key.public, bytes(145), draw)


def test_a_block_above_the_modulus_is_drawn_again(key):
    """ "If the value is greater than the modulus": a modulus of 2^2047 and a bit is below half of all blocks."""
    low = RsaPublicKey((1 << 2047) + 1, 65537)
    for seed in range(8):
        assert int.from_bytes(rsa_pad.encrypt(low, b"data", random.Random(seed).randbytes), "big") < low.n


def bad_blocks(key: RsaPrivateKey) -> dict[str, bytes]:
    """One of each kind; the first two are no numbers below the modulus, the others decrypt to something."""
    good = rsa_pad.encrypt(key.public, b"inner data", draw)
    return {
        "too short": good[:-1],
        "empty": b"",
        "too long": good + b"\0",
        "the modulus": key.public.n.to_bytes(256, "big"),
        "above the modulus": b"\xff" * 256,
        "0": bytes(256),
        "1": (1).to_bytes(256, "big"),
        "n-1": (key.public.n - 1).to_bytes(256, "big"),
        "one bit flipped": bytes([good[0], good[1] ^ 1]) + good[2:],
        "random": bytes(1) + draw(255),
        "the old padding": legacy_rsa.encrypt(key.public, bytes(96), draw),
        "no padding": key.public.encrypt_raw(bytes(100) + draw(156)),
    }


@pytest.mark.rows("H6", "AT-4", "HS-3")
def test_bad_blocks_are_refused_alike(key):
    refused = set()
    for block in bad_blocks(key).values():
        with pytest.raises(BadRsaBlock) as caught:
            rsa_pad.decrypt(key, block, draw)
        refused.add((caught.value.args, caught.value.__cause__, caught.value.__context__))
    assert len(refused) == 1


@pytest.mark.rows("AT-4", "HS-3")
def test_every_block_does_the_same_work(key, monkeypatch):
    """The private operation runs once for each, on a number that makes it work: never on 0, 1 or n-1."""
    numbers = []
    original = RsaPrivateKey.decrypt_raw

    def spy(self, number, random):
        numbers.append(number)
        return original(self, number, random)

    monkeypatch.setattr(rsa.RsaPrivateKey, "decrypt_raw", spy)
    blocks = bad_blocks(key)
    for block in blocks.values():
        with pytest.raises(BadRsaBlock):
            rsa_pad.decrypt(key, block, draw)
    assert len(numbers) == len(blocks)
    assert all(1 < number < key.public.n - 1 for number in numbers)


@pytest.mark.rows("AT-4", "HS-3")
def test_the_stand_in_is_never_accepted(key, monkeypatch):
    """Even a number that is replaced by a block that opens stays refused."""
    good = int.from_bytes(rsa_pad.encrypt(key.public, b"inner data", draw), "big")
    monkeypatch.setattr(rsa_pad, "STAND_IN", good)
    with pytest.raises(BadRsaBlock):
        rsa_pad.decrypt(key, b"\xff" * 256, draw)
