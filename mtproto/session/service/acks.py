"""msgs_ack: the other side has these messages (row M23).

core.telegram.org/mtproto/service_messages_about_messages, "Acknowledgment of Receipt":

    msgs_ack#62d6b459 msg_ids:Vector<long> = MsgsAck;
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtproto.session.events import Acknowledged
from mtproto.session.messages import Message
from mtproto.session.tl_bytes import only_longs

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession
    from mtproto.session.server import ServerSession


def on_msgs_ack(session: ServerSession, message: Message) -> None:
    """Keep them no longer."""
    session.acknowledged(only_longs(message.body))


def on_acknowledged(session: ClientSession, message: Message) -> None:
    """The server has requests of ours; they need not be sent again unless it forgets them."""
    for msg_id in only_longs(message.body):
        request = session.requests.under(msg_id)
        if session.outbox.forget(msg_id) is not None and request is not None:
            request.acknowledged = True
            session.emit(Acknowledged(request.request_id))
