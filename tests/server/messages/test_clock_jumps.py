"""The server's wall clock is set, by seconds and by days, while clients are connected (rows M22, MS-2, MS-5, MS-8)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from mtproto import tl
from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.harness import Harness
from tests.server.people import ALICE, history, text
from tests.support.clock import ShiftedClock

HOUR = 3600.0
JUMPS = [20.0, -20.0, 45.0, -45.0, 2 * HOUR, -2 * HOUR, 72 * HOUR, -72 * HOUR]


@asynccontextmanager
async def with_a_clock_of_its_own(harness: Harness, phone: str) -> AsyncIterator[Client]:
    """A signed-in client whose clock stays right; connections that the server ends are made anew."""
    signed_in = await harness.client(phone)
    connector = replace(harness.connector, clock=ShiftedClock())
    client = Client(connector, signed_in.auth_key, layer=tl.NEWEST, announce=True)
    client.me = signed_in.me
    await client.connect()
    yield client
    await client.disconnect()


async def insist(client: Client, request: Any) -> Any:
    """The answer, over a second connection and as a second session if the server ends the first."""
    for _ in range(2):
        call = client.begin(request)
        assert client.reading is not None
        await asyncio.wait((call, client.reading), timeout=30, return_when=asyncio.FIRST_COMPLETED)
        if call.done():
            return call.result()
        assert client.wire is not None
        assert client.wire.code is None, "no transport error is told to a living key"
        call.cancel()
        await client.disconnect()
        client.session = Client(client.connector, client.auth_key, layer=tl.NEWEST, announce=True).session
        await client.connect()
    raise AssertionError("not answered by two sessions")


@pytest.mark.rows("M7", "M22", "MS-5", "MS-8")
@pytest.mark.parametrize("seconds", JUMPS)
async def test_calls_go_on_after_the_wall_clock_was_set(harness: Harness, seconds: float) -> None:
    """What was sent before and after stands there once, in order, and no key is told to be unknown."""
    async with with_a_clock_of_its_own(harness, ALICE) as alice:
        me = types.InputPeerSelf()
        for jump in (seconds, -seconds):
            await insist(alice, text(me, f"before {jump}"))
            harness.clock.step(jump)
            await insist(alice, text(me, f"after {jump}"))
        said = [message.message for message in (await history(lambda request: insist(alice, request), me)).messages]
    assert sorted(said) == sorted(f"{when} {jump}" for when in ("before", "after") for jump in (seconds, -seconds))


@pytest.mark.rows("MS-2", "M9")
@pytest.mark.parametrize("seconds", [25.0, -25.0, 2 * HOUR, -2 * HOUR])
async def test_a_recorded_packet_is_not_executed_when_the_clock_is_set(harness: Harness, seconds: float) -> None:
    """Not after the step, and not after the step back, which makes the packet young again."""
    async with with_a_clock_of_its_own(harness, ALICE) as alice:
        me = types.InputPeerSelf()
        await insist(alice, functions.updates.GetState())
        recorded: list[bytes] = []
        assert alice.wire is not None
        send = alice.wire.send
        alice.wire.send = lambda packet, **options: (recorded.append(packet), send(packet, **options))  # type: ignore[method-assign]
        await alice(text(me, "once"))
        assert recorded
        for jump in (seconds, -seconds):
            harness.clock.step(jump)
            wire = await harness.wire()
            for packet in recorded:
                wire.send(packet)
            try:
                await insist(alice, functions.updates.GetState())
            finally:
                await wire.close()
        said = [message.message for message in (await history(lambda request: insist(alice, request), me)).messages]
    assert said == ["once"]


async def test_what_is_due_by_the_new_time_is_sent_at_the_next_turn(harness: Harness) -> None:
    """A scheduled message looks at the wall clock: it is neither forgotten nor sent twice when that is set."""
    alice = await harness.client(ALICE)
    me = types.InputPeerSelf()
    await alice(text(me, "in an hour", schedule_date=int(harness.clock.now() + HOUR)))
    harness.clock.step(-2 * HOUR)
    await harness.advance(60)
    harness.clock.step(4 * HOUR)
    await harness.advance(60)
    assert await alice.update(types.UpdateDeleteScheduledMessages)
    again = await harness.client(ALICE)
    assert [message.message for message in (await history(again, me)).messages] == ["in an hour"]
