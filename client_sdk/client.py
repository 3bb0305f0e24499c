"""The client: what a Python developer holds in their hand.

async with Client("me.session", endpoint, api_id=1, api_hash="...") as client:
    sent = await client.send_code("+49...")
    await client.sign_in("+49...", sent.phone_code_hash, input("code: "))
    await client.send_message("me", "Hello")
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from client_sdk.cache import Cache
from client_sdk.caller import Caller
from client_sdk.clock import SystemClock
from client_sdk.errors import SIGNED_OUT, ClientError
from client_sdk.network.announcement import Announcement
from client_sdk.network.endpoint import Endpoint
from client_sdk.peers import CHANNELS, Peers
from client_sdk.store.records import UpdateState
from client_sdk.store.sqlite import SessionStore
from client_sdk.store.string import to_string
from client_sdk.updates.feed import Feed, Subscriptions
from client_sdk.updates.filters import NEW_MESSAGES, MessageFilter, MessageHandler, NewMessage
from client_sdk.updates.gaps import Affected, Gaps
from client_sdk.updates.short import sent_message
from client_sdk.updates.stream import UpdateStream
from client_sdk.verbs.dialogs import DialogVerbs
from client_sdk.verbs.groups import GroupVerbs
from client_sdk.verbs.history import HistoryVerbs
from client_sdk.verbs.messages import MessageVerbs
from client_sdk.verbs.people import PeopleVerbs
from client_sdk.verbs.sign_in import SignInVerbs
from mtproto import rpc_errors, tl
from mtproto.clock import Clock
from mtproto.tl import functions, types

R = TypeVar("R")
U = TypeVar("U", bound=tl.TLObject)
log = logging.getLogger(__name__)

ANSWERS_WITH_PTS = (
    types.messages.AffectedMessages,
    types.messages.AffectedHistory,
    types.messages.AffectedFoundMessages,
)
UPDATES = (
    types.Updates,
    types.UpdatesCombined,
    types.UpdateShort,
    types.UpdateShortMessage,
    types.UpdateShortChatMessage,
    types.UpdatesTooLong,
)

INVALID_PEERS = (
    rpc_errors.PEER_ID_INVALID,
    rpc_errors.USER_ID_INVALID,
    rpc_errors.CHANNEL_INVALID,
    rpc_errors.INPUT_USER_DEACTIVATED,
)


ConnectionWatcher = Callable[[bool], None]
"""Is told that there is a connection, or none any more."""


class NotSignedIn(ClientError):
    """Nobody is signed in."""


class Client(SignInVerbs, MessageVerbs, HistoryVerbs, DialogVerbs, GroupVerbs, PeopleVerbs):
    """One account on one server.

    Attributes:
        connected: Whether there is a connection now.

    Args:
        session: The session file, or a store (which is left open at the end).
        endpoint: The server.
        api_id: Names the application; self-hosted servers take any.
        api_hash: The one that belongs to it.
        device: What the account's list of devices calls this one.
        layer: The layer to speak.
        flood_wait: A FLOOD_WAIT of up to so many seconds is slept through; a longer one is raised.
        start_offline: Who is signed in begins without the server where it cannot be reached: `cache` can be read, and
            calls wait until there is a connection.
        perfect_forward_secrecy: Everything is said under temporary keys that last a day and are not kept: who comes by
            the session file later cannot read what was recorded (core.telegram.org/api/pfs).
        clock: Time.
    """

    def __init__(
        self,
        session: SessionStore | Path | str,
        endpoint: Endpoint,
        *,
        api_id: int,
        api_hash: str,
        device: str = "Python",
        layer: int = tl.NEWEST,
        flood_wait: float = 60.0,
        start_offline: bool = False,
        perfect_forward_secrecy: bool = False,
        clock: Clock | None = None,
    ) -> None:
        self.api_id = api_id
        self.api_hash = api_hash
        self.connected = False
        self._start_offline = start_offline
        self._connection_watchers: list[ConnectionWatcher] = []
        self._owns_store = not isinstance(session, SessionStore)
        self.store = session if isinstance(session, SessionStore) else SessionStore(session)
        self._clock = clock or SystemClock()
        self.peers = Peers(self.store, self._clock)
        self.cache = Cache(self.store, self._clock)
        self._subscriptions = Subscriptions()
        self._feed: Feed | None = None
        announcement = Announcement(api_id, device_model=device, layer=layer)
        self._caller = Caller(
            self.store, endpoint, announcement, self, flood_wait, self._clock, secrecy=perfect_forward_secrecy
        )

    async def __aenter__(self) -> Client:
        try:
            self.store.open()
            await self._caller.connect(patiently=self._start_offline)
            await self._follow_updates()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def __call__(self, function: tl.TLFunction[R]) -> R:
        """Call any method of the API.

        Raises:
            RpcError: the server's answer, a class per name in `mtproto.rpc_errors`.
            Disconnected: the client was closed, or its key is gone.
        """
        try:
            answer = await self._caller.call(function)
        except INVALID_PEERS:
            self._doubt(function)
            raise
        self._learn(function, answer)
        return answer

    async def call_at(self, dc_id: int, function: tl.TLFunction[R]) -> R:
        """Call a method at a DC: a file may be at another one than the account. 0 is the account's own.

        Raises:
            RpcError, Disconnected: as for any call.
        """
        return await self._caller.call_at(dc_id, function)

    def export_session(self) -> str:
        """The session as one line of text, for `store_from_string`. It is as secret as the account."""
        login = self.store.login()
        if login is None:
            raise NotSignedIn("there is no session yet")
        return to_string(login)

    # -- updates -------------------------------------------------------------------------------------------------------

    def updates(self) -> UpdateStream:
        """Updates as an async iterator, inside `async with`."""
        return UpdateStream(self._subscriptions.streams)

    def on(
        self, *kinds: type[U], where: Callable[[U], bool] | None = None
    ) -> Callable[[Callable[[U], Awaitable[None]]], Callable[[U], Awaitable[None]]]:
        """Decorate a handler of updates: `@client.on(types.UpdateUserTyping)`.

        Args:
            kinds: Which; none means all.
            where: Only those of which this is true.
        """

        def decorate(handler: Callable[[U], Awaitable[None]]) -> Callable[[U], Awaitable[None]]:
            self._subscriptions.add(kinds, handler, where)
            return handler

        return decorate

    def on_message(
        self, *, chat: int | None = None, pattern: str | None = None, incoming: bool | None = None
    ) -> Callable[[MessageHandler], MessageHandler]:
        """Decorate a handler of new messages: `@client.on_message(pattern=r"/start")`.

        Args:
            chat: Only in the chat of this id.
            pattern: Only texts that begin with a match of this regular expression.
            incoming: Only what others wrote; False: only what this account wrote.
        """
        wanted = MessageFilter(chat, re.compile(pattern) if pattern else None, incoming, self._self_id)

        def decorate(handler: MessageHandler) -> MessageHandler:
            async def take(update: NewMessage) -> None:
                if isinstance(update.message, types.Message):
                    await handler(update.message)

            self._subscriptions.add(NEW_MESSAGES, take, wanted)
            return handler

        return decorate

    def on_connection(self, watcher: ConnectionWatcher) -> ConnectionWatcher:
        """Decorate what is to be told when the connection is there, and when it is lost; see `connected`."""
        self._connection_watchers.append(watcher)
        return watcher

    async def run_until_disconnected(self) -> None:
        """Wait while handlers work, until the login is over or the client is closed; a lost connection is made again.

        Raises:
            NotSignedIn: nobody is signed in.
        """
        if self._feed is None:
            raise NotSignedIn("sign in first: without an account there are no updates")
        await self._feed.ended()

    def updates_came(self, updates: tl.TLObject) -> None:
        """What the connection says; see `client_sdk.network.connection.Listener`."""
        if self._feed is not None:
            self._feed.came(updates)

    def updates_missed(self) -> None:
        """What the connection says; see `client_sdk.network.connection.Listener`."""
        if self._feed is not None:
            self._feed.missed()

    def connection_changed(self, connected: bool) -> None:
        """What the connection says; see `client_sdk.network.connection.Listener`."""
        if connected and self._feed is not None:
            self._feed.missed()  # it may have been cut because the login is over, which only a call can tell
        self.connected = connected
        for watcher in self._connection_watchers:
            watcher(connected)

    async def _follow_updates(self) -> None:
        """Begin where the store says, or at the server's present."""
        if not self._self_id():
            return
        state = self.store.update_state()
        try:
            state = state or await self._present()
        except SIGNED_OUT as error:
            log.warning("signed out by the server: %s", error)
            return
        gaps = Gaps(state, self._self_id(), self.peers.knows, self._clock.monotonic())
        gaps.missed()
        self._feed = Feed(
            gaps, self._subscriptions, self.store, self.cache, self, self._remember, self._login_over, self._clock
        )

    async def _present(self) -> UpdateState:
        now = await self._caller.call(functions.updates.GetState())
        state = UpdateState(now.pts, now.qts, now.date, now.seq)
        self.store.save_update_state(state)
        return state

    def _learn(self, function: tl.TLObject, answer: object) -> None:
        """Take from an answer the peers and messages in it, and what it says about updates."""
        if isinstance(answer, types.UpdateShortSentMessage) and isinstance(function, functions.messages.SendMessage):
            return self._learn_sent(function, answer)
        if isinstance(inner := getattr(answer, "updates", None), UPDATES):  # as in messages.InvitedUsers
            answer = inner
        seen = answer if isinstance(answer, list) else _peers_in(answer)
        if seen:
            self._remember([peer for peer in seen if isinstance(peer, tl.TLObject)])
        if self._self_id():
            self.cache.learn(function, answer)
        if self._feed is None:
            return
        if isinstance(answer, ANSWERS_WITH_PTS):
            self._feed.came(Affected(answer.pts, answer.pts_count))
        elif isinstance(answer, UPDATES):
            self._feed.came(answer)

    def _learn_sent(self, function: functions.messages.SendMessage, answer: types.UpdateShortSentMessage) -> None:
        """The compact answer tells of a message and of nothing else."""
        if self._feed is not None:
            sent = sent_message(answer, function, self.peer_of(function.peer), self._self_id())
            new = types.UpdateNewMessage(message=sent, pts=answer.pts, pts_count=answer.pts_count)
            self._feed.came(types.UpdateShort(update=new, date=answer.date))

    def _doubt(self, function: tl.TLObject) -> None:
        """The server does not know a peer of this call: its name is looked up before it is used again."""
        for value in function.to_dict().values():
            if isinstance(value, dict):
                for key in ("user_id", "channel_id"):
                    number = value.get(key)
                    if isinstance(number, int):
                        self.peers.doubt(number if key == "user_id" else CHANNELS - number)

    def _remember(self, peers: Iterable[tl.TLObject]) -> None:
        """Keep users and chats that came with an answer or an update."""
        peers = tuple(peers)
        self.peers.remember(peers)
        self.cache.see_peers(peers)

    # -- its account ---------------------------------------------------------------------------------------------------

    def _self_id(self) -> int:
        login = self.store.login()
        return 0 if login is None else login.user_id

    async def _signed_in_as(self, user: types.User) -> None:
        login = self.store.login()
        if login is not None:
            self.store.save_login(replace(login, user_id=user.id))
        self.peers.forget()
        self.cache.forget()
        self.peers.remember([user])
        await self._stop_feed()
        await self._follow_updates()

    async def _signed_out(self) -> None:
        await self._stop_feed()
        self._login_over()

    def _login_over(self) -> None:
        """Nobody is signed in: what was known for the account goes."""
        login = self.store.login()
        if login is not None:
            self.store.save_login(replace(login, user_id=0))

    async def _move_to(self, dc_id: int) -> None:
        await self._caller.move(dc_id)

    async def _stop_feed(self) -> None:
        feed, self._feed = self._feed, None
        if feed is not None:
            await feed.stop()

    async def _close(self) -> None:
        await self._stop_feed()
        await self._caller.close()
        if self._owns_store:
            self.store.close()


def _peers_in(answer: object) -> list[object]:
    return [*(getattr(answer, "users", None) or ()), *(getattr(answer, "chats", None) or ())]
