"""What is numbered, kept, queued and acknowledged, in native code as in Python (M22, M23, AT-6)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.session import msg_ids, outgoing
from mtproto.session.limits import MAX_KEPT_BYTES, MAX_KEPT_MESSAGES
from mtproto.session.messages import RESULT, RPC_ERROR, RPC_RESULT
from mtproto.session.msg_ids import NOTICE, REPLY, REQUEST
from tests.mtproto.session.world import SteppingClock

KINDS = st.sampled_from((REQUEST, REPLY, NOTICE))
BODIES = st.one_of(
    st.binary(max_size=24),
    st.builds(
        lambda request, result: RESULT.pack(RPC_RESULT, request) + result, st.integers(0, 3), st.binary(max_size=9)
    ),
    st.builds(lambda request: RESULT.pack(RPC_RESULT, request) + RPC_ERROR, st.integers(0, 3)),
    st.integers(0, 3).map(lambda quarters: bytes(quarters * MAX_KEPT_BYTES // 4)),
)
PLACES = st.integers(0, 12)
"""Which of the ids that were drawn so far."""
CALLS = st.one_of(
    st.tuples(st.sampled_from(("add", "add", "add", "add_once", "number")), BODIES, KINDS),
    st.tuples(st.just("add_result"), st.integers(-3, 3), st.binary(max_size=9) | st.just(RPC_ERROR)),
    st.tuples(st.just("forget_all"), st.lists(PLACES, max_size=4), PLACES),
    st.tuples(st.just("take_one"), st.sampled_from((0, 40, 100, 16 * 1024, 2 * MAX_KEPT_BYTES))),
    st.tuples(st.sampled_from(("send_again", "keep", "lose")), PLACES),
    st.tuples(st.just("connect"), st.booleans()),
    st.tuples(st.just("step"), st.floats(-40, 40)),
    st.tuples(st.just("clear")),
)


class Both:
    """One of each kind, made with the same clock, and asked the same."""

    def __init__(self) -> None:
        native = pytest.importorskip("mtproto.session._native")
        self.clock = SteppingClock()
        self.all: list[Any] = [
            native.Outgoing(native.MsgIds(self.clock)),
            outgoing.Outgoing(msg_ids.MsgIds(self.clock)),
        ]
        self.messages = [(4, 1, b"never drawn")]

    def ask(self, name: str, *arguments: Any) -> Any:
        told, expected = (getattr(one, name)(*arguments) for one in self.all)
        assert told == expected, name
        return told

    def do(self, name: str, *arguments: Any) -> None:
        """One call, with places in place of ids."""
        if name == "step":
            self.clock.step = arguments[0]
        elif name == "connect":
            for one in self.all:
                one.is_connected = arguments[0]
        elif name in ("send_again", "keep"):
            self.ask(name, self.at(arguments[0]))
        elif name == "lose":
            for one in self.all:
                one.lost = {*(one.lost or ()), self.at(arguments[0])[0]}
        elif name == "forget_all":
            self.ask(name, [self.at(place)[0] for place in arguments[0]], self.at(arguments[1])[0])
        else:
            told = self.ask(name, *arguments)
            if name in ("add", "add_result"):
                self.messages.append(self.all[0].kept[told])

    def at(self, place: int) -> tuple[int, int, bytes]:
        return self.messages[place % len(self.messages)]

    def state(self) -> list[dict[str, object]]:
        names = ("kept", "kept_bytes", "answers", "fresh", "again", "lost", "sent", "is_connected", "is_full")
        stores = [{name: getattr(one, name) for name in names} for one in self.all]
        for one, store in zip(self.all, stores, strict=True):
            store.update(waits=bool(one), last=one.ids.last, order=[list(one.kept), list(one.fresh), list(one.again)])
        return stores


@given(calls=st.lists(CALLS, max_size=40))
def test_native_code_keeps_as_python_does(calls: list[tuple[Any, ...]]) -> None:
    """Whatever is asked in whatever order."""
    both = Both()
    for call in calls:
        both.do(*call)
        told, expected = both.state()
        assert told == expected, call


def test_native_code_is_full_as_python_is() -> None:
    both = Both()
    for _ in range(MAX_KEPT_MESSAGES + 1):
        both.do("add", b"body", NOTICE)
    assert [one.is_full for one in both.all] == [True, True]
    both.ask("forget_all", [both.messages[1][0]], both.messages[-1][0])
    assert [one.is_full for one in both.all] == [False, False]


def test_native_code_judges_what_it_is_given() -> None:
    """It reads memory by what it is given, so it relies on nobody."""
    native = pytest.importorskip("mtproto.session._native")
    clock = SteppingClock()
    one = native.Outgoing(native.MsgIds(clock))
    for error, name, arguments in (
        (TypeError, "add", (b"body",)),
        (TypeError, "add", (b"body", "1")),
        (TypeError, "add", (None, NOTICE)),
        (TypeError, "add", (b"body", NOTICE, "id")),
        (OverflowError, "add", (b"body", NOTICE, 2**63)),
        (TypeError, "add_result", (4,)),
        (TypeError, "add_result", ("4", b"body")),
        (TypeError, "add_result", (4, "body")),
        (OverflowError, "add_result", (2**63, b"body")),
        (ValueError, "add_once", (b"body", 4)),
        (ValueError, "number", (b"body", -1)),
        (TypeError, "keep", ((1, 2),)),
        (TypeError, "keep", ([1, 2, b""],)),
        (TypeError, "send_again", (b"message",)),
        (TypeError, "forget_all", (7, 8)),
        (TypeError, "forget_all", ([b"id"], 8)),
        (OverflowError, "forget_all", ([2**63], 8)),
        (TypeError, "take_one", ("most",)),
    ):
        with pytest.raises(error):
            getattr(one, name)(*arguments)
    assert (one.kept, one.answers, one.kept_bytes) == ({}, {}, 0)
    for wrong in (None, msg_ids.MsgIds(clock)):
        with pytest.raises(TypeError):
            native.Outgoing(wrong)
    with pytest.raises(TypeError):
        native.Outgoing.__new__(native.Outgoing).add(b"body", NOTICE)
    with pytest.raises(AttributeError):
        native.MsgIds(None)
    clock.step = 1e30
    with pytest.raises(OverflowError):
        one.add(b"body", NOTICE)
