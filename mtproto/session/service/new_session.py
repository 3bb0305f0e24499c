"""new_session_created: the server knows no such session and begins one (core.telegram.org/mtproto/service_messages).

    new_session_created#9ec20908 first_msg_id:long unique_id:long server_salt:long = NewSession;

Messages with a lower id than `first_msg_id` were not received, or were forgotten with what was to be said about them.
"""

import struct
from typing import NamedTuple

from mtproto.session.tl_bytes import Malformed

NEW_SESSION_CREATED = 0x9EC20908

_LAYOUT = struct.Struct("<Iqqq")


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
