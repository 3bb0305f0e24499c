"""The client role against the server role: refusals cured, connections survived, answers told apart."""

import os
from collections.abc import Callable

import pytest

from mtproto import rpc_errors
from mtproto.session import KeyFate, events
from mtproto.session.containers import pack
from mtproto.session.gzip_packed import GZIP_PACKED, pack_if_smaller
from mtproto.session.limits import CLIENT_ACK_BATCH, LARGE_BODY, SALT_PERIOD
from mtproto.session.messages import Message
from mtproto.session.packet import Packet
from mtproto.session.service import bad_msg
from mtproto.session.service.bad_msg import BadMsg
from mtproto.session.states import State
from tests.mtproto.session.pair import Pair

QUERY = b"\x2a\x0f\x8d\x10" + b"a query!"


@pytest.fixture
def pair() -> Pair:
    """Connected, and over the beginning."""
    pair = Pair(knows_time=True)
    pair.connect()
    request = pair.client.send_request(QUERY)
    pair.run()
    pair.answer_all()
    pair.run()
    assert pair.answers.pop(request) == [QUERY[::-1]]
    pair.executed.clear()
    pair.heard.clear()
    return pair


def settle(pair: Pair) -> None:
    for _ in range(4):
        pair.run()
        pair.answer_all()
    pair.run()


def heard(pair: Pair, kind: type) -> list[events.ClientEvent]:
    return [event for event in pair.heard if isinstance(event, kind)]


def test_a_request_is_answered_under_its_id(pair: Pair) -> None:
    first, second = pair.client.send_request(QUERY), pair.client.send_request(QUERY * 2)
    pair.run()
    for msg_id, body in reversed(list(pair.running.items())):
        pair.answer(msg_id, body)
    pair.run()
    assert pair.answers == {first: [QUERY[::-1]], second: [(QUERY * 2)[::-1]]}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.rows("M16", "M18")
def test_what_a_large_packet_carries_is_handed_on_whole(pair: Pair, packed: bool) -> None:
    """An answer and an update, alone and side by side in a container: the session reads them where they lie."""
    said = QUERY * LARGE_BODY if packed else QUERY + os.urandom(2 * LARGE_BODY)
    body = pack_if_smaller(said)
    requests = [pair.client.send_request(QUERY) for _ in range(3)]
    pair.run()
    pair.server.answer(requests[0], body)
    pair.run()
    pair.server.answer(requests[1], body)
    pair.server.push(body)
    pair.server.answer(requests[2], os.urandom(2 * LARGE_BODY))
    pair.run()
    handed_on = [*pair.answers[requests[0]], *pair.answers[requests[1]], *pair.updates]
    assert handed_on == [said] * 3
    assert all(type(each) is bytes for each in handed_on)
    assert (body != said) is packed


def test_an_error_is_an_event_with_its_member(pair: Pair) -> None:
    request = pair.client.send_request(QUERY)
    pair.run()
    pair.server.answer_error(request, rpc_errors.FLOOD_WAIT_X(30))
    pair.run()
    [event] = heard(pair, events.AnswerError)
    assert isinstance(event, events.AnswerError)
    assert (event.request_id, type(event.error), event.error.parameter) == (request, rpc_errors.FLOOD_WAIT_X, 30)


@pytest.mark.parametrize("skew", [-86_400.0, -301.0, 31.0, 3_600.0])
@pytest.mark.rows("M7")
def test_a_wrong_clock_is_corrected(skew: float) -> None:
    pair = Pair(skew)
    pair.connect()
    requests = [pair.client.send_request(QUERY), pair.client.send_request(QUERY * 2)]
    settle(pair)
    assert pair.answers == {requests[0]: [QUERY[::-1]], requests[1]: [(QUERY * 2)[::-1]]}
    assert pair.client.time.now() == pytest.approx(pair.clock.now(), abs=1)
    assert len(pair.executed) == 2


@pytest.mark.rows("M13")
def test_a_salt_that_has_run_out_is_replaced(pair: Pair) -> None:
    pair.pass_time(3 * SALT_PERIOD)
    requests = {pair.client.send_request(QUERY + bytes([i] * 4)) for i in range(5)}
    settle(pair)
    assert set(pair.answers) == requests
    assert len(pair.executed) == 5


