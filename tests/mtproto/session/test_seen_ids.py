"""The window of received ids, compared with a model that forgets nothing, in native code and in Python (M8-M11)."""

import tracemalloc
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.session import msg_ids, native, seen_ids
from mtproto.session.containers import CONTAINERS, pack
from mtproto.session.limits import MAX_REMEMBERED_IDS, MIN_REMEMBERED_IDS, REMEMBERED
from mtproto.session.messages import MSGS_ACK, Message
from mtproto.session.packet import Packet
from mtproto.session.tl_bytes import write_longs
from mtproto.session.verdicts import FAILED, NONE, REQUEST, Verdict

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
    made=st.sampled_from((0, BEGIN + (31 << 32))),
    ago=st.sampled_from((0.0, 0.0, -40.0, 299.0, 301.0, NOW, -NOW)),
)
def test_native_code_takes_what_is_usual_as_python_does(
    packets: list[tuple[list[tuple[int, int, bytes]], bool]], most: float, uptime: float, made: int, ago: float
) -> None:
    """And where it takes nothing it remembers nothing."""
    extension = pytest.importorskip("mtproto.session._native")
    both = extension.SeenIds(), seen_ids.SeenIds()
    for seen in both:
        seen.add(BEGIN - 4, 0, NONE, NOW)
    for steps, is_alone in packets:
        packet = packet_of(steps, is_alone)
        before = both[1].highest
        arguments = packet, frozenset((b"serv", *CONTAINERS)), most, uptime, made, NOW + ago
        told, expected = (seen.take_usual(*arguments) for seen in both)
        assert told == expected
        assert [seen.highest for seen in both] == [before if told is None else packet.msg_id] * 2
        for msg_id in range(BEGIN, packet.msg_id + 4) if packet.msg_id < BEGIN + 99 else ():
            assert both[0].mark_of(msg_id) == both[1].mark_of(msg_id)
            assert both[0].seqno_of(msg_id) == both[1].seqno_of(msg_id)


@BOTH
def test_what_is_usual_is_told(window: Window) -> None:
    seen = window()
    query, acks = Message(BEGIN + 4, 3, b"call"), Message(BEGIN + 8, 4, MSGS_ACK + write_longs((1, 5)))
    container = Packet(0, 1, BEGIN + 12, 4, pack((query, acks)), b"")
    arguments = frozenset[bytes](), 2.0, 500.0, 0, NOW
    assert seen.take_usual(container, *arguments) is None, "a session begins the long way"
    seen.add(BEGIN, 1, NONE, NOW)
    assert seen.take_usual(container, *arguments) == (query.msg_id, [query.msg_id], (1, 5), query.msg_id, b"call")
    assert [seen.mark_of(one) for one in (BEGIN + 4, BEGIN + 8, BEGIN + 12)] == [REQUEST, NONE, NONE]
    assert seen.take_usual(container, *arguments) is None
    assert seen.take_usual(Packet(0, 1, BEGIN + 16, 5, b"call", b""), *arguments) == (
        BEGIN + 16,
        [BEGIN + 16],
        (),
        BEGIN + 16,
        b"call",
    )
    alone = Packet(0, 1, BEGIN + 20, 6, acks.body, b"")
    assert seen.take_usual(alone, *arguments) == (BEGIN + 20, [], (1, 5), None, None)


def test_native_code_judges_what_it_is_to_find_usual() -> None:
    extension = pytest.importorskip("mtproto.session._native")
    seen = extension.SeenIds()
    seen.add(BEGIN, 1, NONE, NOW)
    good = (Packet(0, 1, BEGIN + 4, 3, b"call", b""), frozenset((b"serv",)), 9.0, 500.0, 0, NOW)
    for place, error, bad in (
        (0, TypeError, None),
        (0, TypeError, good[0][1:]),
        (0, TypeError, good[0]._replace(msg_id="4")),
        (0, OverflowError, good[0]._replace(msg_id=2**63)),
        (0, TypeError, good[0]._replace(body="call")),
        (1, TypeError, {b"serv"}),
        (2, TypeError, "9"),
        (3, TypeError, None),
        (4, OverflowError, 2**63),
        (5, TypeError, "now"),
    ):
        with pytest.raises(error):
            seen.take_usual(*good[:place], bad, *good[place + 1 :])
    with pytest.raises(TypeError):
        seen.take_usual(*good[1:])
    for never in (float("nan"), float("inf"), -1.0, 1e300):
        assert seen.take_usual(*good[:3], never, *good[4:]) is None
        assert seen.take_usual(*good[:5], never) is None
    assert seen.take_usual(good[0]._replace(seqno=2**31 + 1), *good[1:]) is None
    assert seen.highest == BEGIN
    assert seen.take_usual(*good) is not None


def test_native_code_remembers_nothing_that_it_has_no_memory_to_tell() -> None:
    """A query that is remembered and not run would be refused when its client sends it again."""
    extension, memory = pytest.importorskip("mtproto.session._native"), pytest.importorskip("_testcapi")
    acks = Message(BEGIN + 8, 4, MSGS_ACK + write_longs((1 << 40, 1 << 41)))
    container = Packet(0, 1, BEGIN + 12, 4, pack((Message(BEGIN + 4, 3, b"call"), acks)), b"")
    failed = 0
    for allocation in range(40):
        seen, told = extension.SeenIds(), None
        seen.add(BEGIN, 1, NONE, NOW)
        memory.set_nomemory(allocation, allocation + 1)
        try:
            told = seen.take_usual(container, frozenset(), 9.0, 500.0, 0, NOW)
        except MemoryError:
            failed += 1
        finally:
            memory.remove_mem_hooks()
        assert seen.highest == (BEGIN if told is None else container.msg_id)
    assert failed


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
