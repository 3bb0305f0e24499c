"""The local bus: order, independence of listeners, changes while an event is handed round."""

import logging
from collections.abc import Sequence

import pytest

from storage.bus import LocalBus


def test_listeners_of_a_topic_hear_its_events_in_order(bus: LocalBus) -> None:
    heard: list[tuple[str, object]] = []
    bus.subscribe("user.1", lambda topic, events: heard.extend((topic, event) for event in events))
    for number in range(3):
        bus.publish("user.1", (number,))
        bus.publish("user.2", (number,))
    assert heard == [("user.1", 0), ("user.1", 1), ("user.1", 2)]


def test_a_failing_listener_is_logged_and_harms_nobody(bus: LocalBus, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[object] = []

    def fails(topic: str, events: Sequence[object]) -> None:
        raise ValueError("secret text")

    bus.subscribe("user.1", fails)
    bus.subscribe("user.1", lambda _, events: heard.extend(events))
    with caplog.at_level(logging.ERROR):
        bus.publish("user.1", ("event",))
    assert heard == ["event"]
    assert "a listener of user.1 failed" in caplog.text


def test_a_listener_may_leave_while_it_is_called(bus: LocalBus) -> None:
    heard: list[str] = []

    def once(topic: str, events: Sequence[object]) -> None:
        heard.append("once")
        bus.unsubscribe(topic, once)

    bus.subscribe("user.1", once)
    bus.subscribe("user.1", lambda *_: heard.append("always"))
    bus.publish("user.1", ())
    bus.publish("user.1", ())
    assert heard == ["once", "always", "always"]
    with pytest.raises(KeyError):
        bus.unsubscribe("user.1", once)
