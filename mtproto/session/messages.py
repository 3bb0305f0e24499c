"""A message inside a packet or a container, and how a body says what it is."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from mtproto.session.msg_ids import NOTICE

CONTENT = 1
"""The lowest bit of a seqno: content-related, to be acknowledged (core.telegram.org/mtproto/description)."""


class Message(NamedTuple):
    """A message with the identity that the sender gave it."""

    msg_id: int
    seqno: int
    body: bytes


Numbered: TypeAlias = "tuple[int, int, bytes]"
"""The same without names, for each that is sent: `Message` takes thrice the time to make."""


def constructor(number: int) -> bytes:
    """A constructor id as it stands at the head of a body: compare it with `body[:4]`, look it up by `native.head`."""
    return number.to_bytes(4, "little")


MSGS_ACK = constructor(0x62D6B459)
RPC_RESULT = constructor(0xF35C6D01)
RPC_ERROR = constructor(0x2144CA19)

RESULT = struct.Struct("<4sq")
"""What stands before the result in an rpc_result: its constructor, req_msg_id."""


def request_of(body: bytes) -> int | None:
    """The msg_id of the request that a message answers, None when it is no rpc_result."""
    if not body.startswith(RPC_RESULT) or len(body) < RESULT.size:
        return None
    request_id: int = RESULT.unpack_from(body)[1]
    return request_id


def answers_with(body: bytes, constructor_id: bytes) -> bool:
    """Whether a message answers a request with this constructor."""
    return body.startswith(constructor_id, RESULT.size) and body.startswith(RPC_RESULT)


def is_error(body: bytes) -> bool:
    """Whether a message answers a request with an error."""
    return answers_with(body, RPC_ERROR)


def kind_of(messages: Iterable[Numbered]) -> int:
    """The kind of a container: a reply where one of its messages is that, a request where all are."""
    kind = NOTICE
    for message in messages:
        kind &= message[0]
    return kind
