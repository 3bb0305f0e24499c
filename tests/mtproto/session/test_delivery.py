"""What is sent until it is acknowledged, over connections that come and go (M23, M24, AT-2, CR-5, RL-1, DO-4)."""

import os

import pytest
from telethon.tl import types

from mtproto import rpc_errors
from mtproto.crypto import decrypt
from mtproto.session import states
from mtproto.session.containers import CONTAINERS
from mtproto.session.events import Violation
from mtproto.session.limits import (
    LARGE_BODY,
    MAX_KEPT_BYTES,
    MAX_KEPT_MESSAGES,
    MAX_SERVICE_IDS,
    MAX_UNSENT_BYTES,
    MAX_UNSENT_MESSAGES,
)
from mtproto.session.messages import Message
from mtproto.session.service import rpc_result
from mtproto.session.states import State
from tests.mtproto.session.world import World, ack, flatten, ping, read

NEW_SESSION = bytes.fromhex("0809c29e")


def reconnect(world: World) -> list[Message]:
    world.session.detached()
    world.session.attached()
    return world.said()


@pytest.mark.rows("M23", "RL-1")
def test_it_is_sent_on_every_connection_until_acknowledged(settled: World) -> None:
    settled.session.push(b"one update..")
    settled.session.answer(settled.request(), b"done")
    sent = settled.said()
    assert len(sent) == 2
    assert reconnect(settled) == sent
    assert reconnect(settled) == sent, "the same ids, seqnos and bodies"
    settled.send(settled.service(ack(sent[0].msg_id)))
    assert reconnect(settled) == sent[1:]
    settled.send(settled.service(ack(sent[1].msg_id)))
    assert reconnect(settled) == []


@pytest.mark.rows("M23")
def test_it_waits_for_a_connection(settled: World) -> None:
    slow = settled.request()
    settled.session.detached()
    settled.session.push(b"one update..")
    settled.session.answer(slow, b"done")
    assert settled.said() == []
    settled.session.attached()
    assert next(message.body for message in settled.said()) == b"one update.."


@pytest.mark.rows("M22", "M23")
def test_what_waited_long_travels_in_a_container_of_now(settled: World) -> None:
    """A client drops a packet whose outermost id is older than five minutes."""
    settled.session.detached()
    settled.session.push(b"one update..")
    settled.clock.advance(800)
    settled.session.attached()
    [packet] = settled.opened(settled.session.packets_to_send())
    assert packet.body[:4] in CONTAINERS
    assert packet.msg_id >> 32 == int(settled.clock.now())


def test_nothing_follows_an_error_in_its_container(settled: World) -> None:
    """GramJS drops whatever does, on a new connection as on the first."""
    queries = [settled.request() for _ in range(4)]
    error = rpc_result.write_error(rpc_errors.AUTH_KEY_UNREGISTERED())
    for query, answer in zip(queries, (b"one.", error, error, b"four"), strict=True):
        settled.session.answer(query, answer)
    for _ in range(2):
        packets = settled.opened(settled.session.packets_to_send())
        results = [[message.body[12:] for message in flatten([packet])] for packet in packets]
        assert results == [[b"one.", error], [error], [b"four"]]
        settled.session.attached()


@pytest.mark.rows("M24", "AT-2", "CR-5")
def test_a_thousand_resends_never_look_alike(settled: World) -> None:
    settled.session.push(os.urandom(64))
    packets = settled.session.packets_to_send()
    for _ in range(1_000):
        settled.session.attached()
        packets += settled.session.packets_to_send()
    assert len(packets) == 1_001
    assert len({packet[8:24] for packet in packets}) == 1_001, "msg_key"
    blocks = [packet[i : i + 16] for packet in packets for i in range(24, len(packet), 16)]
    assert len(set(blocks)) == len(blocks), "ciphertext"
    outermost = [packet.msg_id for packet in settled.opened(packets)]
    assert outermost == sorted(set(outermost))
    lengths = [len(packet) for packet in packets[1:]]
    assert len(set(lengths)) == 63, "the number of padding blocks is any of 63"
    for packet in packets[:100]:
        decrypt(settled.auth_key, packet, from_client=False)


