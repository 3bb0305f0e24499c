"""The list of chats as updates change it, without a screen.

Rules of this file
- An update that is told again changes nothing: counts follow message ids and the server's own numbers.
- What an update does not say (what is the last message now that this one is deleted?) is `stale`: ask the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from client_sdk.peers import CHANNELS, id_of
from client_sdk.text import unparse
from client_sdk.verbs.dialogs import ARCHIVE, Dialog, name_of
from client_sdk.verbs.history import AnyMessage
from mtproto.clock import Clock
from mtproto.tl import TLObject, types

TYPING_SECONDS = 6.0
"""How long "is typing" is shown (core.telegram.org/method/messages.setTyping)."""


@dataclass
class Chat:
    """One line of the list.

    Attributes:
        id: The peer; see `client_sdk.peers`.
        name: What it is called.
        last: The last message.
        unread: Messages that were not read.
        marked: The chat was marked as unread by hand.
        pinned: Its place among the pinned chats, the smallest first; None where it is not pinned.
        archived: It stands in the archive.
        mute_until: Unix time.
        read_inbox: The last message of others that was read here.
        read_outbox: The last message from here that others have read.
        draft: What was written in it and not sent, in Markdown.
        typing: Who is typing, and until when, on the monotonic clock.
    """

    id: int
    name: str
    last: AnyMessage | None = None
    unread: int = 0
    marked: bool = False
    pinned: int | None = None
    archived: bool = False
    mute_until: int = 0
    read_inbox: int = 0
    read_outbox: int = 0
    draft: str = ""
    typing: dict[int, float] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether it is the chat with one person."""
        return self.id > 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did to the list.

    Attributes:
        shown: Chats that look different now.
        stale: Chats that have to be asked for.
    """

    shown: frozenset[int] = frozenset()
    stale: frozenset[int] = frozenset()


NOTHING = Changes()


def _one(peer_id: int) -> Changes:
    return Changes(shown=frozenset({peer_id}))


class Chats:
    """The chats of one account.

    Args:
        own_id: Whose.
        clock: For mute times and typing.
    """

    def __init__(self, own_id: int, clock: Clock) -> None:
        self.own_id = own_id
        self._clock = clock
        self._chats: dict[int, Chat] = {}

    def __getitem__(self, peer_id: int) -> Chat:
        return self._chats[peer_id]

    def get(self, peer_id: int) -> Chat | None:
        """The chat of a peer, if it is in the list."""
        return self._chats.get(peer_id)

    def ordered(self) -> list[Chat]:
        """The pinned chats in their order, then those with the newest messages; those in the archive are among them."""
        return sorted(self._chats.values(), key=_place)

    def is_muted(self, chat: Chat) -> bool:
        """Whether it is muted now."""
        return chat.mute_until > self._clock.now()

    def typing_in(self, chat: Chat) -> list[int]:
        """Who is typing now."""
        now = self._clock.monotonic()
        return [user_id for user_id, until in chat.typing.items() if until > now]

    def fill(self, dialogs: Iterable[Dialog]) -> None:
        """Take the whole list as the server or the cache has it."""
        before, self._chats = self._chats, {}
        for place, dialog in enumerate(dialogs):
            if dialog.id in before:
                self._chats[dialog.id] = before[dialog.id]
            self._put(dialog, place)

    def put(self, dialog: Dialog) -> None:
        """Take one chat as it is now."""
        known = self._chats.get(dialog.id)
        self._put(dialog, self._first_place() if known is None or known.pinned is None else known.pinned)

    def open(self, peer: TLObject) -> Chat:
        """The chat with someone, who may not have been written to yet."""
        return self._chats.setdefault(id_of(peer), Chat(id_of(peer), self._name(id_of(peer), peer)))

    def drop(self, peer_id: int) -> None:
        """The chat is no longer there."""
        self._chats.pop(peer_id, None)

    def _put(self, dialog: Dialog, place: int) -> None:
        """A chat stays the same object, which is shown in more than one place."""
        told = dialog.dialog
        chat = self.open(dialog.peer)
        chat.name = self._name(dialog.id, dialog.peer)
        chat.last = dialog.message
        chat.unread, chat.marked = told.unread_count, told.unread_mark
        chat.pinned = place if told.pinned else None
        chat.archived = dialog.archived
        chat.mute_until = _mute_until(told.notify_settings)
        chat.read_inbox, chat.read_outbox = told.read_inbox_max_id, told.read_outbox_max_id
        chat.draft = _draft(told.draft)

    def _name(self, peer_id: int, peer: TLObject) -> str:
        return "Saved messages" if peer_id == self.own_id else name_of(peer)

    def _first_place(self) -> int:
        return min((chat.pinned for chat in self._chats.values() if chat.pinned is not None), default=0) - 1

    # -- updates -------------------------------------------------------------------------------------------------------

    def apply(self, update: TLObject) -> Changes:
        """Take an update; what it changed."""
        match update:
            case types.UpdateNewMessage(message=message) | types.UpdateNewChannelMessage(message=message):
                return self._new(message)
            case types.UpdateEditMessage(message=message) | types.UpdateEditChannelMessage(message=message):
                return self._edited(message)
            case types.UpdateDeleteMessages(messages=ids):
                return self._deleted(ids, lambda peer_id: peer_id > CHANNELS)
            case types.UpdateDeleteChannelMessages(channel_id=channel_id, messages=ids):
                return self._deleted(ids, lambda peer_id: peer_id == CHANNELS - channel_id)
            case types.UpdateReadHistoryInbox(peer=peer, max_id=max_id, still_unread_count=unread):
                return self._read_here(id_of(peer), max_id, unread)
            case types.UpdateReadHistoryOutbox(peer=peer, max_id=max_id):
                return self._read_there(id_of(peer), max_id)
            case types.UpdateReadChannelInbox(channel_id=channel_id, max_id=max_id, still_unread_count=unread):
                return self._read_here(CHANNELS - channel_id, max_id, unread)
            case types.UpdateReadChannelOutbox(channel_id=channel_id, max_id=max_id):
                return self._read_there(CHANNELS - channel_id, max_id)
            case types.UpdateUserTyping(user_id=user_id, action=action):
                return self._types(user_id, user_id, action)
            case types.UpdateChatUserTyping(chat_id=chat_id, from_id=who, action=action):
                return self._types(-chat_id, id_of(who), action)
            case _:
                return self._settings(update)

    def _settings(self, update: TLObject) -> Changes:
        """What an account sets for a chat: pins, muting, marks."""
        match update:
            case types.UpdateDialogPinned(peer=types.DialogPeer(peer=peer), pinned=pinned):
                return self._set(id_of(peer), pinned=self._first_place() if pinned else None)
            case types.UpdatePinnedDialogs(folder_id=folder_id, order=order) if order is not None:
                there = [id_of(each.peer) for each in order if isinstance(each, types.DialogPeer)]
                return self._pins(there, archived=folder_id == ARCHIVE)
            case types.UpdateFolderPeers(folder_peers=moved):
                return self._moved({id_of(each.peer): each.folder_id == ARCHIVE for each in moved})
            case types.UpdateNotifySettings(peer=types.NotifyPeer(peer=peer), notify_settings=settings):
                return self._set(id_of(peer), mute_until=_mute_until(settings))
            case types.UpdateDraftMessage(peer=peer, draft=draft, top_msg_id=None):
                return self._set(id_of(peer), draft=_draft(draft))
            case types.UpdateDialogUnreadMark(peer=types.DialogPeer(peer=peer), unread=unread):
                return self._set(id_of(peer), marked=unread)
            case types.UpdateUserName(user_id=user_id, first_name=first, last_name=last) if user_id != self.own_id:
                return self._set(user_id, name=" ".join(filter(None, (first, last))))
        return NOTHING

    def _set(self, peer_id: int, **values: object) -> Changes:
        chat = self._chats.get(peer_id)
        if chat is None:
            return NOTHING
        for name, value in values.items():
            setattr(chat, name, value)
        return _one(peer_id)

    def _pins(self, order: list[int], *, archived: bool) -> Changes:
        for chat in self._chats.values():
            if chat.archived is archived:
                chat.pinned = order.index(chat.id) if chat.id in order else None
        return Changes(shown=frozenset(self._chats))

    def _moved(self, archived: dict[int, bool]) -> Changes:
        """Into the archive or out of it, where nothing that was pinned stays so."""
        known = archived.keys() & self._chats.keys()
        for peer_id in known:
            self._set(peer_id, archived=archived[peer_id], pinned=None)
        return Changes(shown=frozenset(known), stale=frozenset(archived.keys() - known))

    def _new(self, message: TLObject) -> Changes:
        if not isinstance(message, AnyMessage):
            return NOTHING
        peer_id = id_of(message.peer_id)
        chat = self._chats.get(peer_id)
        if chat is None or isinstance(getattr(message, "action", None), types.MessageActionChatEditTitle):
            return Changes(stale=frozenset({peer_id}))
        if chat.last is not None and message.id <= chat.last.id:
            return NOTHING
        chat.last = message
        chat.typing.pop(writer_of(message), None)
        if not message.out and message.id > chat.read_inbox and peer_id != self.own_id:
            chat.unread += 1
        return _one(peer_id)

    def _edited(self, message: TLObject) -> Changes:
        if not isinstance(message, AnyMessage):
            return NOTHING
        chat = self._chats.get(id_of(message.peer_id))
        if chat is None or chat.last is None or chat.last.id != message.id:
            return NOTHING
        chat.last = message
        return _one(chat.id)

    def _deleted(self, ids: list[int], is_there: Callable[[int], bool]) -> Changes:
        """The last message of a chat went, or one that may have been unread."""
        hit = (
            chat.id
            for chat in self._chats.values()
            if is_there(chat.id)
            and chat.last is not None
            and (chat.last.id in ids or (chat.unread and max(ids, default=0) > chat.read_inbox))
        )
        return Changes(stale=frozenset(hit))

    def _read_here(self, peer_id: int, max_id: int, unread: int) -> Changes:
        chat = self._chats.get(peer_id)
        if chat is None or max_id < chat.read_inbox:
            return NOTHING
        return self._set(peer_id, read_inbox=max_id, unread=unread)

    def _read_there(self, peer_id: int, max_id: int) -> Changes:
        chat = self._chats.get(peer_id)
        return NOTHING if chat is None else self._set(peer_id, read_outbox=max(max_id, chat.read_outbox))

    def _types(self, peer_id: int, user_id: int, action: TLObject) -> Changes:
        chat = self._chats.get(peer_id)
        if chat is None:
            return NOTHING
        if isinstance(action, types.SendMessageCancelAction):
            chat.typing.pop(user_id, None)
        else:
            chat.typing[user_id] = self._clock.monotonic() + TYPING_SECONDS
        return _one(peer_id)


def _place(chat: Chat) -> tuple[bool, int, int, int]:
    date, message_id = (chat.last.date, chat.last.id) if chat.last else (0, 0)
    return chat.pinned is None, chat.pinned or 0, -date, -message_id


def _mute_until(settings: TLObject) -> int:
    return getattr(settings, "mute_until", None) or 0


def _draft(draft: TLObject | None) -> str:
    return unparse(draft.message, draft.entities, "markdown") if isinstance(draft, types.DraftMessage) else ""


def writer_of(message: AnyMessage) -> int:
    """Who wrote a message: in the chat with one person it may not say so."""
    return id_of(message.from_id or message.peer_id)
