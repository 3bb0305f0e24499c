"""The window of received ids, compared with a model that forgets nothing, in native code and in Python (M8-M11)."""

import tracemalloc
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.session import msg_ids, native, outgoing, pending_acks, seen_ids
from mtproto.session.containers import CONTAINERS, pack
from mtproto.session.limits import MAX_REMEMBERED_IDS, MIN_REMEMBERED_IDS, REMEMBERED
from mtproto.session.messages import MSGS_ACK, RESULT, RPC_RESULT, Message
from mtproto.session.packet import Packet
from mtproto.session.tl_bytes import write_longs
from mtproto.session.verdicts import FAILED, NONE, REQUEST, Verdict
from tests.support.clock import ManualClock

NOW = 1_700_000_000.0
Window: TypeAlias = "type[native.SeenIds] | type[seen_ids.SeenIds]"
BOTH = pytest.mark.parametrize(
    "window",
    dict.fromkeys([native.SeenIds, seen_ids.SeenIds]),  # in the same order for all workers
    ids=lambda window: window.__module__,
)


def expected(seen: dict[int, int], msg_id: int, seqno: int) -> set[Verdict]:
    """The verdicts that the words of the documentation allow for a message, given all received before it."""
    if msg_id in seen:
        return {Verdict.SEEN}
    odd = seqno & 1
    low = any(other < msg_id and (it > seqno or (it == seqno and odd)) for other, it in seen.items())
    high = any(other > msg_id and (it < seqno or (it == seqno and odd)) for other, it in seen.items())
    return {Verdict.NEW} - ({Verdict.NEW} if low or high else set()) | (
        ({Verdict.SEQNO_TOO_LOW} if low else set()) | ({Verdict.SEQNO_TOO_HIGH} if high else set())
    )


@pytest.mark.rows("M9", "M11")
@BOTH
@given(messages=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12)), max_size=60))
def test_it_judges_as_the_documentation_words_it(window: Window, messages: list[tuple[int, int]]) -> None:
    seen = window()
    model: dict[int, int] = {}
    for msg_id, seqno in messages:
        verdict = seen.judge(msg_id, seqno)
        assert verdict in expected(model, msg_id, seqno)
        if verdict == Verdict.NEW:
            seen.add(msg_id, seqno, NONE, NOW)
            model[msg_id] = seqno
    assert all(msg_id in seen and seen.seqno_of(msg_id) == seqno for msg_id, seqno in model.items())
    assert (seen.lowest, seen.highest) == (min(model, default=0), max(model, default=0))


@pytest.mark.rows("M10", "M8")
@BOTH
@pytest.mark.parametrize("per_second", [1, 100, 1_000])
def test_it_remembers_the_window_and_refuses_what_is_below(window: Window, per_second: int) -> None:
    seen = window()
    count = 70_000
    given_ids = []
    for i in range(count):
        time = NOW + i / per_second
        given_ids.append(msg_ids.at(time))
        seen.add(given_ids[-1], 0, NONE, time)
    in_window = [msg_id for msg_id in given_ids if msg_id >= msg_ids.at(time - REMEMBERED)]
    promised = given_ids[-max(MIN_REMEMBERED_IDS, min(len(in_window), MAX_REMEMBERED_IDS)) :]
    assert all(msg_id in seen for msg_id in promised)
    remembered = sum(msg_id in seen for msg_id in given_ids)
    assert remembered <= len(promised) + 512, "it forgets, too"
    forgotten = given_ids[: count - remembered]
    assert forgotten
    assert all(seen.judge(msg_id, 0) == Verdict.TOO_OLD for msg_id in forgotten[-100:])
    assert seen.judge(given_ids[-1] - 4, 0) == Verdict.NEW