@pytest.mark.rows("M13")
def test_acknowledgements_in_a_refused_packet_are_not_lost(pair: Pair) -> None:
    pair.server.push(QUERY)
    pair.run()
    pair.pass_time(3 * SALT_PERIOD)
    pair.run()
    assert pair.server.outbox.kept
    pair.pass_time(1)
    pair.run()
    assert not pair.server.outbox.kept


@pytest.mark.rows("M14")
def test_future_salts_are_used_when_their_time_comes(pair: Pair) -> None:
    pair.client.get_future_salts(64)
    pair.run()
    [received] = heard(pair, events.FutureSaltsReceived)
    assert isinstance(received, events.FutureSaltsReceived)
    assert len(received.salts) == 64
    for _ in range(60):
        pair.pass_time(SALT_PERIOD)
        assert pair.client.salts.at(pair.client.time.now()) == pair.salts.current(pair.clock.now())


@pytest.mark.rows("MS-2", "M8")
def test_over_a_restart_of_the_server_everything_is_answered(pair: Pair) -> None:
    """What the old process may have executed is sent under a new id; the salts of the new one are learnt."""
    unanswered = pair.client.send_request(QUERY)
    pair.run()
    assert pair.executed == [QUERY]
    pair.pass_time(5)
    pair.restart_server()
    pair.pass_time(1)
    pair.connect()
    fresh = pair.client.send_request(QUERY * 2)
    settle(pair)
    assert pair.answers == {unanswered: [QUERY[::-1]], fresh: [(QUERY * 2)[::-1]]}
    assert pair.executed == [QUERY, QUERY * 2, QUERY], "the last process's execution may have been lost with it"
    assert heard(pair, events.NewSession)


@pytest.mark.rows("M9", "M23")
def test_a_request_whose_packet_arrived_is_not_executed_again(pair: Pair) -> None:
    request = pair.client.send_request(QUERY)
    pair.flush()
    pair.deliver_to_server()
    pair.cut()
    pair.connect()
    settle(pair)
    assert pair.answers == {request: [QUERY[::-1]]}
    assert pair.executed == [QUERY]


@pytest.mark.rows("M23")
def test_an_answer_that_was_lost_comes_again(pair: Pair) -> None:
    request = pair.client.send_request(QUERY)
    pair.run()
    pair.answer_all()
    pair.flush()
    pair.cut()
    pair.connect()
    pair.client.ping(75)
    pair.run()
    assert pair.answers == {request: [QUERY[::-1]]}


@pytest.mark.rows("M9", "M26")
def test_a_large_message_is_asked_for_when_it_was_lost(pair: Pair) -> None:
    large = QUERY + bytes(LARGE_BODY)
    pair.server.push(large)
    pair.flush()
    pair.cut()
    pair.connect()
    pair.client.ping(75)
    pair.run()
    assert pair.updates == [large]


@pytest.mark.rows("M26")
def test_a_large_message_that_arrived_is_acknowledged_and_not_asked_for(pair: Pair) -> None:
    large = QUERY + bytes(LARGE_BODY)
    pair.server.push(large)
    pair.flush()
    pair.deliver_to_client()
    pair.cut()
    pair.connect()
    pair.client.ping(75)
    pair.pass_time(2)
    pair.run()
    assert pair.updates == [large]
    assert not pair.server.outbox.kept


@pytest.mark.rows("M31")
def test_a_chain_is_executed_in_order(pair: Pair) -> None:
    first = pair.client.send_request(QUERY + b"1...")
    second = pair.client.send_request(QUERY + b"2...", after=(first,))
    third = pair.client.send_request(QUERY + b"3...", after=(first, second))
    pair.flush()
    settle(pair)
    assert [body[-4:] for body in pair.executed] == [b"1...", b"2...", b"3..."]
    assert set(pair.answers) == {first, second, third}


@pytest.mark.rows("M31", "M13")
def test_a_chain_follows_a_request_that_got_another_id() -> None:
    pair = Pair(skew=86_400)
    pair.connect()
    first = pair.client.send_request(QUERY + b"1...")
    second = pair.client.send_request(QUERY + b"2...", after=(first,))
    settle(pair)
    assert set(pair.answers) == {first, second}
    assert [body[-4:] for body in pair.executed] == [b"1...", b"2..."]


