"""TL: Telegram's objects as Python classes, and as bytes of every layer (core.telegram.org/mtproto/TL).

    from mtproto import tl
    from mtproto.tl import functions, secret, service, types

    data = tl.encode(types.PeerUser(user_id=1), layer=152)
    call = tl.decode_request(body)
    answer = tl.encode_result(value, call.definition, layer)

Objects always have the shape of the newest layer; the codec converts while reading and writing. The parts: `table`
(what the schema files say), `objects` and `namespaces` (classes), `decoder` and `encoder` (one compiled function per
definition), `mapping` and `layers` (how layers differ), `packed` (gzip_packed), `codec` (what is exported here).
"""

from __future__ import annotations

from mtproto.tl.codec import (
    FLOOR,
    NEWEST,
    decode,
    decode_prefix,
    decode_request,
    decode_result,
    encode,
    encode_result,
    encode_secret,
    known_layer,
)
from mtproto.tl.errors import DecodeError, EncodeError, TLError, UnknownConstructor, UnknownMethod, Unmappable
from mtproto.tl.objects import TLFunction, TLObject
from mtproto.tl.packed import gzip_packed
from mtproto.tl.table import Definition

__all__ = [
    "FLOOR",
    "NEWEST",
    "DecodeError",
    "Definition",
    "EncodeError",
    "TLError",
    "TLFunction",
    "TLObject",
    "UnknownConstructor",
    "UnknownMethod",
    "Unmappable",
    "decode",
    "decode_prefix",
    "decode_request",
    "decode_result",
    "encode",
    "encode_result",
    "encode_secret",
    "gzip_packed",
    "known_layer",
]
