"""The envelope of an encrypted message: published answers, Telethon as the other side, and all that is refused."""

import random
import struct
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.crypto import AuthKey as TelethonAuthKey
from telethon.network.mtprotostate import MTProtoState

from mtproto.crypto import AuthKey, decrypt, encrypt, envelope, ige_encrypt, message, quick_ack_token
from mtproto.errors import BadMessageKey, Misuse
from tests.mtproto.crypto import vectors

KEY = AuthKey(random.Random(1).randbytes(256))
bodies = st.integers(0, 100).flatmap(lambda n: st.binary(min_size=4 * n, max_size=4 * n))


def plaintext(body: bytes, padding: int | None = None, length: int | None = None) -> bytes:
    """Salt, session_id, msg_id and seqno of 1s, the length, the body, and the padding (by default the least)."""
    if padding is None:
        padding = 12 + (-(32 + len(body) + 12) % 16)
    return b"\1" * 28 + struct.pack("<i", len(body) if length is None else length) + body + b"\2" * padding


@pytest.mark.rows("CR-4")
def test_vectors_of_grammers():
    """One message towards the server, one that a server of Telegram sent."""
    padded = vectors.GRAMMERS_CLIENT_DATA + bytes(19)
    assert encrypt(AuthKey(bytes(range(256))), padded, to_server=True) == vectors.GRAMMERS_CLIENT_PACKET
    key = AuthKey(vectors.GRAMMERS_SERVER_KEY)
    assert decrypt(key, vectors.GRAMMERS_SERVER_PACKET, from_client=False) == vectors.GRAMMERS_SERVER_PLAINTEXT


@given(bodies, st.integers(0, 62), st.booleans())
def test_round_trip_in_both_directions_with_any_padding(body, blocks, to_server):
    """Padding of every length from 12 to 1024 is taken, so a message can be sent again with another (row AT-2)."""
    whole = plaintext(body, 12 + (-(32 + len(body) + 12) % 16) + 16 * blocks)
    assert decrypt(KEY, encrypt(KEY, whole, to_server), from_client=to_server) == whole


@pytest.mark.rows("CR-5", "AT-2")
def test_another_padding_makes_another_packet():
    draw = random.Random(2).randbytes
    packets = {encrypt(KEY, plaintext(b"body", 0) + draw(12), to_server=False) for _ in range(1000)}
    assert len({packet[8:24] for packet in packets}) == len({packet[24:] for packet in packets}) == 1000


@pytest.mark.rows("CR-4")
@given(st.binary(min_size=4, max_size=400).filter(lambda b: len(b) % 4 == 0))
def test_telethon_seals_and_we_open(body):
    state = MTProtoState(TelethonAuthKey(KEY.data), loggers=_Loggers())
    packet = state.encrypt_message_data(struct.pack("<qii", 4, 1, len(body)) + body)
    opened = decrypt(KEY, packet, from_client=True)
    assert opened[32 : 32 + len(body)] == body


@pytest.mark.rows("CR-4")
def test_we_seal_and_telethon_opens():
    state = MTProtoState(TelethonAuthKey(KEY.data), loggers=_Loggers())
    pong = struct.pack("<Iqq", 0x347773C5, 5, 6)
    head = struct.pack("<qqqii", 0, state.id, state._get_new_msg_id() + 1, 1, len(pong))
    opened = state.decrypt_message_data(encrypt(KEY, head + pong + bytes(28), to_server=False))
    assert (opened.obj.msg_id, opened.obj.ping_id) == (5, 6)


