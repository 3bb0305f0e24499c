"""The window of received ids, compared with a model that forgets nothing (M8-M11)."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.session import msg_ids
from mtproto.session.limits import MAX_REMEMBERED_IDS, MIN_REMEMBERED_IDS, REMEMBERED
from mtproto.session.seen_ids import FAILED, NONE, REQUEST, SeenIds, Verdict

NOW = 1_700_000_000.0


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
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12)), max_size=60))
def test_it_judges_as_the_documentation_words_it(messages: list[tuple[int, int]]) -> None:
    seen = SeenIds()
    model: dict[int, int] = {}
    for msg_id, seqno in messages:
        verdict = seen.judge(msg_id, seqno)
        assert verdict in expected(model, msg_id, seqno)
        if verdict is Verdict.NEW:
            seen.add(msg_id, seqno, NONE, NOW)
            model[msg_id] = seqno
    assert all(msg_id in seen and seen.seqno_of(msg_id) == seqno for msg_id, seqno in model.items())
    assert (seen.lowest, seen.highest) == (min(model, default=0), max(model, default=0))


@pytest.mark.rows("M10", "M8")
@pytest.mark.parametrize("per_second", [1, 100, 1_000])
def test_it_remembers_the_window_and_refuses_what_is_below(per_second: int) -> None:
    seen = SeenIds()
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
    assert all(seen.judge(msg_id, 0) is Verdict.TOO_OLD for msg_id in forgotten[-100:])
    assert seen.judge(given_ids[-1] - 4, 0) is Verdict.NEW


def test_what_became_of_a_call_is_marked() -> None:
    seen = SeenIds()
    for msg_id in (8, 4, 12):
        seen.add(msg_id, msg_id // 2, REQUEST if msg_id == 8 else NONE, NOW)
    seen.set_failed(8)
    seen.set_failed(16)
    assert [seen.mark_of(msg_id) for msg_id in (4, 8, 12, 16)] == [0, REQUEST | FAILED, 0, None]


def test_an_id_costs_sixteen_bytes() -> None:
    seen = SeenIds()
    for i in range(4_096):
        seen.add(msg_ids.at(NOW) + 4 * i, 0, NONE, NOW)
    columns = (seen._ids, seen._marked)
    assert sum(map(sys.getsizeof, columns)) < 4_096 * 16 * 1.15
