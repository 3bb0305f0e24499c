"""Flood control: who is counted, what FLOOD_WAIT_X says, and what happens when nothing more can be counted."""

from collections.abc import Sequence

import pytest

from mtproto import rpc_errors
from server.rpc.flood import LIMITS, Counted, FloodClass, FloodControl, MemoryCounters, Scope, StoreUnavailable
from tests.support.clock import ManualClock

Caller = tuple[int, int, str]
"""Account, key and address."""

ALICE: Caller = (1, 10, "192.0.2.1")
BOB: Caller = (2, 20, "192.0.2.1")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def spend(control: FloodControl, flood: FloodClass, caller: Caller) -> int:
    """How many calls pass before the first wait."""
    calls = 0
    while control.wait_for(flood, *caller) == 0:
        calls += 1
    return calls


@pytest.mark.rows("DO-8")
@pytest.mark.parametrize("flood", FloodClass)
def test_each_class_lets_its_burst_pass_and_then_says_how_long_to_wait(flood: FloodClass, clock: ManualClock) -> None:
    control = FloodControl(clock)
    tightest = min(LIMITS[flood], key=lambda limit: limit.burst)
    assert spend(control, flood, ALICE) == tightest.burst
    with pytest.raises(rpc_errors.FLOOD_WAIT_X) as refused:
        control.admit(flood, *ALICE)
    clock.advance(refused.value.parameter)
    control.admit(flood, *ALICE)


def test_what_was_refused_costs_nothing(clock: ManualClock) -> None:
    control = FloodControl(clock)
    spend(control, FloodClass.CREATE, ALICE)
    first = control.wait_for(FloodClass.CREATE, *ALICE)
    assert [control.wait_for(FloodClass.CREATE, *ALICE) for _ in range(50)] == [first] * 50


def test_a_counter_recovers_at_the_rate_of_its_class(clock: ManualClock) -> None:
    control = FloodControl(clock)
    (limit,) = LIMITS[FloodClass.SEND]
    spend(control, FloodClass.SEND, ALICE)
    clock.advance(limit.interval * 7.5)
    assert spend(control, FloodClass.SEND, ALICE) == 7


def test_accounts_are_counted_apart_and_classes_too(clock: ManualClock) -> None:
    control = FloodControl(clock)
    spend(control, FloodClass.SEND, ALICE)
    control.admit(FloodClass.SEND, *BOB)
    control.admit(FloodClass.SEARCH, *ALICE)


def test_an_account_is_counted_once_for_all_its_keys(clock: ManualClock) -> None:
    control = FloodControl(clock)
    spend(control, FloodClass.SEND, ALICE)
    assert control.wait_for(FloodClass.SEND, ALICE[0], 11, "198.51.100.7") > 0


def test_a_key_that_nobody_is_signed_in_under_counts_as_itself(clock: ManualClock) -> None:
    control = FloodControl(clock)
    spend(control, FloodClass.DEFAULT, (0, 30, "192.0.2.1"))
    control.admit(FloodClass.DEFAULT, 0, 31, "192.0.2.1")
    control.admit(FloodClass.DEFAULT, 30, 32, "192.0.2.1")  # account 30 is not key 30


def test_sign_in_is_counted_by_address_too(clock: ManualClock) -> None:
    """A guesser who makes a new key for every try is stopped by the address."""
    control = FloodControl(clock)
    by_address = next(limit for limit in LIMITS[FloodClass.SIGN_IN] if limit.scope is Scope.ADDRESS)
    for key in range(by_address.burst):
        control.admit(FloodClass.SIGN_IN, 0, key, "203.0.113.5")
    with pytest.raises(rpc_errors.FLOOD_WAIT_X):
        control.admit(FloodClass.SIGN_IN, 0, -1, "203.0.113.5")
    control.admit(FloodClass.SIGN_IN, 0, -1, "203.0.113.6")


def test_the_factors_relax_everything_but_passwords(clock: ManualClock) -> None:
    relaxed = FloodControl(clock, factor=100, sign_in_factor=10)
    factors = {FloodClass.SIGN_IN: 10, FloodClass.PASSWORD: 1, FloodClass.PASSWORD_GUESS: 1}
    for flood in FloodClass:
        tightest = min(LIMITS[flood], key=lambda limit: limit.burst)
        assert spend(relaxed, flood, ALICE) == tightest.burst * factors.get(flood, 100)


def test_what_is_given_back_was_not_counted(clock: ManualClock) -> None:
    """Neither is it counted as less than nothing."""
    control, guess = FloodControl(clock), FloodClass.PASSWORD_GUESS
    burst = spend(control, guess, ALICE)
    control.give_back(guess, ALICE[0])
    control.admit(guess, *ALICE)
    with pytest.raises(rpc_errors.FLOOD_WAIT_X):
        control.admit(guess, *ALICE)
    control.give_back(guess, BOB[0])
    assert spend(control, guess, BOB) == burst


class NoStore:
    """A store of counters that is down."""

    def count(self, flood: FloodClass, counted: Sequence[Counted], now: float) -> float:
        raise StoreUnavailable

    def give_back(self, flood: FloodClass, counter: object, interval: float) -> None:
        raise AssertionError("nothing was counted")


@pytest.mark.rows("DO-8")
def test_without_a_store_sign_in_is_refused_and_messages_go_on(clock: ManualClock) -> None:
    control = FloodControl(clock, store=NoStore())
    assert FloodClass.SIGN_IN.guards_secrets
    assert FloodClass.PASSWORD.guards_secrets
    assert not FloodClass.SEND.guards_secrets
    for flood in FloodClass:
        if flood.guards_secrets:
            with pytest.raises(rpc_errors.FLOOD_WAIT_X):
                control.admit(flood, *ALICE)
        else:
            control.admit(flood, *ALICE)


@pytest.mark.rows("DO-8")
def test_a_full_store_forgets_who_has_recovered_and_nobody_else(clock: ManualClock) -> None:
    store = MemoryCounters(capacity=3)
    control = FloodControl(clock, store=store)
    (limit,) = LIMITS[FloodClass.CREATE]
    for account in (1, 2, 3):
        control.admit(FloodClass.CREATE, account, 0, "")
    fourth = ((4,), limit.interval, limit.interval * limit.burst)
    with pytest.raises(StoreUnavailable):
        store.count(FloodClass.CREATE, (fourth,), clock.monotonic())
    clock.advance(limit.interval)
    assert store.count(FloodClass.CREATE, (fourth,), clock.monotonic()) == 0
