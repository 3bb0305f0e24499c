"""messages.getDhConfig: the group that the keys of secret chats are agreed in (core.telegram.org/api/end-to-end).

It is the group of the key exchange, a safe prime that clients know or have tested before.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.crypto import dh
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router

router = Router("dh_config")

VERSION = 1
"""Of the group. Who has this version is not sent the prime again."""

MAX_RANDOM = 1024
"""Bytes of randomness handed out at once; clients ask for 256."""


@router.rpc(functions.messages.GetDhConfig)
async def get_dh_config(ctx: Context, request: functions.messages.GetDhConfig) -> types.messages.TypeDhConfig:
    """The group, unless the client has it, and randomness to mix with its own."""
    if not 0 <= request.random_length <= MAX_RANDOM:
        raise rpc_errors.RANDOM_LENGTH_INVALID
    randomness = ctx.app.random(request.random_length)
    if request.version == VERSION:
        return types.messages.DhConfigNotModified(random=randomness)
    prime = dh.PRIME.to_bytes(dh.SIZE, "big")
    return types.messages.DhConfig(g=dh.G, p=prime, version=VERSION, random=randomness)
