"""The schema: steps in order, each with its record or not at all, and no start on a newer one."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage import migrate
from storage.bus import LocalBus
from storage.database import Snapshot
from storage.errors import MisuseError, SchemaError
from storage.sqlite import SqliteDatabase

NOW = 1_700_000_000


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "steps"
    folder.mkdir()
    return folder


async def tables(view: Snapshot) -> set[str]:
    return {name for (name,) in await view.fetchall("SELECT name FROM sqlite_master WHERE type = 'table'")}


def open_database(tmp_path: Path) -> SqliteDatabase:
    return SqliteDatabase(tmp_path / "test.db", LocalBus())


async def test_our_own_steps_make_a_database_once(tmp_path: Path) -> None:
    async with open_database(tmp_path) as database:
        applied = await migrate.up(database, NOW)
        assert applied == sorted(applied)
        assert "0001_engine" in applied
        assert await migrate.up(database, NOW) == []
        assert await migrate.status(database) == migrate.Status(applied=applied, pending=[], unknown=[])
        assert await database.peek(lambda view: view.fetchval("SELECT min(applied_at) FROM schema_steps")) == NOW


async def test_a_lower_number_that_comes_later_is_applied(tmp_path: Path, steps: Path) -> None:
    (steps / "0020_users.sql").write_text("CREATE TABLE users (id BIGINT);\n")
    async with open_database(tmp_path) as database:
        assert await migrate.up(database, NOW, steps) == ["0020_users"]
        (steps / "0010_accounts.sql").write_text("CREATE TABLE accounts (id BIGINT);\n")
        assert (await migrate.status(database, steps)).pending == ["0010_accounts"]
        assert await migrate.up(database, NOW, steps) == ["0010_accounts"]
        assert {"users", "accounts"} <= await database.read(tables)


async def test_a_newer_schema_is_refused_by_name(tmp_path: Path, steps: Path) -> None:
    (steps / "0010_accounts.sql").write_text("CREATE TABLE accounts (id BIGINT);\n")
    (steps / "0099_future.sql").write_text("CREATE TABLE future (id BIGINT);\n")
    async with open_database(tmp_path) as database:
        await migrate.up(database, NOW, steps)
        (steps / "0099_future.sql").unlink()
        (steps / "0011_more.sql").write_text("CREATE TABLE more (id BIGINT);\n")
        with pytest.raises(SchemaError, match="newer version: it has 0099_future"):
            await migrate.up(database, NOW, steps)
        assert "more" not in await database.read(tables)


async def test_scripts_for_engines_triggers_and_python_steps(tmp_path: Path, steps: Path) -> None:
    (steps / "0010_search.postgres.sql").write_text("not for this engine;\n")
    (steps / "0010_search.sqlite.sql").write_text(
        "-- full text; with a semicolon in the comment\n"
        "CREATE VIRTUAL TABLE words USING fts5 (body);\n"
        "CREATE TABLE texts (body TEXT);\n"
        "CREATE TRIGGER indexed AFTER INSERT ON texts BEGIN\n"
        "    INSERT INTO words VALUES (new.body);\n"
        "END;\n"
    )
    (steps / "0020_first.py").write_text(
        "async def up(tx):\n    await tx.execute('INSERT INTO texts VALUES (?)', ('hello world',))\n"
    )
    (steps / "notes.txt").write_text("not a step")
    async with open_database(tmp_path) as database:
        assert await migrate.up(database, NOW, steps) == ["0010_search", "0020_first"]
        found = await database.peek(lambda view: view.fetchall("SELECT body FROM words WHERE words MATCH 'hello'"))
        assert found == [("hello world",)]


@pytest.mark.parametrize(
    "script", ["CREATE TABLE one (id BIGINT);\nCREATE TABL two;\n", "CREATE TABLE one (id BIGINT)"]
)
async def test_a_failing_step_leaves_nothing(tmp_path: Path, steps: Path, script: str) -> None:
    (steps / "0010_broken.sql").write_text(script)
    async with open_database(tmp_path) as database:
        with pytest.raises((MisuseError, SchemaError)):
            await migrate.up(database, NOW, steps)
        assert await database.read(tables) == {"schema_steps"}
        assert (await migrate.status(database, steps)).pending == ["0010_broken"]


async def test_a_misspelt_step_is_refused(tmp_path: Path, steps: Path) -> None:
    (steps / "0010-accounts.sql").write_text("CREATE TABLE accounts (id BIGINT);\n")
    async with open_database(tmp_path) as database:
        with pytest.raises(SchemaError, match="0010-accounts"):
            await migrate.up(database, NOW, steps)


async def test_two_steps_of_one_number_are_refused(tmp_path: Path, steps: Path) -> None:
    (steps / "0010_accounts.sql").write_text("CREATE TABLE accounts (id BIGINT);\n")
    (steps / "0010_users.sql").write_text("CREATE TABLE users (id BIGINT);\n")
    async with open_database(tmp_path) as database:
        with pytest.raises(SchemaError, match="two steps have the number 0010"):
            await migrate.up(database, NOW, steps)


KILLED = """
import asyncio, sys
from pathlib import Path
from storage import migrate
from storage.bus import LocalBus
from storage.sqlite import SqliteDatabase

