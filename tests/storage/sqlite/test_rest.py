"""What can wait is done in moments when nobody writes: whoever does puts it off, and it is done in the end."""

import asyncio
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Tx
from storage.errors import DamagedError
from storage.sqlite import SqliteDatabase
from tests.storage.sqlite.device import Device, add, committed, logged, turns


async def nothing(tx: Tx) -> None:
    """It changes nothing."""


async def test_it_is_done_while_a_group_is_flushed(database: SqliteDatabase, device: Device) -> None:
    writing = asyncio.ensure_future(database.write(add))
    await device.asked()
    await database.write_at_rest(lambda tx: add(tx, 2), patience=60.0)
    assert not writing.done()
    device.go_on()
    await writing
    assert await database.peek(logged) == [1, 2]
    assert device.flushes == 1, "it waits for none"


@pytest.mark.parametrize("seconds", [4.0, 6.0])
async def test_it_is_put_off_while_somebody_waits_but_for_no_longer_than_it_may(
    database: SqliteDatabase, device: Device, bus: LocalBus, seconds: float
) -> None:
    now = 0.0
    async with SqliteDatabase(database.path, bus, monotonic=lambda: now) as opened:
        first = asyncio.ensure_future(opened.write(add))
        await device.asked()
        second = asyncio.ensure_future(opened.write(add))
        tidying = asyncio.ensure_future(opened.write_at_rest(add, patience=5.0))
        await turns()
        assert committed(database) == 1
        now = seconds
        device.go_on()
        await first
        await device.asked()
        await turns()
        assert committed(database) == 3
        assert tidying.done() == (seconds < 5.0), "else it is one of the group"
        device.go_on()
        await asyncio.gather(second, tidying)


async def test_it_fails_alone(database: SqliteDatabase, device: Device) -> None:
    async def fails(tx: Tx) -> None:
        await add(tx)  # so it is undone, and run again on the thread
        raise LookupError

    writing = asyncio.ensure_future(database.write(add))
    await device.asked()
    tidying = asyncio.ensure_future(database.write_at_rest(fails, patience=60.0))
    await turns()
    device.go_on()
    await writing
    with pytest.raises(LookupError):
        await tidying
    assert await database.peek(logged) == [1]


async def test_who_has_left_needs_it_no_more(database: SqliteDatabase) -> None:
    tidying = asyncio.ensure_future(database.write_at_rest(add, patience=60.0))
    await turns(1)
    tidying.cancel()
    await database.write_at_rest(nothing, patience=60.0)
    assert await database.peek(logged) == []


async def test_closing_does_not_wait_for_a_moment_of_rest(tmp_path: Path, bus: LocalBus) -> None:
    async with SqliteDatabase(tmp_path / "test.db", bus) as opened:
        await opened.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        tidying = asyncio.ensure_future(opened.write_at_rest(add, patience=3600.0))
        await turns(1)
    await tidying
    async with SqliteDatabase(tmp_path / "test.db", bus) as opened:
        assert await opened.peek(logged) == [1]


async def test_it_is_refused_when_nothing_is_stored_any_more(database: SqliteDatabase, device: Device) -> None:
    tidying = asyncio.ensure_future(database.write_at_rest(add, patience=3600.0))
    await turns(1)
    database._writer.give_up("lost")
    for refused in (tidying, database.write_at_rest(add, patience=3600.0)):
        with pytest.raises(DamagedError, match="lost"):
            await refused
    assert await database.peek(logged) == []
