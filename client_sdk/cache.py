"""What was seen, for reading without a server.

    with SessionStore("me.session") as store:
        for message in Cache(store).history(peer_id):
            print(message.message)

Rules of this file
- Whatever an update or an answer shows is kept. It is kept before the update's handlers run, so they find it here.
- What the server says is gone goes: by an update, by an answer to a call of ours, or by standing no longer where a page
  of history would show it. Where updates were lost for good, no message is trusted any more.
- What expires by itself (ttl_period) is not shown after its time, whether the server has said so or not.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence

from client_sdk.clock import SystemClock
from client_sdk.peers import CHANNELS, id_of
from client_sdk.store.cached import CachedRows
from client_sdk.store.sqlite import SessionStore
from client_sdk.verbs.dialogs import Dialog, dialogs_in
from client_sdk.verbs.history import AnyMessage
from mtproto import tl
from mtproto.clock import Clock
from mtproto.tl import TLObject, functions, types

NEW = (types.UpdateNewMessage, types.UpdateNewChannelMessage)
SHOWN = (*NEW, types.UpdateEditMessage, types.UpdateEditChannelMessage)
TELLING = (
    functions.messages.GetHistory,
    functions.messages.GetMessages,
    functions.channels.GetMessages,
    functions.messages.DeleteMessages,
    functions.channels.DeleteMessages,
    functions.messages.DeleteHistory,
    functions.messages.GetDialogs,
    functions.messages.GetPeerDialogs,
    functions.messages.Search,
    functions.messages.SearchGlobal,
)
"""The calls whose answers say what there is, or is no longer."""

MAX_KNOWN = 5_000
"""Users and chats that are remembered as written, so that they are not written again unchanged."""


class Cache:
    """Messages, dialogs, users and chats of one account.

    Args:
        store: The open session file.
        clock: Time, for what expires.
    """

    def __init__(self, store: SessionStore, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()
        self._known: dict[int, bytes] = {}

    # -- reading -------------------------------------------------------------------------------------------------------

    def history(self, peer_id: int, *, limit: int = 100, before: int = 0) -> list[AnyMessage]:
        """The messages of a chat that are known, the newest first.

        Args:
            peer_id: The chat; see `client_sdk.peers` for ids.
            limit: How many at most.
            before: Only messages older than this id; 0 sets no bound.
        """
        bodies = self._rows.messages(peer_id, before or sys.maxsize, limit)
        messages = (tl.decode(body) for body in bodies)
        return [each for each in messages if isinstance(each, AnyMessage) and not self._is_expired(each)]

    def dialogs(self) -> list[Dialog]:
        """The chats that are known: the pinned ones, then those with the newest messages."""
        found = [dialog for body in self._rows.dialogs() if (dialog := self._dialog(tl.decode(body))) is not None]
        return sorted(found, key=lambda d: (not d.dialog.pinned, -(d.message.date if d.message else 0)))

    def peer(self, peer_id: int) -> TLObject | None:
        """A user or chat as it was seen last."""
        body = self._rows.peer(peer_id)
        return None if body is None else tl.decode(body)

    @property
    def _rows(self) -> CachedRows:
        return CachedRows(self._store.db)

    def _is_expired(self, message: AnyMessage) -> bool:
        return message.ttl_period is not None and message.date + message.ttl_period <= self._clock.now()

    def _dialog(self, dialog: TLObject) -> Dialog | None:
        if not isinstance(dialog, types.Dialog):
            return None
        peer = self.peer(id_of(dialog.peer))
        if peer is None:
            return None
        return Dialog(dialog, peer, next(iter(self.history(id_of(dialog.peer), limit=1)), None))

    # -- keeping -------------------------------------------------------------------------------------------------------

    def forget(self) -> None:
        """The account is another, or gone."""
        self._known.clear()

    def see_peers(self, peers: Iterable[TLObject]) -> None:
        """Keep users and chats that came along; a `min` one says too little."""
        news: dict[int, bytes] = {}
        for peer in peers:
            if isinstance(peer, types.User | types.Chat | types.Channel) and not getattr(peer, "min", False):
                peer_id, body = id_of(peer), tl.encode(peer)
                if self._known.get(peer_id) != body:
                    news[peer_id] = body
        if not news:
            return
        if len(self._known) > MAX_KNOWN:
            self._known.clear()
        self._known |= news
        with self._store.db:
            self._rows.put_peers(news.items())

    def apply(self, updates: Iterable[TLObject]) -> None:
        """Take what updates say, before their handlers do."""
        shown: list[TLObject] = []
        with self._store.db:
            for update in updates:
                if isinstance(update, SHOWN):
                    shown.append(update)
                    continue
                self._show(shown)
                shown.clear()
                self._apply(update)
            self._show(shown)

    def _apply(self, update: TLObject) -> None:
        match update:
            case types.UpdateDeleteMessages(messages=ids):
                self._rows.delete_messages(ids)
            case types.UpdateDeleteChannelMessages(channel_id=channel_id, messages=ids):
                self._rows.delete_in(CHANNELS - channel_id, ids)
            case types.UpdateReadHistoryInbox(peer=peer, max_id=max_id, still_unread_count=unread):
                self._mark(id_of(peer), read_inbox_max_id=max_id, unread_count=unread)
            case types.UpdateReadHistoryOutbox(peer=peer, max_id=max_id):
                self._mark(id_of(peer), read_outbox_max_id=max_id)
            case types.UpdateFolderPeers(folder_peers=moved):
                for each in moved:
                    self._mark(id_of(each.peer), folder_id=each.folder_id, pinned=False)
            case types.UpdatesTooLong():
                self._rows.delete_all_messages()

    def learn(self, function: TLObject, answer: object) -> None:
        """Take what the answer to a call of ours says."""
        if not isinstance(function, TELLING):
            return
        with self._store.db:
            match function, answer:
                case functions.messages.GetHistory(), _:
                    self._page(function, answer)
                case (functions.messages.GetMessages(), _) | (functions.channels.GetMessages(), _):
                    self._asked_for(function, answer)
                case functions.messages.DeleteMessages(id=ids), _:
                    self._rows.delete_messages(ids)
                case functions.channels.DeleteMessages(channel=types.InputChannel(channel_id=channel_id), id=ids), _:
                    self._rows.delete_in(CHANNELS - channel_id, ids)
                case functions.messages.DeleteHistory(peer=peer, max_id=max_id), _:
                    self._cleared(peer, max_id or sys.maxsize)
                case functions.messages.GetDialogs(), types.messages.Dialogs() | types.messages.DialogsSlice():
                    self._list(answer)
                case functions.messages.GetPeerDialogs(), types.messages.PeerDialogs():
                    self._list(answer)
                case functions.messages.Search() | functions.messages.SearchGlobal(), _:
                    self._keep(getattr(answer, "messages", ()))

    def _keep(self, messages: Iterable[TLObject | None]) -> None:
        self._rows.put_messages(
            (id_of(each.peer_id), each.id, tl.encode(each)) for each in messages if isinstance(each, AnyMessage)
        )

    def _show(self, updates: Sequence[TLObject]) -> None:
        """Messages that are new or edited, as many as came in a row."""
        self._keep(getattr(update, "message", None) for update in updates)
        new: defaultdict[int, dict[int, AnyMessage]] = defaultdict(dict)
        for update in updates:
            if isinstance(update, NEW) and isinstance(update.message, AnyMessage):
                new[id_of(update.message.peer_id)][update.message.id] = update.message
        for peer_id, messages in new.items():
            self._count(peer_id, messages.values())

    def _count(self, peer_id: int, messages: Iterable[AnyMessage]) -> None:
        """The newest is the last of its chat, and unread are those of others. One that is told again is not new."""
        dialog = self._known_dialog(peer_id)
        news = [] if dialog is None else [each for each in messages if each.id > dialog.top_message]
        if dialog is not None and news:
            unread = dialog.unread_count + sum(not each.out for each in news)
            self._mark(peer_id, top_message=max(each.id for each in news), unread_count=unread)

    def _known_dialog(self, peer_id: int) -> types.Dialog | None:
        body = self._rows.dialog(peer_id)
        dialog = None if body is None else tl.decode(body)
        return dialog if isinstance(dialog, types.Dialog) else None

    def _mark(self, peer_id: int, **marks: int) -> None:
        dialog = self._known_dialog(peer_id)
        if dialog is not None:
            for name, value in marks.items():
                setattr(dialog, name, value)
            self._rows.put_dialogs([(peer_id, tl.encode(dialog))])

    def _page(self, asked: functions.messages.GetHistory, answer: object) -> None:
        """A page of history: what is known between its ends and not on it is gone."""
        messages = [each for each in getattr(answer, "messages", ()) if isinstance(each, AnyMessage)]
        peer_id = _peer_of(asked.peer, messages, self._store)
        if peer_id is None:
            return
        ids = [message.id for message in messages]
        bounded = asked.offset_id or asked.offset_date or asked.add_offset or asked.max_id or asked.min_id
        if not messages:
            if not bounded:
                self._rows.delete_between(peer_id, 0, sys.maxsize)
            return
        is_last = len(messages) < asked.limit and asked.add_offset >= 0 and not asked.min_id
        self._rows.delete_between(peer_id, 0 if is_last else min(ids), max(ids), but=ids)
        self._keep(messages)

    def _asked_for(self, asked: TLObject, answer: object) -> None:
        """Messages that were asked for by their ids: those that did not come are gone."""
        messages = [each for each in getattr(answer, "messages", ()) if isinstance(each, AnyMessage)]
        wanted = {each.id for each in getattr(asked, "id", ()) if isinstance(each, types.InputMessageID)}
        missing = wanted - {message.id for message in messages}
        channel = getattr(asked, "channel", None)
        if isinstance(channel, types.InputChannel):
            self._rows.delete_in(CHANNELS - channel.channel_id, missing)
        else:
            self._rows.delete_messages(missing)
        self._keep(messages)

    def _cleared(self, peer: types.TypeInputPeer, highest: int) -> None:
        peer_id = _peer_of(peer, (), self._store)
        if peer_id is not None:
            self._rows.delete_between(peer_id, 0, highest)
            if highest == sys.maxsize:
                self._rows.delete_dialog(peer_id)

    def _list(self, answer: types.messages.Dialogs | types.messages.DialogsSlice | types.messages.PeerDialogs) -> None:
        listed = dialogs_in(answer)
        self._rows.put_dialogs((dialog.id, tl.encode(dialog.dialog)) for dialog in listed)
        self._keep(answer.messages)
        self._rows.put_peers((dialog.id, tl.encode(dialog.peer)) for dialog in listed)


def _peer_of(peer: types.TypeInputPeer, messages: Iterable[AnyMessage], store: SessionStore) -> int | None:
    """The id of the peer that a call named; None where the call does not tell."""
    match peer:
        case types.InputPeerUser(user_id=user_id):
            return user_id
        case types.InputPeerChat(chat_id=chat_id):
            return -chat_id
        case types.InputPeerChannel(channel_id=channel_id):
            return CHANNELS - channel_id
        case types.InputPeerSelf():
            login = store.login()
            return None if login is None else login.user_id or None
    return next((id_of(message.peer_id) for message in messages), None)
