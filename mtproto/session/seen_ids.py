"""The message ids a session has received: what makes a message run once (rows M8-M11, AT-9, MS-2).

Rules of this file
- Ids are kept in rising order with their seqnos: both rise together, so a message is in order exactly when it fits
  between its two neighbours.
- What is forgotten raises the floor. An id at or below the floor may have been received, nobody can tell: it is
  refused with code 20, so forgetting never makes anything run twice.
- Two numbers an id, nothing else: most sessions idle. The seqno and the mark share one.
- What clients send most is a query in order, alone or with acknowledgements, and is judged in one step, which sees to
  the acknowledgements of both sides, too. Whatever is wrong or rare about a packet leaves it to the long way
  (mtproto/session/server.py), which alone knows what to answer.
- csrc/seen_ids.c and csrc/usual.c do the same for machines that can build them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import TypeVar

from mtproto.session import msg_ids
from mtproto.session.cutting import MSG_CONTAINER, cut, head, only_longs
from mtproto.session.limits import (
    LARGE_BODY,
    MAX_AGE,
    MAX_AHEAD,
    MAX_REMEMBERED_IDS,
    MAX_SERVICE_IDS,
    MIN_REMEMBERED_IDS,
    REMEMBERED,
)
from mtproto.session.messages import CONTENT, MSGS_ACK, Message
from mtproto.session.outgoing import Outgoing
from mtproto.session.pending_acks import PendingAcks
from mtproto.session.verdicts import (
    FAILED,
    ID_PARITY,
    NEW,
    NONE,
    REQUEST,
    SEEN,
    SEQNO_MUST_BE_ODD,
    SEQNO_TOO_HIGH,
    SEQNO_TOO_LOW,
    TOO_OLD,
    Verdict,
)

_MARK_BITS = 2
_ANY_MARK = (1 << _MARK_BITS) - 1
_Handler = TypeVar("_Handler")
_STEP = 512
"""Ids that arrive between two looks at what can be forgotten."""

_MOST_MESSAGES = 8
"""In a container that `take_usual` takes."""
_LATEST_TIME = 2e9
"""Unix time of which it takes what was made before: later ids are near the end of what 64 bits hold."""


class SeenIds:
    """A window over the ids received in one session, in rising order.

    Args:
        floor: The highest id that may have been received before this window was opened.
    """

    __slots__ = ("_ids", "_marked", "_trim_at", "floor")

    def __init__(self, floor: int = 0) -> None:
        self._ids = array("q")
        self._marked = array("q")  # seqno and mark
        self._trim_at = MIN_REMEMBERED_IDS + _STEP
        self.floor = floor

    def __contains__(self, msg_id: int) -> bool:
        return bool(self._ids) and msg_id <= self._ids[-1] and self._find(msg_id) >= 0

    @property
    def lowest(self) -> int:
        """The lowest id remembered, 0 for none."""
        return self._ids[0] if self._ids else 0

    @property
    def highest(self) -> int:
        """The highest id known of: the newest received, or the floor."""
        return self._ids[-1] if self._ids else self.floor

    def judge(self, msg_id: int, seqno: int) -> Verdict:
        """What a message of this id and seqno is to this session. Nothing is remembered yet."""
        ids = self._ids
        if not ids:
            return TOO_OLD if msg_id <= self.floor else NEW
        if msg_id > ids[-1]:
            before = self._marked[-1] >> _MARK_BITS
            return SEQNO_TOO_LOW if before > seqno or (before == seqno and seqno & 1) else NEW
        return self._judge_among(msg_id, seqno)

    def _judge_among(self, msg_id: int, seqno: int) -> Verdict:
        """`judge` for an id that is not the newest."""
        place = bisect_left(self._ids, msg_id)
        if self._ids[place] == msg_id:
            return SEEN
        if msg_id <= self.floor:
            return TOO_OLD
        equal_is_wrong = seqno & 1
        before = self._marked[place - 1] >> _MARK_BITS if place else -1
        if before > seqno or (before == seqno and equal_is_wrong):
            return SEQNO_TOO_LOW
        after = self._marked[place] >> _MARK_BITS
        if after < seqno or (after == seqno and equal_is_wrong):
            return SEQNO_TOO_HIGH
        return NEW

    def add(self, msg_id: int, seqno: int, mark: int, now: float) -> None:
        """Remember a message that was judged NEW; `now` is the unix time."""
        ids = self._ids
        if not ids or msg_id > ids[-1]:
            ids.append(msg_id)
            self._marked.append(seqno << _MARK_BITS | mark)
        else:
            place = bisect_left(ids, msg_id)
            ids.insert(place, msg_id)
            self._marked.insert(place, seqno << _MARK_BITS | mark)
        if len(ids) >= self._trim_at:
            self._trim(now)

    def take_all(
        self, messages: list[Message], handler_of: Callable[[bytes], _Handler | None], oldest: int, now: float
    ) -> tuple[
        list[Message], list[tuple[_Handler, Message, int]], list[tuple[None, Message, int]], list[int], int | None
    ]:
        """Judge the messages of a packet and remember those that are new; where that fails in the middle, for want of
        memory, none of them: what is remembered and not run is refused when it is sent again.

        Args:
            messages: In the order they stand in.
            handler_of: Finds what handles a service message by its constructor, None for a query.
            oldest: What is below was made before it could be remembered; 0 for no limit.
            now: The unix time.

        Returns:
            The queries among them, the service messages as (handler, message, 0), the refused as
            (None, message, verdict), the ids to be acknowledged, and the lowest id that is new.
        """
        queries, services, owed, new = [], [], [], []
        refused: list[tuple[None, Message, int]] = []
        try:
            for message in messages:
                handler = handler_of(head(message.body))
                if verdict := self._admit(message, handler is None, oldest, now):
                    refused.append((None, message, verdict))
                    continue
                new.append(message.msg_id)
                if message.seqno & CONTENT:
                    owed.append(message.msg_id)
                if handler is None:
                    queries.append(message)
                else:
                    services.append((handler, message, 0))
        except BaseException:
            self._unremember(new)
            raise
        return queries, services, refused, owed, min(new, default=None)

    def _unremember(self, ids: list[int]) -> None:
        for place in filter(lambda place: place >= 0, map(self._find, ids)):
            for column in (self._ids, self._marked):
                del column[place]

    def _admit(self, message: Message, is_query: bool, oldest: int, now: float) -> Verdict:
        msg_id, seqno, _ = message
        if msg_id & 3:
            return ID_PARITY
        if verdict := self.judge(msg_id, seqno):
            return verdict
        if msg_id < oldest:
            return TOO_OLD
        if is_query and not seqno & CONTENT:
            return SEQNO_MUST_BE_ODD
        self.add(msg_id, seqno, REQUEST if is_query else NONE, now)
        return NEW

    def take_usual(
        self,
        packet: tuple[int, int, int, int, bytes, bytes],
        uncommon: frozenset[bytes],
        most: float,
        uptime: float,
        now: float,
        monotonic: float,
        acks: PendingAcks,
        outbox: Outgoing,
    ) -> tuple[int, int, int, bytes | None] | None:
        """Judge and remember what clients send most: a query, acknowledgements, or a container of both.

        What asks for an acknowledgement is owed one, and what is acknowledged is forgotten.

        Args:
            packet: Opened; its salt is good.
            uncommon: How everything begins that is no plain query.
            most: How many ids it may name.
            uptime: Seconds since the process began, from before which nothing is taken that is in a container.
            now: The unix time.
            monotonic: That of the monotonic clock.
            acks: Those that the session owes.
            outbox: What the session has sent.

        Returns:
            The lowest of its ids, how many it acknowledges, and the id and body of its query, 0 and None without one.
            None, and nothing is done, where a packet is anything else: not in order, not timely, more than one query.
        """
        _, _, msg_id, seqno, body, _ = packet
        messages = self._cut_usual(Message(msg_id, seqno, body), uptime, outbox.ids.last, now)
        query: Message | None = None
        owed: list[int] = []
        named: tuple[int, ...] = ()
        if not self._ids or not messages:
            return None
        highest, before = self._ids[-1], self._marked[-1] >> _MARK_BITS
        for message in messages:
            is_content = bool(message.seqno & CONTENT)
            if message.msg_id & 3 or message.msg_id <= highest or message.seqno < before + is_content:
                return None
            highest, before, _ = message
            kind = head(message.body)
            if kind == MSGS_ACK:
                ids = only_longs(message.body)
                if ids is None or len(named) + len(ids) > min(most, MAX_SERVICE_IDS):
                    return None
                named += ids
            elif query is None and is_content and len(kind) == 4 and kind not in uncommon:
                query = message
            else:
                return None
            if is_content:
                owed.append(message.msg_id)
        if named:
            outbox.forget_all(named, outbox.sent)
        if owed:
            acks.add(owed, monotonic)
        for message in messages:
            self.add(message.msg_id, message.seqno, REQUEST if message is query else NONE, now)
        if highest != msg_id:
            self.add(msg_id, seqno, NONE, now)
        lowest = messages[0].msg_id
        return (lowest, len(named), 0, None) if query is None else (lowest, len(named), query.msg_id, query.body)

    @staticmethod
    def _cut_usual(whole: Message, uptime: float, made: int, now: float) -> list[Message] | None:
        """The messages of a packet that is timely; None where it is not, or where they are not in it whole."""
        if not (0 <= now < _LATEST_TIME and 0 <= uptime < _LATEST_TIME) or whole.msg_id & 3:
            return None
        present = msg_ids.at(now)
        latest = present + (MAX_AHEAD << 32)
        if not present - (MAX_AGE << 32) <= whole.msg_id <= latest or made > latest:
            return None
        if head(whole.body) != MSG_CONTAINER:
            return [whole]
        messages = None if whole.seqno & CONTENT else cut(whole, _MOST_MESSAGES, LARGE_BODY)
        oldest = whole.msg_id - msg_ids.at(uptime)
        return messages if messages and messages[0].msg_id >= oldest else None

    def mark_of(self, msg_id: int) -> int | None:
        """What became of a message, None when it is not remembered."""
        place = self._find(msg_id)
        return self._marked[place] & _ANY_MARK if place >= 0 else None

    def seqno_of(self, msg_id: int) -> int | None:
        """The seqno of a message, None when it is not remembered."""
        place = self._find(msg_id)
        return self._marked[place] >> _MARK_BITS if place >= 0 else None

    def set_failed(self, msg_id: int) -> None:
        """A call was answered with an error."""
        place = self._find(msg_id)
        if place >= 0:
            self._marked[place] |= FAILED

    def _find(self, msg_id: int) -> int:
        place = bisect_left(self._ids, msg_id)
        return place if place < len(self._ids) and self._ids[place] == msg_id else -1

    def _trim(self, now: float) -> None:
        """Forget what is out of the time window, but for the newest few thousand, and what is over the bound."""
        count = len(self._ids)
        old = bisect_left(self._ids, msg_ids.at(now - REMEMBERED))
        gone = max(min(old, count - MIN_REMEMBERED_IDS), count - MAX_REMEMBERED_IDS)
        if gone > 0:
            self.floor = max(self.floor, self._ids[gone - 1])
            for column in (self._ids, self._marked):
                del column[:gone]
        self._trim_at = len(self._ids) + _STEP
