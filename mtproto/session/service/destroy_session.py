"""destroy_session: the client gives up another session of its key (row M27).

core.telegram.org/mtproto/service_messages, "Request to Destroy Session":

    destroy_session#e7512126 session_id:long = DestroySessionRes;
    destroy_session_ok#e22045fc session_id:long = DestroySessionRes;
    destroy_session_none#62d350c9 session_id:long = DestroySessionRes;

Answered bare. "The result of this being applied to the current session is undefined": it stays, and the answer is none.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mtproto.session.events import SessionDestroyed
from mtproto.session.messages import Message, constructor
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession
    from mtproto.session.server import ServerSession

DESTROY_SESSION = constructor(0xE7512126)
DESTROY_SESSION_OK = constructor(0xE22045FC)
DESTROY_SESSION_NONE = constructor(0x62D350C9)

_LAYOUT = struct.Struct("<4sq")


def on_destroy_session(session: ServerSession, message: Message) -> None:
    """Destroy a sibling."""
    if len(message.body) != _LAYOUT.size:
        raise Malformed("destroy_session of a wrong length")
    _, session_id = _LAYOUT.unpack(message.body)
    existed = session_id != session.session_id and session.destroy_session(session_id)
    session.reply(_LAYOUT.pack(DESTROY_SESSION_OK if existed else DESTROY_SESSION_NONE, session_id))


def write(session_id: int) -> bytes:
    """The query."""
    return _LAYOUT.pack(DESTROY_SESSION, session_id)


def on_session_destroyed(session: ClientSession, message: Message) -> None:
    """Tell."""
    if len(message.body) != _LAYOUT.size:
        raise Malformed("an answer to destroy_session of a wrong length")
    _, session_id = _LAYOUT.unpack(message.body)
    session.emit(SessionDestroyed(session_id, existed=message.body[:4] == DESTROY_SESSION_OK))
