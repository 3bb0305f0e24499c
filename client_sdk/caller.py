"""Calls on the account's DC: the key, the wait that a server asks for, the move to another DC.

Rules of this file
- FLOOD_WAIT and its like are slept through up to a threshold; a longer one is raised at once.
- PHONE_MIGRATE, NETWORK_MIGRATE and USER_MIGRATE are followed once per call: a key is made with the DC that was named
  and kept in place of the old one (core.telegram.org/api/datacenter).
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
from client_sdk.store.records import Login
from client_sdk.store.sqlite import SessionStore
from mtproto import rpc_errors, tl
from mtproto.clock import Clock
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types

R = TypeVar("R")


class Caller:
    """The connection to the account's DC, whichever that is.

    Args:
        store: Where the key is kept.
        endpoint: Where to begin when the store has no key yet; its RSA keys and transport are used for every DC.
        announcement: What the client says of itself.
        listener: Who takes the updates.
        flood_wait: Seconds of FLOOD_WAIT that are slept through.
        clock: Time.
    """

    def __init__(
        self,
        store: SessionStore,
        endpoint: Endpoint,
        announcement: Announcement,
        listener: Listener,
        flood_wait: float,
        clock: Clock,
    ) -> None:
        self._store = store
        self._endpoint = endpoint
        self._announcement = announcement
        self._listener = listener
        self._flood_wait = flood_wait
        self._clock = clock
        self._moving = asyncio.Lock()
        self._connection: Connection | None = None

    async def connect(self) -> None:
        """Connect to the DC of the stored key, or make a key with the first one.

        Raises:
            Disconnected: the server cannot be reached.
        """
        login = self._store.login()
        if login is None:
            await self._sign_on(self._endpoint)
            return
        endpoint = self._endpoint.at(login.dc_id, login.host, login.port)
        await self._open(endpoint, NewKey(AuthKey(login.auth_key), login.salt, login.time_offset))

    async def close(self) -> None:
        """Disconnect and keep what the server said last about salt and time."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        await connection.close()
        login = self._store.login()
        if login is not None:
            key = connection.key
            self._store.save_login(replace(login, salt=key.salt, time_offset=key.time_offset))

    async def call(self, function: tl.TLFunction[R]) -> R:
        """Call a method. Raises what `Connection.call` raises."""
        moved = False
        while True:
            connection = self._connected()
            try:
                return await connection.call(function)
            except (rpc_errors.FLOOD_WAIT_X, rpc_errors.FLOOD_PREMIUM_WAIT_X) as error:
                if error.parameter > self._flood_wait:
                    raise
                await asyncio.sleep(error.parameter)
            except (
                rpc_errors.PHONE_MIGRATE_X,
                rpc_errors.NETWORK_MIGRATE_X,
                rpc_errors.USER_MIGRATE_X,
            ) as error:
                if moved:
                    raise
                moved = True
                await self._move(error, connection)
            except KeyUnknown:
                self._store.forget()
                raise

    def _connected(self) -> Connection:
        if self._connection is None:
            raise Disconnected("use the client inside `async with`")
        return self._connection

    async def _move(self, error: rpc_errors.NumberError, connection: Connection) -> None:
        """Go to the DC that the server named; of calls that are told so together the first one goes."""
        async with self._moving:
            if self._connection is not connection:
                return
            config = await connection.call(functions.help.GetConfig())
            option = _door(config.dc_options, error.parameter)
            if option is None:
                raise error
            await connection.close()
            await self._sign_on(self._endpoint.at(option.id, option.ip_address, option.port))

    async def _sign_on(self, endpoint: Endpoint) -> None:
        """Make a key with a DC, keep it and connect."""
        key = await make_key(endpoint, self._clock)
        self._store.save_login(
            Login(endpoint.dc_id, endpoint.host, endpoint.port, key.auth_key.data, key.salt, key.time_offset)
        )
        await self._open(endpoint, key)

    async def _open(self, endpoint: Endpoint, key: NewKey) -> None:
        connection = Connection(endpoint, key, self._announcement, self._listener, self._clock, os.urandom)
        await connection.start()
        self._connection = connection


def _door(options: list[types.TypeDcOption], dc_id: int) -> types.DcOption | None:
    """Where a DC answers to everyone: over IPv4 where it can."""
    fit = [o for o in options if o.id == dc_id and not (o.media_only or o.cdn or o.tcpo_only or o.secret)]
    return min(fit, key=lambda option: option.ipv6, default=None)
