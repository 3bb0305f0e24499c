"""Commands given while a server works in the folder, with rows on their way: they are safe beside it, or refused."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from mtproto.tl import functions
from server.ops.cli.verb import ExitCode
from tests.server.harness import Harness, serving
from tests.server.ops.commands import Chappe
from tests.server.people import Pair, text, texts

Run = Callable[..., Awaitable[Any]]


@pytest.fixture
def run(harness: Harness) -> Run:
    """The command line, as another process would have it: beside the loop of the server."""
    chappe = Chappe(harness.app.config.data_dir)

    async def run(*words: str, code: int = 0) -> Any:
        return await asyncio.to_thread(chappe, *words, code=code)

    return run


@pytest.fixture
async def said(pair: Pair) -> list[str]:
    """What was said just now."""
    words = [f"word {number}" for number in range(40)]
    for word in words:
        await pair.alice(text(pair.to_bob, word))
    return words


@pytest.mark.rows("DU-1", "DU-6")
async def test_looking_and_copying_disturb_nothing(
    pair: Pair, said: list[str], run: Run, tmp_path: Path, rsa_keys: Path
) -> None:
    assert (await run("migrate", "status"))["pending"] == []
    assert await texts(pair.alice, pair.to_bob, limit=50) == said
    await pair.alice(text(pair.to_bob, "after the look"))
    await run("backup", str(tmp_path / "backup"), "--with-keys")
    await pair.alice(text(pair.to_bob, "after the copy"))
    expected = [*said, "after the look", "after the copy"]
    assert await texts(pair.alice, pair.to_bob, limit=50) == expected
    assert await texts(pair.bob, pair.to_alice, limit=50) == expected

    elsewhere = Chappe(tmp_path / "elsewhere")
    await asyncio.to_thread(elsewhere, "restore", str(tmp_path / "backup"))
    async with serving(elsewhere.data_dir, rsa_keys) as restored:
        again = await restored.client_of(pair.alice.phone.auth_key)
        assert await texts(again, pair.to_bob, limit=50) == expected[:-1]


@pytest.mark.parametrize(
    "command", [("migrate", "up"), ("serve",), ("user", "add", "+33123456789", "Ada")], ids=" ".join
)
async def test_what_needs_the_folder_alone_is_refused(
    pair: Pair, said: list[str], run: Run, command: tuple[str, ...]
) -> None:
    refused = await run(*command, code=ExitCode.FAILED)
    assert "another process works in" in refused["error"]
    assert await texts(pair.alice, pair.to_bob, limit=50) == said


async def test_new_keys_wait_for_the_next_start(harness: Harness, pair: Pair, said: list[str], run: Run) -> None:
    before = harness.app.secrets.main.public.fingerprint
    assert (await run("keys", "rotate"))["fingerprint"] != before
    newcomer = await harness.client(exchange=True)  # which trusts the key that the server began with
    assert await newcomer(functions.help.GetNearestDc())
    assert await texts(pair.alice, pair.to_bob, limit=50) == said
