"""What is refused, with which code, and that nothing of it is executed (MS-1)."""

import os
from collections.abc import Callable

import pytest
from telethon.tl import functions, types

from mtproto.errors import ProtocolViolation
from mtproto.session import open_packet
from mtproto.session.events import Refused, RequestReceived
from mtproto.session.messages import Message
from mtproto.session.packet import Sealer
from tests.mtproto.session.world import QUERY, SECOND, SESSION_ID, World, ack, ping, read

pytestmark = pytest.mark.rows("MS-1")


def older(world: World, seconds: float) -> Message:
    return Message(int((world.clock.now() - seconds) * SECOND) & ~3, 1, QUERY)


def out_of_order(world: World, seqno: int) -> Message:
    """A message between two others of seqno 3 and 5 (the first of them is from `settle_in`)."""
    first, between, last = world.content(), world.content(), world.content()
    assert world.send(first)
    assert world.send(last)
    return Message(between.msg_id, seqno, QUERY)


def repeated_container(world: World) -> Message:
    container = world.container(world.content())
    assert world.send(container)
    return container


def young_inside(world: World) -> Message:
    inner = world.content()
    return Message(inner.msg_id, inner.seqno + 1, world.container(inner).body)


CASES: dict[str, tuple[int, Callable[[World], Message]]] = {
    "16, older than 300 s": (16, lambda world: older(world, 301)),
    "17, newer than 30 s": (17, lambda world: older(world, -31)),
    "18, id not divisible by 4": (18, lambda world: world.content()._replace(msg_id=world.new_id() + 1)),
    "18, id odd": (18, lambda world: world.content()._replace(msg_id=world.new_id() + 3)),
    "19, container id repeated": (19, repeated_container),
    "32, seqno of an earlier message is higher": (32, lambda world: world.content()._replace(seqno=-1)),
    "32, seqno of the earlier message again": (32, lambda world: out_of_order(world, 3)),
    "33, seqno of a later message is lower": (33, lambda world: out_of_order(world, 9)),
    "33, seqno of the later message again": (33, lambda world: out_of_order(world, 7)),
    "34, odd container": (34, lambda world: world.content(world.container().body)),
    "34, odd message copy": (34, lambda world: world.content(bytes.fromhex("b24660e0"))),
    "35, even query": (35, lambda world: world.service(QUERY)),
    "64, youngest inside": (64, young_inside),
}


@pytest.mark.rows("M6", "M7", "M11", "M12", "M16")
@pytest.mark.parametrize(("code", "make"), CASES.values(), ids=CASES)
def test_each_code_when_it_is_due(settled: World, code: int, make: Callable[[World], Message]) -> None:
    refused = make(settled)
    settled.session.events()

    assert not settled.send(refused)

    [notification] = settled.noticed()
    assert read(notification.body) == types.BadMsgNotification(refused.msg_id, refused.seqno, code)
    assert notification.seqno % 2 == 0, "a notification needs no acknowledgement"
    assert notification.msg_id % 4 == 1
    assert settled.session.events() == [Refused(code)]


@pytest.mark.rows("M8")
def test_20_below_what_may_have_been_received(world: World) -> None:
    world.session = world.make_session(floor=world.new_id())
    old = Message(world.new_id() - 4, 1, QUERY)
    assert not world.send(old)
    [notification] = world.noticed()
    assert read(notification.body) == types.BadMsgNotification(old.msg_id, 1, 20)
    assert world.send(world.content())


@pytest.mark.rows("M13")
def test_48_with_the_salt_that_is_right(world: World) -> None:
    message = world.content()
    assert not world.send(message, salt=1)
    [notification] = world.noticed()
    assert read(notification.body) == types.BadServerSalt(message.msg_id, 1, 48, world.salts.current(world.clock.now()))
    assert world.session.events() == [Refused(48)]
    assert world.send(message), "with the right salt the same message is taken"


@pytest.mark.rows("M6", "M7", "M11", "M12")
@pytest.mark.parametrize(
    "make",
    [
        lambda world: older(world, 299),
        lambda world: older(world, -29),
        lambda world: out_of_order(world, 3),
        lambda world: world.service(ping()),
        lambda world: world.content(ping()),
        lambda world: world.content(bytes(types.MsgsStateReq([4]))),
        lambda world: world.content(bytes(types.HttpWait(0, 0, 0))),
        lambda world: world.service(ack()),
        lambda world: world.container(),
    ],
)
def test_no_code_where_none_is_due(make: Callable[[World], Message]) -> None:
    world = World()
    message = make(world)
    assert world.send(message)
    assert world.noticed() == []