@BOTH
def test_what_became_of_a_call_is_marked(window: Window) -> None:
    seen = window()
    for msg_id in (8, 4, 12):
        seen.add(msg_id, msg_id // 2, REQUEST if msg_id == 8 else NONE, NOW)
    seen.set_failed(8)
    seen.set_failed(16)
    assert [seen.mark_of(msg_id) for msg_id in (4, 8, 12, 16)] == [0, REQUEST | FAILED, 0, None]


@BOTH
def test_an_id_costs_sixteen_bytes(window: Window) -> None:
    tracemalloc.start()
    seen = window()
    for i in range(4_096):
        seen.add(msg_ids.at(NOW) + 4 * i, 0, NONE, NOW)
    here = [tracemalloc.Filter(True, file) for file in (__file__, seen_ids.__file__)]  # other threads allocate as well
    taken = tracemalloc.take_snapshot().filter_traces(here).traces
    tracemalloc.stop()
    assert 4_096 * 16 <= sum(trace.size for trace in taken) < 4_096 * 16 * 1.15


IDS = st.one_of(st.integers(-8, 60), st.integers(-(2**63), 2**63 - 1))
SEQNOS = st.one_of(st.integers(-3, 12), st.integers(-(2**31), 2**31 - 1))
MESSAGES = st.builds(Message, IDS.map(lambda msg_id: msg_id & -2), SEQNOS, st.sampled_from((b"call", b"serve", b"")))
HANDLER_OF = {b"serv": "handler"}.get
CALLS = st.one_of(
    st.tuples(
        st.just("take_all"), st.lists(MESSAGES, max_size=6), st.just(HANDLER_OF), st.sampled_from((0, 20)), st.floats()
    ),
    st.tuples(st.just("add"), IDS, SEQNOS, st.integers(0, 3), st.floats()),
    st.tuples(st.just("judge"), IDS, SEQNOS),
    st.tuples(st.sampled_from(("mark_of", "seqno_of", "set_failed", "__contains__")), IDS),
)


@given(floor=st.integers(-4, 30), calls=st.lists(CALLS, max_size=30))
def test_native_code_remembers_as_python_does(floor: int, calls: list[tuple[object, ...]]) -> None:
    """Whatever is asked in whatever order."""
    extension = pytest.importorskip("mtproto.session._native")
    both = extension.SeenIds(floor), seen_ids.SeenIds(floor)
    for name, *arguments in calls:
        if name == "add" and both[1].judge(*arguments[:2]) != Verdict.NEW:  # type: ignore[arg-type]  # two integers
            continue
        told, expected = (getattr(seen, str(name))(*arguments) for seen in both)
        assert told == expected, name
    told, expected = ((seen.lowest, seen.highest, seen.floor) for seen in both)
    assert told == expected


@pytest.mark.parametrize(("per_second", "count"), [(1, 6_000), (300, 67_000)])
def test_native_code_forgets_as_python_does(per_second: int, count: int) -> None:
    """By age down to the newest few thousand, and by the bound on their number."""
    extension = pytest.importorskip("mtproto.session._native")
    both = extension.SeenIds(), seen_ids.SeenIds()
    for i in range(count):
        time = NOW + i / per_second
        for seen in both:
            seen.add(msg_ids.at(time), 0, NONE, time)
        if i % 500 == 0:
            told, expected = ((seen.lowest, seen.floor) for seen in both)
            assert told == expected


BEGIN = msg_ids.at(NOW)
KEPT = [(4 * i + 1, 1, RESULT.pack(RPC_RESULT, 7 * i)) for i in range(3)]
"""What a session has sent: the last of it is still on its way."""


@dataclass
class Taker:
    """The ids that a session has received, and what it owes and has sent, which taking a packet is about, too."""

    kind: Any

    def __post_init__(self) -> None:
        plain = self.kind is seen_ids
        self.seen = self.kind.SeenIds()
        self.acks = (pending_acks if plain else self.kind).PendingAcks(0.3, 3)
        ids = (msg_ids if plain else self.kind).MsgIds(ManualClock())
        self.outbox = (outgoing if plain else self.kind).Outgoing(ids)
        self.outbox.is_connected = True
        for message in KEPT:
            self.outbox.keep(message)
        self.outbox.sent = KEPT[1][0]
        self.outbox.lost = {2, 3}

    def take(self, *arguments: Any) -> Any:
        return self.seen.take_usual(*arguments, self.acks, self.outbox)

    @property
    def state(self) -> Any:
        """What can be seen of it from outside."""
        outbox, owed = self.outbox, [msg_id for msg_id in range(BEGIN, BEGIN + 99) if msg_id in self.acks]
        sent = outbox.kept, outbox.kept_bytes, outbox.answers, outbox.lost, outbox.is_full
        return self.seen.highest, owed, self.acks.deadline, *sent


TAKERS = pytest.mark.parametrize("kind", [native, seen_ids], ids=lambda kind: kind.__name__)
BODIES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from((b"call", b"call...." * 2_100, b"serve...")),
    st.lists(st.integers(0, 9), max_size=4).map(lambda ids: MSGS_ACK + write_longs(ids)),
    st.lists(st.integers(0, 9), max_size=2).map(lambda ids: MSGS_ACK + write_longs(ids) + b"more"),
)
STEPS = st.lists(st.tuples(st.sampled_from((4, 4, 4, 8, 1, -4, 400 << 32)), st.integers(-1, 3), BODIES), max_size=9)
"""How much further each id and seqno are than those before, and what is said."""


