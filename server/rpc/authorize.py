"""Whether the key a request came under may call its method at all (rows M33 and P1).

What the method then does to which object is judged in its domain (`server/access`).
"""

from __future__ import annotations

from mtproto import rpc_errors
from server.auth.keys import KeyEntry
from server.rpc.router import Who
from storage.sign_in.devices import DeviceState

_NOBODY, _SIGNED_IN, _PASSWORD_PENDING, _UNBOUND_KEY = Who.NOBODY, Who.SIGNED_IN, Who.PASSWORD_PENDING, Who.UNBOUND_KEY
_OWED = DeviceState.PASSWORD_PENDING
"""Looked up once instead of for every request: CPython 3.11 finds a member of an enumeration in Python."""


def authorize(key: KeyEntry, who: Who) -> None:
    """Raise the error for a method open to `who`, unless the key is in one of its states."""
    identity = key.identity
    if identity is None:
        state = _UNBOUND_KEY
    elif identity.device is None:
        state = _NOBODY
    else:
        state = _PASSWORD_PENDING if identity.device.state is _OWED else _SIGNED_IN
    if state is who or state & who:
        return
    if state is _UNBOUND_KEY:
        raise rpc_errors.AUTH_KEY_PERM_EMPTY
    if state is _PASSWORD_PENDING:
        raise rpc_errors.SESSION_PASSWORD_NEEDED
    if state is _NOBODY:
        revoked = identity is not None and identity.revoked
        raise rpc_errors.SESSION_REVOKED if revoked else rpc_errors.AUTH_KEY_UNREGISTERED
    raise rpc_errors.METHOD_INVALID
