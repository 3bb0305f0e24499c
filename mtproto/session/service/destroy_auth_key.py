"""destroy_auth_key: the client gives up its authorization key, after logging out (row M28).

core.telegram.org/mtproto/service_messages, "Destruction of a permanent auth key":

    destroy_auth_key#d1435160 = DestroyAuthKeyRes;
    destroy_auth_key_ok#f660e1d4 = DestroyAuthKeyRes;
    destroy_auth_key_none#0a9f2259 = DestroyAuthKeyRes;
    destroy_auth_key_fail#ea109b13 = DestroyAuthKeyRes;

Answered bare, after the key is gone from storage; what comes under it next gets the transport error -404.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from mtproto.session.events import AuthKeyDestroyed, DestroyAuthKey
from mtproto.session.messages import Message, constructor
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession
    from mtproto.session.server import ServerSession

DESTROY_AUTH_KEY = constructor(0xD1435160)


class KeyFate(Enum):
    """The answers, by constructor id."""

    OK = constructor(0xF660E1D4)
    NONE = constructor(0x0A9F2259)
    FAIL = constructor(0xEA109B13)


def on_destroy_auth_key(session: ServerSession, message: Message) -> None:
    """Let the owner of the session delete the key; it answers through `answer_destroy_auth_key`."""
    if len(message.body) != 4:
        raise Malformed("destroy_auth_key of a wrong length")
    session.emit(DestroyAuthKey(message.msg_id))


def write_query() -> bytes:
    """The query."""
    return DESTROY_AUTH_KEY


def write(fate: KeyFate) -> bytes:
    """The answer."""
    return fate.value


def on_auth_key_destroyed(session: ClientSession, message: Message) -> None:
    """Tell; a key the server does not know is as good as destroyed."""
    session.emit(AuthKeyDestroyed(gone=message.body[:4] != KeyFate.FAIL.value))
