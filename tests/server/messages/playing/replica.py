"""What devices know of their user's box by being told: from pushes, from answers, or from differences."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.messages.playing.arranged import Arranged, number_of
from tests.server.messages.playing.boxes import GROUP
from tests.server.messages.playing.secret_end import SecretEnd


@dataclass
class Replica:
    """Messages by id, which of them are pinned, what its user has decided about dialogs, and the state it stands at."""

    pts: int
    date: int
    texts: dict[int, str] = field(default_factory=dict)
    pinned: set[int] = field(default_factory=set)
    drafts: dict[int, str] = field(default_factory=dict)
    marked: set[int] = field(default_factory=set)
    archived: set[int] = field(default_factory=set)
    read_inbox: dict[int, int] = field(default_factory=dict)
    read_outbox: dict[int, int] = field(default_factory=dict)
    scheduled: dict[int, tuple[int, str]] = field(default_factory=dict)
    polls: dict[int, int] = field(default_factory=dict)
    """By message, which poll it shows."""
    closed: dict[int, bool] = field(default_factory=dict)
    """By poll, whether it is over."""
    ranks: dict[int, str] = field(default_factory=dict)
    """What everybody in the group is."""
    asking: set[int] = field(default_factory=set)
    """Who asks to be let in."""
    secrets: SecretEnd = field(default_factory=SecretEnd)
    arranged: Arranged = field(default_factory=Arranged)
    typing: list[tuple[int, int]] = field(default_factory=list)
    """In which dialogs who writes, since the last look."""

    def listen(self, device: Client) -> None:
        """Take in what was pushed; every push has to follow the one before."""
        for update in pushed(device):
            count = getattr(update, "pts_count", 0)
            if count:
                assert update.pts == self.pts + count, (self.pts, update)
                self.pts = update.pts
            self._take(update)

    async def ask(self, device: Client, up_to: int, *, at_once: int | None = None) -> None:
        """Take in the difference since the state it stands at, in slices of so many events."""
        whole = False
        while not whole:
            state = {"pts": self.pts, "date": self.date, "qts": self.secrets.qts}
            answer = await device(functions.updates.GetDifference(**state, pts_limit=at_once, qts_limit=at_once))
            if isinstance(answer, types.updates.DifferenceEmpty):
                break
            for message in answer.new_messages:
                self._put(message)
            for update in answer.other_updates:
                self._take(update)
            whole = isinstance(answer, types.updates.Difference)
            state = answer.state if whole else answer.intermediate_state
            assert whole or state.pts > self.pts or state.date > self.date or state.qts > self.secrets.qts
            self.pts, self.date = state.pts, state.date
            self.secrets.hear(answer.new_encrypted_messages, state.qts)
        assert self.pts == up_to

    def _take(self, update: Any) -> None:
        self.arranged.take(update)
        match update:
            case types.UpdateShortMessage() | types.UpdateShortChatMessage():
                self.texts[update.id] = update.message
            case types.UpdateNewMessage() | types.UpdateEditMessage():
                self._put(update.message)
            case types.UpdateDeleteMessages():
                for message_id in update.messages:
                    self.texts.pop(message_id, None)
                    self.pinned.discard(message_id)
            case types.UpdatePinnedMessages():
                there = set(update.messages) & self.texts.keys()
                self.pinned = self.pinned | there if update.pinned else self.pinned - there
            case types.UpdateMessagePoll(poll=types.Poll() as poll):
                self.closed[poll.id] = poll.closed
            case types.UpdateNewScheduledMessage(message=message):
                self.scheduled[message.id] = message.date, message.message
            case types.UpdateDeleteScheduledMessages():
                for message_id in update.messages:
                    self.scheduled.pop(message_id, None)
            case _:
                self._take_of_dialog(update)

    def _take_of_dialog(self, update: Any) -> None:
        match update:
            case types.UpdateDraftMessage(draft=draft):
                self.drafts[number_of(update.peer)] = getattr(draft, "message", "")
            case types.UpdateDialogUnreadMark():
                peer = number_of(update.peer.peer)
                (self.marked.add if update.unread else self.marked.discard)(peer)
            case types.UpdateFolderPeers():
                for one in update.folder_peers:
                    (self.archived.add if one.folder_id else self.archived.discard)(number_of(one.peer))
            case types.UpdateReadHistoryInbox():
                self.read_inbox[number_of(update.peer)] = update.max_id
                self.marked.discard(number_of(update.peer))
            case types.UpdateReadHistoryOutbox():
                self.read_outbox[number_of(update.peer)] = update.max_id
            case _:
                self._take_of_group(update)

    def _take_of_group(self, update: Any) -> None:
        match update:
            case types.UpdateChatParticipants(participants=types.ChatParticipants(participants=seats)):
                self.ranks = {seat.user_id: RANKS[type(seat)] for seat in seats}
            case types.UpdateChatParticipantAdd():
                self.ranks[update.user_id] = "member"
            case types.UpdateChatParticipantDelete():
                self.ranks.pop(update.user_id, None)
            case types.UpdateChatParticipantAdmin():
                self.ranks[update.user_id] = "admin" if update.is_admin else "member"
            case types.UpdateUserTyping():
                self.typing.append((update.user_id, update.user_id))
            case types.UpdateChatUserTyping():
                self.typing.append((GROUP, update.from_id.user_id))
            case types.UpdatePendingJoinRequests():
                assert update.requests_pending == len(update.recent_requesters)
                self.asking = set(update.recent_requesters)
            case _:
                self.secrets.take(update)

    def _put(self, message: Any) -> None:
        self.texts[message.id] = getattr(message, "message", "")
        if isinstance(media := getattr(message, "media", None), types.MessageMediaPoll):
            self.polls[message.id], self.closed[media.poll.id] = media.poll.id, media.poll.closed
        self.pinned.discard(message.id)
        if getattr(message, "pinned", False):
            self.pinned.add(message.id)


RANKS = {
    types.ChatParticipantCreator: "creator",
    types.ChatParticipantAdmin: "admin",
    types.ChatParticipant: "member",
}


@dataclass
class Ledger:
    """Which pts a device was told of that also calls methods: by an answer or by a push, and each once."""

    pts: int
    secrets: SecretEnd
    ahead: dict[int, int] = field(default_factory=dict)
    """What was told before what comes before it: an answer may overtake a push."""

    def note(self, told: Any) -> None:
        for update in updates_in(told):
            self.secrets.take(update)
            if count := getattr(update, "pts_count", 0):
                begin = update.pts - count
                assert begin >= self.pts, (self.pts, update)
                assert begin not in self.ahead, update
                self.ahead[begin] = update.pts
        while self.pts in self.ahead:
            self.pts = self.ahead.pop(self.pts)

    def listen(self, device: Client) -> None:
        """Take in what was pushed."""
        for update in pushed(device):
            self.note(update)


def pushed(device: Client) -> Iterator[Any]:
    """The updates that a device was pushed and has not looked at yet."""
    while not device.updates.empty():
        yield from updates_in(device.updates.get_nowait())


def updates_in(told: Any) -> list[Any]:
    """The updates of an answer or a push; of an answer that is none, itself."""
    if isinstance(getattr(told, "updates", None), types.Updates):
        told = told.updates  # it says more, such as who could not be invited
    return getattr(told, "updates", None) or [getattr(told, "update", told)]