@pytest.mark.rows("CR-1", "M3")
def test_no_flipped_bit_is_accepted():
    """Each bit of a hundred packets: of the key id, of msg_key, of the ciphertext."""
    draw = random.Random(3)
    for number in range(100):
        packet = bytearray(encrypt(KEY, plaintext(draw.randbytes(4 * (number % 7))), to_server=True))
        for bit in range(8 * len(packet)):
            packet[bit // 8] ^= 1 << bit % 8
            with pytest.raises(BadMessageKey):
                decrypt(KEY, bytes(packet), from_client=True)
            packet[bit // 8] ^= 1 << bit % 8


@pytest.mark.rows("M4", "CR-3", "AT-7")
@pytest.mark.parametrize(
    ("body", "padding", "length"),
    [
        pytest.param(20, 12, None, id="padding 12"),
        pytest.param(16, 1024, None, id="padding 1024"),
        pytest.param(0, 16, None, id="no body"),
    ],
)
def test_paddings_at_the_edge_are_accepted(body, padding, length):
    whole = plaintext(bytes(body), padding, length)
    assert decrypt(KEY, encrypt(KEY, whole, to_server=True), from_client=True) == whole


@pytest.mark.rows("M4", "CR-3", "AT-7")
@pytest.mark.parametrize(
    ("body", "padding", "length"),
    [
        pytest.param(32, 0, None, id="padding 0"),
        pytest.param(24, 8, None, id="padding 8"),
        pytest.param(21, 11, None, id="padding 11, and not a multiple of four"),
        pytest.param(15, 1025, None, id="padding 1025"),
        pytest.param(12, 1028, None, id="padding 1028"),
        pytest.param(0, 1040, None, id="padding 1040"),
        pytest.param(18, 14, None, id="length not a multiple of four"),
        pytest.param(20, 12, 24, id="length leaves 8"),
        pytest.param(20, 12, 32, id="length leaves nothing"),
        pytest.param(20, 12, 36, id="length past the end"),
        pytest.param(20, 12, -4, id="length negative"),
        pytest.param(20, 12, -1000, id="length negative, padding would fit"),
        pytest.param(20, 12, 2**31 - 4, id="length at the top"),
        pytest.param(20, 12, -(2**31), id="length at the bottom"),
    ],
)
def test_wrong_lengths_and_paddings_are_refused_under_a_good_msg_key(body, padding, length):
    whole = plaintext(bytes(body), padding, length)
    with pytest.raises(BadMessageKey):
        decrypt(KEY, encrypt(KEY, whole, to_server=True), from_client=True)


@pytest.mark.rows("AT-7")
def test_padding_is_part_of_the_hash():
    """MTProto 1 left it out: a block more, or another last block, would have passed."""
    packet = encrypt(KEY, plaintext(bytes(20)), to_server=True)
    for forged in (packet + bytes(16), packet[:-16] + bytes(16), packet[:-16], packet + packet[-16:]):
        with pytest.raises(BadMessageKey):
            decrypt(KEY, forged, from_client=True)


@pytest.mark.rows("M2")
@pytest.mark.parametrize("size", [0, 7, 8, 23, 24, 25, 39, 41, 24 + 16 * 3 + 8])
def test_ciphertext_is_a_positive_number_of_whole_blocks(size):
    packet = (KEY.key_id + bytes(size))[:size]
    with pytest.raises(BadMessageKey):
        decrypt(KEY, packet, from_client=True)


@pytest.mark.parametrize("size", [0, 8, 40])
def test_what_is_no_whole_blocks_is_not_encrypted(size):
    with pytest.raises(Misuse):
        encrypt(KEY, bytes(size), to_server=True)


@pytest.mark.parametrize("blocks", [1, 2])
def test_a_genuine_packet_too_short_for_a_header_is_refused(blocks):
    with pytest.raises(BadMessageKey):
        decrypt(KEY, encrypt(KEY, bytes(16 * blocks), to_server=True), from_client=True)


def test_directions_and_keys_do_not_mix():
    """A message reflected to its sender, and one of another key."""
    packet = encrypt(KEY, plaintext(b"body"), to_server=True)
    with pytest.raises(BadMessageKey):
        decrypt(KEY, packet, from_client=False)
    other = AuthKey(bytes(256))
    with pytest.raises(BadMessageKey):
        decrypt(other, packet, from_client=True)
    with pytest.raises(BadMessageKey):
        decrypt(other, other.key_id + packet[8:], from_client=True)


@pytest.mark.rows("M5")
def test_messages_of_mtproto_1_are_refused():
    """Sealed by the derivation of description_v1, which auth.bindTempAuthKey alone still uses."""
    whole = plaintext(bytes(20))
    msg_key = sha256(whole).digest()[:16]
    key, iv = envelope.aes_key_and_iv(KEY.to_server, msg_key)
    with pytest.raises(BadMessageKey):
        decrypt(KEY, KEY.key_id + msg_key + ige_encrypt(whole, key, iv), from_client=True)


@pytest.mark.rows("M3", "CR-2")
def test_no_field_of_a_forged_message_is_looked_at(monkeypatch):
    """What the length is read from is the plaintext only where msg_key holds."""
    looked_at = []

    class Spy:
        def unpack_from(self, data, offset):
            looked_at.append(bytes(data))
            return struct.unpack_from("<I", data, offset)

    monkeypatch.setattr(envelope, "_LENGTH", Spy())
    whole = plaintext(bytes(20))
    packet = encrypt(KEY, whole, to_server=True)
    assert envelope.open_genuine(KEY.key_id, KEY.to_server, packet) == whole
    assert envelope.open_genuine(KEY.key_id, KEY.to_server, packet[:-1] + bytes([packet[-1] ^ 1])) is None
    assert looked_at == [whole, envelope._NOTHING_GENUINE]


@pytest.mark.rows("M3", "M4", "CR-2", "AT-7")
@given(
    st.integers(0, 80).map(lambda blocks: 16 * blocks),
    st.one_of(st.integers(-1100, 1100), st.integers(-(2**31), 2**31 - 1)),
    st.none() | st.integers(0, 24 * 8 - 1),
)
def test_the_extension_takes_what_is_genuine_as_python_does(size, length, flipped):
    """Whatever length is said, near that of what there is and far from it, and with any bit of the envelope flipped."""
    said = max(-(2**31), min(2**31 - 1, size - 32 + length))
    whole = (bytes(28) + struct.pack("<i", said) + bytes(size))[: max(16, size)]
    packet = bytearray(encrypt(KEY, whole, to_server=True))
    if flipped is not None:
        packet[flipped // 8] ^= 1 << flipped % 8
    opened = envelope.open_genuine(KEY.key_id, KEY.to_server, bytes(packet))
    assert opened in (None, whole)
    for given_as in (bytes(packet), packet, memoryview(packet)):
        assert _extension().open_genuine(KEY.key_id, KEY.to_server, given_as) == opened


@pytest.mark.rows("M3", "M4", "CR-2", "AT-3")
def test_every_refusal_reads_the_same():
    packet = encrypt(KEY, plaintext(bytes(20)), to_server=True)
    refused = []
    for bad in (
        packet[:-1],
        b"\0" * 8 + packet[8:],
        packet[:8] + bytes(16) + packet[24:],
        packet[:-16] + bytes(16),
        encrypt(KEY, plaintext(bytes(20), 12, length=36), to_server=True),
        encrypt(KEY, plaintext(bytes(32), 0), to_server=True),
    ):
        with pytest.raises(BadMessageKey) as caught:
            decrypt(KEY, bad, from_client=True)
        refused.append((type(caught.value), caught.value.args, caught.value.__cause__, caught.value.__context__))
    assert len(set(refused)) == 1


@pytest.mark.rows("T9")
@given(st.binary(min_size=64, max_size=64))
def test_quick_ack_token_is_the_start_of_the_hash_with_its_top_bit_set(data):
    """core.telegram.org/mtproto/mtproto-transports: the first 32 bits of SHA256(auth_key[88:120] + plaintext)."""
    (first,) = struct.unpack("<I", sha256(KEY.data[88:120] + data).digest()[:4])
    assert struct.unpack("<I", quick_ack_token(KEY, data)) == (first | 1 << 31,)


@pytest.mark.parametrize("size", [16, 32, 48, 64, 80, 96, 112, 160, 16 * 1024 - 16, 16 * 1024, 512 * 1024 + 48])
def test_the_extension_agrees_with_hashlib_and_a_cipher_of_its_own(size):
    """Around the blocks of SHA-256 and where the interpreter goes on meanwhile; pieces are cut anywhere."""
    extension = _extension()
    for parts in (KEY.to_server, KEY.to_client):
        whole = random.Random(size).randbytes(size)
        packet = envelope.seal_message(KEY.key_id, parts, (whole,))
        assert extension.seal_message(KEY.key_id, parts, (whole[:3], b"", whole[3:14], whole[14:])) == packet
        assert extension.open_message(parts, packet) == envelope.open_message(parts, packet)
        assert extension.open_message(parts, packet)[0] == whole


@pytest.mark.parametrize("first", [16, 32, 112, 16 * 1024, 512 * 1024 + 48])
@pytest.mark.parametrize("second", [16, 48, 128, 512 * 1024 + 96])
def test_two_packets_side_by_side_are_what_each_is_alone(first, second):
    other = AuthKey(bytes(255) + b"\1")
    one = KEY.key_id, KEY.to_client, (random.Random(first).randbytes(first),)
    two = other.key_id, other.to_server, (b"1234", bytes(second - 4))
    assert message.seal_two_messages(one, two) == (message.seal_message(*one), message.seal_message(*two))


@pytest.mark.parametrize("size", [0, 12, 48, 63, 64, 65, 127, 128, 192, 1000, 512 * 1024])
@pytest.mark.parametrize("head", [16, 31, 32, 33])
def test_a_body_is_sealed_from_where_it_lies(head, size):
    """That of a message begins at 32, and its whole blocks are read there; elsewhere, it is copied first."""
    extension, source = _extension(), random.Random(size)
    pieces = source.randbytes(head), source.randbytes(size), source.randbytes(12 + -(head + size + 12) % 16)
    one = KEY.key_id, KEY.to_client, pieces
    two = KEY.key_id, KEY.to_server, (bytes(32), source.randbytes(256))
    packets = envelope.seal_message(*one), envelope.seal_message(*two)
    assert extension.seal_message(*one) == packets[0]
    assert extension.seal_two_messages(one, two) == packets
    assert extension.seal_two_messages(two, one) == packets[::-1]


@pytest.mark.parametrize("size", [0, 4, 16, 20, 24, 96, 100, 1000, 16 * 1024])
def test_a_short_message_is_sealed_from_its_fields(size):
    """Whatever the signs of its numbers."""
    source = random.Random(size)
    body, drawn = source.randbytes(size), source.randbytes(27)
    salt, session_id, *numbers = fields = (-(2**63), 2**63 - 1, -1, 2**31 - 1)
    whole = struct.pack("<qqqii", *fields, size) + body + drawn[: 12 + -(32 + size + 12) % 16]
    short = KEY.key_id, KEY.to_server, salt, session_id, (*numbers, body), drawn
    packet = message.seal_numbered(*short)
    assert packet == envelope.seal_numbered(*short)
    assert decrypt(KEY, packet, from_client=True) == whole


def test_the_extension_judges_the_fields_of_a_short_message_itself():
    seal, good = _extension().seal_numbered, (KEY.key_id, KEY.to_server, 1, 2, (3, 4, b"body"), bytes(12))
    assert len(seal(*good)) == 24 + 32 + 4 + 12
    for place, bad, error in (
        (0, bytes(7), ValueError),
        (0, "key_id__", ValueError),
        (1, KEY.to_server[:2], ValueError),
        (2, 2**63, OverflowError),
        (4, ("3", 4, b"body"), TypeError),
        (4, (3, -1, b"body"), ValueError),
        (4, (3, 2**31, b"body"), ValueError),
        (4, (3, 4, bytes(5)), ValueError),
        (4, (3, 4, bytes(16 * 1024 + 4)), ValueError),
        (4, (3, 4, memoryview(b"body")), TypeError),
        (4, (3, 4), TypeError),
        (4, [3, 4, b"body"], TypeError),
        (5, b"", ValueError),
        (5, None, TypeError),
    ):
        with pytest.raises(error):
            seal(*good[:place], bad, *good[place + 1 :])
    for count in (0, 5, 7):
        with pytest.raises(ValueError, match="six"):
            seal(*(good + good)[:count])


def test_the_extension_judges_lengths_itself():
    """It reads memory by these lengths, so it relies on nobody."""
    extension, short = _extension(), (bytes(32), bytes(36), bytes(35))
    for packet in (b"", bytes(24), bytes(39), bytes(41)):
        with pytest.raises(ValueError, match="blocks"):
            extension.open_message(KEY.to_server, packet)
    for pieces in ((), (b"",), (bytes(15),), (bytes(16), bytes(1))):
        with pytest.raises(ValueError, match="blocks"):
            extension.seal_message(KEY.key_id, KEY.to_server, pieces)
    for parts in (short, (), short[:2], ("", "", "")):
        with pytest.raises(ValueError, match="parts"):
            extension.open_message(parts, bytes(40))
        with pytest.raises(ValueError, match="parts"):
            extension.open_genuine(KEY.key_id, parts, bytes(72))
        with pytest.raises(ValueError, match="parts"):
            extension.seal_message(KEY.key_id, parts, (bytes(16),))
    for arguments in ((), (bytes(7), KEY.to_server, bytes(72)), (KEY.key_id, KEY.to_server, bytes(72), None)):
        with pytest.raises(ValueError, match="key id"):
            extension.open_genuine(*arguments)
    with pytest.raises(TypeError):
        extension.open_genuine(KEY.key_id, KEY.to_server, "text")
    with pytest.raises(ValueError, match="key id"):
        extension.seal_message(bytes(7), KEY.to_server, (bytes(16),))
    with pytest.raises(ValueError, match="pieces"):
        extension.seal_message(KEY.key_id, KEY.to_server, (bytes(16),) * 9)
    with pytest.raises(TypeError):
        extension.seal_message(KEY.key_id, KEY.to_server, (bytes(16), "text"))
    good, bad = (KEY.key_id, KEY.to_server, (bytes(16),)), (KEY.key_id, KEY.to_server, (bytes(15),))
    for two in ((good, bad), (bad, good)):
        with pytest.raises(ValueError, match="blocks"):
            extension.seal_two_messages(*two)


def _extension():
    extension = pytest.importorskip("mtproto.crypto._ige", reason="not built, or no AES instructions")
    if not hasattr(extension, "open_message"):
        pytest.skip("no SHA instructions")
    return extension


class _Loggers:
    """What Telethon wants for its loggers."""

    def __getitem__(self, name):
        import logging

        return logging.getLogger(name)
