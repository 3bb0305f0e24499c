"""Recorded packets sent again: never executed twice, also over a restart (AT-6, AT-9, MS-2, M8-M10)."""

import os
import random

import pytest

from mtproto.session import Salts, SaltSecret, open_packet
from mtproto.session.events import RequestReceived
from mtproto.session.limits import REMEMBERED
from mtproto.session.messages import Message
from tests.mtproto.session.world import UPTIME, World, read

pytestmark = pytest.mark.rows("AT-9", "MS-2")


def executions(world: World) -> list[int]:
    return [event.msg_id for event in world.session.events() if isinstance(event, RequestReceived)]


def record(world: World, count: int) -> list[bytes]:
    """Packets of a correct client, delivered once and kept by somebody who listened."""
    recorded = []
    for i in range(count):
        message = world.content() if i % 3 else world.container(world.content(), world.content())
        packet = world.sealer.prepare(world.salts.current(world.clock.now()), *message).seal()
        recorded.append(packet)
        assert world.session.receive(open_packet(world.auth_key, packet))
        for msg_id in executions(world):
            world.session.answer(msg_id, b"done")
        world.session.attached()
        world.acknowledge(world.said())
        world.clock.advance(0.1)
    return recorded


@pytest.mark.rows("M8", "M9", "M10", "AT-6")
def test_ten_thousand_replays_in_and_out_of_the_window(world: World) -> None:
    recorded = record(world, 1_000)
    rng = random.Random(4)
    for i in range(10_000):
        if i % 1_000 == 0:
            world.clock.advance(REMEMBERED / 4)
        state = world.session.state
        assert not world.session.receive(open_packet(world.auth_key, rng.choice(recorded)))
        assert world.session.state is state, "it does not move the session to another connection"
        assert len(world.session.notices_to_send()) == 1
        assert world.session.packets_to_send() == []
    assert executions(world) == []


def restart(world: World, floor: int = 0) -> None:
    """Another process: its own secret, no memory."""
    world.secret = SaltSecret(world.clock, os.urandom)
    world.salts = Salts(world.secret, world.auth_key.key_id, world.clock)
    world.session = world.make_session(floor)


@pytest.mark.rows("AT-6")
def test_replays_over_a_restart(world: World) -> None:
    recorded = record(world, 1_000)
    restart(world)
    for packet in recorded:
        assert not world.session.receive(open_packet(world.auth_key, packet))
    assert executions(world) == []
    assert {read(notice.body).error_code for notice in world.noticed()} == {48}
    assert world.send(world.content()), "the client goes on with the new salt"


@pytest.mark.rows("AT-6", "M8")
def test_replays_into_a_session_that_took_the_place_of_another(world: World) -> None:
    """A session was destroyed, or made room; its process runs on, so its salts are still good."""
    recorded = record(world, 1_000)
    world.session = world.make_session(floor=world.session.highest_msg_id)
    for packet in recorded:
        assert not world.session.receive(open_packet(world.auth_key, packet))
    assert executions(world) == []
    assert {read(notice.body).error_code for notice in world.noticed()} == {16, 20} - {16}


@pytest.mark.rows("M8")
def test_what_the_last_process_may_have_executed_is_refused(world: World) -> None:
    """A client sends an unanswered query again, in a container, with the new salt: nobody knows whether it ran."""
    unanswered = world.content()
    world.send(unanswered)
    world.clock.advance(2)
    restart(world)
    world.clock.advance(1)
    fresh = world.content()
    assert world.send(world.container(unanswered, fresh))
    assert executions(world) == [fresh.msg_id]
    refused = [read(message.body) for message in world.said()]
    assert [each.error_code for each in refused if hasattr(each, "error_code")] == [20]


def test_a_slow_clock_is_no_hindrance_after_a_restart(world: World) -> None:
    """What matters is how much older than its container a query is, not what the client's clock says."""
    restart(world)
    world.clock.advance(5)
    behind = 250 << 32
    inner = world.content()
    inner = Message(inner.msg_id - behind, inner.seqno, inner.body)
    container = world.container(inner)
    assert world.send(container._replace(msg_id=container.msg_id - behind))
    assert executions(world) == [inner.msg_id]


def test_an_old_query_in_a_container_is_taken_while_the_process_lives(world: World) -> None:
    """It was on its way for long, but it was never here."""
    late = world.content()
    world.clock.advance(min(UPTIME, 400))
    assert world.send(world.container(late))
    assert executions(world) == [late.msg_id]
