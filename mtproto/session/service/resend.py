"""msg_resend_req: the other side asks for messages again (row M26).

core.telegram.org/mtproto/service_messages_about_messages, "Explicit Request to Re-Send Messages":

    msg_resend_req#7d861a08 msg_ids:Vector<long> = MsgResendReq;
    msg_resend_ans_req#8610baeb msg_ids:Vector<long> = MsgResendReq;        by the ids of the requests answered

What is there goes out again. If anything is not, or is the asker's own, the states of all are told as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtproto.session.messages import Message, constructor
from mtproto.session.service import state_info
from mtproto.session.tl_bytes import only_longs, write_longs

if TYPE_CHECKING:
    from mtproto.session.server import ServerSession

MSG_RESEND_REQ = constructor(0x7D861A08)
MSG_RESEND_ANS_REQ = constructor(0x8610BAEB)


def on_msg_resend_req(session: ServerSession, message: Message) -> None:
    """Send messages of ours again."""
    ids = only_longs(message.body)
    for msg_id in ids:
        if (kept := session.outbox.kept.get(msg_id)) is not None:
            session.outbox.send_again(kept)
    if not all(msg_id in session.outbox.kept for msg_id in ids):
        state_info.tell(session, message.msg_id, ids)


def on_msg_resend_ans_req(session: ServerSession, message: Message) -> None:
    """Send the answers to requests again."""
    ids = only_longs(message.body)
    for msg_id in ids:
        if (answer_id := session.outbox.answers.get(msg_id)) is not None:
            session.outbox.send_again(session.outbox.kept[answer_id])
    if not all(msg_id in session.outbox.answers for msg_id in ids):
        state_info.tell(session, message.msg_id, ids)


def write(ids: list[int]) -> bytes:
    """Ask for messages again."""
    return MSG_RESEND_REQ + write_longs(ids)
