"""The admin socket: real bytes over a real unix socket, both sides ours."""

import asyncio
import json
import stat
from collections import defaultdict
from contextlib import asynccontextmanager

import pytest

from server.ops.admin.socket import MAX_REQUEST, AdminSocket, call
from server.ops.admin.verb import AdminError


async def greet(app, name):
    return {"greeting": f"{app} says hello to {name}"}


async def refuse(app):
    raise AdminError("no such thing: make one first")


async def fail(app):
    raise RuntimeError("secret inner detail")


async def hang(app, name=""):
    BEGUN[name].set()
    await asyncio.Event().wait()


BEGUN = defaultdict(asyncio.Event)
VERBS = {"greet": greet, "refuse": refuse, "fail": fail, "hang": hang}


@asynccontextmanager
async def listening(folder):
    folder.mkdir(exist_ok=True)
    path = folder / "admin.sock"
    admin = AdminSocket("the app", VERBS, path)
    await admin.start()
    try:
        yield path
    finally:
        await admin.stop()


async def ask(path, verb, seconds=30.0, **arguments):
    return await asyncio.to_thread(call, path, verb, arguments, seconds)


async def test_a_verb_is_answered(tmp_path):
    async with listening(tmp_path) as path:
        assert await ask(path, "greet", name="Ada") == {"greeting": "the app says hello to Ada"}


@pytest.mark.rows("OP-3")
async def test_only_the_operator_can_open_it(tmp_path):
    async with listening(tmp_path) as path:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("verb", "arguments", "says"),
    [
        ("refuse", {}, "no such thing: make one first"),
        ("unheard_of", {}, "no verb"),
        ("greet", {}, "missing"),
        ("greet", {"name": 1, "more": 2}, "unexpected"),
    ],
)
async def test_what_cannot_be_done_says_why(tmp_path, verb, arguments, says):
    async with listening(tmp_path) as path:
        with pytest.raises(AdminError, match=says):
            await ask(path, verb, **arguments)


async def test_a_failure_of_ours_is_logged_and_not_shown(tmp_path, caplog):
    async with listening(tmp_path) as path:
        with pytest.raises(AdminError, match="its log says why") as caught:
            await ask(path, "fail")
    assert "inner detail" not in str(caught.value)
    assert "fail failed" in caplog.text


async def test_a_long_path_is_no_obstacle(tmp_path):
    deep = tmp_path / ("d" * 120)
    async with listening(deep) as path:
        assert "hello" in (await ask(path, "greet", name="Ada"))["greeting"]


async def test_a_socket_left_by_a_killed_server_is_replaced(tmp_path):
    (tmp_path / "admin.sock").touch()
    async with listening(tmp_path) as path:
        assert await ask(path, "greet", name="Ada")


async def test_nothing_is_left_after_the_stop(tmp_path):
    async with listening(tmp_path) as path:
        pass
    with pytest.raises(FileNotFoundError):
        await ask(path, "greet", name="Ada")


async def test_stopping_ends_what_is_under_way(tmp_path):
    async with listening(tmp_path) as path:
        waiting = asyncio.create_task(ask(path, "hang", name="begun"))
        await BEGUN["begun"].wait()
    with pytest.raises(ConnectionError):
        await waiting


async def test_a_caller_does_not_wait_for_ever(tmp_path):
    async with listening(tmp_path) as path:
        with pytest.raises(TimeoutError):
            await ask(path, "hang", seconds=0.01)


@pytest.mark.parametrize(
    "line", [b"\n", b"{}\n", b"[1]\n", b'{"verb": 1}\n', b"\xff\n", b'{"verb": "a", "arguments": 5']
)
async def test_what_is_no_request_is_refused(tmp_path, line):
    async with listening(tmp_path) as path:
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(line)
        writer.write_eof()
        assert json.loads(await reader.readline()) == {"error": "not a request"}
        writer.close()


async def test_an_endless_line_is_cut_off(tmp_path):
    async with listening(tmp_path) as path:
        reader, writer = await asyncio.open_unix_connection(path)
        writer.write(b"x" * (MAX_REQUEST * 3))
        assert await reader.read() == b""
        writer.close()
