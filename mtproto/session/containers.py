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

import sys
from collections.abc import Iterable
from typing import cast

from mtproto.errors import ProtocolViolation
from mtproto.session.cutting import CONTAINERS as CONTAINERS
from mtproto.session.cutting import COUNT
from mtproto.session.cutting import MESSAGE as MESSAGE
from mtproto.session.cutting import MSG_CONTAINER as MSG_CONTAINER
from mtproto.session.cutting import MSG_COPY as MSG_COPY
from mtproto.session.limits import LARGE_BODY, MAX_CONTAINER_MESSAGES
from mtproto.session.messages import Message, Numbered
from mtproto.session.native import cut, join


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
    messages = cut(container, MAX_CONTAINER_MESSAGES, LARGE_BODY)
    if messages is None:
        kind, count = COUNT.unpack_from(container.body) if len(container.body) >= COUNT.size else (MSG_CONTAINER, 0)
        if kind == MSG_CONTAINER and count > MAX_CONTAINER_MESSAGES:
            raise TooMany(f"{count} messages in a container")
        raise InvalidContainer("messages that do not fit into their container, or containers in it")
    return messages


def pack(messages: Iterable[Numbered]) -> bytes:
    """The body of a container."""
    return cast("bytes", join(list(messages), sys.maxsize))
