"""The waits between tries to connect."""

from client_sdk.network.backoff import LONGEST_SECONDS, Backoff


def test_the_ceiling_doubles_up_to_its_limit_and_begins_anew():
    backoff = Backoff(lambda size: b"\xff" * size)
    waits = [round(backoff.next(), 3) for _ in range(9)]
    assert waits == [0.5, 1, 2, 4, 8, 16, LONGEST_SECONDS, LONGEST_SECONDS, LONGEST_SECONDS]
    backoff.reset()
    assert round(backoff.next(), 3) == 0.5


def test_no_wait_is_shorter_than_half_its_ceiling():
    assert Backoff(bytes).next() == 0.25