async def main():
    async with SqliteDatabase(Path(sys.argv[1]), LocalBus()) as database:
        await migrate.up(database, 0, Path(sys.argv[2]))

asyncio.run(main())
"""

STEP = """
import os, signal

async def up(tx):
    for done, statement in enumerate((
        "CREATE TABLE people (name TEXT)",
        "INSERT INTO people SELECT name FROM users",
        "DROP TABLE users",
    )):
        if done == {kill_after}:
            os.kill(os.getpid(), signal.SIGKILL)
        await tx.execute(statement)
    if {kill_after} == 3:
        os.kill(os.getpid(), signal.SIGKILL)
"""


async def killed_while_migrating(tmp_path: Path, steps: Path) -> None:
    program = [sys.executable, "-c", KILLED, str(tmp_path / "test.db"), str(steps)]
    child = await asyncio.to_thread(subprocess.run, program, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert child.returncode == -signal.SIGKILL


@pytest.mark.rows("DU-6")
async def test_a_new_database_is_whole_or_empty(tmp_path: Path, steps: Path) -> None:
    """Killed in its second step, a new database has nothing of the first."""
    (steps / "0010_users.sql").write_text("CREATE TABLE users (name TEXT);\n")
    (steps / "0020_people.py").write_text(STEP.format(kill_after=2))
    await killed_while_migrating(tmp_path, steps)
    async with open_database(tmp_path) as database:
        assert await database.read(tables) == {"schema_steps"}
        (steps / "0020_people.py").write_text(STEP.format(kill_after=None))
        assert await migrate.up(database, NOW, steps) == ["0010_users", "0020_people"]


@pytest.mark.rows("DU-6")
@pytest.mark.parametrize("kill_after", range(4))
async def test_a_migration_killed_half_way_opens_as_old(tmp_path: Path, steps: Path, kill_after: int) -> None:
    """Killed before, between and after the statements of a step, the database is the old one and can go on."""
    (steps / "0010_users.sql").write_text("CREATE TABLE users (name TEXT);\nINSERT INTO users VALUES ('Ada');\n")
    async with open_database(tmp_path) as database:
        await migrate.up(database, NOW, steps)
    (steps / "0020_people.py").write_text(STEP.format(kill_after=kill_after))
    await killed_while_migrating(tmp_path, steps)

    async with open_database(tmp_path) as database:
        assert (await migrate.status(database, steps)).pending == ["0020_people"]
        assert await database.read(tables) == {"schema_steps", "users"}
        assert await database.peek(lambda view: view.fetchall("SELECT name FROM users")) == [("Ada",)]

        (steps / "0020_people.py").write_text(STEP.format(kill_after=None))
        assert await migrate.up(database, NOW, steps) == ["0020_people"]
        assert await database.peek(lambda view: view.fetchall("SELECT name FROM people")) == [("Ada",)]