def packet_of(steps: list[tuple[int, int, bytes]], is_alone: bool) -> Packet:
    messages, msg_id, seqno = [], BEGIN, 0
    for further, more, body in steps:
        msg_id, seqno = msg_id + further, seqno + more
        messages.append(Message(msg_id, seqno, body + bytes(-len(body) % 4)))
    whole = messages[0] if is_alone and messages else Message(msg_id + 4, seqno + seqno % 2, pack(messages))
    return Packet(0, 1, *whole, b"")


@given(
    packets=st.lists(st.tuples(STEPS, st.booleans()), min_size=1, max_size=4),
    most=st.sampled_from((0.5, 3.0, 4.7, 9e9)),
    uptime=st.sampled_from((0.0, 1e-9, 500.0)),
    made=st.sampled_from((0, 0, 0, BEGIN + (31 << 32))),
    ago=st.sampled_from((0.0, 0.0, -40.0, 299.0, 301.0, NOW, -NOW)),
)
def test_native_code_takes_what_is_usual_as_python_does(
    packets: list[tuple[list[tuple[int, int, bytes]], bool]], most: float, uptime: float, made: int, ago: float
) -> None:
    """And where it takes nothing it does nothing."""
    extension = pytest.importorskip("mtproto.session._native")
    both = Taker(extension), Taker(seen_ids)
    for taker in both:
        taker.seen.add(BEGIN - 4, 0, NONE, NOW)
        taker.outbox.ids.last = made
    for number, (steps, is_alone) in enumerate(packets):
        packet = packet_of(steps, is_alone)
        before = both[1].seen.highest
        arguments = packet, frozenset((b"serv", *CONTAINERS)), most, uptime, NOW + ago, 50.0 + number
        told, expected = (taker.take(*arguments) for taker in both)
        assert told == expected
        assert [taker.seen.highest for taker in both] == [before if told is None else packet.msg_id] * 2
        for msg_id in range(BEGIN, packet.msg_id + 4) if packet.msg_id < BEGIN + 99 else ():
            assert both[0].seen.mark_of(msg_id) == both[1].seen.mark_of(msg_id)
            assert both[0].seen.seqno_of(msg_id) == both[1].seen.seqno_of(msg_id)
        assert both[0].state == both[1].state


