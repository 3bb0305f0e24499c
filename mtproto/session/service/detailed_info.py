"""msg_detailed_info, msg_new_detailed_info: a large message is there to be asked for.

core.telegram.org/mtproto/service_messages_about_messages, "Extended Voluntary Communication of Status of One Message":

    msg_detailed_info#276d3ec6 msg_id:long answer_msg_id:long bytes:int status:int = MsgDetailedInfo;
    msg_new_detailed_info#809db6df answer_msg_id:long bytes:int status:int = MsgDetailedInfo;

The first describes the answer to a request, the second a message nobody asked for. `status` is always zero.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mtproto.session.messages import Message, Numbered, constructor, request_of
from mtproto.session.msg_ids import REQUEST
from mtproto.session.service import resend
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession

MSG_DETAILED_INFO = constructor(0x276D3EC6)
MSG_NEW_DETAILED_INFO = constructor(0x809DB6DF)

_ANSWER = struct.Struct("<4sqqii")
_NOTICE = struct.Struct("<4sqii")


def write(message: Numbered) -> bytes:
    """The description of a message that is kept."""
    msg_id, _, body = message
    request_id = request_of(body)
    if request_id is None:
        return _NOTICE.pack(MSG_NEW_DETAILED_INFO, msg_id, len(body), 0)
    return _ANSWER.pack(MSG_DETAILED_INFO, request_id, msg_id, len(body), 0)


def on_detailed_info(session: ClientSession, message: Message) -> None:
    """Ask for the message that is described, or acknowledge it if it did arrive."""
    layout = _ANSWER if message.body[:4] == MSG_DETAILED_INFO else _NOTICE
    if len(message.body) != layout.size:
        raise Malformed("a description of a wrong length")
    *_, msg_id, _, _ = layout.unpack(message.body)
    if msg_id in session.seen:
        session.owe_acknowledgement(msg_id)
    else:
        session.outbox.add_once(resend.write([msg_id]), REQUEST)
