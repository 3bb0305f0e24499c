"""The acknowledgements one side owes: batched, carried by what is sent anyway, or sent alone when they are due.

core.telegram.org/mtproto/service_messages_about_messages, "Acknowledgment of Receipt".

Rules of this file
- An answer to a request acknowledges it, so a request that is answered in time costs no acknowledgement of its own.
- One msgs_ack names at most 8,192 ids.
- csrc/pending_acks.c does the same for machines that can build it: most messages are owed one for a moment.
"""

from __future__ import annotations

from collections.abc import Iterable

from mtproto.session.cutting import write_longs
from mtproto.session.limits import MAX_SERVICE_IDS
from mtproto.session.messages import MSGS_ACK


class PendingAcks:
    """Ids of content-related messages received and not acknowledged yet.

    Args:
        delay: Seconds the oldest of them may wait.
        batch: How many of them do not wait.
    """

    __slots__ = ("_batch", "_delay", "_ids", "deadline")

    def __init__(self, delay: float, batch: int) -> None:
        self._delay = delay
        self._batch = batch
        self._ids: dict[int, None] = {}
        self.deadline: float | None = None
        """Monotonic time at which they are due, None when there are none."""

    def __contains__(self, msg_id: int) -> bool:
        return msg_id in self._ids

    def add(self, ids: Iterable[int], monotonic: float) -> None:
        """Messages that must be acknowledged have arrived."""
        for msg_id in ids:
            self._ids[msg_id] = None
        if self.deadline is None:
            self.deadline = monotonic + self._delay
        if len(self._ids) >= self._batch:
            self.deadline = monotonic

    def discard(self, msg_id: int) -> None:
        """It was acknowledged in another way."""
        if self._ids.pop(msg_id, msg_id) is None and not self._ids:
            self.deadline = None

    def is_due(self, monotonic: float) -> bool:
        """Whether they should go out even alone."""
        return self.deadline is not None and monotonic >= self.deadline

    def take(self) -> list[bytes]:
        """The msgs_ack messages for all of them; they are owed no more."""
        ids = list(self._ids)
        self._ids.clear()
        self.deadline = None
        return [MSGS_ACK + write_longs(ids[i : i + MAX_SERVICE_IDS]) for i in range(0, len(ids), MAX_SERVICE_IDS)]