def test_a_request_is_not_known_by_an_id_that_another_had_while_the_clock_was_ahead() -> None:
    pair = Pair(skew=3_600)
    pair.connect()
    first = pair.client.send_request(QUERY)
    pair.run()  # it is refused, and travels under a lower id from now on
    pair.pass_time(3_600)
    pair.client.outbox.ids.last = first - 4
    second = pair.client.send_request(QUERY * 2)
    assert first in pair.client.outbox.kept, "the second has the message id that was the first one's"
    settle(pair)
    assert second != first
    assert pair.answers == {first: [QUERY[::-1]], second: [(QUERY * 2)[::-1]]}


@pytest.mark.rows("M25")
@pytest.mark.parametrize(
    ("when", "outcome"),
    [("running", events.DropOutcome.RUNNING), ("answered", events.DropOutcome.DROPPED)],
)
def test_an_answer_is_dropped(pair: Pair, when: str, outcome: events.DropOutcome) -> None:
    request = pair.client.send_request(QUERY)
    pair.run()
    if when == "answered":
        pair.answer_all()
        pair.flush()
        pair.to_client.clear()
    pair.client.drop_answer(request)
    pair.client.drop_answer(request)
    settle(pair)
    assert pair.answers == {}
    assert heard(pair, events.AnswerDropResult) == [events.AnswerDropResult(request, outcome)]
    pair.client.drop_answer(request)
    pair.run()
    assert len(heard(pair, events.AnswerDropResult)) == 1


@pytest.mark.rows("M29")
def test_a_ping_comes_back(pair: Pair) -> None:
    ping_id = pair.client.ping(75)
    pair.run()
    assert heard(pair, events.Pong) == [events.Pong(ping_id)]


@pytest.mark.rows("M27", "M28")
def test_sessions_and_keys_are_destroyed(pair: Pair) -> None:
    pair.client.destroy_session(77)
    pair.client.destroy_session(78)
    pair.client.destroy_auth_key()
    pair.run()
    pair.server.answer_destroy_auth_key(0, KeyFate.OK)
    pair.run()
    assert heard(pair, events.SessionDestroyed) == [
        events.SessionDestroyed(77, existed=True),
        events.SessionDestroyed(78, existed=False),
    ]
    assert heard(pair, events.AuthKeyDestroyed) == [events.AuthKeyDestroyed(gone=True)]


def test_a_slow_request_is_acknowledged_once(pair: Pair) -> None:
    request = pair.client.send_request(QUERY)
    pair.run()
    pair.pass_time(1)
    pair.run()
    assert heard(pair, events.Acknowledged) == [events.Acknowledged(request)]
    pair.cut()
    pair.connect()
    pair.flush()
    assert pair.to_server == [], "the server said that it has it"


@pytest.mark.parametrize("count", [1, CLIENT_ACK_BATCH])
def test_acknowledgements_are_sent_in_batches_or_in_time(pair: Pair, count: int) -> None:
    pair.pass_time(2)
    pair.run()
    for _ in range(count):
        pair.server.push(QUERY)
    pair.run()
    assert bool(pair.server.outbox.kept) == (count == 1)
    pair.pass_time(1)
    pair.run()
    assert not pair.server.outbox.kept


def test_what_comes_packed_is_opened(pair: Pair) -> None:
    body = QUERY * 200
    request = pair.client.send_request(body)
    pair.run()
    assert pair.executed == [body]
    [sent] = pair.running
    assert pair_requests_body(pair, sent)[:4] == GZIP_PACKED
    pair.server.answer(sent, pack_if_smaller(body))
    pair.server.push(pack_if_smaller(body))
    pair.run()
    assert pair.answers == {request: [body]}
    assert pair.updates == [body]


def pair_requests_body(pair: Pair, msg_id: int) -> bytes:
    request = pair.client.requests.under(msg_id)
    assert request is not None
    return request.message.body


CODES_THAT_ARE_BUGS = sorted(set(BadMsg) - bad_msg.CURABLE - {BadMsg.CONTAINER_ID_REPEATED})


@pytest.mark.parametrize("code", CODES_THAT_ARE_BUGS)
def test_what_cannot_be_cured_is_told(pair: Pair, code: int) -> None:
    request = pair.client.send_request(QUERY)
    pair.flush()
    pair.to_server.clear()
    notify(pair, bad_msg.write(Message(request, 1, b""), code))
    assert heard(pair, events.Rejected) == [events.Rejected(request, code)]
    assert not pair.client.outbox.kept


