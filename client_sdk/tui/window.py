"""The part of a chat's history that is at hand, without a screen.

Rules of this file
- A window has no gaps: it grows at its ends, page by page, and new messages join it only where it reaches the present.
- It holds so many messages at most; growing at one end beyond that lets go of the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from client_sdk.peers import CHANNELS, id_of
from client_sdk.tui.words import own_votes
from client_sdk.verbs.history import AnyMessage
from mtproto.tl import TLObject, types

MOST = 200
"""Messages at hand at once: the screen lays all of them out for every line that comes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a window.

    Attributes:
        added: Messages that came, the oldest first.
        changed: Messages that look different now.
        removed: The ids of those that went.
    """

    added: tuple[AnyMessage, ...] = ()
    changed: tuple[AnyMessage, ...] = ()
    removed: tuple[int, ...] = ()


class Window:
    """Messages of one chat, one after another.

    Args:
        peer_id: Which chat.
        most: How many messages it holds.
    """

    def __init__(self, peer_id: int, most: int = MOST) -> None:
        self.peer_id = peer_id
        self.at_start = False
        self.at_end = False
        self._most = most
        self._messages: dict[int, AnyMessage] = {}

    def __len__(self) -> int:
        return len(self._messages)

    def __contains__(self, message_id: int) -> bool:
        return message_id in self._messages

    def get(self, message_id: int) -> AnyMessage | None:
        """A message, if it is at hand."""
        return self._messages.get(message_id)

    @property
    def ids(self) -> list[int]:
        """The ids, the oldest first."""
        return list(self._messages)

    @property
    def messages(self) -> list[AnyMessage]:
        """The messages, the oldest first."""
        return list(self._messages.values())

    def begin(self, page: Iterable[AnyMessage], *, at_start: bool, at_end: bool) -> None:
        """Look at another part of the history."""
        self._messages = {message.id: message for message in sorted(page, key=lambda message: message.id)}
        self.at_start, self.at_end = at_start, at_end

    def older(self, page: Iterable[AnyMessage]) -> Change:
        """A page from before the first message; an empty one says that there is nothing before it."""
        fresh = self._fresh(page)
        self.at_start = not fresh
        self._messages = {**{message.id: message for message in fresh}, **self._messages}
        surplus = self.ids[self._most :]
        if surplus:
            self.at_end = False
        return Change(added=fresh, removed=self._let_go(surplus))

    def newer(self, page: Iterable[AnyMessage]) -> Change:
        """A page from after the last message; an empty one says that there is nothing after it."""
        fresh = self._fresh(page)
        self.at_end = not fresh
        self._messages |= {message.id: message for message in fresh}
        return Change(added=fresh, removed=self._trim_start())

    def _fresh(self, page: Iterable[AnyMessage]) -> tuple[AnyMessage, ...]:
        return tuple(sorted((each for each in page if each.id not in self._messages), key=lambda each: each.id))

    def _trim_start(self) -> tuple[int, ...]:
        surplus = self.ids[: max(0, len(self) - self._most)]
        if surplus:
            self.at_start = False
        return self._let_go(surplus)

    def _let_go(self, ids: Iterable[int]) -> tuple[int, ...]:
        return tuple(message_id for message_id in ids if self._messages.pop(message_id, None) is not None)

    # -- updates -------------------------------------------------------------------------------------------------------

    def apply(self, update: TLObject) -> Change:
        """Take an update; what it changed here."""
        match update:
            case types.UpdateNewMessage(message=message) | types.UpdateNewChannelMessage(message=message):
                return self.new(message)
            case types.UpdateEditMessage(message=message) | types.UpdateEditChannelMessage(message=message):
                return self._edited(message)
            case types.UpdateDeleteMessages(messages=ids) if self.peer_id > CHANNELS:
                return Change(removed=self._let_go(ids))
            case types.UpdateDeleteChannelMessages(channel_id=channel_id, messages=ids) if (
                self.peer_id == CHANNELS - channel_id
            ):
                return Change(removed=self._let_go(ids))
            case types.UpdateMessageReactions(peer=peer, msg_id=message_id, reactions=reactions) if (
                id_of(peer) == self.peer_id
            ):
                return self._reacted(message_id, reactions)
            case types.UpdateMessagePoll():
                return self._voted(update)
        return Change()

    def new(self, message: TLObject) -> Change:
        """A message that was written just now, here or elsewhere."""
        if not isinstance(message, AnyMessage) or id_of(message.peer_id) != self.peer_id or not self.at_end:
            return Change()
        if message.id in self._messages or (self._messages and message.id < self.ids[-1]):
            return Change()
        self._messages[message.id] = message
        return Change(added=(message,), removed=self._trim_start())

    def _edited(self, message: TLObject) -> Change:
        if not isinstance(message, AnyMessage) or id_of(message.peer_id) != self.peer_id:
            return Change()
        if message.id not in self._messages:
            return Change()
        self._messages[message.id] = message
        return Change(changed=(message,))

    def _reacted(self, message_id: int, reactions: types.TypeMessageReactions) -> Change:
        message = self._messages.get(message_id)
        if not isinstance(message, AnyMessage) or not isinstance(reactions, types.MessageReactions):
            return Change()
        if reactions.min and isinstance(message.reactions, types.MessageReactions):
            reactions = _with_own(reactions, message.reactions)
        message.reactions = reactions
        return Change(changed=(message,))

    def _voted(self, update: types.UpdateMessagePoll) -> Change:
        hit = [
            message
            for message in self._messages.values()
            if isinstance(message, types.Message)
            and isinstance(message.media, types.MessageMediaPoll)
            and message.media.poll.id == update.poll_id
        ]
        for message in hit:
            assert isinstance(message.media, types.MessageMediaPoll)
            message.media.results = _with_votes(update.results, message.media.results)
            message.media.poll = update.poll or message.media.poll
        return Change(changed=tuple(hit))


def _with_votes(told: types.PollResults, known: types.PollResults) -> types.PollResults:
    """Results that were told to everyone alike (`min`) do not say what we voted for: that stays as it was."""
    if told.min:
        own = own_votes(known)
        for each in told.results or ():
            each.chosen = each.option in own
    return told


def _with_own(told: types.MessageReactions, known: types.MessageReactions) -> types.MessageReactions:
    """Reactions that were told to everyone alike (`min`) do not say which of them are ours: that stays as it was."""
    own = [each for each in known.results if each.chosen_order is not None]
    for each in told.results:
        each.chosen_order = next((mine.chosen_order for mine in own if mine.reaction == each.reaction), None)
    return told
