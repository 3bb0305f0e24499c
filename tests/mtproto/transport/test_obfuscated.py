"""Obfuscation: the header, the two key streams, the DC id."""

import os
import random

import pyaes
import pytest

from mtproto.errors import Misuse, TransportViolation
from mtproto.transport import Abridged, Frame, Full, Intermediate, Obfuscated, PaddedIntermediate
from mtproto.transport.obfuscated import _ctr
from tests.mtproto.crypto import vectors
from tests.mtproto.transport.pairs import bytewise, encrypted, plain, received

INNERS = pytest.mark.parametrize(
    ("inner", "tag"),
    [
        (Abridged.client, b"\xef" * 4),
        (Intermediate.client, b"\xee" * 4),
        (lambda: PaddedIntermediate.client(os.urandom), b"\xdd" * 4),
    ],
    ids=["abridged", "intermediate", "padded"],
)


def independent_ctr(key: bytes, counter: bytes) -> pyaes.AESModeOfOperationCTR:
    return pyaes.AESModeOfOperationCTR(key, pyaes.Counter(int.from_bytes(counter, "big")))


def opened(header: bytes) -> bytes:
    return independent_ctr(header[8:40], header[40:56]).decrypt(header)


@pytest.mark.rows("T2", "CR-4")
def test_vector_of_nist():
    """SP 800-38A, F.5.5, in pieces: the key stream runs on."""
    crypt = _ctr(vectors.NIST_CTR_KEY + vectors.NIST_CTR_COUNTER)
    pieces = [vectors.NIST_CTR_PLAIN[:5], vectors.NIST_CTR_PLAIN[5:40], vectors.NIST_CTR_PLAIN[40:]]
    assert b"".join(map(crypt, pieces)) == vectors.NIST_CTR_CIPHER


@pytest.mark.rows("T2")
@INNERS
@pytest.mark.parametrize("dc_id", [2, -2, 10002, -10002])
def test_header_of_a_client(inner, tag, dc_id):
    """core.telegram.org/mtproto/mtproto-transports: tag at 56, DC at 60, the rest in clear; read by pyaes."""
    drawn = random.Random(1).randbytes(64)
    header = Obfuscated.client(inner(), dc_id, lambda _n: drawn).opening
    assert header[:56] == drawn[:56]
    assert opened(header)[56:60] == tag
    assert int.from_bytes(opened(header)[60:62], "little", signed=True) == dc_id
    assert opened(header)[62:] == drawn[62:]


@pytest.mark.rows("T2")
@INNERS
def test_both_key_streams(inner, tag):
    """What each side sends after the header, opened by pyaes."""
    client = Obfuscated.client(inner(), 2, os.urandom)
    server = Obfuscated.server(client.opening, os.urandom)
    header = client.opening
    towards_server = independent_ctr(header[8:40], header[40:56])
    towards_client = independent_ctr(header[8:56][::-1][:32], header[8:56][::-1][32:])
    towards_server.decrypt(header)
    for _ in range(3):
        payload = encrypted(2)
        assert payload in towards_server.decrypt(client.frame(payload))
        assert payload in towards_client.decrypt(server.frame(payload))
        assert towards_client.decrypt(server.error(-404))[-4:] == b"\x6c\xfe\xff\xff"
        assert sorted(towards_client.decrypt(server.quick_ack(b"\1\2\3\x84"))) == [1, 2, 3, 0x84]


@pytest.mark.rows("T2")
@pytest.mark.parametrize("dc_id", [1, 5, -4, 10002, -10003, 0, -32768, 32767])
def test_a_server_reads_the_dc_id(dc_id):
    header = Obfuscated.client(Abridged.client(), dc_id, os.urandom).opening
    assert Obfuscated.server(header, os.urandom).dc_id == dc_id


@pytest.mark.rows("T2")
def test_an_unknown_tag_is_an_offence_to_be_met_with_silence():
    for seed in range(50):
        with pytest.raises(TransportViolation) as caught:
            Obfuscated.server(random.Random(seed).randbytes(64), os.urandom)
        assert caught.value.code is None


@pytest.mark.rows("T3")
def test_a_header_may_come_again():
    """Android clients reuse theirs."""
    client = Obfuscated.client(Abridged.client(), 2, os.urandom)
    stream = client.opening + client.frame(plain(1))
    for _ in range(2):
        assert len(Obfuscated.server(stream, os.urandom).receive(b"")) == 1


@pytest.mark.parametrize(
    "start",
    [
        b"\xef" + bytes(7),
        b"HEAD" + b"\1" * 4,
        b"POST" + b"\1" * 4,
        b"GET " + b"\1" * 4,
        b"OPTI" + b"\1" * 4,
        b"\xee" * 4 + b"\1" * 4,
        b"\xdd" * 4 + b"\1" * 4,
        b"\x16\x03\x01\x02" + b"\1" * 4,
        b"\1" * 4 + bytes(4),
    ],
)
def test_a_header_that_looks_like_another_protocol_is_drawn_again(start):
    good = b"\1" * 64
    drawn = iter([start + good[8:], start + good[8:], good])
    assert Obfuscated.client(Abridged.client(), 2, lambda _n: next(drawn)).opening[:56] == good[:56]


def test_the_full_framing_is_not_obfuscated():
    with pytest.raises(Misuse):
        Obfuscated.client(Full.client(), 2, os.urandom)


def test_bytes_behind_the_header_are_not_lost():
    client = Obfuscated.client(Intermediate.client(), 2, os.urandom)
    first, second = plain(1), encrypted(3)
    stream = client.opening + client.frame(first) + client.frame(second)
    server = Obfuscated.server(stream[:80], os.urandom)
    assert received(server, [b"", *bytewise(stream[80:])]) == [Frame(first), Frame(second)]
