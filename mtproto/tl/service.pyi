# Made by `python -m tools.schema stubs` from the schema table; a test compares the two.
from typing import Any
from typing import TypeAlias
from mtproto.tl.objects import TLFunction
from mtproto.tl.objects import TLObject

class BadMsgNotification(TLObject):
    bad_msg_id: int
    bad_msg_seqno: int
    error_code: int

class BadServerSalt(TLObject):
    bad_msg_id: int
    bad_msg_seqno: int
    error_code: int
    new_server_salt: int

class BindAuthKeyInner(TLObject):
    nonce: int
    temp_auth_key_id: int
    perm_auth_key_id: int
    temp_session_id: int
    expires_at: int

class ClientDHInnerData(TLObject):
    nonce: bytes
    server_nonce: bytes
    retry_id: int
    g_b: bytes

class DestroyAuthKey(TLFunction[TypeDestroyAuthKeyRes]): ...

class DestroyAuthKeyFail(TLObject): ...

class DestroyAuthKeyNone(TLObject): ...

class DestroyAuthKeyOk(TLObject): ...

class DestroySession(TLFunction[TypeDestroySessionRes]):
    session_id: int

class DestroySessionNone(TLObject):
    session_id: int

class DestroySessionOk(TLObject):
    session_id: int

class DhGenFail(TLObject):
    nonce: bytes
    server_nonce: bytes
    new_nonce_hash3: bytes

class DhGenOk(TLObject):
    nonce: bytes
    server_nonce: bytes
    new_nonce_hash1: bytes

class DhGenRetry(TLObject):
    nonce: bytes
    server_nonce: bytes
    new_nonce_hash2: bytes

class FutureSalt(TLObject):
    valid_since: int
    valid_until: int
    salt: int

class FutureSalts(TLObject):
    req_msg_id: int
    now: int
    salts: list[FutureSalt]

class GetFutureSalts(TLFunction[TypeFutureSalts]):
    num: int

class GzipPacked(TLObject):
    packed_data: bytes

class HttpWait(TLObject):
    max_delay: int
    wait_after: int
    max_wait: int

class Message(TLObject):
    msg_id: int
    seqno: int
    body: Any

class MsgContainer(TLObject):
    messages: list[Message]

class MsgCopy(TLObject):
    orig_message: TypeMessage

class MsgDetailedInfo(TLObject):
    msg_id: int
    answer_msg_id: int
    bytes: int
    status: int

class MsgNewDetailedInfo(TLObject):
    answer_msg_id: int
    bytes: int
    status: int

class MsgResendAnsReq(TLObject):
    msg_ids: list[int]

class MsgResendReq(TLObject):
    msg_ids: list[int]

class MsgsAck(TLObject):
    msg_ids: list[int]

class MsgsAllInfo(TLObject):
    msg_ids: list[int]
    info: bytes

class MsgsStateInfo(TLObject):
    req_msg_id: int
    info: bytes

class MsgsStateReq(TLObject):
    msg_ids: list[int]

class NewSessionCreated(TLObject):
    first_msg_id: int
    unique_id: int
    server_salt: int

class PQInnerData(TLObject):
    pq: bytes
    p: bytes
    q: bytes
    nonce: bytes
    server_nonce: bytes
    new_nonce: bytes

class PQInnerDataDc(TLObject):
    pq: bytes
    p: bytes
    q: bytes
    nonce: bytes
    server_nonce: bytes
    new_nonce: bytes
    dc: int

class PQInnerDataTemp(TLObject):
    pq: bytes
    p: bytes
    q: bytes
    nonce: bytes
    server_nonce: bytes
    new_nonce: bytes
    expires_in: int

class PQInnerDataTempDc(TLObject):
    pq: bytes
    p: bytes
    q: bytes
    nonce: bytes
    server_nonce: bytes
    new_nonce: bytes
    dc: int
    expires_in: int

class Ping(TLFunction[TypePong]):
    ping_id: int

