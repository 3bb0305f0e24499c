"""Acknowledgements that are owed, in native code as in Python (M23)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.session import native, pending_acks
from mtproto.session.cutting import only_longs
from mtproto.session.limits import MAX_SERVICE_IDS
from mtproto.session.messages import MSGS_ACK

IDS = st.integers(0, 8)
TIMES = st.floats(-10, 10)
CALLS = st.one_of(
    st.tuples(st.just("add"), st.lists(IDS, max_size=4) | st.lists(IDS, max_size=4).map(tuple), TIMES),
    st.tuples(st.sampled_from(("discard", "discard", "__contains__")), IDS),
    st.tuples(st.just("is_due"), TIMES),
    st.tuples(st.just("take")),
)


@given(calls=st.lists(CALLS, max_size=30), delay=st.sampled_from((0.0, 0.3)), batch=st.integers(1, 6))
def test_native_code_owes_as_python_does(calls: list[tuple[Any, ...]], delay: float, batch: int) -> None:
    """Whatever is asked in whatever order."""
    extension = pytest.importorskip("mtproto.session._native")
    both = extension.PendingAcks(delay, batch), pending_acks.PendingAcks(delay, batch)
    for name, *arguments in calls:
        told, expected = (getattr(owed, name)(*arguments) for owed in both)
        assert told == expected, name
        assert both[0].deadline == both[1].deadline


@pytest.mark.parametrize("kind", [native.PendingAcks, pending_acks.PendingAcks])
@pytest.mark.parametrize("count", [0, 1, MAX_SERVICE_IDS, MAX_SERVICE_IDS + 1, 2 * MAX_SERVICE_IDS + 3])
def test_one_message_acknowledges_so_many_and_no_more(kind: type[native.PendingAcks], count: int) -> None:
    owed = kind(0.3, MAX_SERVICE_IDS)
    ids = [(1 << 62) + 4 * i for i in range(count)]
    owed.add(ids, 5.0)
    assert owed.deadline == (5.0 if count >= MAX_SERVICE_IDS else 5.3)
    bodies = owed.take()
    named = [only_longs(body) or () for body in bodies]
    assert all(body.startswith(MSGS_ACK) for body in bodies)
    assert [len(each) for each in named] == [MAX_SERVICE_IDS] * (count // MAX_SERVICE_IDS) + [
        rest for rest in (count % MAX_SERVICE_IDS,) if rest
    ]
    assert [msg_id for each in named for msg_id in each] == ids
    assert (owed.take(), owed.deadline) == ([], None)


def test_native_code_judges_what_is_owed() -> None:
    extension = pytest.importorskip("mtproto.session._native")
    owed = extension.PendingAcks(0.3, 5)
    for error, arguments in (
        (TypeError, ((4,),)),
        (TypeError, ((4,), "now")),
        (TypeError, (4, 1.0)),
        (TypeError, (("4",), 1.0)),
        (OverflowError, ((2**63,), 1.0)),
    ):
        with pytest.raises(error):
            owed.add(*arguments)
    for name, bad in (("discard", []), ("__contains__", []), ("is_due", "now")):
        with pytest.raises(TypeError):
            getattr(owed, name)(bad)
    for arguments in ((), (0.3,), ("0.3", 5), (0.3, 2**63)):
        with pytest.raises((TypeError, OverflowError)):
            extension.PendingAcks(*arguments)
    assert (owed.take(), owed.deadline) == ([], None)
