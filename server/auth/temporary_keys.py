"""Temporary keys (core.telegram.org/api/pfs): auth.bindTempAuthKey and auth.dropTempAuthKeys.

ENCRYPTED_MESSAGE_INVALID makes a client forget both its keys and log its user out, so it is said only of a binding
message that was really read and really wrong; any fault of our own is an internal error (rows P2, P6).
"""

from __future__ import annotations

import struct

from mtproto import rpc_errors, tl
from mtproto.crypto import bind_decrypt
from mtproto.errors import BadMessageKey
from mtproto.tl import functions, service
from server.auth.keys import KeyEntry
from server.rpc.context import Context
from server.rpc.router import Router, Who

router = Router("temporary_keys")

_HEADER = struct.Struct("<8x8xqii")
"""Of the binding message: random salt and session id (ignored), msg_id, seqno, length."""


@router.rpc(functions.auth.BindTempAuthKey, who=Who.ANYONE | Who.UNBOUND_KEY)
async def bind_temp_auth_key(ctx: Context, request: functions.auth.BindTempAuthKey) -> bool:
    """Bind the key that asks to a permanent key, which proves its consent inside `encrypted_message`."""
    temporary = ctx.key
    if not temporary.expires_at:
        raise rpc_errors.TEMP_AUTH_KEY_EMPTY
    if not ctx.now < request.expires_at <= temporary.expires_at + _CLOCK_SKEW:
        raise rpc_errors.EXPIRES_AT_INVALID
    permanent = await ctx.app.keys.load(request.perm_auth_key_id)
    if permanent is None or permanent.expires_at:
        raise rpc_errors.ENCRYPTED_MESSAGE_INVALID
    _check(ctx, request, permanent)
    if temporary.identity is not None:
        if temporary.identity is not permanent.identity:
            raise rpc_errors.TEMP_AUTH_KEY_ALREADY_BOUND
        return True
    await ctx.app.keys.bind(temporary, permanent)
    return True


@router.rpc(functions.auth.DropTempAuthKeys, who=Who.ANYONE)
async def drop_temp_auth_keys(ctx: Context, request: functions.auth.DropTempAuthKeys) -> bool:
    """End the temporary keys bound to the caller's permanent key, but for those it names."""
    await ctx.app.keys.drop_temporary(ctx.key_id, {*request.except_auth_keys, ctx.key.key_id})
    return True


_CLOCK_SKEW = 60
"""Seconds by which a client's idea of a key's end may lie behind ours: it counts from when it heard of the key."""


def _check(ctx: Context, request: functions.auth.BindTempAuthKey, permanent: KeyEntry) -> None:
    """Raise ENCRYPTED_MESSAGE_INVALID unless the permanent key has signed exactly this request."""
    try:
        plaintext = bind_decrypt(permanent.auth_key, request.encrypted_message)
        msg_id, seqno, length = _HEADER.unpack_from(plaintext)
        inner = tl.decode(plaintext[_HEADER.size :])
    except (BadMessageKey, tl.DecodeError):
        raise rpc_errors.ENCRYPTED_MESSAGE_INVALID from None
    expected = service.BindAuthKeyInner(
        nonce=request.nonce,
        temp_auth_key_id=ctx.key.key_id,
        perm_auth_key_id=request.perm_auth_key_id,
        temp_session_id=ctx.session.session_id,
        expires_at=request.expires_at,
    )
    if inner != expected or msg_id != ctx.msg_id or seqno != 0 or length != len(plaintext) - _HEADER.size:
        raise rpc_errors.ENCRYPTED_MESSAGE_INVALID
