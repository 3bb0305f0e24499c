"""Message ids: rising, of the right kind, near true time (M22, MS-5)."""

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto.session import msg_ids, native
from mtproto.session.msg_ids import NOTICE, REPLY, REQUEST, time_of
from tests.mtproto.session.world import SteppingClock, World

Maker: TypeAlias = "type[native.MsgIds] | type[msg_ids.MsgIds]"
BOTH = pytest.mark.parametrize(
    "maker",
    dict.fromkeys([native.MsgIds, msg_ids.MsgIds]),  # in the same order for all workers
    ids=lambda maker: maker.__module__,
)


@pytest.mark.rows("M22", "MS-5")
@BOTH
@given(steps=st.lists(st.tuples(st.floats(-5_000, 5_000), st.sampled_from((REQUEST, REPLY, NOTICE))), min_size=1))
def test_ids_rise_whatever_the_wall_clock_does(maker: Maker, steps: list[tuple[float, int]]) -> None:
    clock = SteppingClock()
    ids = maker(clock)
    made = []
    for step, kind in steps:
        clock.step = step
        made.append(ids.next(kind))
        assert made[-1] % 4 == kind
        assert made[-1] & 0xFFFFFFFC, "the low half is never empty"
        assert time_of(made[-1]) >= clock.now() - 0.001
    assert made == sorted(set(made))


@BOTH
def test_an_id_tells_its_time(maker: Maker) -> None:
    clock = SteppingClock()
    made = maker(clock).next(REPLY)
    assert time_of(made) == pytest.approx(clock.now())
    assert msg_ids.at(clock.now()) <= made


@pytest.mark.rows("M22")
def test_a_session_whose_ids_no_client_would_take_ends() -> None:
    """When the wall clock goes back by more than clients accept, the session closes instead of talking to the wall."""
    world = World()
    world.settle_in()
    world.clock.step = -31.0
    assert not world.send(world.content())
    [violation] = world.session.events()
    assert violation.code is None
    assert world.session.state.name == "CLOSED"


@pytest.mark.rows("M22")
def test_a_small_step_back_is_bridged() -> None:
    world = World()
    world.settle_in()
    before = world.session.outbox.ids.last
    world.clock.step = -29.0
    world.session.answer(world.request(), b"done")
    assert all(message.msg_id > before for message in world.said())
