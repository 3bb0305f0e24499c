"""Whoever says nothing, says it slowly or asks to be dropped, is dropped in time."""

import asyncio

import pytest

from mtproto.exchange import plain
from mtproto.tl import encode, functions, service
from mtproto.transport import Intermediate
from server.gateway.connection import FIRST_BYTE, OPENING, SILENCE
from server.gateway.gateway import SWEEP
from tests.server.client import Wire
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()


async def is_open(harness: Harness, wire: Wire) -> bool:
    """Whether the server has left the connection open; what it does at once has been done by then."""
    await (await harness.client())(NEAREST_DC)
    return not wire.reader.at_eof()


async def connected(harness: Harness, *, begin: bytes = b"") -> Wire:
    """A connection that the server has accepted, with these bytes sent."""
    before = harness.gateway.connections
    wire = await harness.wire(_Silent)
    wire.writer.write(begin)
    while harness.gateway.connections == before:  # noqa: ASYNC110 - the server has no reason to tell of it
        await asyncio.sleep(0)
    return wire


class _Silent(Intermediate):
    """A transport that does not even say which one it is."""

    OPENING = b""

    def __init__(self) -> None:
        super().__init__(False)


@pytest.mark.rows("T10", "DO-3")
async def test_the_first_byte_has_ten_seconds(harness: Harness) -> None:
    wire = await connected(harness)
    await harness.advance(FIRST_BYTE - 1)
    assert await is_open(harness, wire)
    await harness.advance(2)
    assert await wire.closed() is None


@pytest.mark.rows("T10", "DO-3")
@pytest.mark.parametrize("begin", [b"\xee", b"\xee\xee\xee\xee\x28\x00", b"\x41" * 30], ids=["tag", "frame", "header"])
async def test_a_slow_opener_has_sixty_seconds(harness: Harness, begin: bytes) -> None:
    wire = await connected(harness, begin=begin)
    assert await is_open(harness, wire)
    await harness.advance(FIRST_BYTE + 1)
    assert await is_open(harness, wire)
    await harness.advance(OPENING - FIRST_BYTE)
    assert await wire.closed() is None


@pytest.mark.rows("T10")
async def test_an_exchange_that_does_not_go_on_is_dropped(harness: Harness) -> None:
    wire = await harness.wire()
    wire.send(plain.write(4, encode(service.ReqPqMulti(nonce=bytes(16)))))
    await wire.receive()
    await harness.advance(OPENING + 1)
    assert await wire.closed() is None


@pytest.mark.rows("T10")
async def test_a_client_that_has_said_something_genuine_may_be_silent_for_long(harness: Harness) -> None:
    client = await harness.client()
    await client(NEAREST_DC)
    await harness.advance(OPENING + 1)
    await client(NEAREST_DC)
    await harness.advance(SILENCE - SWEEP)
    await client(NEAREST_DC)
    await harness.advance(SILENCE + SWEEP)
    await client.closed()


@pytest.mark.rows("M29")
async def test_a_client_may_ask_to_be_dropped_unless_it_pings_again(harness: Harness) -> None:
    client = await harness.client()
    await client(NEAREST_DC)
    client.ping(60)
    await client(NEAREST_DC)
    await harness.advance(50)
    client.ping(60)
    await client(NEAREST_DC)
    await harness.advance(50)
    await client(NEAREST_DC)
    await harness.advance(11)
    await client.closed()
