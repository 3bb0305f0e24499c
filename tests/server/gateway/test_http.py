"""The HTTP door, with h11 as the client."""

import asyncio
import os

import pytest

from mtproto import tl
from mtproto.exchange import plain
from mtproto.session.events import Answer, Update
from mtproto.tl import functions, service, types
from server.gateway.doors import MAX_PAYLOAD
from tests.server.gateway.over_http import Caller, Http
from tests.server.handlers import NEAREST, ONLINE, USERS, Handlers, sign_in
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()
REQ_PQ = plain.write(4, tl.encode(service.ReqPqMulti(nonce=bytes(range(16)))))


@pytest.mark.rows("T1")
@pytest.mark.parametrize("path", ["/api", "/apiw1", "/apiw_test"])
async def test_an_exchange_begins_over_http(http: Http, path: str) -> None:
    answered = await http.post(REQ_PQ, path)
    assert answered.status == 200
    assert answered.headers[b"access-control-allow-origin"] == b"*"
    assert plain.parse(answered.body).body[4:20] == bytes(range(16))
    assert (await http.post(REQ_PQ, path)).body  # the connection stays


async def test_a_request_is_answered_in_the_answer_to_its_post(harness: Harness, http: Http) -> None:
    caller = await Caller.announced(harness)
    events = caller.events(await http.post(caller.packet(NEAREST_DC)))
    assert [tl.decode(event.result) for event in events if isinstance(event, Answer)] == [NEAREST]


async def test_a_post_waits_for_an_answer_that_takes_time(harness: Harness, handlers: Handlers, http: Http) -> None:
    caller = await Caller.announced(harness)
    await sign_in(harness.app, caller.auth_key, 7)
    http.ask(caller.packet(ONLINE))
    other = await Http.open(harness)
    caller.events(await other.post(caller.packet(NEAREST_DC)))
    handlers.gate.set()
    events = caller.events(await http.answer())
    assert any(isinstance(event, Answer) for event in events)
    await other.close()


@pytest.mark.rows("M30")
async def test_a_long_poll_hears_what_is_pushed(harness: Harness, http: Http) -> None:
    caller = await Caller.announced(harness)
    await sign_in(harness.app, caller.auth_key, 7)
    caller.events(await http.post(caller.packet(USERS)))
    http.ask(caller.waiting(25_000))
    other = await Http.open(harness)
    caller.events(await other.post(caller.packet(NEAREST_DC)))  # the first post has been read by now
    (session,) = [session for session in harness.app.sessions if session.user_id == 7 and session.hears_updates]
    session.push(tl.encode(types.UpdatesTooLong()))
    events = caller.events(await http.answer())
    assert [tl.decode(event.body) for event in events if isinstance(event, Update)] == [types.UpdatesTooLong()]
    await other.close()


@pytest.mark.rows("M30")
async def test_a_long_poll_ends_empty_when_its_time_is_over(harness: Harness, http: Http) -> None:
    caller = await Caller.announced(harness)
    http.ask(caller.waiting(2_000))
    other = await Http.open(harness)
    caller.events(await other.post(caller.packet(NEAREST_DC)))
    await harness.advance(2.1)
    answered = await http.answer()
    assert (answered.status, answered.body) == (200, b"")
    await other.close()


@pytest.mark.rows("T7")
async def test_a_transport_error_is_the_status(http: Http) -> None:
    answered = await http.post(os.urandom(8) + bytes(64))
    assert answered.status == 404
    assert await http.closed()


async def test_posts_sent_ahead_are_answered_in_turn(harness: Harness) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.port)
    post = b"POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(REQ_PQ) + REQ_PQ
    writer.write(post * 3)
    for _ in range(3):
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        assert plain.parse(await reader.readexactly(length)).body
    writer.close()
    await writer.wait_closed()


async def test_a_page_of_another_origin_may_ask(http: Http) -> None:
    answered = await http.post(b"", "/apiw1", "OPTIONS")
    assert answered.status == 204
    assert answered.headers[b"access-control-allow-methods"] == b"POST, OPTIONS"
    assert (await http.post(REQ_PQ, "/apiw1")).status == 200


@pytest.mark.rows("T4", "T6")
@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/elsewhere", REQ_PQ, 404),
        ("HEAD", "/api", b"", 405),
        ("POST", "/api", bytes(16), 400),
        ("POST", "/api", bytes(MAX_PAYLOAD + 4), 413),
    ],
    ids=["path", "method", "too short", "too long"],
)
async def test_what_is_no_message_is_refused(
    harness: Harness, method: str, path: str, body: bytes, status: int
) -> None:
    http = await Http.open(harness)
    http.ask(body, path, method)
    assert (await http.answer()).status == status
    await http.close()


@pytest.mark.rows("DO-5")
async def test_an_endless_head_is_refused(harness: Harness) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.port)
    writer.write(b"POST /api HTTP/1.1\r\nX: " + b"x" * 40_000)
    assert (await asyncio.wait_for(reader.read(), 30)).startswith(b"HTTP/1.1 431 ")
    writer.close()
    await writer.wait_closed()
