"""What packets and containers are read and made with, where there is no native code: the same as in `_native`."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from mtproto.crypto.envelope import HEADER as PACKET_HEADER
from mtproto.session.messages import Message, Numbered, constructor

MSG_CONTAINER = constructor(0x73F1F8DC)
MSG_COPY = constructor(0xE06046B2)
MESSAGE = constructor(0x5BB8E511)
CONTAINERS = (MSG_CONTAINER, MSG_COPY)
"""What carries other messages instead of saying something itself."""

COUNT = struct.Struct("<4sI")
"""What a container begins with: its constructor, and how many messages follow."""

HEADER = struct.Struct("<qii")
"""What stands before a message in a container: msg_id, seqno, the length of its body."""

_VECTOR = struct.Struct("<4sII")
"""What a service message that names ids begins with: its constructor, that of a vector, and how many follow."""
_VECTOR_ID = 0x1CB5C415
_LONG = 8

_Named = TypeVar("_Named", bound=tuple[object, ...])


def head(body: bytes, /) -> bytes:
    """The constructor id of a body, to look it up: a view would hash all that it was cut from, a part of a file."""
    return bytes(body[:4])


def only_longs(body: bytes, /) -> tuple[int, ...] | None:
    """The ids of a service message that is nothing but one Vector<long>, None where it is anything else."""
    if len(body) < _VECTOR.size:
        return None
    _, constructor_id, count = _VECTOR.unpack_from(body)
    if constructor_id != _VECTOR_ID or len(body) != _VECTOR.size + count * _LONG:
        return None
    return struct.unpack_from(f"<{count}q", body, _VECTOR.size)


def write_longs(values: Sequence[int]) -> bytes:
    """A boxed Vector<long>."""
    return struct.pack(f"<II{len(values)}q", _VECTOR_ID, len(values), *values)


def count_ids(messages: list[Message], lists: frozenset[bytes], most: int, /) -> int | None:
    """How many ids the service messages among some messages announce whose constructors are `lists`.

    None where one of them announces more than `most`. One that has no vector announces none; its handler says so.
    """
    counts = [_count_longs(message.body) for message in messages if head(message.body) in lists]
    return None if max(counts, default=0) > most else sum(counts)


def _count_longs(body: bytes) -> int:
    if len(body) < _VECTOR.size:
        return 0
    _, constructor_id, count = _VECTOR.unpack_from(body)
    return int(count) if constructor_id == _VECTOR_ID else 0


def read_packet(packet: Callable[..., _Named], plaintext: bytes, large: int, /) -> _Named:
    """The fields of a packet and its plaintext, as a `packet`.

    A body of more than `large` bytes is a view of the plaintext, others are bytes.

    Raises:
        ValueError: its message does not fit into it.
    """
    *fields, length = PACKET_HEADER.unpack_from(plaintext) if len(plaintext) >= PACKET_HEADER.size else (-1,)
    end = PACKET_HEADER.size + length
    if length < 0 or end > len(plaintext):
        raise ValueError("a message that does not fit into its packet")
    whole = cast("bytes", memoryview(plaintext)) if length > large else plaintext
    return packet(*fields, whole[PACKET_HEADER.size : end], plaintext)


def message_in(message: Callable[..., _Named], packet: tuple[int, int, int, int, bytes, bytes], /) -> _Named:
    """The message that a packet carries, as a `message`."""
    _, _, msg_id, seqno, body, _ = packet
    return message(msg_id, seqno, body)


def cut(container: Message, most: int, large: int, /) -> list[Message] | None:
    """The messages of a container or message copy, in the order they stand in.

    None where they are more than `most`, do not fit into it, or are containers themselves. A body of more than `large`
    bytes is a slice of the container's, others are bytes.
    """
    messages = []
    body = container.body
    if len(body) < COUNT.size:
        return None
    offset = COUNT.size
    kind, count = COUNT.unpack_from(body)
    if kind == MSG_COPY:  # it carries one, whose constructor stands where a container has its count
        count = 1 if body[4:8] == MESSAGE else most + 1
    if count > most:
        return None
    size, highest_id, highest_seqno = len(body), container.msg_id - 1, container.seqno
    for _ in range(count):
        start = offset + HEADER.size
        if start > size:
            return None
        msg_id, seqno, length = HEADER.unpack_from(body, offset)
        offset = start + length
        if length < 0 or length % 4 or offset > size or msg_id > highest_id or seqno > highest_seqno:
            return None
        inner = body[start:offset] if length > large else bytes(body[start:offset])
        if inner[:4] in CONTAINERS:
            return None
        messages.append(Message(msg_id, seqno, inner))
    return messages if offset == size else None


def join(messages: list[Numbered], most: int, /) -> bytes | None:
    """The body of a container of some messages, None where it has more than `most` bytes."""
    if COUNT.size + sum([HEADER.size + len(body) for _, _, body in messages]) > most:
        return None
    parts = [COUNT.pack(MSG_CONTAINER, len(messages))]
    for msg_id, seqno, body in messages:
        parts += (HEADER.pack(msg_id, seqno, len(body)), body)
    return b"".join(parts)
