"""The wake-up bus: what was committed, carried to those who wait for it.

Publishing is fire and forget and remembers nothing. The record is in the database, so a lost wake-up delays a reader
until its next look and loses nothing; that is what allows a networked bus to take this one's place. For the same
reason an event is a plain value that msgpack can carry, and a topic a short dotted string such as `user.42` or
`channel.7`.

Everything here happens on the event loop's thread. Listeners must not block; one that raises is logged and does not
keep the event from the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

Listener: TypeAlias = Callable[[str, Sequence[object]], None]
"""Called with (topic, events)."""

logger = logging.getLogger(__name__)


class Bus(Protocol):
    """Carries events from whoever commits to whoever listens."""

    def publish(self, topic: str, events: Sequence[object]) -> None:
        """Tell every listener of `topic` what was committed together, in its order; one commit after the other."""

    def subscribe(self, topic: str, listener: Listener) -> None:
        """Call `listener` with whatever is published to `topic` from now on."""

    def unsubscribe(self, topic: str, listener: Listener) -> None:
        """Stop calling `listener` for `topic`; raises KeyError if it was not subscribed."""


class LocalBus:
    """The bus of a single process: a dictionary of listeners, called at once and in order of subscription."""

    def __init__(self) -> None:
        # Tuples, replaced whole: a listener may subscribe or unsubscribe while an event is being handed round.
        self._listeners: dict[str, tuple[Listener, ...]] = {}

    def publish(self, topic: str, events: Sequence[object]) -> None:
        for listener in self._listeners.get(topic, ()):
            try:
                listener(topic, events)
            except Exception:
                logger.exception("a listener of %s failed", topic)

    def subscribe(self, topic: str, listener: Listener) -> None:
        self._listeners[topic] = (*self._listeners.get(topic, ()), listener)

    def unsubscribe(self, topic: str, listener: Listener) -> None:
        listeners = self._listeners.get(topic, ())
        if listener not in listeners:
            raise KeyError(topic)
        rest = tuple(other for other in listeners if other != listener)
        if rest:
            self._listeners[topic] = rest
        else:
            del self._listeners[topic]
