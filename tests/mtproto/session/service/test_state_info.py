"""msgs_state_req, msg_resend_req and what tells about messages (M26, MS-6)."""

import pytest
from telethon.extensions import BinaryReader
from telethon.tl import types

from mtproto.rpc_errors import PEER_ID_INVALID
from mtproto.session.messages import Message
from tests.mtproto.session.world import World, ack, ping

pytestmark = pytest.mark.rows("M26", "MS-6")
STATE_INFO = bytes.fromhex("7db5de04")


def states(world: World, *ids: int) -> list[int]:
    """The status bytes, asked for without leaving a trace in them."""
    world.send(world.service(bytes(types.MsgsStateReq(list(ids)))))
    [(_, info)] = [told(message) for message in world.said() if message.body.startswith(STATE_INFO)]
    assert len(info) == len(ids)
    return info


def told(message: Message) -> tuple[int, list[int]]:
    """What msgs_state_info answers, and its bytes. (Telethon takes them for text.)"""
    with BinaryReader(message.body) as reader:
        assert reader.read(4) == STATE_INFO
        return reader.read_long(), list(reader.tgread_bytes())


def test_one_byte_an_id(settled: World) -> None:
    first_ever = settled.session.seen.lowest
    running = settled.request()
    pinged = settled.service(ping())
    settled.send(pinged)
    skipped = settled.new_id()
    answered = settled.request()
    failed = settled.request()
    settled.session.answer(answered, b"done")
    settled.session.answer_error(failed, PEER_ID_INVALID())
    received = 4
    future = settled.new_id() + 1_000
    assert states(settled, running, answered, failed, pinged.msg_id, skipped, future, first_ever - 4, first_ever) == [
        received + 32,
        received + 8 + 32 + 64,
        received + 8 + 32 + 64,
        received + 16,
        2,
        3,
        1,
        received + 8 + 32 + 64 + 128,
    ]


def test_telling_acknowledges(settled: World) -> None:
    """The request is not acknowledged yet when its state is asked for; with the answer it is."""
    running = settled.content()
    request = settled.service(bytes(types.MsgsStateReq([running.msg_id])))
    settled.send(settled.container(running, request))
    [info] = settled.said()
    assert told(info) == (request.msg_id, [4 + 32])
    assert settled.session.deadline() is None
    assert states(settled, running.msg_id) == [4 + 32 + 8]


def test_after_the_acknowledgement_of_its_answer(settled: World) -> None:
    answered = settled.request()
    settled.session.answer(answered, b"done")
    settled.acknowledge(settled.said())
    assert states(settled, answered) == [4 + 8 + 32 + 64 + 128]


def test_nothing_is_known_of_ids_that_are_not_a_clients(settled: World) -> None:
    settled.session.push(b"an update...")
    [update] = settled.said()
    assert states(settled, update.msg_id, -4, 0) == [1, 1, 1]


def test_many_ids_make_a_long_string(settled: World) -> None:
    assert states(settled, *[settled.new_id()] * 1_000) == [2] * 1_000


def resent(world: World, body: bytes) -> list[Message]:
    world.send(world.service(body))
    return world.said()


def test_messages_are_sent_again(settled: World) -> None:
    settled.session.push(b"one update..")
    settled.session.push(b"two updates.")
    pushed = settled.said()
    assert resent(settled, bytes(types.MsgResendReq([message.msg_id for message in pushed]))) == pushed


def test_answers_are_sent_again_by_their_requests(settled: World) -> None:
    request = settled.request()
    settled.session.answer(request, b"done")
    answers = settled.said()
    by_request = bytes.fromhex("ebba1086") + bytes(types.MsgsAck([request]))[4:]
    assert resent(settled, by_request) == answers


@pytest.mark.parametrize("missing", ["gone", "the asker's own"])
def test_the_states_of_all_when_one_cannot_be_sent(settled: World, missing: str) -> None:
    settled.session.push(b"one update..")
    settled.session.push(b"two updates.")
    first, second = settled.said()
    settled.send(settled.service(ack(first.msg_id)))
    other = first.msg_id if missing == "gone" else settled.request()
    request = settled.service(bytes(types.MsgResendReq([other, second.msg_id])))
    settled.send(request)
    said = settled.said()
    assert second in said
    [info] = [message for message in said if message != second]
    assert told(info) == (request.msg_id, [1 if missing == "gone" else 4 + 32, 1])


@pytest.mark.parametrize("body", [bytes(types.MsgsStateInfo(4, b"\4")), bytes(types.MsgsAllInfo([4, 8], b"\4\4"))])
def test_what_a_client_tells_is_taken(settled: World, body: bytes) -> None:
    assert settled.send(settled.service(body))
    assert (settled.said(), settled.session.events()) == ([], [])
