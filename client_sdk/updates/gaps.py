"""The gap machine: Updates objects in, single updates in order out, or the wish for a difference.

    receive(updates) ----> take() -> what to handle, each with the state to store once it is handled
          |
          gap, too long, unknown user, idle ----> ask() ----> (updates.getDifference) ----> difference(answer)

Rules of this file (core.telegram.org/api/updates)
- Three counters: pts for messages, qts for secret chats, seq for the rest. What has a pts or qts is judged by it alone,
  also inside a container; the container's seq judges its other updates.
- While a difference is fetched, what arrives waits; afterwards it is judged anew, and what the difference held is old.
- A channel's updates count in a pts of the channel's own, which this machine does not keep: they pass as they come.
- No input or output, and time is an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from client_sdk.store.records import UpdateState
from client_sdk.updates.sequence import Sequence
from client_sdk.updates.short import peers_of, written_out
from mtproto.tl import TLObject, functions, types

IDLE = 15 * 60.0
"""Seconds without an update after which the difference is asked for [doc: "Recovering gaps"]."""

RETRY = 5.0
"""Seconds before a difference that could not be fetched is asked for again."""

MAX_POSTPONED = 1_000
"""Updates objects that wait for a difference; beyond, they are let go and another difference is asked for."""

OF_CHANNELS = (
    types.UpdateNewChannelMessage,
    types.UpdateEditChannelMessage,
    types.UpdateDeleteChannelMessages,
    types.UpdateChannelWebPage,
    types.UpdatePinnedChannelMessages,
)
"""What counts in a channel's pts."""


class Delivery(NamedTuple):
    """One thing to handle.

    Attributes:
        update: The update; None where only the state moves on.
        users: Users that came with it.
        chats: Chats that came with it.
        state: To be stored once it is handled; None inside a difference, whose state is told only at its end.
    """

    update: TLObject | None
    users: tuple[TLObject, ...] = ()
    chats: tuple[TLObject, ...] = ()
    state: UpdateState | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """A call of ours moved the pts, and its answer says so in place of an update (messages.affectedMessages)."""

    pts: int
    pts_count: int


class _Item(NamedTuple):
    """An update, or the pts-less and qts-less updates of one container, on the way to becoming deliveries."""

    updates: tuple[TLObject, ...]
    users: tuple[TLObject, ...] = ()
    chats: tuple[TLObject, ...] = ()
    date: int = 0


