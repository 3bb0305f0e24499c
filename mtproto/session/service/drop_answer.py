"""rpc_drop_answer: the client does not want an answer any more (core.telegram.org/mtproto/service_messages; row M25).

    rpc_drop_answer#58e4a740 req_msg_id:long = RpcDropAnswer;
    rpc_answer_unknown#5e2ad36e = RpcDropAnswer;
    rpc_answer_dropped_running#cd78e586 = RpcDropAnswer;
    rpc_answer_dropped#a43ad8b7 msg_id:long seq_no:int bytes:int = RpcDropAnswer;

The result comes in rpc_result. A request that still runs is finished all the same, and its own answer is
rpc_answer_dropped_running too.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mtproto.session.events import AnswerDropped, AnswerDropResult, DropOutcome
from mtproto.session.messages import Message
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession
    from mtproto.session.server import ServerSession

RPC_DROP_ANSWER = 0x58E4A740
RPC_ANSWER_UNKNOWN = 0x5E2AD36E
RPC_ANSWER_DROPPED_RUNNING = 0xCD78E586
RPC_ANSWER_DROPPED = 0xA43AD8B7

_QUERY = struct.Struct("<Iq")
_DROPPED = struct.Struct("<Iqii")
_UNKNOWN = RPC_ANSWER_UNKNOWN.to_bytes(4, "little")
_RUNNING = RPC_ANSWER_DROPPED_RUNNING.to_bytes(4, "little")


def on_rpc_drop_answer(session: ServerSession, message: Message) -> None:
    """Drop the answer, wherever its request is."""
    if len(message.body) != _QUERY.size:
        raise Malformed("rpc_drop_answer of a wrong length")
    _, request_id = _QUERY.unpack(message.body)
    session.send_result(message.msg_id, _drop(session, request_id))


def _drop(session: ServerSession, request_id: int) -> bytes:
    if request_id in session.requests:
        if not session.requests.drop(request_id):
            return _UNKNOWN
        session.send_result(request_id, _RUNNING)
        session.emit(AnswerDropped(request_id))
        return _RUNNING
    answer_id = session.answers.pop(request_id, None)
    answer = None if answer_id is None else session.outbox.forget(answer_id)
    if answer is None:
        return _UNKNOWN
    return _DROPPED.pack(RPC_ANSWER_DROPPED, answer.msg_id, answer.seqno, len(answer.body))


def write(request_id: int) -> bytes:
    """The query."""
    return _QUERY.pack(RPC_DROP_ANSWER, request_id)


def on_result(session: ClientSession, request_id: int, result: bytes) -> None:
    """The answer to the query. One that was dropped does not come any more; that of a running request does, empty."""
    if result == _RUNNING:
        session.emit(AnswerDropResult(request_id, DropOutcome.RUNNING))
        return
    request = session.requests.named(request_id)
    if request is not None:
        session.outbox.forget(request.message.msg_id)
        session.requests.remove(request)
    session.emit(AnswerDropResult(request_id, DropOutcome.UNKNOWN if result == _UNKNOWN else DropOutcome.DROPPED))
