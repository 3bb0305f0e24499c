"""Perfect forward secrecy: temporary keys in front of the permanent one (core.telegram.org/api/pfs).

    permanent key -- signs --> auth.bindTempAuthKey -- under --> temporary key, under which everything else is said

Rules of this file
- A temporary key lives in memory and is never stored: who takes the session file cannot read what was said before.
- The binding message names the request, session and key it belongs to, so it is made anew for each of them.
- It is encrypted by MTProto 1 under the permanent key, which is used for nothing else.
"""

from __future__ import annotations

import os
import struct

from client_sdk.network.endpoint import Endpoint
from client_sdk.network.key_exchange import NewKey, make_key
from mtproto import tl
from mtproto.clock import Clock
from mtproto.crypto import AuthKey, bind_encrypt
from mtproto.tl import functions, service

LIFE_SECONDS = 24 * 3600
"""What is asked for; the documentation's suggestion."""
RENEWAL_SECONDS = 2 * 3600
"""So long before its end a key is replaced; the server may be away for a while."""

_HEADER = struct.Struct("<qii")


class TemporaryKeys:
    """Makes temporary keys for a permanent one.

    Args:
        endpoint: The server.
        permanent: The key that they stand for.
        clock: Time.
    """

    def __init__(self, endpoint: Endpoint, permanent: AuthKey, clock: Clock) -> None:
        self._endpoint = endpoint
        self._permanent = permanent
        self._clock = clock

    async def make(self) -> NewKey:
        """A new key, not bound yet. Raises Disconnected."""
        return await make_key(self._endpoint, self._clock, LIFE_SECONDS)

    def seconds_left(self, key: NewKey) -> float:
        """How long a key is still to be used; then it is time for the next."""
        assert key.expires_at is not None
        return key.expires_at - RENEWAL_SECONDS - (self._clock.now() + key.time_offset)

    def binding(self, key: NewKey, session_id: int, msg_id: int) -> functions.auth.BindTempAuthKey:
        """The call that binds a key, from a session of it and in a message of this id."""
        assert key.expires_at is not None
        nonce = int.from_bytes(os.urandom(8), "little", signed=True)
        inner = tl.encode(
            service.BindAuthKeyInner(
                nonce=nonce,
                temp_auth_key_id=key.auth_key.number,
                perm_auth_key_id=self._permanent.number,
                temp_session_id=session_id,
                expires_at=key.expires_at,
            )
        )
        plaintext = os.urandom(16) + _HEADER.pack(msg_id, 0, len(inner)) + inner
        return functions.auth.BindTempAuthKey(
            perm_auth_key_id=self._permanent.number,
            nonce=nonce,
            expires_at=key.expires_at,
            encrypted_message=bind_encrypt(self._permanent, plaintext, os.urandom),
        )
