"""An open, migrated database on a real file for every test that asks for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import migrate
from storage.bus import LocalBus
from storage.sqlite import SqliteDatabase


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
async def database(tmp_path: Path, bus: LocalBus) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "chappe.db", bus) as opened:
        await migrate.up(opened, now=1_700_000_000)
        yield opened
