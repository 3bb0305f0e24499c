"""Calls on the account's DC and on others: keys, the wait that a server asks for, the move to another DC.

Rules of this file
- FLOOD_WAIT and its like are slept through up to a threshold; a longer one is raised at once.
- PHONE_MIGRATE, NETWORK_MIGRATE and USER_MIGRATE are followed once per call: a key is made with the DC that was named
  and kept in place of the old one (core.telegram.org/api/datacenter).
- Another DC is called under a key of its own, under which the account is signed in by exporting its authorization.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from typing import TypeVar

from client_sdk.errors import Disconnected, KeyUnknown
from client_sdk.network.announcement import Announcement
from client_sdk.network.connection import Connection, Listener
from client_sdk.network.endpoint import Endpoint
from client_sdk.network.key_exchange import NewKey, make_key
from client_sdk.network.temporary_keys import TemporaryKeys
from client_sdk.store.records import Login
from client_sdk.store.sqlite import SessionStore
from mtproto import rpc_errors, tl
from mtproto.clock import Clock
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types

R = TypeVar("R")

WAITS = (rpc_errors.FLOOD_WAIT_X, rpc_errors.FLOOD_PREMIUM_WAIT_X, rpc_errors.SLOWMODE_WAIT_X)
MOVES = (rpc_errors.PHONE_MIGRATE_X, rpc_errors.NETWORK_MIGRATE_X, rpc_errors.USER_MIGRATE_X)


class DcUnknown(Disconnected):
    """The server's configuration has no address for a DC."""


class Deaf:
    """Takes the updates of a connection on which none are wanted."""

    def updates_came(self, updates: tl.TLObject) -> None:
        """They come on the account's own connection too."""

    def updates_missed(self) -> None:
        """See `updates_came`."""

    def connection_changed(self, connected: bool) -> None:
        """See `updates_came`."""


