"""msg_detailed_info, msg_new_detailed_info: a large message is there to be asked for.

core.telegram.org/mtproto/service_messages_about_messages, "Extended Voluntary Communication of Status of One Message":

    msg_detailed_info#276d3ec6 msg_id:long answer_msg_id:long bytes:int status:int = MsgDetailedInfo;
    msg_new_detailed_info#809db6df answer_msg_id:long bytes:int status:int = MsgDetailedInfo;

The first describes the answer to a request, the second a message nobody asked for. `status` is always zero.
"""

import struct

from mtproto.session.messages import Message, constructor_of
from mtproto.session.service import rpc_result
from mtproto.session.tl_bytes import Malformed

MSG_DETAILED_INFO = 0x276D3EC6
MSG_NEW_DETAILED_INFO = 0x809DB6DF

_ANSWER = struct.Struct("<Iqqii")
_NOTICE = struct.Struct("<Iqii")


def write(message: Message) -> bytes:
    """The description of a message that is kept."""
    request_id = rpc_result.request_of(message.body)
    if request_id is None:
        return _NOTICE.pack(MSG_NEW_DETAILED_INFO, message.msg_id, len(message.body), 0)
    return _ANSWER.pack(MSG_DETAILED_INFO, request_id, message.msg_id, len(message.body), 0)


def described(body: bytes) -> int:
    """The msg_id of the message that is described.

    Raises:
        Malformed: its length is wrong.
    """
    layout = _ANSWER if constructor_of(body) == MSG_DETAILED_INFO else _NOTICE
    if len(body) != layout.size:
        raise Malformed("a description of a wrong length")
    fields = layout.unpack(body)
    return int(fields[-3])