def test_an_id_without_a_fraction_of_a_second_is_taken() -> None:
    """Pyrogram's first id of every second has 32 zero bits below; refusing it would shut it out (M6, M7)."""
    world = World()
    assert world.send(Message(int(world.clock.now()) * SECOND, 1, QUERY))


@pytest.mark.rows("M7")
def test_a_notification_travels_alone(settled: World) -> None:
    """A client whose clock is wrong looks at a bare notification only: Telethon judges the time of a container."""
    for seconds in (400, 500, 600):
        settled.send(older(settled, seconds))
    packets = settled.opened(settled.session.notices_to_send())
    assert [read(packet.body).error_code for packet in packets] == [16, 16, 16]


def test_a_refused_message_is_not_remembered(settled: World) -> None:
    """Refused for its seqno, the same id may come again with the right one (M11)."""
    message = settled.content()
    assert not settled.send(message._replace(seqno=-1))
    settled.session.events()
    assert settled.send(message)
    assert settled.session.events() == [RequestReceived(message.msg_id, QUERY)]


@pytest.mark.rows("M20")
def test_a_packet_names_its_session(settled: World) -> None:
    """Sessions are found by the id in the packet; an id of zero is nobody's."""
    sealer = Sealer(settled.auth_key, 0, os.urandom, to_server=True)
    packet = sealer.prepare(settled.salts.current(settled.clock.now()), *settled.content()).seal()
    with pytest.raises(ProtocolViolation):
        open_packet(settled.auth_key, packet)
    assert settled.packet(settled.content()).session_id == SESSION_ID


@pytest.mark.rows("M19", "DO-6")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        ack(4)[:-4],
        ack(4) + bytes(4),
        ping()[:-4],
        bytes(functions.PingDelayDisconnectRequest(1, 75))[:-4],
        bytes(functions.GetFutureSaltsRequest(1)) + bytes(4),
        bytes(types.MsgsStateReq([4]))[:-8],
        bytes(types.MsgResendReq([4])) + bytes(8),
        bytes(types.MsgsStateInfo(4, b"\1" * 5))[:-4],
        bytes(types.MsgsAllInfo([4], b"\1"))[:-4],
        bytes(functions.RpcDropAnswerRequest(4))[:-4],
        bytes(functions.DestroySessionRequest(4))[:-4],
        bytes(functions.DestroyAuthKeyRequest()) + bytes(4),
        bytes(types.HttpWait(1, 2, 3))[:-4],
        bytes.fromhex("2d379fcb") + bytes(8),
        bytes.fromhex("f0b4c43d") + bytes(8),
        bytes.fromhex("a1cf7230") + bytes(4),
    ],
)
def test_what_does_not_parse_is_answered(settled: World, body: bytes) -> None:
    """A service message or wrapper that is cut off, or followed by something, is an error and no exception."""
    message = settled.service(body) if body[:4] == ack()[:4] else settled.content(body)
    assert settled.send(message)
    assert settled.session.events() == []
    errors = [read(said.body).error for said in settled.said() if said.body.startswith(bytes.fromhex("016d5cf3"))]
    assert [(error.error_code, error.error_message) for error in errors] == [(400, "INPUT_FETCH_ERROR")]


@pytest.mark.rows("M12")
def test_an_acknowledgement_may_be_numbered_as_content_since_mtcute_does(settled: World) -> None:
    assert settled.send(settled.content(ack(4)))
    assert settled.noticed() == []


def test_a_view_is_judged_without_a_hash_of_all_that_it_was_cut_from(world):
    """Which would be a part of a file, while the loop waits; what this one was cut from has no hash at all."""
    message = world.content()
    packet = world.packet(message)
    view = memoryview(bytearray(message.body)).toreadonly()
    assert world.session.receive(packet._replace(body=view))
    assert [event for event in world.session.events() if isinstance(event, RequestReceived)] == [
        RequestReceived(message.msg_id, message.body)
    ]
