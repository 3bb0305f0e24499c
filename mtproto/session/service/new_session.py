"""new_session_created: the server knows no such session and begins one (core.telegram.org/mtproto/service_messages).

    new_session_created#9ec20908 first_msg_id:long unique_id:long server_salt:long = NewSession;

Messages with a lower id than `first_msg_id` were not received, or were forgotten with what was to be said about them.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from mtproto.session.events import NewSession
from mtproto.session.messages import Message, constructor
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession

NEW_SESSION_CREATED = constructor(0x9EC20908)

_LAYOUT = struct.Struct("<4sqqq")


class NewSessionCreated(NamedTuple):
    """Its fields."""

    first_msg_id: int
    unique_id: int
    salt: int


def write(created: NewSessionCreated) -> bytes:
    """The notification."""
    return _LAYOUT.pack(NEW_SESSION_CREATED, *created)


def read(body: bytes) -> NewSessionCreated:
    """The notification.

    Raises:
        Malformed: its length is wrong.
    """
    if len(body) != _LAYOUT.size:
        raise Malformed("new_session_created of a wrong length")
    _, *fields = _LAYOUT.unpack(body)
    return NewSessionCreated(*fields)


def on_new_session_created(session: ClientSession, message: Message) -> None:
    """Take the salt, send again what the server does not have, and tell that updates may be missing."""
    created = read(message.body)
    session.salts.told(created.salt)
    session.forgotten(created.first_msg_id)
    session.emit(NewSession(created.unique_id))
