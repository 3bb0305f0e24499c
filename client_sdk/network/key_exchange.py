"""Makes an authorization key with a server, on a connection of its own (core.telegram.org/mtproto/auth_key)."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field

from client_sdk.errors import Disconnected
from client_sdk.network.endpoint import Endpoint
from client_sdk.network.wire import Wire
from mtproto.clock import Clock
from mtproto.crypto import AuthKey
from mtproto.errors import ProtocolViolation
from mtproto.exchange import ClientExchange, Compute, Done, Send, plain
from mtproto.session.msg_ids import REQUEST, MsgIds

STEP_SECONDS = 15.0
"""How long the server may take for one answer."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """What an exchange gives.

    Attributes:
        auth_key: The key.
        salt: The first salt.
        time_offset: Server time minus local time, in seconds.
        expires_at: Server time at which a temporary key ends; None for a permanent one.
    """

    auth_key: AuthKey
    salt: int = field(repr=False)
    time_offset: float
    expires_at: int | None = None


async def make_key(endpoint: Endpoint, clock: Clock, expires_in: int | None = None) -> NewKey:
    """Make a permanent key, or one that lives some seconds; the long arithmetic runs in a thread.

    Raises:
        Disconnected: the server cannot be reached, breaks the exchange, or is not one of those trusted.
    """
    wire = await Wire.open(endpoint)
    try:
        return await _exchange(wire, endpoint, clock, expires_in)
    except ProtocolViolation as violation:
        raise Disconnected(f"no authorization key: {violation}") from violation
    finally:
        await wire.close()


async def _exchange(wire: Wire, endpoint: Endpoint, clock: Clock, expires_in: int | None) -> NewKey:
    msg_ids = MsgIds(clock)
    exchange = ClientExchange(endpoint.keys, endpoint.dc_id, expires_in, clock, os.urandom)
    step: Send | Compute | Done | None = exchange.start()
    while not isinstance(step, Done):
        if isinstance(step, Compute):
            step = exchange.resume(await asyncio.to_thread(step.function, *step.args))
            continue
        if isinstance(step, Send):
            wire.send(plain.write(msg_ids.next(REQUEST), step.body))
        step = exchange.receive(plain.parse(await wire.receive(STEP_SECONDS)).body)
    return NewKey(step.auth_key, step.salt, exchange.time_offset, step.expires_at)