@TAKERS
def test_what_is_usual_is_done(kind: Any) -> None:
    taker = Taker(kind)
    seen, acks, outbox = taker.seen, taker.acks, taker.outbox
    query, acknowledged = Message(BEGIN + 4, 3, b"call"), (KEPT[0][0], 3, KEPT[2][0])
    service = Message(BEGIN + 8, 4, MSGS_ACK + write_longs(acknowledged))
    container = Packet(0, 1, BEGIN + 12, 4, pack((query, service)), b"")
    arguments = frozenset[bytes](), 3.0, 500.0, NOW, 50.0
    begun = taker.state
    assert taker.take(container, *arguments) is None, "a session begins the long way"
    assert taker.state == begun
    seen.add(BEGIN, 1, NONE, NOW)
    assert taker.take(container, *arguments) == (query.msg_id, 3, query.msg_id, b"call")
    assert [seen.mark_of(one) for one in (BEGIN + 4, BEGIN + 8, BEGIN + 12)] == [REQUEST, NONE, NONE]
    assert (query.msg_id in acks, service.msg_id in acks, acks.deadline) == (True, False, 50.3)
    assert (list(outbox.kept), list(outbox.answers), outbox.lost) == ([5, 9], [7, 14], {2}), "9 was not sent yet"
    done = taker.state
    assert taker.take(container, *arguments) is None
    assert taker.state == done
    alone = Packet(0, 1, BEGIN + 16, 5, b"call", b"")
    assert taker.take(alone, *arguments) == (BEGIN + 16, 0, BEGIN + 16, b"call")
    assert acks.deadline == 50.3
    nothing_else = Packet(0, 1, BEGIN + 20, 6, service.body, b"")
    assert taker.take(nothing_else, *arguments) == (BEGIN + 20, 3, 0, None)
    odd = Packet(0, 1, BEGIN + 24, 7, service.body, b"")  # as mtcute numbers them
    assert taker.take(odd, *arguments) == (BEGIN + 24, 3, 0, None)
    assert acks.deadline == 50.0, "so many do not wait"


def test_native_code_judges_what_it_is_to_find_usual() -> None:
    extension = pytest.importorskip("mtproto.session._native")
    taker = Taker(extension)
    taker.seen.add(BEGIN, 1, NONE, NOW)
    packet = Packet(0, 1, BEGIN + 4, 3, b"call", b"")
    good = (packet, frozenset((b"serv",)), 9.0, 500.0, NOW, 50.0, taker.acks, taker.outbox)
    for place, error, bad in (
        (0, TypeError, None),
        (0, TypeError, packet[1:]),
        (0, TypeError, packet._replace(msg_id="4")),  # type: ignore[arg-type]  # that is the point
        (0, OverflowError, packet._replace(msg_id=2**63)),
        (0, TypeError, packet._replace(body="call")),  # type: ignore[arg-type]
        (1, TypeError, {b"serv"}),
        (2, TypeError, "9"),
        (3, TypeError, None),
        (4, TypeError, "now"),
        (5, TypeError, "now"),
        (6, TypeError, pending_acks.PendingAcks(0.3, 3)),
        (7, TypeError, outgoing.Outgoing(msg_ids.MsgIds(ManualClock()))),
    ):
        with pytest.raises(error):
            taker.seen.take_usual(*good[:place], bad, *good[place + 1 :])
    with pytest.raises(TypeError):
        taker.seen.take_usual(*good[1:])
    for never in (float("nan"), float("inf"), -1.0, 1e300):
        assert taker.seen.take_usual(*good[:3], never, *good[4:]) is None
        assert taker.seen.take_usual(*good[:4], never, *good[5:]) is None
    assert taker.seen.take_usual(packet._replace(seqno=2**31 + 1), *good[1:]) is None
    assert taker.seen.highest == BEGIN
    assert taker.seen.take_usual(*good) is not None


