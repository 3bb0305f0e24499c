"""gzip_packed: what is opened, and what is refused before it costs anything (M18)."""

import gzip
import tracemalloc
import zlib

import pytest

from mtproto import tl
from mtproto.tl import functions, service, types
from mtproto.tl.packed import MAX_REQUEST, MAX_UNPACKED, Unpacked, gzip_packed, opened, unpack

pytestmark = pytest.mark.rows("M18")

CALL = functions.messages.SendMessage(peer=types.InputPeerSelf(), message="a" * 500, random_id=1)


def packed(data: bytes) -> bytes:
    return tl.encode(service.GzipPacked(packed_data=data))


def test_helper_packs_what_gets_smaller() -> None:
    body = tl.encode(CALL)
    small = gzip_packed(body)
    assert len(small) < len(body)
    assert tl.decode_request(small) == CALL
    assert opened(small) == body
    assert gzip_packed(b"\1\2\3\4") == b"\1\2\3\4"
    assert opened(body) is body


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress], ids=["gzip", "zlib"])
def test_both_headers_are_taken(compress: type) -> None:
    """Most clients send gzip's header, TDLib zlib's."""
    assert tl.decode_request(packed(compress(tl.encode(CALL)))) == CALL  # type: ignore[call-arg]


def test_call_inside_wrappers() -> None:
    """TDLib packs the call and leaves the wrappers around it plain."""
    wrapped = tl.encode(functions.InvokeWithLayer(layer=1, query=functions.help.GetConfig()))
    wrapped = wrapped[:8] + gzip_packed(tl.encode(CALL))
    assert tl.decode_request(wrapped) == functions.InvokeWithLayer(layer=1, query=CALL)


def test_packed_answer() -> None:
    answer = types.TextWithEntities(text="b" * 900, entities=[])
    method = functions.messages.TranscribeAudio
    assert tl.decode_result(gzip_packed(tl.encode(functions.help.GetConfig())), functions.InvokeWithLayer.DEFINITION)
    with pytest.raises(tl.DecodeError, match=r"expected messages\.TranscribedAudio, not textWithEntities"):
        tl.decode_result(gzip_packed(tl.encode(answer)), method.DEFINITION)


def test_one_level_only() -> None:
    with pytest.raises(tl.DecodeError, match="a service message must not be packed"):
        tl.decode_request(packed(gzip.compress(gzip_packed(tl.encode(CALL)))))
    inner = tl.encode(functions.InvokeWithLayer(layer=1, query=functions.help.GetConfig()))[:8]
    with pytest.raises(tl.DecodeError, match="packed data inside packed data"):
        tl.decode_request(packed(gzip.compress(inner + gzip_packed(tl.encode(CALL)))))


def test_never_around_a_service_message() -> None:
    ack = tl.encode(service.MsgsAck(msg_ids=[1]))
    with pytest.raises(tl.DecodeError, match="a service message must not be packed"):
        tl.decode(packed(gzip.compress(ack)))


def test_not_where_another_type_belongs() -> None:
    call = tl.encode(CALL).replace(
        tl.encode(types.InputPeerSelf()), packed(gzip.compress(tl.encode(types.InputPeerSelf())))
    )
    with pytest.raises(tl.DecodeError, match="unknown constructor 0x3072cfa1"):
        tl.decode_request(call)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "cut short"),
        (b"neither gzip nor zlib", "damaged"),
        (gzip.compress(tl.encode(CALL))[:-9], "cut short"),
        (gzip.compress(tl.encode(CALL))[:-8] + bytes(8), "damaged"),
        (gzip.compress(tl.encode(CALL)) + b"more", "goes on after its end"),
        (gzip.compress(b"abc"), "no whole number"),
        (gzip.compress(b""), "ends where an id belongs"),
        (gzip.compress(tl.encode(CALL) + bytes(4)), "4 bytes follow the value"),
    ],
    ids=["empty", "text", "cut", "wrong sum", "more", "odd", "nothing", "trailing"],
)
def test_damaged_data(data: bytes, complaint: str) -> None:
    with pytest.raises(tl.DecodeError, match=complaint):
        tl.decode_request(packed(data))


def test_an_answer_that_is_only_begun_to_be_packed() -> None:
    """Found by fuzzing: the id of gzip_packed, and nothing behind it."""
    with pytest.raises(tl.DecodeError, match="cut short"):
        tl.decode_result(packed(b"")[:4], functions.help.GetConfig.DEFINITION)


def test_limit_is_exact() -> None:
    assert unpack(zlib.compress(bytes(MAX_UNPACKED))) == Unpacked(bytes(MAX_UNPACKED))
    with pytest.raises(tl.DecodeError, match="opens to more than 10485760 bytes"):
        unpack(zlib.compress(bytes(MAX_UNPACKED + 1)))


def test_a_call_opens_to_no_more_than_may_come_unpacked() -> None:
    """Where that is all of it, and where it is in a wrapper."""
    wrapper = tl.encode(functions.InvokeWithoutUpdates(query=CALL))[:4]
    over = packed(zlib.compress(bytes(MAX_REQUEST + 4)))
    for call in (over, wrapper + over):
        with pytest.raises(tl.DecodeError, match="opens to more than 1048576 bytes"):
            tl.decode_request(call)


def test_bomb_costs_bounded_memory() -> None:
    """1 MiB of zeros opened whole would be 1 GiB."""
    squeezer = zlib.compressobj(9)
    bomb = b"".join(squeezer.compress(bytes(1 << 20)) for _ in range(256)) + squeezer.flush()
    tracemalloc.start()
    with pytest.raises(tl.DecodeError, match="opens to more"):
        unpack(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * MAX_UNPACKED
