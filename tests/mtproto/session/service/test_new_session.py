"""new_session_created (M21, MS-6)."""

import pytest

from mtproto.session.messages import Message
from tests.mtproto.session.world import World, ack, ping, read

pytestmark = pytest.mark.rows("M21", "MS-6")


def announced(world: World) -> list[tuple[int, int, int]]:
    told = [read(message.body) for message in world.said() if message.body.startswith(bytes.fromhex("0809c29e"))]
    return [(each.first_msg_id, each.unique_id, each.server_salt) for each in told]


def test_the_first_message_makes_the_session_known(world: World) -> None:
    first = world.request()
    [(first_msg_id, unique_id, salt)] = announced(world)
    assert (first_msg_id, salt) == (first, world.salts.current(world.clock.now()))
    assert unique_id
    world.request()
    assert announced(world) == []


def test_it_names_the_lowest_id_in_a_container(world: World) -> None:
    """Not the container's: a client sends again whatever is below the id named."""
    first, second = world.content(), world.content()
    world.send(world.container(first, second))
    assert announced(world)[0][0] == first.msg_id


def test_a_lower_id_gets_its_own_and_a_higher_does_not(world: World) -> None:
    early, lower = world.content(), world.service(ping())
    first = world.content()
    world.send(first)
    [(_, unique_id, salt)] = announced(world)
    world.send(lower)
    assert announced(world) == [(lower.msg_id, unique_id, salt)]
    world.send(early)
    assert announced(world) == [(early.msg_id, unique_id, salt)]
    world.send(world.content())
    assert announced(world) == []


def test_it_is_kept_until_acknowledged(world: World) -> None:
    world.request()
    [created] = [message for message in world.said() if message.seqno & 1]
    world.session.attached()
    assert created in world.said()
    world.send(world.service(ack(created.msg_id)))
    world.session.attached()
    assert created not in world.said()


def test_it_comes_before_what_it_concerns(world: World) -> None:
    world.session.receive(world.packet(world.service(ping())))
    world.session.attached()
    created, pong = world.said()
    assert isinstance(created, Message)
    assert created.msg_id < pong.msg_id
