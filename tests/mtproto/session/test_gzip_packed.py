"""gzip_packed: opened once, in bounds (M18, M12, DO-5)."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl.core import GzipPacked

from mtproto.session import gzip_packed
from mtproto.session.containers import MSG_CONTAINER
from mtproto.session.events import RequestReceived
from mtproto.session.limits import MAX_INVOKE_AFTER, MAX_UNPACKED
from mtproto.session.service.query import MOST_AROUND, MOST_WRAPPERS
from mtproto.session.tl_bytes import Malformed, write_bytes
from tests.mtproto.session.world import QUERY, World, after, ping, read

pytestmark = pytest.mark.rows("M18")
ID = bytes.fromhex("a1cf7230")


@given(st.binary(min_size=512, max_size=4_096) | st.binary(max_size=64).map(lambda data: data * 64))
def test_what_is_packed_unpacks_as_with_telethon(body: bytes) -> None:
    packed = gzip_packed.pack_if_smaller(body)
    assert len(packed) <= len(body)
    if packed != body:
        assert gzip_packed.unpack(packed) == body
        assert read(packed).data == body
    assert gzip_packed.unpack(bytes(GzipPacked(body))) == body


def test_a_zlib_header_is_read_too() -> None:
    """TDLib writes one."""
    assert gzip_packed.unpack(ID + write_bytes(zlib.compress(QUERY))) == QUERY


@pytest.mark.rows("DO-5")
@pytest.mark.parametrize("over", [0, 1, MAX_UNPACKED * 15])
def test_a_bomb_stops_at_ten_mebibytes(over: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    megabyte = bytes(1 << 20)
    size = MAX_UNPACKED + over
    bomb = b"".join(packer.compress(megabyte) for _ in range(size >> 20)) + packer.compress(bytes(size % (1 << 20)))
    body = ID + write_bytes(bomb + packer.flush())
    tracemalloc.start()
    try:
        if over:
            with pytest.raises(gzip_packed.BadPacking):
                gzip_packed.unpack(body)
        else:
            assert len(gzip_packed.unpack(body)) == MAX_UNPACKED
        assert tracemalloc.get_traced_memory()[1] < 3 * MAX_UNPACKED
    finally:
        tracemalloc.stop()


BAD = {
    "no data": ID,
    "not gzip": ID + write_bytes(b"plain"),
    "cut off": ID + write_bytes(gzip.compress(QUERY)[:-1]),
    "a wrong checksum": ID + write_bytes(gzip.compress(QUERY)[:-8] + bytes(8)),
    "two streams": ID + write_bytes(gzip.compress(QUERY) * 2),
    "something after it": ID + write_bytes(gzip.compress(QUERY)) + bytes(4),
    "packed twice": ID + write_bytes(gzip.compress(ID + write_bytes(gzip.compress(QUERY)))),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_damaged_packing_is_refused(body: bytes) -> None:
    with pytest.raises((gzip_packed.BadPacking, Malformed)):
        gzip_packed.unpack(body)


NOT_BEGUN = {
    **{name: BAD[name] for name in ("no data", "not gzip", "something after it", "packed twice")},
    "a ping": ID + write_bytes(gzip.compress(ping())),
    "a container": ID + write_bytes(gzip.compress(MSG_CONTAINER + bytes(4))),
    "less than a query": ID + write_bytes(gzip.compress(after(1)[:12])),
    "after too many": ID + write_bytes(gzip.compress(after(*range(MAX_INVOKE_AFTER + 1)))),
}


@pytest.mark.parametrize("body", NOT_BEGUN.values(), ids=NOT_BEGUN)
def test_a_packed_query_that_does_not_begin_is_answered(settled: World, body: bytes) -> None:
    message = settled.content(body)
    settled.send(message)
    [answer] = settled.said()
    error = read(answer.body).error
    assert (error.error_code, error.error_message) == (400, "INPUT_FETCH_ERROR")
    assert settled.session.events() == []


@pytest.mark.rows("M12")
def test_a_packed_query_is_content_related(settled: World) -> None:
    """The documentation says a packed object never is; TDLib and Telethon send their queries so, with odd seqnos."""
    packed = ID + write_bytes(gzip.compress(QUERY))
    odd, even = settled.content(packed), settled.service(packed)
    settled.send(odd)
    assert settled.session.events() == [RequestReceived(odd.msg_id, packed)]
    assert not settled.send(even)
    assert read(settled.noticed()[0].body).error_code == 35


@pytest.mark.rows("M31")
def test_what_a_packed_query_comes_after_is_seen(settled: World) -> None:
    """Telethon packs invokeAfterMsg; TDLib packs the query inside it, which the codec opens."""
    first = settled.request()
    settled.session.events()
    whole = ID + write_bytes(gzip.compress(after(first)))
    settled.request(whole)
    inside = settled.request(after(first, query=ID + write_bytes(gzip.compress(QUERY))))
    assert settled.session.events() == []
    settled.session.answer(first, b"done")
    assert [event.body for event in settled.session.events()] == [whole, ID + write_bytes(gzip.compress(QUERY))]
    assert inside in settled.session.requests


@pytest.mark.rows("M31")
def test_however_much_a_packed_query_comes_after_is_seen(settled: World) -> None:
    first = settled.request()
    body = QUERY + bytes(MOST_AROUND)
    for _ in range(MOST_WRAPPERS - 1):
        body = after(first, query=body)
    body = after(*[first] * (MAX_INVOKE_AFTER - MOST_WRAPPERS + 1), query=body)
    packed = ID + write_bytes(gzip.compress(body))
    settled.request(packed)
    assert [event.msg_id for event in settled.session.events()] == [first]
    settled.session.answer(first, b"done")
    assert [event.body for event in settled.session.events()] == [packed]


@pytest.mark.rows("DO-5", "M18")
def test_what_waits_for_its_turn_stays_packed(settled: World) -> None:
    """A container of a megabyte has room for a hundred queries that open to ten each."""
    bomb = ID + write_bytes(zlib.compress(QUERY + bytes(MAX_UNPACKED - len(QUERY)), 9))
    container = settled.packet(settled.container(*(settled.content(bomb) for _ in range(64))))
    tracemalloc.start()
    try:
        settled.session.receive(container)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(settled.session.events()) == 64
    assert peak < MAX_UNPACKED
