"""A session as one line of text: for places that have environment variables and no files.

    base64url( version:1 | dc_id:int16 | port:uint16 | user_id:int64 | auth_key:256 | host in UTF-8 )

Rules of this file
- It is as secret as the account itself.
- It holds the key and nothing that changes: update state and peers are learned anew.
"""

from __future__ import annotations

import base64
import binascii
import struct

from client_sdk.errors import ClientError
from client_sdk.store.records import Login
from client_sdk.store.sqlite import SessionStore

VERSION = 1
_HEAD = struct.Struct("<BhHq256s")


class BadSessionString(ClientError):
    """The text is not a session."""


def to_string(login: Login) -> str:
    """The session as text."""
    head = _HEAD.pack(VERSION, login.dc_id, login.port, login.user_id, login.auth_key)
    return base64.urlsafe_b64encode(head + login.host.encode()).decode("ascii").rstrip("=")


def from_string(text: str) -> Login:
    """The session that a text holds; the server tells its salt and time when it is first used.

    Raises:
        BadSessionString
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        version, dc_id, port, user_id, auth_key = _HEAD.unpack_from(data)
        host = data[_HEAD.size :].decode()
    except (binascii.Error, struct.error, ValueError) as error:
        raise BadSessionString("not a session string") from error
    if version != VERSION or not host:
        raise BadSessionString("not a session string of this version")
    return Login(dc_id, host, port, auth_key, salt=0, time_offset=0.0, user_id=user_id)


def store_from_string(text: str) -> SessionStore:
    """An open store in memory that begins with the session of a text.

    Raises:
        BadSessionString
    """
    login = from_string(text)
    store = SessionStore(":memory:")
    store.open()
    store.save_login(login)
    return store
