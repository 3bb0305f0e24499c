"""rpc_result and rpc_error: the answer to a request (core.telegram.org/mtproto/service_messages).

rpc_result#f35c6d01 req_msg_id:long result:Object = RpcResult;
rpc_error#2144ca19 error_code:int error_message:string = RpcError;
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from mtproto import rpc_errors
from mtproto.session import gzip_packed
from mtproto.session.events import Answer, AnswerError
from mtproto.session.messages import RESULT, RPC_ERROR, RPC_RESULT, Message
from mtproto.session.service import drop_answer
from mtproto.session.tl_bytes import Malformed, read_bytes, write_bytes

if TYPE_CHECKING:
    from mtproto.session.client import ClientSession

_ERROR_HEADER = struct.Struct("<4si")


def write(request_id: int, result: bytes) -> bytes:
    """The answer to a request."""
    return RESULT.pack(RPC_RESULT, request_id) + result


def write_error(error: rpc_errors.RpcError) -> bytes:
    """An error as the result of a request."""
    return _ERROR_HEADER.pack(RPC_ERROR, error.code) + write_bytes(error.message.encode())


def error_of(result: bytes) -> rpc_errors.RpcError | None:
    """The error that a result is, None when it is none.

    Raises:
        Malformed: it does not parse.
    """
    if not result.startswith(RPC_ERROR):
        return None
    if len(result) < _ERROR_HEADER.size:
        raise Malformed("an error without a code")
    _, code = _ERROR_HEADER.unpack_from(result)
    text, end = read_bytes(result, _ERROR_HEADER.size)
    if end != len(result):
        raise Malformed("trailing bytes")
    return rpc_errors.from_wire(code, text.decode(errors="replace"))


def on_rpc_result(session: ClientSession, message: Message) -> None:
    """A request has its answer, which also acknowledges it."""
    if len(message.body) < RESULT.size + 4:
        raise Malformed("an answer without a result")
    _, msg_id = RESULT.unpack_from(message.body)
    request = session.requests.under(msg_id)
    if request is None:
        return
    session.outbox.forget(msg_id)
    session.requests.remove(request)
    result = bytes(message.body[RESULT.size :])
    if result[:4] == gzip_packed.GZIP_PACKED:
        result = gzip_packed.unpack(result)
    if request.drops is not None:
        drop_answer.on_result(session, request.drops, result)
    elif not request.unwanted:
        error = error_of(result)
        session.emit(Answer(request.request_id, result) if error is None else AnswerError(request.request_id, error))
