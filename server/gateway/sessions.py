"""The live sessions of a server, with or without a connection at the moment.

A session outlives its connections. What it has to say is kept by `mtproto.session` until the client acknowledges it,
and goes out on whatever connection is there. All sends of one turn of the event loop leave together.

Rules of this file:

- Sessions are bounded: per key (row M34), and in time once nothing is connected to them.
- A session that ends leaves its highest message id behind for as long as its messages could be replayed, so that a
  session that takes its place runs none of them again (row MS-2).
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING

from mtproto.clock import drawn_ahead
from mtproto.crypto import AuthKey
from mtproto.session import KeyFate, Salts, SaltSecret, ServerSession, Unsealed
from mtproto.session.states import FRESH
from server.auth.keys import Identity, KeyEntry
from server.gateway.ended import EndedSessions
from server.gateway.live_session import LiveSession, Outlet
from server.ops.logs import places
from server.timers import Timer
from storage.sign_in.devices import Device

if TYPE_CHECKING:  # App holds the live sessions
    from server.app import App

log = logging.getLogger("chappe.gateway")

KEPT_DETACHED = 900.0
"""Seconds a session without a connection is kept. A client that comes back later asks for the difference."""

_NEW_KEYS = 10_000
"""Keys just made whose first salt is remembered until their first session."""

Dispatch = Callable[[LiveSession, int, bytes], None]
"""Begins one request: the session it came in, its msg_id, and the function as it came."""


class _KeySessions:
    """The live sessions of one authorization key, and its salts."""

    __slots__ = ("_sessions", "by_id", "salts")

    def __init__(self, sessions: Sessions, salts: Salts) -> None:
        self.salts = salts
        self.by_id: dict[int, LiveSession] = {}
        self._sessions = sessions

    def destroy(self, session_id: int) -> bool:
        """destroy_session: whether this key had such a session (row M27)."""
        session = self.by_id.get(session_id)
        if session is None:
            return False
        self._sessions.discard(session)
        return True


class Sessions:
    """The live sessions of a server. `dispatch` begins a request."""

    def __init__(self, app: App, dispatch: Dispatch) -> None:
        self.dispatch = dispatch
        self._app = app
        self._limit = app.config.limits.sessions_per_key
        self._max_detached = 2 * app.config.limits.connections
        self._secret = SaltSecret(app.clock, app.random)
        self._random = drawn_ahead(app.random)
        self._keys: dict[int, _KeySessions] = {}
        self._new_keys: OrderedDict[int, Salts] = OrderedDict()
        self._numbers = count(1)
        self._detached: OrderedDict[LiveSession, float] = OrderedDict()
        self._expiry: Timer | None = None
        self._ended = EndedSessions(app.clock)
        self._dirty: list[LiveSession] = []
        self._destroying: set[LiveSession] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        app.keys.on_dropped = self._key_dropped
        app.keys.on_signed_out = self._signed_out

    def __iter__(self) -> Iterator[LiveSession]:
        for sessions in self._keys.values():
            yield from sessions.by_id.values()

    def key_made(self, auth_key: AuthKey, first_salt: int) -> None:
        """A key was exchanged just now: its first salt comes from the exchange (row H14)."""
        salts = Salts(self._secret, auth_key.key_id, self._app.clock, first_salt)
        self._new_keys[auth_key.number] = salts
        if len(self._new_keys) > _NEW_KEYS:
            self._new_keys.popitem(last=False)

    def find(self, key: KeyEntry, session_id: int) -> LiveSession | None:
        """The session of a key with this id, made if there is none; None when the key may have no more (row M34)."""
        sessions = self._keys.get(key.key_id)
        if sessions is None:
            salts = self._new_keys.pop(key.key_id, None) or Salts(self._secret, key.auth_key.key_id, self._app.clock)
            sessions = self._keys[key.key_id] = _KeySessions(self, salts)
        session = sessions.by_id.get(session_id)
        if session is None and (len(sessions.by_id) < self._limit or self._make_room(sessions)):
            session = self._make(sessions, key, session_id)
        return session

    def connections_of(self, key: KeyEntry) -> set[Outlet]:
        """The connections that the sessions of a key are on."""
        sessions = self._keys.get(key.key_id)
        if sessions is None:
            return set()
        return {outlet for session in sessions.by_id.values() for outlet in session.outlets}

    def of_identity(self, identity: Identity) -> list[LiveSession]:
        """The sessions under a permanent key and the temporary keys bound to it."""
        return [session for session in self if session.key.identity is identity]

    def discard(self, session: LiveSession) -> None:
        """End a session and forget it, but for its highest message id.

        One that took nothing knows only that of the session before it, which is not to be remembered for longer: its
        client would be refused for as long as it tries.
        """
        key_id = session.key.key_id
        sessions = self._keys.get(key_id)
        if sessions is None or sessions.by_id.get(session.session_id) is not session:
            return
        del sessions.by_id[session.session_id]
        if not sessions.by_id:
            del self._keys[key_id]
        self._detached.pop(session, None)
        if session.protocol.state is not FRESH and (highest := session.protocol.highest_msg_id):
            self._ended.remember(key_id, session.session_id, highest)
        session.end()
        self._app.metrics.sessions.dec()

    def wake(self, session: LiveSession) -> None:
        """Flush this session at the end of the present turn of the loop, with all others that are woken in it."""
        if not self._dirty:
            asyncio.get_running_loop().call_soon(self.flush)
        self._dirty.append(session)

    def flush(self) -> None:
        """Let every woken session send."""
        dirty, self._dirty = self._dirty, []
        for session in dirty:
            try:
                session.flush()
            except Exception as failure:  # a fault of ours in one session is no reason for the others to wait
                log.error("a session cannot go on: %s", places(failure), extra={"session": session.session_number})
                session.close_connections()
                self.discard(session)

    def drop_expired(self) -> None:
        """End the sessions of temporary keys that have run out: nobody reads what is pushed to them."""
        now = self._app.clock.now()
        for session in [session for session in self if 0 < session.key.expires_at <= now]:
            self.discard(session)

    def destroy_key(self, session: LiveSession, msg_id: int) -> None:
        """destroy_auth_key: delete the key of this session, then say so in it (row M28)."""
        task = asyncio.get_running_loop().create_task(self._destroy_key(session, msg_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def count_refused(self, code: int) -> None:
        """A message was answered with this bad_msg code."""
        self._app.metrics.bad_messages.labels(code).inc()

    def attached(self, session: LiveSession) -> None:
        """A connection came: the session is kept for as long as there is one."""
        self._detached.pop(session, None)

    def detached(self, session: LiveSession) -> None:
        """The last connection went: from now on the session is kept for `KEPT_DETACHED`."""
        self._detached[session] = self._app.clock.monotonic() + KEPT_DETACHED
        if len(self._detached) > self._max_detached:
            self.discard(next(iter(self._detached)))
        if self._expiry is None:
            self._expiry = self._app.timers.after(KEPT_DETACHED, self._expire)

    def relist(self, session: LiveSession, before: Device | None, after: Device | None) -> None:
        """Whose updates a session hears has changed; None is nobody."""
        if before is not None:
            self._app.hub.detach(before.user_id, session)
            self._app.device_hub.detach(before.device_id, session)
        if after is not None:
            self._app.hub.attach(after.user_id, session)
            self._app.device_hub.attach(after.user_id, after.device_id, session)

    def at(self, when: float, callback: Callable[[], None]) -> Timer:
        """A deadline on the server's clock."""
        return self._app.timers.at(when, callback)

    def in_turn(self, callback: Callable[[], None]) -> None:
        """Call back when others had their turns."""
        self._app.turns.call(callback)

    def seal(self, packet: Unsealed, sealed: Callable[[bytes], None]) -> None:
        """Encrypt a part of a file on a thread."""
        self._app.large_packets.seal(packet, sealed)

    def _make(self, sessions: _KeySessions, key: KeyEntry, session_id: int) -> LiveSession:
        protocol = ServerSession(
            key.auth_key,
            session_id,
            sessions.salts,
            self._app.clock,
            self._random,
            destroy_session=sessions.destroy,
            floor=self._ended.floor(key.key_id, session_id),
        )
        session = LiveSession(self, key, session_id, next(self._numbers), protocol)
        sessions.by_id[session_id] = session
        self._app.metrics.sessions.inc()
        return session

    def _make_room(self, sessions: _KeySessions) -> bool:
        """End the session of a key that has been without a connection for the longest time."""
        idle = [session for session in sessions.by_id.values() if session in self._detached]
        if idle:
            self.discard(min(idle, key=lambda session: self._detached[session]))
        return bool(idle)

    def _expire(self) -> None:
        now = self._app.clock.monotonic()
        while self._detached and next(iter(self._detached.values())) <= now:
            self.discard(next(iter(self._detached)))
        self._expiry = None
        if self._detached:
            self._expiry = self._app.timers.at(next(iter(self._detached.values())), self._expire)

    async def _destroy_key(self, session: LiveSession, msg_id: int) -> None:
        self._destroying.add(session)
        try:
            await self._app.keys.destroy(session.key.key_id)
            fate = KeyFate.OK
        except Exception as failure:
            log.error("a key could not be destroyed: %s", places(failure))
            fate = KeyFate.FAIL
        finally:
            self._destroying.discard(session)
        session.protocol.answer_destroy_auth_key(msg_id, fate)
        session.flush()
        if fate is KeyFate.OK:
            self.discard(session)

    def _key_dropped(self, key_id: int) -> None:
        """A key is gone: its sessions say nothing more, and its next frame meets -404 (rows P5, M28)."""
        sessions = self._keys.get(key_id)
        if sessions is not None:
            for session in list(sessions.by_id.values()):
                if session not in self._destroying:
                    self.discard(session)

    def _signed_out(self, identity: Identity) -> None:
        """Nobody is signed in under an identity any more; where that was against its will, at once (row AU-4)."""
        for session in self.of_identity(identity):
            session.follow_identity()
            if identity.revoked:
                session.close_connections()
