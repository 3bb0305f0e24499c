"""Containers both ways: whole or not at all (M15, M16, M17, MS-4)."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import functions, types

from mtproto.session import Packet, containers, cutting
from mtproto.session.events import Refused, RequestReceived, Violation
from mtproto.session.limits import LARGE_BODY, MAX_CONTAINER_MESSAGES, MAX_SERVICE_IDS, SERVICE_MESSAGES_A_TURN
from mtproto.session.messages import MSGS_ACK, Message
from tests.mtproto.session.world import QUERY, World, ack, after, ping, read

CONTAINER = Message(1 << 40, 100, b"")


@given(
    st.lists(
        st.tuples(st.integers(-(2**63), CONTAINER.msg_id - 1), st.integers(-(2**31), 100), st.binary(max_size=64)),
        max_size=20,
    )
)
def test_what_is_packed_unpacks(messages: list[tuple[int, int, bytes]]) -> None:
    whole = [Message(msg_id, seqno, body + bytes(-len(body) % 4)) for msg_id, seqno, body in messages]
    assert containers.unpack(CONTAINER._replace(body=containers.pack(whole))) == whole


def good(*bodies: bytes) -> bytes:
    return containers.pack([(4 * i + 4, 2 * i + 1, body) for i, body in enumerate(bodies)])


BROKEN = {
    "no count": good()[:4],
    "fewer messages than counted": good(QUERY)[:4] + struct.pack("<I", 2) + good(QUERY)[8:],
    "more messages than counted": good(QUERY, QUERY)[:4] + struct.pack("<I", 1) + good(QUERY, QUERY)[8:],
    "a message cut off": good(QUERY)[:-4],
    "a header cut off": good(QUERY)[:12],
    "a length below zero": good(QUERY)[:20] + struct.pack("<i", -4) + QUERY,
    "a length that is no multiple of four": good(QUERY)[:20] + struct.pack("<i", 3) + QUERY,
    "a length past the end": good(QUERY)[:20] + struct.pack("<i", 2**31 - 4) + QUERY,
    "an inner id as high": containers.pack([(CONTAINER.msg_id, 1, QUERY)]),
    "an inner seqno that is higher": containers.pack([(4, 101, QUERY)]),
    "a container inside": good(good(QUERY)),
    "a copy inside": good(containers.MSG_COPY + containers.MESSAGE + good(QUERY)[8:]),
    "a copy of no message": containers.MSG_COPY + bytes(4) + good(QUERY)[8:],
    "trailing bytes": good(QUERY) + bytes(4),
}


@pytest.mark.rows("M16", "MS-4")
@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_broken_container_is_refused_whole(body: bytes) -> None:
    with pytest.raises(containers.InvalidContainer):
        containers.unpack(CONTAINER._replace(body=body))


@given(st.binary(max_size=200))
def test_any_bytes_give_messages_or_a_refusal(tail: bytes) -> None:
    body = containers.MSG_CONTAINER + tail
    try:
        messages = containers.unpack(CONTAINER._replace(body=body))
    except (containers.InvalidContainer, containers.TooMany):
        return
    assert containers.pack(messages) == body


@given(st.data())
def test_native_code_cuts_as_python_does(data: st.DataObject) -> None:
    """Whole containers and damaged ones, of bytes and of views, with messages below and above what counts as large."""
    native = pytest.importorskip("mtproto.session._native")
    ids, seqnos = st.integers(CONTAINER.msg_id - 2, CONTAINER.msg_id), st.integers(98, 101)
    messages = data.draw(st.lists(st.tuples(ids, seqnos, st.binary(max_size=40)), max_size=4))
    packed = bytearray(
        containers.pack([(msg_id, seqno, body + bytes(-len(body) % 4)) for msg_id, seqno, body in messages])
    )
    if data.draw(st.booleans()):
        packed[:8] = containers.MSG_COPY + containers.MESSAGE
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(packed) - 1), st.integers(0, 255)), max_size=2)):
        packed[at] = value
    body = bytes(packed[: data.draw(st.integers(0, len(packed)))] if data.draw(st.booleans()) else packed)
    container = CONTAINER._replace(body=memoryview(body) if data.draw(st.booleans()) else body)  # type: ignore[arg-type]
    most = data.draw(st.sampled_from((len(messages), len(messages), 0, 1, MAX_CONTAINER_MESSAGES)))
    cut = native.cut(container, most, 24)
    expected = cutting.cut(container, most, 24)
    assert cut == expected
    assert cut is None or list(map(hash, cut)) == list(map(hash, expected or ()))
    for message in cut or ():
        assert type(message) is Message
        assert type(message.body) is (type(container.body) if len(message.body) > 24 else bytes)


@given(st.lists(st.tuples(st.integers(0, 2**63 - 1), st.integers(0, 2**31 - 1), st.binary(max_size=40)), max_size=9))
def test_native_code_packs_as_python_does(messages: list[tuple[int, int, bytes]]) -> None:
    native = pytest.importorskip("mtproto.session._native")
    packed = cutting.join(messages, 10_000)
    assert packed is not None
    for most in (len(packed), len(packed) - 1):
        assert native.join(messages, most) == cutting.join(messages, most) == (packed if most == len(packed) else None)


def test_native_code_judges_what_it_packs() -> None:
    """It reads memory by what it is given, so it relies on nobody."""
    native = pytest.importorskip("mtproto.session._native")
    for message in ((1, 2), (1, 2, b"", 3), [1, 2, b""], (1, 2, memoryview(b"body")), (1, "2", b""), ("1", 2, b"")):
        with pytest.raises(TypeError):
            native.join([(4, 1, b"good"), message], 1000)
    with pytest.raises(TypeError):
        native.join(((1, 2, b""),), 1000)
    for numbers in ((2**63, 1), (1, 2**31)):
        with pytest.raises(OverflowError):
            native.join([(*numbers, b"")], 1000)


def test_native_code_runs_no_python_while_it_packs() -> None:
    """What turns into a number when asked could take away the messages that are being packed."""
    native = pytest.importorskip("mtproto.session._native")

    class Number:
        def __index__(self) -> int:
            messages.clear()
            return 4

    for numbers in ((Number(), 1), (4, Number())):
        messages = [(*numbers, b"body"), (8, 1, b"body")]
        with pytest.raises(TypeError):
            native.join(messages, 1000)
        assert len(messages) == 2


@given(st.binary(max_size=80), st.integers(0, 40), st.integers(-4, 60))
def test_native_code_reads_packets_as_python_does(plaintext: bytes, large: int, length: int) -> None:
    native = pytest.importorskip("mtproto.session._native")
    for whole in (plaintext, plaintext[:28] + struct.pack("<i", length) + plaintext[32:]):
        packets = []
        for read_packet in (native.read_packet, cutting.read_packet):
            try:
                packets.append(read_packet(Packet, whole, large))
            except ValueError:
                packets.append(None)
        packet, expected = packets
        assert packet == expected
        if packet is not None:
            assert type(packet) is Packet
            assert type(packet.body) is type(expected.body)
            message = native.message_in(Message, packet)
            assert type(message) is Message
            assert message == cutting.message_in(Message, packet)


@given(st.binary(max_size=40), st.integers(0, 4), st.booleans())
def test_native_code_reads_heads_and_ids_as_python_does(tail: bytes, count: int, is_view: bool) -> None:
    native = pytest.importorskip("mtproto.session._native")
    for whole in (tail, tail[:4] + struct.pack("<II", 0x1CB5C415, count) + tail[4:]):
        body = memoryview(whole) if is_view else whole
        for name in ("head", "only_longs"):
            assert getattr(native, name)(body) == getattr(cutting, name)(body)
        messages = [Message(4, 1, body), Message(8, 1, body[:4]), Message(12, 1, body)]
        for lists in (frozenset((bytes(body[:4]), b"abcd")), frozenset()):
            for most in (0, count, MAX_CONTAINER_MESSAGES):
                assert native.count_ids(messages, lists, most) == cutting.count_ids(messages, lists, most)


def test_native_code_makes_nothing_but_tuples() -> None:
    native = pytest.importorskip("mtproto.session._native")
    for wrong in (object, list, 1, type("Wide", (tuple,), {})):
        with pytest.raises(TypeError):
            native.read_packet(wrong, bytes(32), 0)
        with pytest.raises(TypeError):
            native.message_in(wrong, Packet(0, 1, 4, 1, b"", b""))
    with pytest.raises(TypeError):
        native.message_in(Message, Message(4, 1, b""))
    with pytest.raises(TypeError):
        native.read_packet(Packet, bytearray(32), 0)
    for messages, lists in (((), frozenset()), ([], ()), ([(1, 2)], frozenset()), ([(1, 2, "body")], frozenset())):
        with pytest.raises(TypeError):
            native.count_ids(messages, lists, 0)


@pytest.mark.rows("M16", "MS-4")
def test_nothing_of_a_refused_container_is_executed(settled: World) -> None:
    first, second = settled.content(), settled.content()
    container = settled.service(containers.pack([first, second]) + bytes(4))
    assert not settled.send(container)
    assert [read(notice.body) for notice in settled.noticed()] == [
        types.BadMsgNotification(container.msg_id, container.seqno, 64)
    ]
    assert settled.session.events() == [Refused(64)]
    assert settled.send(settled.container(first, second)), "and nothing of it is remembered"
    assert [event.msg_id for event in settled.session.events()] == [first.msg_id, second.msg_id]


@pytest.mark.rows("M15", "M34", "MS-4")
def test_1024_messages_are_taken_and_1025_are_not(settled: World) -> None:
    def container(count: int) -> Message:
        return settled.container(*(settled.service(ping(i)) for i in range(count)))

    assert settled.send(container(MAX_CONTAINER_MESSAGES))
    while settled.session.unhandled:
        settled.session.go_on()
    assert len(settled.said()) == MAX_CONTAINER_MESSAGES
    assert not settled.send(container(MAX_CONTAINER_MESSAGES + 1))
    [violation] = settled.session.events()
    assert isinstance(violation, Violation)
    assert violation.code == -429
    assert settled.said() == []


@pytest.mark.rows("M17", "MS-4")
@pytest.mark.parametrize("kind", [types.MsgsAck, types.MsgsStateReq, types.MsgResendReq])
@pytest.mark.parametrize("inside", [False, True])
def test_8192_ids_are_taken_and_8193_are_not(settled: World, kind: type, inside: bool) -> None:
    def message(count: int) -> tuple[Message, ...]:
        ids = settled.service(bytes(kind([4] * count)))
        return (settled.container(settled.content(), ids) if inside else ids,)

    assert settled.send(*message(MAX_SERVICE_IDS))
    settled.session.events()
    settled.said()
    assert not settled.send(*message(MAX_SERVICE_IDS + 1))
    [violation] = settled.session.events()
    assert isinstance(violation, Violation), "nothing beside it in its container is executed"
    assert violation.code == -429


@pytest.mark.rows("DO-7", "M17")
@pytest.mark.parametrize("kind", [types.MsgsAck, types.MsgsStateReq, types.MsgResendReq])
@pytest.mark.parametrize("inside", [False, True])
def test_a_storm_of_ids_is_capped(settled: World, kind: type, inside: bool) -> None:
    """Each message within its limit, one after the other: four at once, then one a second."""

    def send() -> bool:
        ids = settled.service(bytes(kind([4] * MAX_SERVICE_IDS)))
        return settled.send(settled.container(ids, settled.service(ping())) if inside else ids)

    settled.clock.advance(5.0)
    assert [send() for _ in range(5)] == [True] * 4 + [False]
    [violation] = settled.session.events()
    assert isinstance(violation, Violation)
    assert violation.code == -429
    settled.clock.advance(1.0)
    assert [send(), send()] == [True, False]


@pytest.mark.rows("M16")
def test_an_empty_container_is_allowed(settled: World) -> None:
    assert settled.send(settled.container())
    assert (settled.session.events(), settled.said()) == ([], [])


@pytest.mark.rows("M9", "M12", "M16")
def test_a_message_inside_is_refused_for_itself(settled: World) -> None:
    """The container is taken; of its messages one has been seen, one has a wrong seqno, and one is executed."""
    seen = settled.content()
    settled.send(seen)
    settled.session.events()
    settled.said()
    even, good_one = settled.service(QUERY), settled.content()
    assert settled.send(settled.container(seen, even, good_one))
    assert settled.session.events() == [RequestReceived(good_one.msg_id, QUERY), Refused(35)]
    said = {type(told).__name__: told for told in (read(message.body) for message in settled.said())}
    assert said["BadMsgNotification"] == types.BadMsgNotification(even.msg_id, even.seqno, 35)
    assert said["MsgsAck"].msg_ids, "what was seen is still being worked on"


def test_a_large_message_inside_is_handed_on_whole(settled: World) -> None:
    """It is a view of its packet; what came with it is not, and holds no packet in memory."""
    large, small = settled.content(QUERY + bytes(LARGE_BODY)), settled.content()
    assert settled.send(settled.container(large, small))
    one, other = settled.session.events()
    assert (one, other) == (RequestReceived(large.msg_id, large.body), RequestReceived(small.msg_id, QUERY))
    assert type(other.body) is bytes


@pytest.mark.rows("M12")
def test_a_message_copy_is_processed_as_if_it_were_not_wrapped(settled: World) -> None:
    original = settled.content()
    copy = containers.MSG_COPY + containers.MESSAGE + struct.pack("<qii", *original[:2], len(QUERY)) + QUERY
    assert settled.send(settled.service(copy))
    assert settled.session.events() == [RequestReceived(original.msg_id, QUERY)]
    assert not settled.send(original)


@pytest.mark.rows("M15")
def test_what_the_server_sends_fits_what_clients_take(settled: World) -> None:
    """Many messages leave in containers of at most a thousand and about half a megabyte."""
    for _ in range(900):
        settled.session.push(bytes(1_000))
    packets = settled.opened(settled.session.packets_to_send())
    assert len(packets) == 2
    for packet in packets:
        assert len(packet.body) < 600_000
        inner = containers.unpack(Message(*packet[2:5]))
        assert [message.msg_id for message in inner] == sorted(message.msg_id for message in inner)
        assert packet.msg_id > inner[-1].msg_id


@pytest.mark.rows("M9")
def test_a_query_twice_in_one_container_runs_once(settled: World) -> None:
    message = settled.content()
    settled.send(settled.container(message, message))
    assert settled.session.events() == [RequestReceived(message.msg_id, QUERY)]
    assert [read(said.body) for said in settled.said()] == [types.MsgsAck([message.msg_id])] * 2


def test_acknowledgements_travel_with_what_is_sent_anyway(settled: World) -> None:
    slow = settled.request()
    settled.session.push(b"an update...")
    first, second = settled.said()
    assert read(second.body).msg_ids == [slow]
    assert first.body == b"an update..."


@pytest.mark.rows("RL-2")
def test_an_acknowledgement_goes_alone_when_it_is_due(settled: World) -> None:
    """A request that takes long is acknowledged well within the four seconds that Telegram Desktop waits."""
    slow = settled.request()
    assert settled.said() == []
    due = settled.session.deadline()
    assert due is not None
    assert due - settled.clock.monotonic() < 1
    settled.clock.advance(due - settled.clock.monotonic())
    settled.session.tick()
    [message] = settled.said()
    assert read(message.body).msg_ids == [slow]
    assert settled.session.deadline() is None


@pytest.mark.rows("DO-9")
def test_an_acknowledgement_that_nobody_takes_is_due_once(settled: World) -> None:
    """A deadline in the past would be waited for without a pause, for as long as the client stays away."""
    slow = settled.request()
    settled.session.detached()
    settled.clock.advance(1)
    assert settled.session.deadline() is not None
    settled.session.tick()
    assert settled.session.deadline() is None
    assert settled.said() == []
    settled.send(settled.service(ping()))
    acknowledged = [read(message.body).msg_ids for message in settled.said() if message.body[:4] == MSGS_ACK]
    assert acknowledged == [[slow]]


def test_an_acknowledgement_that_nobody_took_is_due_when_a_packet_comes(settled: World) -> None:
    """As over HTTP, where each packet is a question that can be answered."""
    settled.request()
    settled.clock.advance(1)
    settled.session.tick()
    assert settled.session.deadline() is None
    settled.send(settled.service(ack(1)))
    due = settled.session.deadline()
    assert due is not None
    assert due < settled.clock.monotonic()


def test_what_waits_for_others_runs_out_though_nobody_takes_an_acknowledgement(settled: World) -> None:
    first = settled.request()
    settled.request(after(first))
    settled.clock.advance(0.4)
    settled.session.tick()
    assert settled.session.deadline() == settled.session.requests.deadline


def test_a_prompt_answer_is_the_acknowledgement(settled: World) -> None:
    settled.session.answer(settled.request(), b"done")
    [answer] = settled.said()
    assert answer.body.endswith(b"done")
    assert settled.session.deadline() is None


def test_unknown_service_functions_are_queries(settled: World) -> None:
    """What the session does not handle itself is for its owner, who has the whole schema."""
    settled.request(bytes(functions.ReqPqMultiRequest(1)))
    assert len(settled.session.events()) == 1


def test_acknowledging_what_was_never_sent_does_nothing(settled: World) -> None:
    settled.session.push(b"an update...")
    unsent = settled.session.outbox.ids.last
    settled.send(settled.service(ack(unsent, 12345, -1)))
    assert [message.body for message in settled.said()] == [b"an update..."]


@pytest.mark.rows("DO-7", "M9", "M15")
def test_a_long_container_is_judged_at_once_and_handled_in_portions(settled: World) -> None:
    """What waits counts as received: a copy of it is told so, and is not handled twice."""
    again = settled.service(ping(0))
    assert settled.send(again)
    settled.said()
    pings = [settled.service(ping(i)) for i in range(1, 2 * SERVICE_MESSAGES_A_TURN)]
    query = settled.content()
    container = settled.container(again, *pings, query)
    assert settled.send(container)
    assert [event.msg_id for event in settled.session.events()] == [query.msg_id]
    assert not settled.send(pings[-1])
    assert [read(one.body) for one in settled.noticed()] == [types.MsgsAck([pings[-1].msg_id])]
    assert not settled.send(container)
    assert [read(one.body).error_code for one in settled.noticed()] == [19]
    portions = []
    while settled.session.unhandled:
        portions.append(settled.said())
        settled.session.go_on()
    portions.append(settled.said())
    answers = [[read(one.body) for one in portion] for portion in portions]
    pongs = [[one.ping_id for one in portion if isinstance(one, types.Pong)] for portion in answers]
    assert [ping_id for portion in pongs for ping_id in portion] == list(range(1, len(pings) + 1)), (
        "in order, each once"
    )
    assert [len(portion) for portion in pongs] == [SERVICE_MESSAGES_A_TURN, SERVICE_MESSAGES_A_TURN - 1]
    assert answers[-1][-1] == types.MsgsAck([again.msg_id])


@pytest.mark.rows("DO-7", "M27")
def test_nothing_of_a_container_is_handled_for_a_session_that_was_destroyed(settled: World) -> None:
    assert settled.send(settled.container(*(settled.service(ping(i)) for i in range(MAX_CONTAINER_MESSAGES))))
    settled.session.close()
    settled.session.go_on()
    assert not settled.session.unhandled
    assert not settled.session.outbox
