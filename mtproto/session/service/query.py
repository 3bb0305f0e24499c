"""What stands around a query and concerns the session: gzip_packed, invokeAfterMsg, invokeAfterMsgs.

core.telegram.org/api/invoking, "Sequential Requests" and "Helper Method Sequence":

    invokeAfterMsg#cb9f372d {X:Type} msg_id:long query:!X = X;
    invokeAfterMsgs#3dc4b4f0 {X:Type} msg_ids:Vector<long> query:!X = X;

Their ids have been the same since layer 133 and before. They must be outermost, so only the head of a query is read;
what is inside is the codec's business.
"""

from __future__ import annotations

from mtproto.session.gzip_packed import GZIP_PACKED
from mtproto.session.limits import MAX_INVOKE_AFTER
from mtproto.session.messages import constructor
from mtproto.session.native import head
from mtproto.session.tl_bytes import Malformed, read_longs, write_longs

INVOKE_AFTER_MSG = constructor(0xCB9F372D)
INVOKE_AFTER_MSGS = constructor(0x3DC4B4F0)

_WRAPPERS = (INVOKE_AFTER_MSG, INVOKE_AFTER_MSGS)
AROUND = frozenset((*_WRAPPERS, GZIP_PACKED))
"""What a query may stand in."""

MOST_WRAPPERS = 16
"""Clients write one. A packed kilobyte could hold thousands, and a packet a thousand of those."""

MOST_AROUND = 9 * 1024
"""Bytes that hold whatever may stand before a query, and its head: sixteen wrappers that name a thousand messages."""


def is_plain(body: bytes) -> bool:
    """Whether nothing stands around a query."""
    return len(body) >= 4 and head(body) not in AROUND


def read(body: bytes) -> tuple[bytes, tuple[int, ...]]:
    """Take the wrappers off: the query, and the requests it is to come after.

    Raises:
        Malformed: they do not parse, are more than sixteen, or name more than a thousand messages.
    """
    if body[:4] not in _WRAPPERS and len(body) >= 4:
        return body, ()
    after: list[int] = []
    offset = wrappers = 0
    while (kind := body[offset : offset + 4]) in _WRAPPERS:
        ids, offset = _read_id(body, offset + 4) if kind == INVOKE_AFTER_MSG else read_longs(body, offset + 4)
        after += ids
        wrappers += 1
        if len(after) > MAX_INVOKE_AFTER or wrappers > MOST_WRAPPERS:
            raise Malformed("too many messages to wait for")
    if len(body) - offset < 4:
        raise Malformed("no query")
    return body[offset:], tuple(after)


def _read_id(body: bytes, offset: int) -> tuple[tuple[int, ...], int]:
    return (int.from_bytes(body[offset : offset + 8], "little", signed=True),), offset + 8


def write_after(ids: tuple[int, ...], body: bytes) -> bytes:
    """A query that is to come after some requests."""
    if len(ids) == 1:
        return b"".join((INVOKE_AFTER_MSG, ids[0].to_bytes(8, "little", signed=True), body))
    return b"".join((INVOKE_AFTER_MSGS, write_longs(ids), body))
