"""What one address and one key may hold open; others notice nothing."""

import asyncio
import os
from pathlib import Path

import pytest

from mtproto import tl
from mtproto.exchange import plain
from mtproto.tl import functions, service
from server.gateway.addresses import FAILURES_PER_MINUTE, AddressBook, Verdict, network_of
from server.gateway.connection import MAX_EARLY, OPENING
from server.gateway.peer import FLOOD, UNKNOWN_KEY
from server.ops.config import LimitsSection
from tests.server.client import Disconnected
from tests.server.gateway.run import Run
from tests.server.handlers import NEAREST, Handlers
from tests.server.harness import Harness, serving
from tests.support.clock import ManualClock

NEAREST_DC = functions.help.GetNearestDc()
REQ_PQ = plain.write(4, tl.encode(service.ReqPqMulti(nonce=bytes(16))))


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
        ],
    )
    def test_an_ipv6_subscriber_is_one_address(self, address: str, network: str) -> None:
        assert network_of(address) == network

    @pytest.mark.rows("T8", "DO-3")
    def test_too_many_are_told_and_far_too_many_are_not(self) -> None:
        book = AddressBook(ManualClock(), connections=4, handshakes=1)
        verdicts = [book.connect("a") for _ in range(9)]
        assert verdicts == [Verdict.SERVE] * 4 + [Verdict.REFUSE] * 4 + [Verdict.DROP]
        assert book.connect("b") is Verdict.SERVE
        for _ in verdicts:
            book.disconnect("a")
        assert book.connect("a") is Verdict.SERVE

    @pytest.mark.rows("T8", "DO-3")
    def test_opening_and_closing_all_the_time_is_too_many_as_well(self) -> None:
        clock = ManualClock()
        book = AddressBook(clock, connections=2, handshakes=1)
        verdicts = []
        for _ in range(9):
            verdicts.append(book.connect("a"))
            book.disconnect("a")
        assert verdicts == [Verdict.SERVE] * 8 + [Verdict.REFUSE]
        clock.advance(60)
        assert book.connect("a") is Verdict.SERVE


@pytest.mark.rows("T8")
async def test_a_connection_too_many_gets_the_transport_error(
    tmp_path: Path, rsa_keys: Path, handlers: Handlers
) -> None:
    limits = LimitsSection(connections_per_address=2)
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], limits=limits) as harness:
        first, second = await harness.client(), await harness.client()
        await asyncio.gather(first(NEAREST_DC), second(NEAREST_DC))
        wire = await harness.wire()
        wire.send(REQ_PQ)
        assert await wire.closed() == FLOOD
        assert await first(NEAREST_DC) == NEAREST
        await second.disconnect()
        await first(NEAREST_DC)
        third = await harness.client()
        assert await third(NEAREST_DC) == NEAREST


@pytest.mark.rows("M34")
async def test_a_connection_too_many_for_its_key_leaves_no_session_behind(
    tmp_path: Path, rsa_keys: Path, handlers: Handlers
) -> None:
    """Sessions are few, too: those that nobody is on, and that never end, would shut the key's owner out."""
    limits = LimitsSection(connections_per_key=8)
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], limits=limits) as harness:
        first = await harness.client()
        await first(NEAREST_DC)
        for _ in range(7):
            await (await harness.client(same_key_as=first))(NEAREST_DC)
        one_more = await harness.client(same_key_as=first)
        one_more.begin(NEAREST_DC).add_done_callback(lambda future: future.exception())
        assert await one_more.closed() == FLOOD
        assert len(list(harness.app.sessions)) == 8


@pytest.mark.rows("DO-3")
async def test_beyond_all_that_may_be_open_connections_are_dropped_at_once(
    tmp_path: Path, rsa_keys: Path, handlers: Handlers
) -> None:
    limits = LimitsSection(connections=2)
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], limits=limits) as harness:
        first, second = await harness.client(), await harness.client()
        await asyncio.gather(first(NEAREST_DC), second(NEAREST_DC))
        assert await (await harness.wire()).closed() is None
        assert await first(NEAREST_DC) == NEAREST


