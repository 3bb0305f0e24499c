"""The HTTP listener for probes and scrapers, over a real socket."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from server.ops import health
from server.ops.addresses import Address
from server.ops.health import Health, HealthListener
from server.ops.metrics import Metrics


async def fine():
    pass


async def broken():
    raise OSError("the disk is full")


async def stuck():
    await asyncio.Event().wait()


@asynccontextmanager
async def listening(**checks):
    state = Health(checks)
    listener = HealthListener(state, Metrics())
    address = await listener.start(Address("127.0.0.1", 0))
    try:
        yield state, address.port
    finally:
        await listener.stop()


async def ask(port, request=b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path=b"/livez"):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request % path if b"%s" in request else request)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]) if head else None, body.decode()


async def test_alive_and_ready():
    async with listening(database=fine) as (_, port):
        assert await ask(port, path=b"/livez") == (200, "alive\n")
        assert await ask(port, path=b"/readyz?verbose=1") == (200, "ready\n")


async def test_a_failed_check_names_itself(monkeypatch):
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.01)
    async with listening(files=broken, database=stuck, fine=fine) as (_, port):
        status, body = await ask(port, path=b"/readyz")
        assert status == 503
        assert body == "files: the disk is full\ndatabase: no answer within 0.01 s\n"
        assert (await ask(port, path=b"/livez"))[0] == 200


async def test_a_draining_server_is_alive_but_not_ready():
    async with listening(database=fine) as (state, port):
        state.draining = True
        assert (await ask(port, path=b"/readyz"))[0] == 503
        assert (await ask(port, path=b"/livez"))[0] == 200


async def test_metrics_are_prometheus_text():
    async with listening() as (_, port):
        status, body = await ask(port, path=b"/metrics")
        assert status == 200
        assert "# TYPE chappe_rpc_seconds histogram" in body


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 405),
        (b"\x16\x03\x01 hello\r\n\r\n", 400),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 431),
    ],
)
async def test_what_is_not_ours_is_refused(request_, status):
    async with listening() as (_, port):
        assert (await ask(port, request_))[0] == status


async def test_head_has_no_body():
    async with listening() as (_, port):
        assert await ask(port, b"HEAD /livez HTTP/1.1\r\nHost: x\r\n\r\n") == (200, "")


async def test_a_silent_peer_is_let_go(monkeypatch):
    monkeypatch.setattr(health, "REQUEST_SECONDS", 0.01)
    async with listening() as (_, port):
        assert (await ask(port, b"GET /liv"))[0] is None


async def test_peers_beyond_the_limit_are_turned_away(monkeypatch):
    monkeypatch.setattr(health, "MAX_CONNECTIONS", 1)
    async with listening() as (_, port):
        _, first = await asyncio.open_connection("127.0.0.1", port)
        reader, second = await asyncio.open_connection("127.0.0.1", port)
        assert await reader.read() == b""
        first.close()
        second.close()