def test_native_code_remembers_nothing_that_it_has_no_memory_to_tell() -> None:
    """A query that is remembered and not run would be refused when its client sends it again; so would one that is
    acknowledged, which its client never sends again."""
    extension, memory = pytest.importorskip("mtproto.session._native"), pytest.importorskip("_testcapi")
    body = MSGS_ACK + write_longs((KEPT[0][0], 1 << 40))
    acks = [Message(BEGIN + 8 + 4 * i, 4, body) for i in range(7)]  # more than there is room for at first
    container = Packet(0, 1, BEGIN + 36, 4, pack((Message(BEGIN + 4, 3, b"call"), *acks)), b"")
    failed = 0
    for allocation in range(80):
        taker, told = Taker(extension), None
        taker.seen.add(BEGIN, 1, NONE, NOW)
        memory.set_nomemory(allocation, allocation + 1)
        try:
            told = taker.take(container, frozenset(), 99.0, 500.0, NOW, 50.0)
        except MemoryError:
            failed += 1
        finally:
            memory.remove_mem_hooks()
        assert taker.seen.highest == (BEGIN if told is None else container.msg_id)
        assert (BEGIN + 4 in taker.acks, taker.acks.deadline) == ((False, None) if told is None else (True, 50.3))
    assert failed
    assert told is not None, "the last had all the memory it wanted"


@BOTH
def test_of_a_packet_that_was_not_taken_whole_nothing_is_remembered(window: Window) -> None:
    """It may be sent again, also when what was of it stood among others that were received before."""
    seen = window()
    seen.add(40, 5, NONE, NOW)
    messages = [Message(36, 3, b"call"), Message(32, 1, b"serve"), Message(44, 7, b"call")]
    kinds = iter((None, "handler"))
    with pytest.raises(StopIteration):
        seen.take_all(messages, lambda kind: next(kinds), 0, NOW)
    assert (seen.lowest, seen.highest, [one.msg_id in seen for one in messages]) == (40, 40, [False] * 3)
    queries, services, refused, *_ = seen.take_all(messages, HANDLER_OF, 0, NOW)
    assert (len(queries), len(services), refused) == (2, 1, [])


def test_native_code_takes_all_of_a_packet_or_nothing_where_memory_is_wanting() -> None:
    extension, memory = pytest.importorskip("mtproto.session._native"), pytest.importorskip("_testcapi")
    messages = [Message(BEGIN + 4 * i, 2 * i + 1, b"serve" if i % 3 else b"call") for i in range(1, 9)]
    failed = 0
    for allocation in range(80):
        seen, told = extension.SeenIds(), None
        seen.add(BEGIN, 1, NONE, NOW)
        memory.set_nomemory(allocation, allocation + 1)
        try:
            told = seen.take_all(messages, HANDLER_OF, 0, NOW)
        except MemoryError:
            failed += 1
        finally:
            memory.remove_mem_hooks()
        assert [one.msg_id in seen for one in messages] == [told is not None] * len(messages)
        assert BEGIN in seen
    assert failed
    assert told is not None, "the last had all the memory it wanted"


def test_native_code_judges_its_arguments() -> None:
    """It reads memory by what it is given, so it relies on nobody."""
    extension = pytest.importorskip("mtproto.session._native")
    seen = extension.SeenIds()
    for error, arguments in (
        (TypeError, (4, 1, NONE)),
        (TypeError, (4, 1, NONE, "now")),
        (TypeError, ("4", 1, NONE, NOW)),
        (OverflowError, (2**63, 1, NONE, NOW)),
        (OverflowError, (4, 2**31, NONE, NOW)),
        (OverflowError, (4, 1, 4, NOW)),
    ):
        with pytest.raises(error):
            seen.add(*arguments)
    for error, given_messages, handler_of in (
        (TypeError, (), HANDLER_OF),
        (TypeError, [(4, 1)], HANDLER_OF),
        (TypeError, [(4, 1, "body")], HANDLER_OF),
        (TypeError, [("4", 1, b"body")], HANDLER_OF),
        (OverflowError, [(4, 2**31, b"body")], HANDLER_OF),
        (TypeError, [(4, 1, b"body")], None),
    ):
        with pytest.raises(error):
            seen.take_all(given_messages, handler_of, 0, NOW)
    with pytest.raises(TypeError):
        seen.judge(4)
    with pytest.raises(OverflowError):
        seen.mark_of(2**63)
    assert seen.highest == 0
