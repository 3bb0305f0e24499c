"""The unencrypted message, which carries the key exchange (core.telegram.org/mtproto/description#unencrypted-message).

    auth_key_id = 0 : int64 | message_id : int64 | message_data_length : int32 | message_data

Rules of this file
- `message_data_length` says exactly what the frame holds (row H1).
- What follows the object in `message_data` is random padding: TDLib appends up to 255 bytes of it to every query, the
  official servers append it to their answers. Whoever reads the body takes one object and leaves the rest.
- A client's message_id is not judged: it learns our time only from this exchange, and TDLib writes 0 and then 1 there.
- An answer's message_id is 1 modulo 4 (Telegram Desktop drops any other).
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from mtproto.exchange.steps import ExchangeFailure

HEADER = struct.Struct("<qqi")

_NO_KEY = bytes(8)
MAX_BODY = 4096
"""The longest body taken. The longest query is req_DH_params with 320 bytes, to which a client may add padding."""


class PlainMessage(NamedTuple):
    msg_id: int
    body: bytes


def is_plain(frame: bytes) -> bool:
    """Whether a frame of the transport is unencrypted: its auth_key_id is zero."""
    return frame[:8] == _NO_KEY


def parse(frame: bytes) -> PlainMessage:
    """Open the envelope of a plain message, whichever side sent it.

    Raises:
        ExchangeFailure: the frame is not exactly one plain message of a length that an exchange can have.
    """
    if not HEADER.size < len(frame) <= HEADER.size + MAX_BODY:
        raise ExchangeFailure(f"a plain message of {len(frame)} bytes")
    auth_key_id, msg_id, length = HEADER.unpack_from(frame)
    if auth_key_id != 0:
        raise ExchangeFailure("an encrypted message where a plain one is due")
    if length != len(frame) - HEADER.size:
        raise ExchangeFailure(f"message_data_length is {length} in a frame that holds {len(frame) - HEADER.size}")
    return PlainMessage(msg_id, frame[HEADER.size :])


def write(msg_id: int, body: bytes) -> bytes:
    """The frame payload of one plain message."""
    return HEADER.pack(0, msg_id, len(body)) + body