class PingDelayDisconnect(TLFunction[TypePong]):
    ping_id: int
    disconnect_delay: int

class Pong(TLObject):
    msg_id: int
    ping_id: int

class ReqDHParams(TLFunction[TypeServerDHParams]):
    nonce: bytes
    server_nonce: bytes
    p: bytes
    q: bytes
    public_key_fingerprint: int
    encrypted_data: bytes

class ReqPq(TLFunction[TypeResPQ]):
    nonce: bytes

class ReqPqMulti(TLFunction[TypeResPQ]):
    nonce: bytes

class ResPQ(TLObject):
    nonce: bytes
    server_nonce: bytes
    pq: bytes
    server_public_key_fingerprints: list[int]

class RpcAnswerDropped(TLObject):
    msg_id: int
    seq_no: int
    bytes: int

class RpcAnswerDroppedRunning(TLObject): ...

class RpcAnswerUnknown(TLObject): ...

class RpcDropAnswer(TLFunction[TypeRpcDropAnswer]):
    req_msg_id: int

class RpcError(TLObject):
    error_code: int
    error_message: str

class RpcResult(TLObject):
    req_msg_id: int
    result: Any

class ServerDHInnerData(TLObject):
    nonce: bytes
    server_nonce: bytes
    g: int
    dh_prime: bytes
    g_a: bytes
    server_time: int

class ServerDHParamsFail(TLObject):
    nonce: bytes
    server_nonce: bytes
    new_nonce_hash: bytes

class ServerDHParamsOk(TLObject):
    nonce: bytes
    server_nonce: bytes
    encrypted_answer: bytes

class SetClientDHParams(TLFunction[TypeSetClientDHParamsAnswer]):
    nonce: bytes
    server_nonce: bytes
    encrypted_data: bytes

TypeBadMsgNotification: TypeAlias = BadMsgNotification | BadServerSalt
TypeBindAuthKeyInner: TypeAlias = BindAuthKeyInner
TypeClientDHInnerData: TypeAlias = ClientDHInnerData
TypeDestroyAuthKeyRes: TypeAlias = DestroyAuthKeyOk | DestroyAuthKeyNone | DestroyAuthKeyFail
TypeDestroySessionRes: TypeAlias = DestroySessionOk | DestroySessionNone
TypeFutureSalt: TypeAlias = FutureSalt
TypeFutureSalts: TypeAlias = FutureSalts
TypeHttpWait: TypeAlias = HttpWait
TypeMessage: TypeAlias = Message
TypeMessageContainer: TypeAlias = MsgContainer
TypeMessageCopy: TypeAlias = MsgCopy
TypeMsgDetailedInfo: TypeAlias = MsgDetailedInfo | MsgNewDetailedInfo
TypeMsgResendReq: TypeAlias = MsgResendReq | MsgResendAnsReq
TypeMsgsAck: TypeAlias = MsgsAck
TypeMsgsAllInfo: TypeAlias = MsgsAllInfo
TypeMsgsStateInfo: TypeAlias = MsgsStateInfo
TypeMsgsStateReq: TypeAlias = MsgsStateReq
TypeNewSession: TypeAlias = NewSessionCreated
TypeObject: TypeAlias = GzipPacked
TypePQInnerData: TypeAlias = PQInnerData | PQInnerDataDc | PQInnerDataTemp | PQInnerDataTempDc
TypePong: TypeAlias = Pong
TypeResPQ: TypeAlias = ResPQ
TypeRpcDropAnswer: TypeAlias = RpcAnswerUnknown | RpcAnswerDroppedRunning | RpcAnswerDropped
TypeRpcError: TypeAlias = RpcError
TypeRpcResult: TypeAlias = RpcResult
TypeServerDHParams: TypeAlias = ServerDHParamsFail | ServerDHParamsOk
TypeServerDHInnerData: TypeAlias = ServerDHInnerData
TypeSetClientDHParamsAnswer: TypeAlias = DhGenOk | DhGenRetry | DhGenFail
