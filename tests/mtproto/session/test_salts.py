"""Salts: 1,800 seconds, 1,800 of grace, 64 to come, and none over a restart (M13, M14, MS-3, H14)."""

import os
from itertools import pairwise

import pytest
from telethon.tl import functions

from mtproto.session import Salts, SaltSecret
from mtproto.session.limits import SALT_PERIOD
from tests.mtproto.session.world import World, read

KEY_ID = bytes(range(8))


@pytest.fixture
def salts(world: World) -> Salts:
    salts = Salts(world.secret, KEY_ID, world.clock)
    until_next = salts.future(1, world.clock.now())[0].valid_since + SALT_PERIOD - world.clock.now()
    world.clock.advance(until_next)
    return salts


@pytest.mark.rows("MS-3", "M13")
def test_a_salt_lasts_its_period_and_one_more(world: World, salts: Salts) -> None:
    mine = salts.current(world.clock.now())
    world.clock.advance(SALT_PERIOD - 0.001)
    assert salts.current(world.clock.now()) == mine
    world.clock.advance(0.001)
    assert salts.current(world.clock.now()) != mine
    assert salts.accepts(mine, world.clock.now())
    world.clock.advance(SALT_PERIOD - 0.001)
    assert salts.accepts(mine, world.clock.now())
    world.clock.advance(0.001)
    assert not salts.accepts(mine, world.clock.now())


@pytest.mark.rows("MS-3", "M14")
def test_the_future_is_told_without_a_gap_and_comes_true(world: World, salts: Salts) -> None:
    told = salts.future(64, world.clock.now())
    assert len(told) == len({each.salt for each in told}) == 64
    for this, following in pairwise(told):
        assert following.valid_since - this.valid_since == SALT_PERIOD
        assert following.valid_since <= this.valid_until
    for each in told:
        assert each.valid_since <= world.clock.now() < each.valid_until
        assert salts.current(world.clock.now()) == each.salt
        world.clock.advance(SALT_PERIOD)


def test_salts_are_the_keys_own(world: World) -> None:
    """Each key has salts of its own, and its own moment at which they change."""
    keys = [os.urandom(8) for _ in range(50)]
    all_salts = [Salts(world.secret, key_id, world.clock) for key_id in keys]
    assert len({salts.current(world.clock.now()) for salts in all_salts}) == 50
    assert len({salts.future(1, world.clock.now())[0].valid_since for salts in all_salts}) > 25


@pytest.mark.rows("MS-2", "AT-6")
def test_another_process_has_other_salts(world: World) -> None:
    again = Salts(SaltSecret(world.clock, os.urandom), KEY_ID, world.clock)
    mine = {each.salt for each in Salts(world.secret, KEY_ID, world.clock).future(64, world.clock.now())}
    assert not any(again.accepts(salt, world.clock.now()) for salt in mine)


@pytest.mark.rows("H14", "M13")
def test_the_salt_of_the_exchange_is_good_at_first(world: World) -> None:
    salts = Salts(world.secret, KEY_ID, world.clock, first=42)
    assert salts.accepts(42, world.clock.now())
    world.clock.advance(SALT_PERIOD - 0.001)
    assert salts.accepts(42, world.clock.now())
    world.clock.advance(0.001)
    assert not salts.accepts(42, world.clock.now())
    assert not Salts(world.secret, KEY_ID, world.clock).accepts(42, world.clock.now())


def test_salts_follow_a_wall_clock_that_goes_back(world: World, salts: Salts) -> None:
    before = salts.current(world.clock.now())
    world.clock.advance(SALT_PERIOD)
    salts.current(world.clock.now())
    world.clock.step = -SALT_PERIOD
    assert salts.current(world.clock.now()) == before


@pytest.mark.rows("M14", "MS-6")
@pytest.mark.parametrize(("asked", "given"), [(-1, 1), (0, 1), (1, 1), (64, 64), (65, 64), (2**31 - 1, 64)])
def test_get_future_salts(settled: World, asked: int, given: int) -> None:
    query = settled.content(bytes(functions.GetFutureSaltsRequest(asked)))
    settled.send(query)
    [answer] = settled.said()
    salts = read(answer.body)
    assert salts.req_msg_id == query.msg_id
    assert salts.now == int(settled.clock.now())
    assert [salt.salt for salt in salts.salts] == [
        each.salt for each in settled.salts.future(given, settled.clock.now())
    ]
    assert answer.seqno % 2 == 0, "the answer needs no acknowledgement and is the one of the query"
