"""The client: what a Python developer holds in their hand.

async with Client("me.session", endpoint, api_id=1, api_hash="...") as client:
    sent = await client.send_code("+49...")
    await client.sign_in("+49...", sent.phone_code_hash, input("code: "))
    await client.send_message("me", "Hello")
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from client_sdk.caller import Caller
from client_sdk.clock import SystemClock
from client_sdk.errors import ClientError
from client_sdk.network.announcement import Announcement
from client_sdk.network.endpoint import Endpoint
from client_sdk.peers import Peers
from client_sdk.store.records import UpdateState
from client_sdk.store.sqlite import SessionStore
from client_sdk.store.string import to_string
from client_sdk.updates.feed import Feed, Subscriptions
from client_sdk.updates.gaps import Affected, Gaps
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
    types.UpdateShortSentMessage,
)
UPDATES = (
    types.Updates,
    types.UpdatesCombined,
    types.UpdateShort,
    types.UpdateShortMessage,
    types.UpdateShortChatMessage,
    types.UpdatesTooLong,
)


class NotSignedIn(ClientError):
    """Nobody is signed in."""


class Client(SignInVerbs, MessageVerbs, HistoryVerbs, DialogVerbs, GroupVerbs, PeopleVerbs):
    """One account on one server.

    Args:
        session: The session file, or a store (which is left open at the end).
        endpoint: The server.
        api_id: Names the application; self-hosted servers take any.
        api_hash: Goes with it.
        layer: The layer to speak.
        flood_wait: A FLOOD_WAIT of up to so many seconds is slept through; a longer one is raised.
        clock: Time.
    """

    def __init__(
        self,
        session: SessionStore | Path | str,
        endpoint: Endpoint,
        *,
        api_id: int,
        api_hash: str,
        layer: int = tl.NEWEST,
        flood_wait: float = 60.0,
        clock: Clock | None = None,
    ) -> None:
        self.api_id = api_id
        self.api_hash = api_hash
        self._owns_store = not isinstance(session, SessionStore)
        self.store = session if isinstance(session, SessionStore) else SessionStore(session)
        self._clock = clock or SystemClock()
        self.peers = Peers(self.store, self._clock)
        self._subscriptions = Subscriptions()
        self._feed: Feed | None = None
        self._caller = Caller(self.store, endpoint, Announcement(api_id, layer=layer), self, flood_wait, self._clock)

    async def __aenter__(self) -> Client:
        try:
            self.store.open()
            await self._caller.connect()
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
        answer = await self._caller.call(function)
        self._learn(answer)
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

    def on(self, *kinds: type[U]) -> Callable[[Callable[[U], Awaitable[None]]], Callable[[U], Awaitable[None]]]:
        """Decorate a handler of updates of these kinds: `@client.on(types.UpdateNewMessage)`."""

        def decorate(handler: Callable[[U], Awaitable[None]]) -> Callable[[U], Awaitable[None]]:
            self._subscriptions.add(kinds, handler)
            return handler

        return decorate

    def updates_came(self, updates: tl.TLObject) -> None:
        """What the connection says; see `client_sdk.network.connection.Listener`."""
        if self._feed is not None:
            self._feed.came(updates)

    def updates_missed(self) -> None:
        """What the connection says; see `client_sdk.network.connection.Listener`."""
        if self._feed is not None:
            self._feed.missed()

    async def _follow_updates(self) -> None:
        """Begin where the store says, or at the server's present."""
        if not self._self_id():
            return
        state = self.store.update_state()
        try:
            state = state or await self._present()
        except (rpc_errors.AUTH_KEY_UNREGISTERED, rpc_errors.SESSION_REVOKED) as error:
            log.warning("signed out by the server: %s", error)
            return
        gaps = Gaps(state, self._self_id(), self.peers.knows, self._clock.monotonic())
        gaps.missed()
        self._feed = Feed(gaps, self._subscriptions, self.store, self, self.peers.remember, self._clock)

    async def _present(self) -> UpdateState:
        now = await self._caller.call(functions.updates.GetState())
        state = UpdateState(now.pts, now.qts, now.date, now.seq)
        self.store.save_update_state(state)
        return state

    def _learn(self, answer: object) -> None:
        """Take from an answer the peers in it, and what it says about updates."""
        seen: Iterable[object] = answer if isinstance(answer, list) else _peers_in(answer)
        self.peers.remember(peer for peer in seen if isinstance(peer, tl.TLObject))
        if self._feed is None:
            return
        if isinstance(answer, ANSWERS_WITH_PTS):
            self._feed.came(Affected(answer.pts, answer.pts_count))
        elif isinstance(answer, UPDATES):
            self._feed.came(answer)

    # -- its account ---------------------------------------------------------------------------------------------------

    def _self_id(self) -> int:
        login = self.store.login()
        return 0 if login is None else login.user_id

    async def _signed_in_as(self, user: types.User) -> None:
        login = self.store.login()
        if login is not None:
            self.store.save_login(replace(login, user_id=user.id))
        self.peers.remember([user])
        await self._stop_feed()
        await self._follow_updates()

    async def _signed_out(self) -> None:
        await self._stop_feed()
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
