"""Key exchanges at the door: one run per connection, and what is no step of one ends the connection."""

import logging
import os
import sys
import threading

import pytest

from mtproto import tl
from mtproto.exchange import ExchangeFailure, plain
from mtproto.tl import functions, service
from server.gateway.handshake import NICENESS
from server.gateway.peer import UNKNOWN_KEY
from storage.errors import FullError
from tests.server.gateway.run import Run
from tests.server.handlers import NEAREST
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()
REQ_PQ = tl.encode(service.ReqPqMulti(nonce=bytes(16)))


@pytest.mark.rows("H1")
@pytest.mark.parametrize(
    "message",
    [
        pytest.param(plain.write(4, REQ_PQ)[:16] + b"\xff\x00\x00\x00" + REQ_PQ, id="a length that is not the frame's"),
        pytest.param(plain.write(4, tl.encode(NEAREST_DC)), id="a method of the API"),
        pytest.param(plain.write(4, tl.encode(service.Ping(ping_id=1))), id="a service message"),
        pytest.param(plain.write(4, os.urandom(64)), id="noise"),
    ],
)
async def test_a_plain_message_that_is_no_step_of_an_exchange(harness: Harness, message: bytes) -> None:
    wire = await harness.wire()
    wire.send(message)
    assert await wire.closed() == UNKNOWN_KEY


async def test_an_exchange_may_be_begun_and_thrown_away(harness: Harness) -> None:
    wire = await harness.wire()
    for _ in range(3):
        wire.send(plain.write(4, tl.encode(service.ReqPqMulti(nonce=os.urandom(16)))))
        await wire.receive()
    await Run(harness, wire).begin()


@pytest.mark.rows("AT-5")
async def test_the_parts_of_two_runs_cannot_be_swapped(harness: Harness) -> None:
    one, two = Run(harness, await harness.wire()), Run(harness, await harness.wire())
    step_of_one, step_of_two = await one.begin(), await two.begin()
    one.wire.send(one.envelope(step_of_two.body))
    two.wire.send(two.envelope(step_of_one.body))
    assert await one.wire.closed() == UNKNOWN_KEY
    assert await two.wire.closed() == UNKNOWN_KEY


@pytest.mark.rows("DO-2")
async def test_what_comes_behind_a_step_that_takes_time_is_taken_in_its_turn(harness: Harness) -> None:
    """An encrypted message behind req_DH_params on one connection is answered after it."""
    client = await harness.client()
    await client(NEAREST_DC)
    wire = await harness.wire()
    run = Run(harness, wire)
    step = await run.begin()
    client.session.send_request(tl.encode(NEAREST_DC))
    (packet,) = client.session.packets_to_send()
    wire.send(run.envelope(step.body))
    wire.send(packet)
    assert plain.is_plain(await wire.receive())
    assert (await wire.receive())[:8] == client.auth_key.key_id  # the newest connection of a session speaks for it
    await wire.close()
    assert await client(NEAREST_DC) == NEAREST


@pytest.mark.rows("DO-2")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all threads of a process have one niceness")
async def test_the_arithmetic_stands_back_for_the_event_loop(harness: Harness) -> None:
    await harness.client(exchange=True)
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("handshake")]
    niceness = {os.getpriority(os.PRIO_PROCESS, thread.native_id or 0) for thread in threads}
    assert niceness == {os.getpriority(os.PRIO_PROCESS, 0) + NICENESS}


@pytest.mark.rows("DU-3")
@pytest.mark.parametrize(("failure", "lines"), [(FullError("database or disk is full"), 0), (LookupError("a bug"), 1)])
async def test_a_key_that_cannot_be_stored_is_none_and_that_there_is_no_room_is_left_to_storage_to_say(
    harness: Harness,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    lines: int,
) -> None:
    async def fails(*_: object, **__: object) -> bool:
        raise failure

    monkeypatch.setattr(harness.app.keys, "store", fails)
    with pytest.raises(ExchangeFailure):
        await harness.key(exchange=True)
    assert len([record for record in caplog.records if record.levelno > logging.INFO]) == lines
