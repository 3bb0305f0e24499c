"""A database on a device whose flushes end when a test lets them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.sqlite import SqliteDatabase, flushing
from tests.storage.sqlite.device import Device


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Device:
    device = Device()
    monkeypatch.setattr(flushing, "flush_on_request", device.flush_on_request)
    return device


@pytest.fixture
async def database(tmp_path: Path, bus: LocalBus, device: Device) -> AsyncIterator[SqliteDatabase]:
    """On a clock that stands still: no group takes too long."""
    async with SqliteDatabase(tmp_path / "test.db", bus, monotonic=lambda: 0.0) as opened:
        await opened.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        device.flushes, device.quick = 0, False
        yield opened
        device.quick = True
        device.go_on()  # where a test has failed