class Gaps:
    """The state of one account's updates.

    Args:
        state: Up to where updates were handled.
        self_id: Our own user id.
        knows: Whether the peer of an id (a user, or minus a basic group) was seen: short updates name them only.
        now: Monotonic seconds.
    """

    def __init__(self, state: UpdateState, self_id: int, knows: Callable[[int], bool], now: float) -> None:
        self.wants_difference = False
        """Send `ask()` as soon as `may_ask`, and give the answer to `difference`."""
        self._self_id = self_id
        self._knows = knows
        self._date = state.date
        self._pts: Sequence[_Item] = Sequence(state.pts)
        self._qts: Sequence[_Item] = Sequence(state.qts)
        self._seq: Sequence[_Item] = Sequence(state.seq)
        self._missed_since = False  # whether something was missed after the difference was asked for
        self._postponed: list[TLObject | Affected] = []
        self._ready: list[Delivery] = []
        self._idle_at = now + IDLE
        self._retry_at: float | None = None

    @property
    def state(self) -> UpdateState:
        """Up to where updates were put out by `take`."""
        return UpdateState(self._pts.position, self._qts.position, self._date, self._seq.position)

    def take(self) -> list[Delivery]:
        """What is to be handled now, in order."""
        ready, self._ready = self._ready, []
        return ready

    # -- what comes in -------------------------------------------------------------------------------------------------

    def receive(self, updates: TLObject | Affected, now: float) -> None:
        """Take an Updates object, pushed or answered, or what an answer says in place of one."""
        self._idle_at = now + IDLE
        if not self.wants_difference:
            self._judge(updates, now)
        elif len(self._postponed) < MAX_POSTPONED:
            self._postponed.append(updates)
        else:
            self._postponed = [types.UpdatesTooLong()]

    def missed(self) -> None:
        """Something may have been lost on the way: a new session, or we were away."""
        self.wants_difference = True
        self._missed_since = True

    # -- time ----------------------------------------------------------------------------------------------------------

    def deadline(self) -> float | None:
        """When to call `tick`; None while a difference is being fetched."""
        if self._retry_at is not None:
            return self._retry_at
        if self.wants_difference:
            return None
        gaps = (self._pts.deadline, self._qts.deadline, self._seq.deadline)
        return min(gap for gap in (self._idle_at, *gaps) if gap is not None)

    def tick(self, now: float) -> None:
        """A deadline is reached: what is missing does not come by itself."""
        deadline = self.deadline()
        if deadline is not None and now >= deadline:
            self._retry_at = None
            self.missed()

    # -- the difference ------------------------------------------------------------------------------------------------

    @property
    def may_ask(self) -> bool:
        """Whether the difference is to be asked for now, and not after a pause."""
        return self.wants_difference and self._retry_at is None

    def ask(self) -> functions.updates.GetDifference:
        """The question, which is sent now."""
        self._missed_since = False
        return functions.updates.GetDifference(pts=self._pts.position, qts=self._qts.position, date=self._date)

    def failed(self, now: float) -> None:
        """The difference could not be fetched: another try after a pause."""
        self._retry_at = now + RETRY

    def difference(self, answer: TLObject, now: float) -> None:
        """Take an answer to `ask()`. After a slice, and after too long a gap, `wants_difference` stays."""
        self._idle_at = now + IDLE
        match answer:
            case types.updates.DifferenceEmpty(date=date, seq=seq):
                self._jump(self.state._replace(date=date, seq=seq))
                self._ready.append(Delivery(None, state=self.state))
            case types.updates.DifferenceTooLong(pts=pts):
                self._jump(self.state._replace(pts=pts))
                self._ready.append(Delivery(types.UpdatesTooLong(), state=self.state))
                return
            case types.updates.DifferenceSlice(intermediate_state=state):
                self._tell(answer, state)
                return
            case types.updates.Difference(state=state):
                self._tell(answer, state)
        if self._missed_since:
            return
        self.wants_difference = False
        postponed, self._postponed = self._postponed, []
        for updates in postponed:
            self.receive(updates, now)

    def _tell(
        self, answer: types.updates.Difference | types.updates.DifferenceSlice, state: types.updates.TypeState
    ) -> None:
        users, chats = tuple(answer.users), tuple(answer.chats)
        told: list[TLObject] = [
            types.UpdateNewMessage(message=message, pts=state.pts, pts_count=0) for message in answer.new_messages
        ]
        # A secret chat is known before what is said in it.
        told += [update for update in answer.other_updates if isinstance(update, types.UpdateEncryption)]
        told += [types.UpdateNewEncryptedMessage(message=m, qts=state.qts) for m in answer.new_encrypted_messages]
        told += [update for update in answer.other_updates if not isinstance(update, types.UpdateEncryption)]
        self._jump(UpdateState(state.pts, state.qts, state.date, state.seq))
        self._ready += [Delivery(update, users, chats) for update in told]
        self._ready.append(Delivery(None, users, chats, self.state))

    def _jump(self, state: UpdateState) -> None:
        self._pts.jump(state.pts)
        self._qts.jump(state.qts)
        self._seq.jump(state.seq)
        self._date = state.date

    # -- judging -------------------------------------------------------------------------------------------------------

    def _judge(self, updates: TLObject | Affected, now: float) -> None:
        match updates:
            case Affected(pts=pts, pts_count=count):
                self._count(self._pts, pts, count, _Item(()), now)
            case types.UpdatesTooLong():
                self.missed()
            case types.UpdateShort(update=update, date=date):
                self._one(_Item((update,), date=date), now)
            case types.UpdateShortMessage() | types.UpdateShortChatMessage():
                self._short(updates, now)
            case types.Updates(seq=seq):
                self._container(updates, seq, seq, now)
            case types.UpdatesCombined(seq_start=start, seq=seq):
                self._container(updates, start, seq, now)

    def _short(self, short: types.UpdateShortMessage | types.UpdateShortChatMessage, now: float) -> None:
        if all(self._knows(peer_id) for peer_id in peers_of(short)):
            self._one(_Item((written_out(short, self._self_id),), date=short.date), now)
        else:
            self.missed()

    def _container(self, updates: types.Updates | types.UpdatesCombined, start: int, end: int, now: float) -> None:
        users, chats = tuple(updates.users), tuple(updates.chats)
        others: list[TLObject] = []
        for update in updates.updates:
            if _is_counted(update):
                self._one(_Item((update,), users, chats, updates.date), now)
            else:
                others.append(update)
        rest = _Item(tuple(others), users, chats, updates.date)
        if start == 0:
            self._apply(rest)
            return
        self._count(self._seq, end, end - start + 1, rest, now)

    def _one(self, item: _Item, now: float) -> None:
        """Judge one update by its own counter."""
        update = item.updates[0]
        if isinstance(update, types.UpdatePtsChanged):
            self.missed()
        elif not _is_counted(update):
            self._apply(item)
        else:
            pts = getattr(update, "pts", None)
            if pts is not None:
                count = getattr(update, "pts_count", 0)
                if count == 0 and isinstance(update, types.UpdateNewMessage):
                    item = item._replace(updates=())  # a repeated answer: the message came when it was counted
                self._count(self._pts, pts, count, item, now)
            else:
                self._count(self._qts, getattr(update, "qts", 0), 1, item, now)

    def _count(self, sequence: Sequence[_Item], end: int, count: int, item: _Item, now: float) -> None:
        for position, ready in sequence.offer(end, count, item, now):
            self._apply(ready, sequence, position)
        if sequence.is_hopeless:
            self.missed()

    def _apply(self, item: _Item, sequence: Sequence[_Item] | None = None, position: int = 0) -> None:
        """Put an item out. Of several that came into reach at once each has the counter's position after itself."""
        self._date = max(self._date, item.date)
        pts = position if sequence is self._pts else self._pts.position
        qts = position if sequence is self._qts else self._qts.position
        seq = position if sequence is self._seq else self._seq.position
        for update in item.updates[:-1]:
            self._ready.append(Delivery(update, item.users, item.chats))
        last = item.updates[-1] if item.updates else None
        self._ready.append(Delivery(last, item.users, item.chats, UpdateState(pts, qts, self._date, seq)))


def _is_counted(update: TLObject) -> bool:
    """Whether an update has a pts or qts of the account."""
    if isinstance(update, OF_CHANNELS):
        return False
    has_pts = hasattr(update, "pts") and hasattr(update, "pts_count")
    return has_pts or getattr(update, "qts", None) is not None
