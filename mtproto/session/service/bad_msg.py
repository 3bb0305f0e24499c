"""bad_msg_notification and bad_server_salt: a message was not accepted, and why.

core.telegram.org/mtproto/service_messages_about_messages, "Notice of Ignored Error Message":

    bad_msg_notification#a7eff811 bad_msg_id:long bad_msg_seqno:int error_code:int = BadMsgNotification;
    bad_server_salt#edab447b bad_msg_id:long bad_msg_seqno:int error_code:int new_server_salt:long = BadMsgNotification;
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from mtproto.session.messages import Message, constructor
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession

BAD_MSG_NOTIFICATION = constructor(0xA7EFF811)
BAD_SERVER_SALT = constructor(0xEDAB447B)

_NOTIFICATION = struct.Struct("<4sqii")
_SALT = struct.Struct("<4sqiiq")


class BadMsg(IntEnum):
    """The codes; `code >> 4` groups them."""

    ID_TOO_LOW = 16
    ID_TOO_HIGH = 17
    ID_PARITY = 18
    CONTAINER_ID_REPEATED = 19
    TOO_OLD = 20
    SEQNO_TOO_LOW = 32
    SEQNO_TOO_HIGH = 33
    SEQNO_MUST_BE_EVEN = 34
    SEQNO_MUST_BE_ODD = 35
    SALT = 48
    CONTAINER = 64


CURABLE = frozenset((BadMsg.ID_TOO_LOW, BadMsg.ID_TOO_HIGH, BadMsg.TOO_OLD, BadMsg.SALT))
"""What sending the message anew cures, with the right time, salt or id; the rest are bugs of the sender."""


class BadMsgNotification(NamedTuple):
    """What either of the two says; `salt` is None in bad_msg_notification."""

    msg_id: int
    seqno: int
    code: int
    salt: int | None


def write(message: Message, code: int) -> bytes:
    """The notification about a message."""
    return _NOTIFICATION.pack(BAD_MSG_NOTIFICATION, message.msg_id, message.seqno, code)


def write_salt(message: Message, salt: int) -> bytes:
    """The notification that a message had a wrong salt, with the right one."""
    return _SALT.pack(BAD_SERVER_SALT, message.msg_id, message.seqno, BadMsg.SALT, salt)


def read(body: bytes) -> BadMsgNotification:
    """Either of the two.

    Raises:
        Malformed: its length is wrong.
    """
    if len(body) == _SALT.size:
        _, msg_id, seqno, code, salt = _SALT.unpack(body)
        return BadMsgNotification(msg_id, seqno, code, salt)
    if len(body) == _NOTIFICATION.size:
        _, msg_id, seqno, code = _NOTIFICATION.unpack(body)
        return BadMsgNotification(msg_id, seqno, code, None)
    raise Malformed("a notification of no known length")


def on_bad_msg(session: ClientSession, message: Message) -> None:
    """Put right what can be, and send the message anew; give it up otherwise.

    A repeated container is no refusal: only a copy of it was refused, somewhere on the way it was doubled.
    """
    notification = read(message.body)
    if not session.sent_recently(notification.msg_id) or notification.code == BadMsg.CONTAINER_ID_REPEATED:
        return
    if notification.salt is not None:
        session.salts.told(notification.salt)
    elif notification.code in (BadMsg.ID_TOO_LOW, BadMsg.ID_TOO_HIGH):
        session.set_time(message.msg_id)
    session.refused(notification.msg_id, notification.code)
