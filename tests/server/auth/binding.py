"""Temporary keys for tests, and what a client says when it binds one."""

import os
import struct
from dataclasses import dataclass

from mtproto import tl
from mtproto.crypto import AuthKey, bind_encrypt
from mtproto.session import msg_ids
from mtproto.tl import functions, service
from server.auth.keys import key_number
from tests.server.client import Client
from tests.server.harness import Harness

LIFE = 3600


@dataclass(frozen=True)
class Binding:
    """What a client says when it binds; a test changes a part of it."""

    permanent: AuthKey
    temporary_id: int
    session_id: int
    expires_at: int
    inner_expires_at: int
    msg_id_offset: int = 0
    seqno: int = 0
    length: int = 40


async def temporary(harness: Harness, *, media: bool = False) -> Client:
    """A client on a temporary key that is not bound yet."""
    auth_key, salt = AuthKey(os.urandom(256)), 0
    expires_at = int(harness.clock.now()) + LIFE
    assert await harness.app.keys.store(auth_key, expires_at, media=media)
    return await harness.client_of(auth_key, salt, announce=False)


def binding(harness: Harness, client: Client, permanent: AuthKey) -> Binding:
    expires_at = int(harness.clock.now()) + LIFE
    temporary_id = key_number(client.auth_key.key_id)
    return Binding(permanent, temporary_id, client.session.session_id, expires_at, expires_at)


async def bind(client: Client, how: Binding) -> bool:
    """Bind. The inner message carries the id of the request, which is therefore made sure of first."""
    ids = client.session.outbox.ids
    ids.last = max(ids.last, msg_ids.at(client.connector.clock.now() + 2))
    nonce = int.from_bytes(os.urandom(8), "little", signed=True)
    inner = tl.encode(
        service.BindAuthKeyInner(
            nonce=nonce,
            temp_auth_key_id=how.temporary_id,
            perm_auth_key_id=key_number(how.permanent.key_id),
            temp_session_id=how.session_id,
            expires_at=how.inner_expires_at,
        )
    )
    msg_id = (ids.last & ~3) + 4 + how.msg_id_offset
    header = os.urandom(16) + struct.pack("<qii", msg_id, how.seqno, how.length)
    request = functions.auth.BindTempAuthKey(
        perm_auth_key_id=key_number(how.permanent.key_id),
        nonce=nonce,
        expires_at=how.expires_at,
        encrypted_message=bind_encrypt(how.permanent, header + inner, os.urandom),
    )
    bound = await client(request)
    assert isinstance(bound, bool)
    return bound
