"""A message inside a packet or a container, and how a body says what it is."""

from typing import NamedTuple

CONTENT = 1
"""The lowest bit of a seqno: content-related, to be acknowledged (core.telegram.org/mtproto/description)."""


class Message(NamedTuple):
    """A message with the identity that the sender gave it."""

    msg_id: int
    seqno: int
    body: bytes


def constructor_of(body: bytes) -> int:
    """The constructor id a body starts with; a body too short to have one gives a number no constructor has."""
    return int.from_bytes(body[:4], "little") if len(body) >= 4 else -1