@pytest.mark.rows("M9")
def test_a_repeated_request_gets_its_answer_and_is_not_executed(settled: World) -> None:
    message = settled.content()
    settled.send(message)
    settled.session.answer(message.msg_id, b"done")
    [answer] = settled.said()
    settled.session.events()
    assert not settled.send(message)
    assert settled.noticed() == [answer]
    assert (settled.session.events(), settled.said()) == ([], [])


@pytest.mark.rows("M9")
def test_a_repeated_request_that_runs_is_acknowledged(settled: World) -> None:
    message = settled.content()
    settled.send(message)
    settled.session.events()
    settled.send(message)
    assert [read(notice.body) for notice in settled.noticed()] == [types.MsgsAck([message.msg_id])]
    assert settled.session.events() == []


@pytest.mark.rows("M9")
def test_a_repeated_request_with_a_large_answer_hears_of_it(settled: World) -> None:
    message = settled.content()
    settled.send(message)
    settled.session.answer(message.msg_id, bytes(LARGE_BODY))
    [answer] = settled.said()
    settled.send(message)
    assert [read(notice.body) for notice in settled.noticed()] == [
        types.MsgDetailedInfo(message.msg_id, answer.msg_id, len(answer.body), 0)
    ]
    settled.send(settled.service(bytes(types.MsgResendReq([answer.msg_id]))))
    assert settled.said() == [answer]


@pytest.mark.rows("M9")
def test_a_repeated_request_whose_answer_is_gone_is_not_left_waiting(settled: World) -> None:
    """If it was acknowledged nobody reads this; if it was given up for want of room, the client must hear of it."""
    message = settled.content()
    settled.send(message)
    settled.session.answer(message.msg_id, b"done")
    settled.acknowledge(settled.said())
    settled.session.events()
    settled.send(message)
    [notice] = settled.noticed()
    assert read(notice.body).error.error_message == "RPC_CALL_FAIL"
    assert not notice.seqno & 1
    assert settled.session.events() == []


@pytest.mark.rows("M23")
def test_what_is_large_and_was_sent_is_described_on_the_next_connection(settled: World) -> None:
    settled.session.push(bytes(LARGE_BODY + 4))
    request = settled.request()
    settled.session.answer(request, bytes(LARGE_BODY))
    pushed, answer = settled.said()
    assert [read(message.body) for message in reconnect(settled)] == [
        types.MsgNewDetailedInfo(pushed.msg_id, len(pushed.body), 0),
        types.MsgDetailedInfo(request, answer.msg_id, len(answer.body), 0),
    ]


@pytest.mark.rows("M23")
def test_what_is_large_and_was_not_sent_goes_whole(settled: World) -> None:
    settled.session.detached()
    settled.session.push(bytes(LARGE_BODY + 4))
    settled.session.attached()
    assert [len(message.body) for message in settled.said()] == [LARGE_BODY + 4]


def overflow(world: World) -> None:
    """Push a little more than is kept, and send it."""
    for _ in range(MAX_KEPT_MESSAGES + 1):
        world.session.push(b"one update..")