@pytest.mark.rows("DO-3")
async def test_what_openers_may_have_in_memory_is_bounded_altogether(harness: Harness) -> None:
    """Sixty connections begin a frame of a mebibyte and never end it."""
    slow = [await harness.wire() for _ in range(60)]
    for wire in slow:
        wire.writer.write(((1 << 20) - 16).to_bytes(4, "little") + bytes((1 << 20) - 1024))
    await asyncio.gather(*(wire.writer.drain() for wire in slow), return_exceptions=True)
    async with asyncio.timeout(30):
        while harness.gateway.connections == len(slow):  # noqa: ASYNC110 - the gateway tells nobody whom it closes
            await asyncio.sleep(0)
    assert harness.gateway.early <= MAX_EARLY
    client = await harness.client()
    assert await client(NEAREST_DC) == NEAREST
    for wire in slow:
        await wire.close()
    assert await client(NEAREST_DC) == NEAREST
    await harness.advance(OPENING + 1)
    assert harness.gateway.early == 0


@pytest.mark.rows("DO-2")
async def test_exchanges_open_at_the_same_time_are_few(tmp_path: Path, rsa_keys: Path, handlers: Handlers) -> None:
    limits = LimitsSection(connections_per_address=100, handshakes_per_address=3)
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], limits=limits) as harness:
        open_ones = [await harness.wire() for _ in range(3)]
        for wire in open_ones:
            wire.send(REQ_PQ)
            await wire.receive()
        refused = await harness.wire()
        refused.send(REQ_PQ)
        assert await refused.closed() == FLOOD
        await open_ones[0].close()
        client = await harness.client(exchange=True)
        assert await client(NEAREST_DC) == NEAREST


async def fail_an_exchange(harness: Harness) -> int | None:
    """Send req_DH_params that do not open; the transport error for it."""
    run = Run(harness, await harness.wire())
    try:
        step = await run.begin()
    except Disconnected as refused:
        return refused.code
    run.wire.send(run.envelope(step.body[:-256] + os.urandom(256)))
    return await run.wire.closed()


@pytest.mark.rows("AT-4", "H6")
async def test_whoever_probes_the_padding_is_stopped_after_five_tries_a_minute(harness: Harness) -> None:
    codes = [await fail_an_exchange(harness) for _ in range(FAILURES_PER_MINUTE + 2)]
    assert codes == [UNKNOWN_KEY] * FAILURES_PER_MINUTE + [FLOOD] * 2
    await harness.advance(61)
    assert await fail_an_exchange(harness) == UNKNOWN_KEY


class TestKeys:
    @pytest.mark.rows("M34")
    async def test_a_key_has_so_many_connections_and_no_more(
        self, tmp_path: Path, rsa_keys: Path, handlers: Handlers
    ) -> None:
        limits = LimitsSection(connections_per_key=8)
        async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], limits=limits) as harness:
            first = await harness.client()
            await first(NEAREST_DC)
            others = [await harness.client(same_key_as=first) for _ in range(7)]
            for other in others:
                await other(NEAREST_DC)
            one_too_many = await harness.client(same_key_as=first)
            future = one_too_many.begin(NEAREST_DC)
            assert await one_too_many.closed() == FLOOD
            future.exception()
            await others[0].disconnect()
            await first(NEAREST_DC)
            again = await harness.client(same_key_as=first)
            assert await again(NEAREST_DC) == NEAREST

    @pytest.mark.rows("M34")
    async def test_the_oldest_session_without_a_connection_makes_room(
        self, tmp_path: Path, rsa_keys: Path, handlers: Handlers
    ) -> None:
        limits = LimitsSection(sessions_per_key=8)
        async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router], limits=limits) as harness:
            keeper = await harness.client()
            await keeper(NEAREST_DC)
            for _ in range(20):
                client = await harness.client(same_key_as=keeper)
                await client(NEAREST_DC)
                await client.disconnect()
            assert len(list(harness.app.sessions)) == 8
            assert await keeper(NEAREST_DC) == NEAREST


@pytest.mark.rows("DO-7")
async def test_a_storm_of_pings_harms_nobody(harness: Harness) -> None:
    storm, quiet = await harness.client(), await harness.client()
    await asyncio.gather(storm(NEAREST_DC), quiet(NEAREST_DC))
    for _ in range(2_000):
        storm.ping(60)
    assert await quiet(NEAREST_DC) == NEAREST
    assert await storm(NEAREST_DC) == NEAREST
