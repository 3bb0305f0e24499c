"""The numbers of a secret chat against a network that drops, delays, doubles and reorders (row E1, RL-1)."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from client_sdk.secret.sequence import MAX_GAP, Inconsistent, Place, Sequence

pytestmark = pytest.mark.rows("E1")


@dataclass
class Side:
    """One side: its counters, what it has said, what it holds back, what it took, what was asked of it."""

    sequence: Sequence
    sent: list[tuple[int, int]] = field(default_factory=list)
    held: dict[int, tuple[int, int]] = field(default_factory=dict)
    took: list[int] = field(default_factory=list)

    def say(self) -> tuple[int, int]:
        self.sent.append(self.sequence.next_out())
        return self.sent[-1]

    def hear(self, numbers: tuple[int, int]) -> tuple[int, int] | None:
        """Take a message; the numbers to ask for."""
        place = self.sequence.judge(*numbers)
        if place is Place.OLD:
            return None
        if place is Place.EARLY:
            self.held[numbers[1] // 2] = numbers
            return self.sequence.ask(numbers[1] // 2)
        while numbers is not None:
            assert self.sequence.judge(*numbers) is Place.NEXT
            self.took.append(numbers[1] // 2)
            self.sequence.taken(numbers[0])
            numbers = self.held.pop(self.sequence.taken_in, None)
        return None


class NetworkMachine(RuleBasedStateMachine):
    """Two honest sides and a network that does what it likes: whatever is taken is taken once and in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sides = [Side(Sequence(is_creator=True)), Side(Sequence(is_creator=False))]
        self.network: list[list[tuple[int, int]]] = [[], []]

    @rule(who=st.integers(0, 1))
    def say(self, who: int) -> None:
        self.network[1 - who].append(self.sides[who].say())

    @rule(who=st.integers(0, 1), which=st.integers(0), keep=st.booleans())
    def deliver(self, who: int, which: int, keep: bool) -> None:
        waiting = self.network[who]
        if waiting:
            at = which % len(waiting)
            wanted = self.sides[who].hear(waiting[at] if keep else waiting.pop(at))
            if wanted is not None:
                other = self.sides[1 - who]
                waiting += [other.sent[number] for number in other.sequence.asked(*wanted)]

    @rule(who=st.integers(0, 1), which=st.integers(0))
    def drop(self, who: int, which: int) -> None:
        if self.network[who]:
            self.network[who].pop(which % len(self.network[who]))

    @invariant()
    def in_order_and_once(self) -> None:
        for side in self.sides:
            assert side.took == list(range(side.sequence.taken_in))

    def teardown(self) -> None:
        """Once nothing is lost any more, everything said has been taken."""
        for who, side in enumerate(self.sides):
            for numbers in self.sides[1 - who].sent:
                side.hear(numbers)
            assert len(side.took) == len(self.sides[1 - who].sent)


TestNetwork = NetworkMachine.TestCase


def test_the_numbers_of_the_documentation() -> None:
    creator, other = Sequence(is_creator=True), Sequence(is_creator=False)
    assert creator.next_out() == (0, 1)
    assert other.next_out() == (1, 0)
    assert other.judge(0, 1) is Place.NEXT
    other.taken(0)
    assert other.next_out() == (3, 2)


@given(st.integers(-4, 20), st.integers(-4, 20))
def test_mirrored_and_impossible_numbers(in_seq_no: int, out_seq_no: int) -> None:
    """A message of one's own, sent back, never passes; nor does one that acknowledges what was never sent."""
    side = Sequence(is_creator=True)
    sent = [side.next_out() for _ in range(3)]
    for numbers in sent:
        with pytest.raises(Inconsistent):
            side.judge(*numbers)
    honest = in_seq_no % 2 == 1 and out_seq_no % 2 == 0 and in_seq_no >= 0 and out_seq_no >= 0
    if not honest or (out_seq_no == 0 and in_seq_no // 2 > 3):
        with pytest.raises(Inconsistent):
            side.judge(in_seq_no, out_seq_no)
    else:
        assert side.judge(in_seq_no, out_seq_no) is (Place.NEXT if out_seq_no == 0 else Place.EARLY)


def test_acknowledgements_never_go_back() -> None:
    side = Sequence(is_creator=True)
    for _ in range(3):
        side.next_out()
    assert side.judge(5, 0) is Place.NEXT
    side.taken(5)
    with pytest.raises(Inconsistent):
        side.judge(3, 2)


def test_a_gap_is_asked_for_once_and_is_bounded() -> None:
    side = Sequence(is_creator=False)
    assert side.ask(3) == (1, 5)
    assert side.ask(3) is None
    assert side.ask(5) == (7, 9)
    with pytest.raises(Inconsistent):
        side.judge(0, 2 * (MAX_GAP + 1) + 1)


@pytest.mark.parametrize("wanted", [(0, 2), (1, 4), (3, 1), (-1, 1), (1, 7)])
def test_what_nobody_can_ask_for(wanted: tuple[int, int]) -> None:
    side = Sequence(is_creator=True)
    for _ in range(3):
        side.next_out()
    assert side.asked(1, 5) == range(3)
    with pytest.raises(Inconsistent):
        side.asked(*wanted)