def notify(pair: Pair, body: bytes, **fields: int) -> None:
    """Let the client receive something the server session would not send by itself."""
    message = pair.server.outbox.number(body, fields.pop("kind", 1))
    packet = Packet(0, pair.client.session_id, *message, plaintext=b"")
    pair.client.receive(packet._replace(**fields))
    pair.heard += pair.client.events()


@pytest.mark.parametrize("body", [bad_msg.write(Message(4, 1, b""), 16), bad_msg.write_salt(Message(4, 1, b""), 99)])
def test_a_refusal_of_what_was_never_sent_changes_nothing(pair: Pair, body: bytes) -> None:
    """It would be a way to set the time or the salt of a client."""
    pair.pass_time(100)
    before = (pair.client.time.now(), pair.client.salts.at(0))
    notify(pair, body)
    assert (pair.client.time.now(), pair.client.salts.at(0)) == before


@pytest.mark.rows("M20")
def test_what_is_not_for_this_session_drops_the_connection(pair: Pair) -> None:
    notify(pair, QUERY, session_id=77)
    [violation] = pair.heard
    assert isinstance(violation, events.Violation)


@pytest.mark.rows("M22")
def test_an_even_id_drops_the_connection(pair: Pair) -> None:
    notify(pair, QUERY, kind=0)
    [violation] = pair.heard
    assert isinstance(violation, events.Violation)


@pytest.mark.parametrize(
    "body",
    [
        bytes.fromhex("016d5cf3") + bytes(8),
        bytes.fromhex("11f8efa7") + bytes(8),
        bytes.fromhex("0809c29e") + bytes(8),
        bytes.fromhex("c63e6d27") + bytes(4),
        bytes.fromhex("c5737734"),
        bytes.fromhex("950850ae"),
        bytes.fromhex("fc4520e2"),
        bytes.fromhex("59b4d662"),
        bytes.fromhex("a1cf7230") + bytes(4),
        pack([(0, 0, b"\0\0\0\0")])[:-2],
    ],
)
def test_what_does_not_parse_drops_the_connection(pair: Pair, body: bytes) -> None:
    notify(pair, body)
    assert [type(event) for event in pair.heard] == [events.Violation]


@pytest.mark.rows("AT-6")
def test_a_recorded_packet_is_no_second_event(pair: Pair) -> None:
    pair.server.push(QUERY)
    pair.flush()
    for _ in range(5):
        pair.repeat_to_client(0)
    assert pair.updates == [QUERY]
    pair.pass_time(301)
    pair.repeat_to_client(0)
    assert pair.updates == [QUERY]


@pytest.mark.rows("AT-6")
def test_an_old_packet_is_not_believed(pair: Pair) -> None:
    """Held back by somebody for more than five minutes, and never seen before."""
    pair.server.push(QUERY)
    pair.flush()
    pair.pass_time(301)
    pair.deliver_to_client()
    assert pair.updates == []


def test_after_a_sleep_the_time_is_learnt_from_whatever_comes(pair: Pair) -> None:
    """The clock stood still while the machine slept; nobody can make a packet of the future but time itself."""
    pair.client_clock.slept = 200
    pair.pass_time(200)
    pair.server.push(QUERY)
    pair.run()
    assert pair.updates == [QUERY]
    assert pair.client.time.now() == pytest.approx(pair.clock.now(), abs=1)


def test_a_closed_session_sends_nothing(pair: Pair) -> None:
    pair.client.send_request(QUERY)
    pair.client.close()
    assert pair.client.packets_to_send() == []
    assert pair.client.state is State.CLOSED


FIRST_CONTACT: list[Callable[[Pair], object]] = [
    lambda pair: pair.client.send_request(QUERY),
    lambda pair: pair.client.ping(75),
    lambda pair: pair.client.get_future_salts(5),
]


@pytest.mark.rows("M21")
@pytest.mark.parametrize("speak", FIRST_CONTACT)
def test_a_session_can_begin_with_anything(speak: Callable[[Pair], object]) -> None:
    pair = Pair()
    pair.connect()
    speak(pair)
    pair.run()
    assert [type(event) for event in pair.heard][:1] == [events.NewSession]
    assert not heard(pair, events.Violation)


def test_random_bytes_in_an_answer_are_the_owners_business(pair: Pair) -> None:
    request = pair.client.send_request(QUERY)
    pair.run()
    garbage = b"\0\0\0\0" + os.urandom(60)
    pair.server.answer(request, garbage)
    pair.run()
    assert pair.answers == {request: [garbage]}
