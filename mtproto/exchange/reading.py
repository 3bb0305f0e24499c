"""Reading the objects of an exchange, each where it may stand and nowhere else.

Rules of this file
- The constructor is judged before anything is parsed: what an exchange has no use for never reaches the codec.
- Padding after the object is left alone where the protocol has it (plain messages, RSA_PAD), an error elsewhere.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeVar, get_args

from mtproto import tl
from mtproto.crypto import rsa_pad
from mtproto.exchange.steps import ExchangeFailure
from mtproto.tl import service

Query = service.ReqPq | service.ReqPqMulti | service.ReqDHParams | service.SetClientDHParams
Answer = service.ResPQ | service.ServerDHParamsOk | service.DhGenOk | service.DhGenRetry | service.DhGenFail
PQInnerData = service.PQInnerData | service.PQInnerDataDc | service.PQInnerDataTemp | service.PQInnerDataTempDc

_Kinds = tuple[type[tl.TLObject], ...]
_QUERIES: _Kinds = (*get_args(Query), service.MsgsAck)
_ANSWERS: _Kinds = get_args(Answer)
_PQ_INNER_DATA: _Kinds = get_args(PQInnerData)

ObjectT = TypeVar("ObjectT", bound=tl.TLObject)


class Nonces(Protocol):
    """What names a run in every message of it."""

    nonce: bytes
    server_nonce: bytes


def read_query(body: bytes) -> tuple[Query | service.MsgsAck, bytes]:
    """The query in a plain message, and the bytes that are it without the padding behind."""
    return _read(_QUERIES, body)


def read_answer(body: bytes) -> tuple[Answer, bytes]:
    """The server's answer in a plain message, and the bytes that are it without the padding behind."""
    return _read(_ANSWERS, body)


def read_pq_inner_data(opened: bytes | None) -> PQInnerData:
    """The inner data of req_DH_params, of which four kinds are in use. RSA_PAD leaves its random bytes behind it."""
    if opened is None:
        raise ExchangeFailure("encrypted_data does not open")
    inner: PQInnerData
    inner, exact = _read(_PQ_INNER_DATA, opened)
    if len(exact) > rsa_pad.MAX_DATA:
        raise ExchangeFailure(f"{len(exact)} bytes of inner data")
    return inner


def read_whole(kind: type[ObjectT], data: bytes) -> ObjectT:
    """An object with nothing behind it."""
    value: ObjectT
    value, exact = _read((kind,), data)
    if exact != data:
        raise ExchangeFailure(f"{len(data) - len(exact)} bytes behind {value.NAME}")
    return value


def to_bytes(number: int) -> bytes:
    """Big-endian without leading zeros, as numbers stand in TL strings."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def from_bytes(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


def _read(kinds: _Kinds, data: bytes) -> tuple[Any, bytes]:
    """An object of one of these kinds at the beginning of `data`, and its own bytes."""
    if int.from_bytes(data[:4], "little") not in {kind.ID for kind in kinds}:
        raise ExchangeFailure("not what may stand here")
    try:
        value, size = tl.decode_prefix(data)
    except tl.DecodeError as error:
        raise ExchangeFailure(str(error)) from error
    return value, data[:size]
