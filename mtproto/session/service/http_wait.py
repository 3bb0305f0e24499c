"""http_wait: how long an HTTP request may stay open (core.telegram.org/mtproto/service_messages; row M30).

    http_wait#9299359f max_delay:int wait_after:int max_wait:int = HttpWait;

Neither answered nor acknowledged. On anything but HTTP it means nothing, and the owner of the session ignores it.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mtproto.session.events import HttpWait
from mtproto.session.limits import MAX_HTTP_WAIT
from mtproto.session.messages import Message, constructor
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.server import ServerSession

HTTP_WAIT = constructor(0x9299359F)

_LAYOUT = struct.Struct("<4siii")


def on_http_wait(session: ServerSession, message: Message) -> None:
    """Hand on the three delays."""
    if len(message.body) != _LAYOUT.size:
        raise Malformed("http_wait of a wrong length")
    _, *delays = _LAYOUT.unpack(message.body)
    session.emit(HttpWait(*(min(max(delay, 0), MAX_HTTP_WAIT) for delay in delays)))
