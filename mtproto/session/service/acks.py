"""msgs_ack: the other side has these messages (row M23).

core.telegram.org/mtproto/service_messages_about_messages, "Acknowledgment of Receipt":

    msgs_ack#62d6b459 msg_ids:Vector<long> = MsgsAck;
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtproto.session.messages import Message
from mtproto.session.tl_bytes import only_longs

if TYPE_CHECKING:
    from mtproto.session.server import ServerSession


def on_msgs_ack(session: ServerSession, message: Message) -> None:
    """Keep them no longer."""
    session.acknowledged(only_longs(message.body))
