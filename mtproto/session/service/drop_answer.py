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
from mtproto.session.messages import Message, constructor
from mtproto.session.tl_bytes import Malformed

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession
    from mtproto.session.server import ServerSession

RPC_DROP_ANSWER = constructor(0x58E4A740)
RPC_ANSWER_UNKNOWN = constructor(0x5E2AD36E)
RPC_ANSWER_DROPPED_RUNNING = constructor(0xCD78E586)
RPC_ANSWER_DROPPED = constructor(0xA43AD8B7)

_QUERY = struct.Struct("<4sq")
_DROPPED = struct.Struct("<4sqii")


def on_rpc_drop_answer(session: ServerSession, message: Message) -> None:
    """Drop the answer, wherever its request is."""
    if len(message.body) != _QUERY.size:
        raise Malformed("rpc_drop_answer of a wrong length")
    _, request_id = _QUERY.unpack(message.body)
    session.send_result(message.msg_id, _drop(session, request_id))


def _drop(session: ServerSession, request_id: int) -> bytes:
    if request_id in session.requests:
        if not session.requests.drop(request_id):
            return RPC_ANSWER_UNKNOWN
        session.send_result(request_id, RPC_ANSWER_DROPPED_RUNNING)
        session.emit(AnswerDropped(request_id))
        return RPC_ANSWER_DROPPED_RUNNING
    answer_id = session.outbox.answers.get(request_id)
    answer = None if answer_id is None else session.outbox.forget(answer_id)
    if answer is None:
        return RPC_ANSWER_UNKNOWN
    msg_id, seqno, body = answer
    return _DROPPED.pack(RPC_ANSWER_DROPPED, msg_id, seqno, len(body))


def write(request_id: int) -> bytes:
    """The query."""
    return _QUERY.pack(RPC_DROP_ANSWER, request_id)


def on_result(session: ClientSession, request_id: int, result: bytes) -> None:
    """The answer to the query. One that was dropped does not come any more; that of a running request does, empty."""
    if result == RPC_ANSWER_DROPPED_RUNNING:
        session.emit(AnswerDropResult(request_id, DropOutcome.RUNNING))
        return
    request = session.requests.named(request_id)
    if request is not None:
        session.outbox.forget(request.message.msg_id)
        session.requests.remove(request)
    outcome = DropOutcome.UNKNOWN if result == RPC_ANSWER_UNKNOWN else DropOutcome.DROPPED
    session.emit(AnswerDropResult(request_id, outcome))
