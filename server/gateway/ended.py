"""Sessions that have ended, for as long as somebody could still send their messages again.

The ids that a session has received are what makes each message run once. When it ends they go, and a recorded message
would be new to a session that takes its place under the same id. So the highest id stays behind, as the floor of the
one to come, until every message below it is refused for its age alone (rows M8, MS-2, AT-9).
"""

from __future__ import annotations

from collections import OrderedDict

from mtproto.clock import Clock
from mtproto.session.limits import REMEMBERED

CAPACITY = 50_000


class EndedSessions:
    """Floors by (key, session id). Beyond its capacity it remembers only that nothing below some id may run."""

    def __init__(self, clock: Clock, capacity: int = CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self._floors: OrderedDict[tuple[int, int], tuple[int, float]] = OrderedDict()
        self._common_floor = 0

    def remember(self, key_id: int, session_id: int, highest_msg_id: int) -> None:
        """A session ended that had received ids up to this one."""
        now = self._clock.monotonic()
        self._floors[key_id, session_id] = (highest_msg_id, now + REMEMBERED)
        self._floors.move_to_end((key_id, session_id))
        while len(self._floors) > self._capacity or next(iter(self._floors.values()))[1] <= now:
            _, (floor, until) = self._floors.popitem(last=False)
            if until > now:
                self._common_floor = max(self._common_floor, floor)

    def floor(self, key_id: int, session_id: int) -> int:
        """The highest id that may have been received by a session of this name before; 0 for a new name."""
        floor, until = self._floors.get((key_id, session_id), (0, 0.0))
        return max(floor if until > self._clock.monotonic() else 0, self._common_floor)