@pytest.mark.rows("M23", "M34")
@pytest.mark.parametrize("by", ["count", "bytes"])
def test_the_store_is_capped_while_nobody_is_connected(settled: World, by: str) -> None:
    settled.session.detached()
    for _ in range(MAX_KEPT_MESSAGES + 1 if by == "count" else 5):
        settled.session.push(b"one update.." if by == "count" else bytes(MAX_KEPT_BYTES // 4))
    assert settled.session.state is State.HOLLOW
    assert not settled.session.outbox.kept
    settled.session.push(b"one update..")
    first = settled.content()
    settled.send(first)
    [created] = [message for message in settled.said() if message.seqno & 1]
    assert read(created.body).first_msg_id == first.msg_id, "the client is told that it missed something"
    settled.session.push(b"one update..")
    assert [message.body for message in settled.said() if message.seqno & 1] == [b"one update.."]


@pytest.mark.rows("M23", "M34")
def test_a_listener_that_acknowledges_late_loses_nothing(settled: World) -> None:
    """Telethon acknowledges with its next ping, once a minute: thousands of updates may come before."""
    overflow(settled)
    sent = settled.said()
    assert len(sent) == MAX_KEPT_MESSAGES + 1
    assert settled.session.state is State.LOSSY
    assert len(settled.session.outbox.kept) == MAX_KEPT_MESSAGES
    settled.acknowledge(sent)
    assert settled.session.state is State.ATTACHED
    settled.session.push(b"the last one")
    last = settled.said()
    assert reconnect(settled) == last


@pytest.mark.rows("M23")
def test_what_was_given_up_and_lost_is_announced_on_the_next_connection(settled: World) -> None:
    overflow(settled)
    settled.said()
    settled.session.detached()
    assert settled.session.state is State.HOLLOW
    before = settled.session._unique_id
    request = settled.request()
    [created] = [read(message.body) for message in settled.said() if message.body.startswith(NEW_SESSION)]
    assert created.first_msg_id == request
    assert created.unique_id != before, "it is another session in all but its number"


@pytest.mark.rows("M23")
def test_what_was_given_up_is_announced_when_a_connection_takes_over(settled: World) -> None:
    overflow(settled)
    settled.said()
    request = settled.request()
    settled.session.attached()
    assert [read(m.body).first_msg_id for m in settled.said() if m.body[:4] == NEW_SESSION] == [request]


@pytest.mark.rows("M23")
def test_a_large_answer_goes_out_though_it_cannot_be_kept(settled: World) -> None:
    """A file part of 1 MiB is as large as the store."""
    settled.session.answer(settled.request(), bytes(MAX_KEPT_BYTES + 4))
    [answer] = settled.said()
    assert len(answer.body) == MAX_KEPT_BYTES + 16
    assert not settled.session.outbox.kept
    settled.acknowledge([answer])
    assert settled.session.state is State.ATTACHED


@pytest.mark.rows("DO-4", "M34")
@pytest.mark.parametrize(
    ("count", "size"), [(MAX_UNSENT_MESSAGES + 1, 12), (MAX_UNSENT_BYTES // MAX_KEPT_BYTES + 1, MAX_KEPT_BYTES)]
)
def test_who_reads_nothing_is_dropped(settled: World, count: int, size: int) -> None:
    for _ in range(count):
        settled.session.push(bytes(size))
    [violation] = settled.session.events()
    assert isinstance(violation, Violation)
    assert violation.code is None
    assert settled.session.state is State.HOLLOW
    assert not settled.session.outbox.kept


def test_the_books_of_what_was_given_up_are_bounded(settled: World) -> None:
    for _ in range(MAX_SERVICE_IDS // 1_000 + 3):
        for _ in range(1_000):
            settled.session.push(b"one update..")
        settled.said()
    lost = settled.session.outbox.lost
    assert lost is not None
    assert len(lost) <= MAX_SERVICE_IDS + 1


def test_a_service_reply_is_not_kept(settled: World) -> None:
    settled.send(settled.service(ping()))
    settled.said()
    assert reconnect(settled) == []


@pytest.mark.parametrize("state", State)
def test_closing_is_final(state: State) -> None:
    for signal in states.Signal:
        assert states.SERVER.get((State.CLOSED, signal), State.CLOSED) is State.CLOSED
    if state is not State.CLOSED:
        assert states.SERVER[state, states.CLOSE] is State.CLOSED


def test_every_state_can_be_reached_and_left() -> None:
    for table in (states.SERVER, states.CLIENT):
        reached = {State.FRESH}
        while (more := {after for (before, _), after in table.items() if before in reached}) - reached:
            reached |= more
        assert reached == {state for (state, _) in table} | {State.CLOSED}
