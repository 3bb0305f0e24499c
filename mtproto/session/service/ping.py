"""ping and ping_delay_disconnect, answered by pong (core.telegram.org/mtproto/service_messages; row M29).

ping#7abe77ec ping_id:long = Pong;
ping_delay_disconnect#f3427b8c ping_id:long disconnect_delay:int = Pong;
pong#347773c5 msg_id:long ping_id:long = Pong;
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mtproto.session.events import DisconnectAfter, Pong
from mtproto.session.limits import DISCONNECT_DELAY
from mtproto.session.messages import Message, constructor
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession
    from mtproto.session.server import ServerSession

PING = constructor(0x7ABE77EC)
PING_DELAY_DISCONNECT = constructor(0xF3427B8C)
PONG = constructor(0x347773C5)

_PING = struct.Struct("<4sq")
_PING_DELAY = struct.Struct("<4sqi")
_PONG = struct.Struct("<4sqq")


def on_ping(session: ServerSession, message: Message) -> None:
    """Answer."""
    if len(message.body) != _PING.size:
        raise Malformed("ping of a wrong length")
    _, ping_id = _PING.unpack(message.body)
    session.reply(_PONG.pack(PONG, message.msg_id, ping_id))


def on_ping_delay_disconnect(session: ServerSession, message: Message) -> None:
    """Answer, and let the connection be closed unless the next one comes in time."""
    if len(message.body) != _PING_DELAY.size:
        raise Malformed("ping_delay_disconnect of a wrong length")
    _, ping_id, delay = _PING_DELAY.unpack(message.body)
    shortest, longest = DISCONNECT_DELAY
    session.reply(_PONG.pack(PONG, message.msg_id, ping_id))
    session.emit(DisconnectAfter(min(max(delay, shortest), longest)))


def write_ping(ping_id: int, disconnect_delay: int) -> bytes:
    """A ping that asks the server to close the connection if no other follows within so many seconds."""
    return _PING_DELAY.pack(PING_DELAY_DISCONNECT, ping_id, disconnect_delay)


def on_pong(session: ClientSession, message: Message) -> None:
    """The server is there."""
    if len(message.body) != _PONG.size:
        raise Malformed("pong of a wrong length")
    _, _, ping_id = _PONG.unpack(message.body)
    session.emit(Pong(ping_id))
