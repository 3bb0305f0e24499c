"""The numbers of a secret chat's messages (core.telegram.org/api/end-to-end/seq_no).

Each side counts what it has sent and what it has taken, and says both in every message. A message is taken when it is
the next one; an older one is a repetition; a later one waits, and what is missing between is asked for. The server can
delay messages, but neither drop, double, reorder nor invent any without being noticed.

    raw numbers count from 0;  on the wire: 2 * raw + x, where x tells the sides apart, against mirrored messages

Rules of this file
- No input or output: `judge` says what a message is, `taken` and `next_out` move the counters.
- What cannot come from an honest peer is `Inconsistent`; the chat is then to be discarded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mtproto.errors import ProtocolViolation

MAX_GAP = 200
"""Messages that may be missing at once."""


class Inconsistent(ProtocolViolation):
    """The peer, or somebody between, does not count as it must: the chat cannot be trusted any more."""


class Place(Enum):
    """What a message is by its numbers."""

    OLD = "old"
    NEXT = "next"
    EARLY = "early"


@dataclass
class Sequence:
    """The counters of one side.

    Attributes:
        is_creator: Whether this side has begun the chat.
        taken_in: Messages taken from the peer, in order.
        sent_out: Messages sent to the peer.
        peer_has: Of those sent, how many the peer has said to have taken.
        asked_until: The messages before this one were asked for again.
    """

    is_creator: bool
    taken_in: int = 0
    sent_out: int = 0
    peer_has: int = 0
    asked_until: int = 0

    @property
    def x(self) -> int:
        """What is added to the numbers of messages that this side takes in; the peer's own out numbers carry it."""
        return 0 if self.is_creator else 1

    def next_out(self) -> tuple[int, int]:
        """(in_seq_no, out_seq_no) of the next message to send, which is counted as sent."""
        numbers = 2 * self.taken_in + self.x, 2 * self.sent_out + 1 - self.x
        self.sent_out += 1
        return numbers

    def judge(self, in_seq_no: int, out_seq_no: int) -> Place:
        """What a message with these numbers is. Only the next one's in_seq_no can be judged, and is.

        Raises:
            Inconsistent
        """
        if in_seq_no < 0 or out_seq_no < 0:
            raise Inconsistent("a negative number")
        if in_seq_no % 2 != 1 - self.x or out_seq_no % 2 != self.x:
            raise Inconsistent("a number of the wrong side")
        number = out_seq_no // 2
        if number < self.taken_in:
            return Place.OLD
        if number > self.taken_in + MAX_GAP:
            raise Inconsistent("too many messages are missing")
        if number > self.taken_in:
            return Place.EARLY
        has = in_seq_no // 2
        if has < self.peer_has:
            raise Inconsistent("the peer has less than before")
        if has > self.sent_out:
            raise Inconsistent("the peer has what was never sent")
        return Place.NEXT

    def taken(self, in_seq_no: int) -> None:
        """The next message is taken."""
        self.taken_in += 1
        self.peer_has = in_seq_no // 2

    def ask(self, early: int) -> tuple[int, int] | None:
        """The first and last out_seq_no to ask for, when this raw number came early; None if they were asked for."""
        first = max(self.taken_in, self.asked_until)
        if first >= early:
            return None
        self.asked_until = early
        return 2 * first + self.x, 2 * (early - 1) + self.x

    def asked(self, start_seq_no: int, end_seq_no: int) -> range:
        """The raw numbers that the peer asks for.

        Raises:
            Inconsistent: not a range of what was sent.
        """
        mine = 1 - self.x
        if start_seq_no % 2 != mine or end_seq_no % 2 != mine or not 0 <= start_seq_no <= end_seq_no:
            raise Inconsistent("no range of messages")
        if end_seq_no // 2 >= self.sent_out:
            raise Inconsistent("a message that was never sent is asked for")
        return range(start_seq_no // 2, end_seq_no // 2 + 1)
