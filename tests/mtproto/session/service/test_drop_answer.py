"""rpc_drop_answer: unknown, running, dropped (M25, MS-6)."""

import pytest
from telethon.tl import functions, types

from mtproto.rpc_errors import PEER_ID_INVALID
from mtproto.session.events import AnswerDropped, RequestReceived
from mtproto.session.messages import Message
from tests.mtproto.session.world import QUERY, World, ack, after, read

pytestmark = pytest.mark.rows("M25", "MS-6")


def drop(world: World, request: int) -> Message:
    message = world.content(bytes(functions.RpcDropAnswerRequest(request)))
    world.send(message)
    return message


def results(messages: list[Message]) -> dict[int, bytes]:
    """Result by request; each of them needs an acknowledgement."""
    assert all(message.seqno & 1 for message in messages)
    return {int.from_bytes(message.body[4:12], "little"): message.body[12:] for message in messages}


@pytest.mark.parametrize("what", ["never sent", "answered and acknowledged", "no request"])
def test_unknown(settled: World, what: str) -> None:
    request = settled.new_id()
    if what == "answered and acknowledged":
        request = settled.request()
        settled.session.answer(request, b"done")
        settled.acknowledge(settled.said())
    if what == "no request":
        request = settled.service(ack()).msg_id
    dropping = drop(settled, request)
    assert results(settled.said()) == {dropping.msg_id: bytes(types.RpcAnswerUnknown())}


def test_dropped(settled: World) -> None:
    request = settled.request()
    settled.session.answer(request, b"done")
    [answer] = settled.said()
    dropping = drop(settled, request)
    said = results(settled.said())
    assert read(said[dropping.msg_id]) == types.RpcAnswerDropped(answer.msg_id, answer.seqno, len(answer.body))
    settled.session.attached()
    assert answer not in settled.said(), "it is not sent again"


def test_dropped_before_it_left(settled: World) -> None:
    request = settled.request()
    settled.session.answer(request, b"done")
    dropping = drop(settled, request)
    assert set(results(settled.said())) == {dropping.msg_id}


@pytest.mark.parametrize("failed", [False, True])
def test_running(settled: World, failed: bool) -> None:
    """Both queries are told so, at once; what comes of the request in the end is told to nobody."""
    request = settled.request()
    settled.session.events()
    dropping = drop(settled, request)
    assert settled.session.events() == [AnswerDropped(request)]
    running = bytes(types.RpcAnswerDroppedRunning())
    assert results(settled.said()) == {request: running, dropping.msg_id: running}
    if failed:
        settled.session.answer_error(request, PEER_ID_INVALID())
    else:
        settled.session.answer(request, b"done")
    assert settled.said() == []


def test_running_and_dropped_twice(settled: World) -> None:
    request = settled.request()
    drop(settled, request)
    settled.said()
    again = drop(settled, request)
    assert results(settled.said()) == {again.msg_id: bytes(types.RpcAnswerUnknown())}


@pytest.mark.rows("M31")
def test_a_request_that_waits_for_its_turn_is_still_executed(settled: World) -> None:
    first = settled.request()
    second = settled.request(after(first))
    settled.session.events()
    drop(settled, second)
    settled.said()
    settled.session.answer(first, b"done")
    assert settled.session.events() == [AnswerDropped(second), RequestReceived(second, QUERY)]
    settled.session.answer(second, b"done")
    assert set(results(settled.said())) == {first}


def test_a_request_that_fails_waiting_is_not_answered_twice(settled: World) -> None:
    first = settled.request()
    second = settled.request(after(first))
    drop(settled, second)
    settled.said()
    settled.session.answer_error(first, PEER_ID_INVALID())
    assert set(results(settled.said())) == {first}
