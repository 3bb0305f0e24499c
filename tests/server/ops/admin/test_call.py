"""Who does a verb, and how long they may take."""

import asyncio

import pytest

from server.ops.admin import call, files
from server.ops.admin.socket import AdminSocket
from server.ops.admin.verb import AdminError
from server.ops.resolve import resolve


@pytest.fixture
def config(tmp_path):
    return resolve({"server.data_dir": str(tmp_path)}, {}, {}).config


@pytest.mark.parametrize("verb", files.VERBS)
async def test_what_reads_every_file_may_take_as_long_as_there_are_files(config, tmp_path, monkeypatch, verb):
    """It goes on when any other verb that was begun later is given up."""
    monkeypatch.setattr(call, "SECONDS", 0.01)
    begun, released = asyncio.Event(), asyncio.Event()

    async def long(app):
        begun.set()
        await released.wait()
        return "done"

    admin = AdminSocket(None, {verb: long, "user.list": long}, tmp_path / "admin.sock")
    await admin.start()
    try:
        waiting = asyncio.create_task(asyncio.to_thread(call.ask, config, verb, {}))
        await begun.wait()
        with pytest.raises(AdminError, match="did not answer"):
            await asyncio.to_thread(call.ask, config, "user.list", {})
        released.set()
        assert await waiting == "done"
    finally:
        await admin.stop()
