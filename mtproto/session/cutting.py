"""What `containers` asks of native code, for machines where that is not to be had: the same as in `_containers`."""

from __future__ import annotations

import struct

from mtproto.session.messages import Message, Numbered, constructor

MSG_CONTAINER = constructor(0x73F1F8DC)

COUNT = struct.Struct("<4sI")
"""What a container begins with: its constructor, and how many messages follow."""

HEADER = struct.Struct("<qii")
"""What stands before a message in a container: msg_id, seqno, the length of its body."""


def cut(container: Message, offset: int, count: int, large: int, /) -> list[Message] | None:
    """The `count` messages that stand from an offset to the end of a container's body, None where they do not fit.

    A body of more than `large` bytes is a slice of the container's, others are bytes.
    """
    messages = []
    body = container.body
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
