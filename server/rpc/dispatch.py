"""The way of one request: from what the session read to the answer that the session keeps.

    bytes read → wrappers off → flood control → layer and client → state of the key → handler → answer encoded

Whoever is not signed in is read no more than is short: a packed kilobyte, or a vector of a hundred thousand things,
takes a good part of a second, and nobody could be asked to stop it (row DO-5).

Requests of a session are started in the order the session hands them over, which is that of their message ids, and a
handler runs up to its first wait before the next one starts (row AT-1). How many may run at once is the session's
business too. Whatever happens, each request is answered exactly once: with its result, with the RPC error it raised,
with `Timeout` when it took too long, or with `RPC_CALL_FAIL` when our own code failed. Such a failure is logged by its
place and type; the texts of exceptions may hold what users wrote, so they are left out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from mtproto import rpc_errors, tl
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions
from mtproto.tl.packed import MAX_REQUEST
from server.auth import activity, takeout
from server.ops.logs import places
from server.rpc import eager
from server.rpc.authorize import authorize
from server.rpc.context import Context
from server.rpc.flood import FloodClass, flood_wait
from server.rpc.observe import Observer
from server.rpc.router import Methods, Who
from server.rpc.wrappers import Unwrapped, unwrap
from server.timers import Timer
from storage.errors import FullError

if TYPE_CHECKING:  # App holds the dispatcher
    from server.app import App
    from server.auth.keys import Identity
    from server.gateway.live_session import LiveSession

log = logging.getLogger("chappe.rpc")

SECONDS = 30.0
"""How long a request may take. Clients give up on a request after about a minute."""


SHORT = 64 * 1024
"""Bytes, unpacked, that are read of a request of somebody who is not signed in: none that they may make has more."""

_DEFAULT = FloodClass.DEFAULT
"""Looked up once instead of for every request: CPython 3.11 finds a member of an enumeration in Python."""


class Dispatcher:
    """Answers the requests of live sessions."""

    def __init__(self, app: App, methods: Methods, observer: Observer) -> None:
        self._app = app
        self._methods = methods
        self._observer = observer
        self._running: dict[eager.Waiting, float] = {}  # when each has to be done; the oldest first
        self._one_finished: asyncio.Event | None = None  # while they are drained
        self._overdue: Timer | None = None
        self._told_of_newer = False  # in the log: once, however many such clients there are, or pretend to be

    def request(self, session: LiveSession, msg_id: int, body: bytes) -> None:
        """Begin one request, a function as it came from the client. The answer goes into the session, now or later."""
        started = self._app.clock.monotonic()
        waiting = eager.begin(self._serve(session, msg_id, body, started), self._finished)
        if waiting is not None:
            self._running[waiting] = started + SECONDS
            if self._overdue is None:
                self._overdue = self._app.timers.after(SECONDS, self._end_overdue)

    @property
    def running(self) -> int:
        """How many requests wait for something before they are answered."""
        return len(self._running)

    async def drain(self, seconds: float) -> None:
        """Let what runs finish; what has not finished in time is answered with `Timeout`."""
        self._one_finished = asyncio.Event()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended(self._running, self._one_finished), seconds)
        remaining = set(self._running)
        for request in remaining:
            request.cancel()
        await self._ended(remaining, self._one_finished)

    async def _ended(self, requests: Iterable[eager.Waiting], one_finished: asyncio.Event) -> None:
        """Wait until none of these runs any more."""
        while not self._running.keys().isdisjoint(requests):
            one_finished.clear()
            await one_finished.wait()

    def _finished(self, request: eager.Waiting) -> None:
        del self._running[request]
        if self._one_finished is not None:
            self._one_finished.set()

    def _end_overdue(self) -> None:
        """Cancel what has run for too long. All have the same time, so the oldest comes first: one timer is enough."""
        self._overdue = None
        now = self._app.clock.monotonic()
        for request, ends_at in self._running.items():
            if ends_at > now:
                self._overdue = self._app.timers.at(ends_at, self._end_overdue)
                return
            request.cancel()

    async def _serve(self, session: LiveSession, msg_id: int, body: bytes, started: float) -> None:
        name, error = "unknown", ""
        try:
            key = session.key
            identity = key.identity
            is_stranger = identity is None or not identity.user_id
            if is_stranger and len(body) > SHORT:
                authorize(key, Who.SIGNED_IN)
            try:
                request = unwrap(tl.decode_request(body, SHORT if is_stranger else MAX_REQUEST))
            except tl.DecodeError as unreadable:
                raise _unreadable(unreadable) from None
            function = request.function
            name = function.NAME
            method = self._methods.find(type(function))
            flood = _DEFAULT if method is None else method.flood
            account, counted = (0, key.key_id) if identity is None else (identity.user_id, identity.key_id)
            if wait := self._app.flood.wait_for(flood, account, counted, session.network):
                self._app.metrics.flood_waits.labels(flood.value).inc()
                raise flood_wait(wait)
            if (identity := self._announced(session, request)) is not None:
                await self._app.keys.announce(identity, session.layer, session.client)
                session.client = identity.client  # equal, and shared by all sessions of the key
            if method is None:
                raise rpc_errors.NOT_IMPLEMENTED
            authorize(key, method.who)
            context = Context(
                app=self._app,
                session=session,
                msg_id=msg_id,
                address=session.address,
                now=int(self._app.clock.now()),
                layer=session.layer or tl.NEWEST,
                client=session.client,
                without_updates=request.without_updates,
                takeout_id=request.takeout_id,
                message_ranges=request.message_ranges,
            )
            if request.takeout_id is not None:
                await takeout.check(context, request.takeout_id)
            activity.note(context)
            if method.makes_listeners and not request.without_updates:
                session.hears_updates = True
            result = await method.handler(context, function)
            answer = tl.encode_result(result, function.definition, session.layer or tl.NEWEST)
        except RpcError as raised:
            error = _refuse(session, msg_id, raised)
        except asyncio.CancelledError:  # by the deadline or by the drain; it ends with this answer
            error = _refuse(session, msg_id, rpc_errors.Timeout())
        except Exception as failure:
            where = {"session": session.session_number, "request": msg_id}
            if not isinstance(failure, FullError):  # for all that are refused so, storage says when it begins and ends
                log.error("%s failed: %s", name, places(failure), extra=where)
            error = _refuse(session, msg_id, rpc_errors.RPC_CALL_FAIL())
        else:
            session.follow_identity()  # a sign-in, a log-out or a bind may just have changed who speaks
            session.answer(msg_id, answer)
        seconds = self._app.clock.monotonic() - started
        self._observer.finished(name, error, seconds, session.session_number, msg_id)

    def _announced(self, session: LiveSession, request: Unwrapped) -> Identity | None:
        """Take what invokeWithLayer and initConnection said into the session; the identity that has yet to keep it."""
        identity = session.key.identity
        says_nothing = request.layer is None and request.client is None
        if says_nothing and session.layer and session.client and identity is not None and identity.layer:
            return None
        if request.layer is not None:
            session.layer = self._layer(request.layer)
        if request.client is not None:
            session.client = request.client
        if identity is None:  # row P1: an unbound key may ask its three things before it has said anything
            return None
        session.layer = session.layer or identity.layer
        session.client = session.client or identity.client
        if not session.layer or not session.client:
            if isinstance(request.function, functions.auth.BindTempAuthKey):
                return None  # a client that has not heard that its key is bound asks again, as first of all
            raise rpc_errors.CONNECTION_NOT_INITED
        return None if says_nothing and identity.layer else identity

    def _layer(self, announced: int) -> int:
        if announced < tl.FLOOR:
            raise rpc_errors.CONNECTION_LAYER_INVALID
        if announced > tl.NEWEST and not self._told_of_newer:
            self._told_of_newer = True
            log.warning("a client announces layer %d; %d is the newest known", announced, tl.NEWEST)
        return min(announced, tl.NEWEST)


def _unreadable(error: tl.DecodeError) -> RpcError:
    """How a request that cannot be read is answered, as the documentation names it (row M19)."""
    if isinstance(error, tl.UnknownMethod):
        return rpc_errors.INPUT_METHOD_INVALID_X(str(error.constructor_id))
    if isinstance(error, tl.UnknownConstructor):
        return rpc_errors.INPUT_CONSTRUCTOR_INVALID_X(f"{error.constructor_id:x}")
    log.debug("a request cannot be read: %s", error.reason)
    return rpc_errors.INPUT_FETCH_ERROR()


def _refuse(session: LiveSession, msg_id: int, error: RpcError) -> str:
    """Answer a request with an error; the name that it counts under.

    No frame that the error has come through may keep it in a variable: its traceback holds those frames, and each
    refused request would stay in memory, body and all, until the garbage collector comes.
    """
    session.follow_identity()
    session.answer_error(msg_id, error)
    return getattr(error, "TEMPLATE", error.message)
