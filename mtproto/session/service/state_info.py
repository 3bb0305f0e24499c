"""What became of a message: msgs_state_req, msgs_state_info, msgs_all_info (row M26).

core.telegram.org/mtproto/service_messages_about_messages, "Request for Message Status Information":

    msgs_state_req#da69fb52 msg_ids:Vector<long> = MsgsStateReq;
    msgs_state_info#04deb57d req_msg_id:long info:string = MsgsStateInfo;       one byte an id
    msgs_all_info#8cc0d131 msg_ids:Vector<long> info:string = MsgsAllInfo;      the same, told unasked
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from enum import IntFlag
from typing import TYPE_CHECKING

from mtproto.session.messages import CONTENT, Message, constructor
from mtproto.session.tl_bytes import Malformed, only_longs, read_bytes, read_longs, write_bytes
from mtproto.session.verdicts import REQUEST

if TYPE_CHECKING:
    from mtproto.session.server import ServerSession

MSGS_STATE_REQ = constructor(0xDA69FB52)
MSGS_STATE_INFO = constructor(0x04DEB57D)
MSGS_ALL_INFO = constructor(0x8CC0D131)

_INFO = struct.Struct("<4sq")


class Status(IntFlag):
    """The byte; 1 to 4 exclude each other, the rest adds to RECEIVED."""

    NOTHING_KNOWN = 1
    NOT_RECEIVED = 2
    NOT_RECEIVED_TOO_HIGH = 3
    RECEIVED = 4
    ACKNOWLEDGED = 8
    NEEDS_NO_ACKNOWLEDGEMENT = 16
    PROCESSING = 32
    """It is a query, and is being worked on or has been."""
    ANSWERED = 64
    KNOWN = 128
    """The other side knows that it was received: it acknowledged the answer."""


def on_msgs_state_req(session: ServerSession, message: Message) -> None:
    """Say what became of each message. Telling is also acknowledging."""
    tell(session, message.msg_id, only_longs(message.body))


def on_told(session: ServerSession, message: Message) -> None:
    """msgs_state_info and msgs_all_info: the server asks for neither, and a client that tells is taken at its word."""
    if message.body[:4] == MSGS_ALL_INFO:
        _, offset = read_longs(message.body)
    else:
        offset = _INFO.size
    if read_bytes(message.body, offset)[1] != len(message.body):
        raise Malformed("trailing bytes")


def tell(session: ServerSession, request_id: int, ids: Iterable[int]) -> None:
    """Answer a request about some messages."""
    ids = list(ids)
    info = bytes(status_of(session, msg_id) for msg_id in ids)
    for msg_id in (*ids, request_id):
        session.acks.discard(msg_id)
    session.reply(_INFO.pack(MSGS_STATE_INFO, request_id) + write_bytes(info))


def status_of(session: ServerSession, msg_id: int) -> int:
    """The status byte of one message of the client; of the server's own messages nothing is said."""
    seen = session.seen
    seqno = seen.seqno_of(msg_id)
    if seqno is None:
        if msg_id & 3 or msg_id <= seen.floor or msg_id < seen.lowest:
            return Status.NOTHING_KNOWN
        return Status.NOT_RECEIVED if msg_id < seen.highest else Status.NOT_RECEIVED_TOO_HIGH
    status = int(Status.RECEIVED)
    if not seqno & CONTENT:
        status |= Status.NEEDS_NO_ACKNOWLEDGEMENT
    elif msg_id not in session.acks:
        status |= Status.ACKNOWLEDGED
    if (seen.mark_of(msg_id) or 0) & REQUEST:
        status |= Status.PROCESSING
        if msg_id not in session.requests:
            status |= Status.ANSWERED
            if msg_id not in session.outbox.answers and not session.outbox.lost:
                status |= Status.KNOWN
    return status
