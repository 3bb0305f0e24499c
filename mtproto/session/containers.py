"""Containers: several messages in one (core.telegram.org/mtproto/service_messages, "Containers").

    msg_container#73f1f8dc messages:vector<%Message> = MessageContainer;      count : int, then the messages
    message msg_id:long seqno:int bytes:int body:Object = Message;
    msg_copy#e06046b2 orig_message:Message = MessageCopy;                     a boxed message

Rules of this file
- A container is decomposed whole or not at all: whatever is wrong with its shape, nothing of it is used (row M16).
- A message inside has a lower id than what carries it, and no higher seqno; it is no container itself.
- Counting comes before reading: a container costs no more than its own bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable

from mtproto.errors import ProtocolViolation
from mtproto.session.cutting import HEADER
from mtproto.session.limits import LARGE_BODY, MAX_CONTAINER_MESSAGES
from mtproto.session.messages import Message, constructor

try:
    from mtproto.session._containers import cut
except ImportError:  # it is not built
    from mtproto.session.cutting import cut

MSG_CONTAINER = constructor(0x73F1F8DC)
MSG_COPY = constructor(0xE06046B2)
MESSAGE = constructor(0x5BB8E511)
CONTAINERS = (MSG_CONTAINER, MSG_COPY)
"""What carries other messages instead of saying something itself."""

_COUNT = struct.Struct("<4sI")


class InvalidContainer(ProtocolViolation):
    """A container whose parts do not fit together: bad_msg_notification 64."""


class TooMany(ProtocolViolation):
    """A container or service message over its limit: transport error -429 (row T8)."""


def unpack(container: Message) -> list[Message]:
    """The messages of a container or message copy, in the order they stand in.

    Raises:
        InvalidContainer: its shape is wrong.
        TooMany: more than 1,024 messages.
    """
    body = container.body
    if body[:4] == MSG_COPY:
        if body[4:8] != MESSAGE:
            raise InvalidContainer("a copy of no message")
        count, offset = 1, 8
    else:
        if len(body) < _COUNT.size:
            raise InvalidContainer("no count")
        _, count = _COUNT.unpack_from(body)
        offset = _COUNT.size
    if count > MAX_CONTAINER_MESSAGES:
        raise TooMany(f"{count} messages in a container")
    messages = cut(container, offset, count, LARGE_BODY)
    if messages is None:
        raise InvalidContainer("messages that do not fit into their container")
    for message in messages:
        if message.body[:4] in CONTAINERS:
            raise InvalidContainer("a container in a container")
    return messages


def packed_size(messages: Collection[tuple[int, int, bytes]]) -> int:
    """The length of what `pack` makes of them."""
    return _COUNT.size + len(messages) * HEADER.size + sum([len(body) for _, _, body in messages])


def pack(messages: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The body of a container; each message as (msg_id, seqno, body)."""
    parts: list[bytes] = []
    for msg_id, seqno, body in messages:
        parts += (HEADER.pack(msg_id, seqno, len(body)), body)
    return b"".join((_COUNT.pack(MSG_CONTAINER, len(parts) // 2), *parts))