class Caller:
    """The connections of one account.

    Args:
        store: Where the keys are kept.
        endpoint: Where to begin when the store has no key yet, and where that DC is now if the server has moved since;
            its RSA keys and transport are used for every DC.
        announcement: What the client says of itself.
        listener: Who takes the updates.
        flood_wait: Seconds of FLOOD_WAIT that are slept through.
        clock: Time.
        secrecy: Whether to speak under temporary keys only (core.telegram.org/api/pfs).
    """

    def __init__(
        self,
        store: SessionStore,
        endpoint: Endpoint,
        announcement: Announcement,
        listener: Listener,
        flood_wait: float,
        clock: Clock,
        *,
        secrecy: bool = False,
    ) -> None:
        self._store = store
        self._endpoint = endpoint
        self._announcement = announcement
        self._listener = listener
        self._flood_wait = flood_wait
        self._clock = clock
        self._secrecy = secrecy
        self._moving = asyncio.Lock()
        self._connection: Connection | None = None
        self._others: dict[int, Connection] = {}

    async def connect(self, *, patiently: bool) -> None:
        """Connect to the DC of the stored key, or make a key with the first one.

        Args:
            patiently: With a stored key, go on trying where the server cannot be reached now.

        Raises:
            Disconnected: the server cannot be reached.
        """
        login = self._store.login()
        if login is None:
            await self._sign_on(self._endpoint)
        else:
            self._connection = await self._open(login, self._listener, patiently=patiently)

    async def close(self) -> None:
        """Disconnect and keep what the server said last about salts and time."""
        others, self._others = self._others, {}
        for dc_id, other in others.items():
            await other.close()
            kept = self._store.other_key(dc_id)
            if kept is not None:
                self._store.save_other_key(_as_of_now(kept, other))
        connection, self._connection = self._connection, None
        if connection is None:
            return
        await connection.close()
        login = self._store.login()
        if login is not None:
            self._store.save_login(_as_of_now(login, connection))

    async def call(self, function: tl.TLFunction[R]) -> R:
        """Call a method at the account's DC. Raises what `Connection.call` raises."""
        moved = False
        while True:
            connection = self._connected()
            try:
                return await self._patiently(connection, function)
            except MOVES as error:
                if moved:
                    raise
                moved = True
                try:
                    await self._move(error.parameter, connection)
                except DcUnknown:
                    raise error from None
            except KeyUnknown:
                self._store.forget()
                raise

    async def call_at(self, dc_id: int, function: tl.TLFunction[R]) -> R:
        """Call a method at a DC; 0 is the account's own. Raises what `Connection.call` raises."""
        if dc_id in (0, self._connected().endpoint.dc_id):
            return await self.call(function)
        other = await self._other(dc_id)
        try:
            return await self._patiently(other, function)
        except (KeyUnknown, rpc_errors.AUTH_KEY_UNREGISTERED):
            # The other DC has forgotten us, while the account's own has not: begin anew there, once.
            await self._leave(dc_id, other)
            return await self._patiently(await self._other(dc_id), function)

    async def move(self, dc_id: int) -> None:
        """Make another DC the account's own.

        Raises:
            Disconnected: it is not known, or cannot be reached.
        """
        await self._move(dc_id, self._connected())

    async def _patiently(self, connection: Connection, function: tl.TLFunction[R]) -> R:
        """Call, and wait and call again where the server says to wait a while."""
        while True:
            try:
                return await connection.call(function)
            except WAITS as error:
                if error.parameter > self._flood_wait:
                    raise
                await asyncio.sleep(error.parameter)

    def _connected(self) -> Connection:
        if self._connection is None:
            raise Disconnected("use the client inside `async with`")
        return self._connection

    # -- the account's own DC ------------------------------------------------------------------------------------------

    async def _move(self, dc_id: int, connection: Connection) -> None:
        """Go to the DC that the server named; of calls that are told so together the first one goes."""
        async with self._moving:
            if self._connection is not connection:
                return
            endpoint = await self._endpoint_of(dc_id)
            await connection.close()
            await self._sign_on(endpoint)

    async def _sign_on(self, endpoint: Endpoint) -> None:
        """Make a key with a DC, keep it and connect."""
        login = await self._new_key(endpoint)
        self._store.save_login(login)
        self._connection = await self._open(login, self._listener)

    # -- other DCs -----------------------------------------------------------------------------------------------------

    async def _other(self, dc_id: int) -> Connection:
        """The connection to another DC, on which the account is signed in."""
        async with self._moving:
            other = self._others.get(dc_id)
            if other is None:
                key = self._store.other_key(dc_id)
                other = await (self._open(key, Deaf()) if key is not None else self._settle(dc_id))
                self._others[dc_id] = other
            return other

    async def _settle(self, dc_id: int) -> Connection:
        """Make a key with another DC and sign in there by what the account's own DC says of us."""
        exported = await self._connected().call(functions.auth.ExportAuthorization(dc_id=dc_id))
        key = await self._new_key(await self._endpoint_of(dc_id))
        other = await self._open(key, Deaf())
        try:
            await other.call(functions.auth.ImportAuthorization(id=exported.id, bytes=exported.bytes))
        except BaseException:
            await other.close()
            raise
        self._store.save_other_key(key)
        return other

    async def _leave(self, dc_id: int, other: Connection) -> None:
        async with self._moving:
            if self._others.get(dc_id) is other:
                del self._others[dc_id]
                self._store.forget_other_key(dc_id)
                await other.close()

    # -- both ----------------------------------------------------------------------------------------------------------

    async def _endpoint_of(self, dc_id: int) -> Endpoint:
        config = await self._connected().call(functions.help.GetConfig())
        option = _door(config.dc_options, dc_id)
        if option is None:
            raise DcUnknown(f"the server knows no data centre {dc_id}")
        return self._endpoint.at(option.id, option.ip_address, option.port)

    async def _new_key(self, endpoint: Endpoint) -> Login:
        key = await make_key(endpoint, self._clock)
        return Login(endpoint.dc_id, endpoint.host, endpoint.port, key.auth_key.data, key.salt, key.time_offset)

    async def _open(self, login: Login, listener: Listener, *, patiently: bool = False) -> Connection:
        endpoint = self._endpoint
        if login.dc_id != endpoint.dc_id:
            endpoint = endpoint.at(login.dc_id, login.host, login.port)
        key = NewKey(AuthKey(login.auth_key), login.salt, login.time_offset)
        secrecy = TemporaryKeys(endpoint, key.auth_key, self._clock) if self._secrecy else None
        connection = Connection(endpoint, key, self._announcement, listener, self._clock, os.urandom, secrecy)
        await connection.start(patiently=patiently)
        return connection


def _as_of_now(login: Login, connection: Connection) -> Login:
    key = connection.key
    return replace(login, salt=key.salt, time_offset=key.time_offset)


def _door(options: list[types.TypeDcOption], dc_id: int) -> types.DcOption | None:
    """Where a DC answers to everyone: over IPv4 where it can."""
    fit = [o for o in options if o.id == dc_id and not (o.media_only or o.cdn or o.tcpo_only or o.secret)]
    return min(fit, key=lambda option: option.ipv6, default=None)
