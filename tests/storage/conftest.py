"""An open, migrated database on a real file for every test that asks for one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import migrate
from storage.bus import LocalBus
from storage.sqlite import SqliteDatabase, checkpoints, transactions
from storage.sqlite.writer import Writer


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
async def database(tmp_path: Path, bus: LocalBus) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "chappe.db", bus) as opened:
        await migrate.up(opened, now=1_700_000_000)
        yield opened


@pytest.fixture(autouse=True)
def groups_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """No group is cut short, and none runs a second time, because the machine has other things to do meanwhile."""
    monkeypatch.setattr(transactions, "LOOP_SECONDS", 60.0)


@pytest.fixture
def none_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look at the log but those that a test makes: after a copy the log begins again, in the file that it has."""
    monkeypatch.setattr(checkpoints, "INTERVAL_SECONDS", 3600.0)


@pytest.fixture
def never_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop always has something else to do: nothing is done but what has to be."""
    monkeypatch.setattr(Writer, "_look_around", lambda _: None)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, SqliteDatabase]]:
    """One database for all examples of a module's properties."""

    async def opened(path: Path) -> SqliteDatabase:
        database = await SqliteDatabase(path, LocalBus()).__aenter__()
        await migrate.up(database, 0)
        return database

    with asyncio.Runner() as runner:
        database = runner.run(opened(tmp_path_factory.mktemp("examples") / "chappe.db"))
        yield runner, database
        runner.run(database.close())
