"""What one side of a session sends, from the moment it gets its identity until it is acknowledged.

Rules of this file
- A content-related message is kept until the other side acknowledges it and sent again on every new connection
  (core.telegram.org/mtproto/description, "Content-related Message"; row M23). The rest is sent once or not at all.
- What is sent again keeps its msg_id and seqno but travels in a container with an id of its own, with other padding
  (row M24): the same bytes never leave twice. What is first sent long after it got its id travels like that too,
  because a receiver judges the age of a packet by its outermost id.
- Nothing follows an error in its container: GramJS reads no further there (network/MTProtoSender.js, _handleRPCResult
  throws), and would wait for what it did not read until its next connection.
- Under one msg_id there is only ever one body (row AT-6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtproto.session.containers import pack
from mtproto.session.limits import (
    CONTAINER_BYTES,
    CONTAINER_MESSAGES,
    LARGE_BODY,
    MAX_KEPT_BYTES,
    MAX_KEPT_MESSAGES,
    MAX_SERVICE_IDS,
    MAX_UNSENT_BYTES,
    MAX_UNSENT_MESSAGES,
)
from mtproto.session.messages import Numbered
from mtproto.session.msg_ids import NOTICE, REPLY, MsgIds
from mtproto.session.native import join
from mtproto.session.packet import Sealer, Unsealed
from mtproto.session.service import rpc_result

_UNCOUNTED = 0
"""Stands in `lost` for every id past the bound; nobody can acknowledge it."""


class Outbox:
    """The outgoing messages of one session, in either role."""

    __slots__ = (
        "_again",
        "_bytes",
        "_connected",
        "_fresh",
        "_sealer",
        "_seqno",
        "ids",
        "is_full",
        "kept",
        "lost",
        "sent",
    )

    def __init__(self, sealer: Sealer, ids: MsgIds) -> None:
        self._sealer = sealer
        self.ids = ids
        self._seqno = 0  # the next of what is not content-related
        self._connected = False
        self._fresh: dict[int, Numbered] = {}
        self._again: dict[int, Numbered] = {}
        self._bytes = 0
        self.is_full = False
        """Whether more is kept than a session may keep."""
        self.kept: dict[int, Numbered] = {}
        """By msg_id: content-related, not acknowledged yet."""
        self.lost: set[int] | None = None
        """Ids that were sent, are not acknowledged, and are no longer kept for want of room."""
        self.sent = 0
        """The highest msg_id that has been handed to a connection."""

    def __bool__(self) -> bool:
        """Whether anything waits to be sent."""
        return bool(self._fresh or self._again)

    def add(self, body: bytes, kind: int, *, content: bool, msg_id: int | None = None) -> int:
        """Queue a message; a content-related one is kept, and waits if nobody is connected. Returns its msg_id.

        A content-related body that names its own msg_id is given the last one that was drawn.
        """
        if not content:
            message = self.number(body, kind)
            msg_id = message[0]
            self._fresh[msg_id] = message
            return msg_id
        if msg_id is None:
            msg_id = self.ids.next(kind)
        seqno = self._seqno + 1
        self._seqno = seqno + 1
        message = (msg_id, seqno, body)
        self._keep(message)
        if self._connected:
            self._fresh[msg_id] = message
        return msg_id

    def number(self, body: bytes, kind: int) -> Numbered:
        """Give a body that is not content-related its identity, without queueing it."""
        return self.ids.next(kind), self._seqno, body

    def _keep(self, message: Numbered) -> None:
        msg_id, _, body = message
        self.kept[msg_id] = message
        self._bytes += len(body)
        if self._bytes > MAX_KEPT_BYTES or len(self.kept) > MAX_KEPT_MESSAGES:
            self.is_full = True

    def send_again(self, message: Numbered) -> None:
        """Queue a message that has its identity already, unless it is about to be sent for the first time."""
        msg_id = message[0]
        if msg_id not in self._fresh:
            self._again[msg_id] = message

    def keep_again(self, message: Numbered) -> None:
        """Keep a message that was acknowledged, and send it again: the other side has forgotten it."""
        self._keep(message)
        self.send_again(message)

    def forget(self, msg_id: int) -> Numbered | None:
        """The message is acknowledged, or nobody wants it: it will not be sent again."""
        forgotten = self.forget_all((msg_id,), msg_id)
        return forgotten[0] if forgotten else None

    def forget_all(self, ids: Iterable[int], latest: int) -> list[Numbered]:
        """The same of some messages, up to the `latest` id; those that were kept."""
        kept, forgotten = self.kept, []
        for msg_id in ids:
            if msg_id > latest:
                continue
            if (message := kept.pop(msg_id, None)) is not None:
                self._bytes -= len(message[2])
                forgotten.append(message)
            elif self.lost is not None:
                self.lost.discard(msg_id)
        if self.is_full:
            self.is_full = self._bytes > MAX_KEPT_BYTES or len(kept) > MAX_KEPT_MESSAGES
        if self._again or self._fresh:
            for msg_id, _, _ in forgotten:
                self._again.pop(msg_id, None)
                self._fresh.pop(msg_id, None)
        return forgotten

    def drop_service(self) -> None:
        """Do not send what is queued and not kept: it was numbered by a wrong clock."""
        self._fresh = {msg_id: message for msg_id, message in self._fresh.items() if msg_id in self.kept}

    def connect(self) -> None:
        """There is a connection: what comes from now on is sent at once."""
        self._connected = True

    def disconnect(self) -> None:
        """The connection is gone, and with it all that is not kept."""
        self._connected = False
        self._fresh.clear()
        self._again.clear()

    def clear(self) -> None:
        """Forget every message."""
        self._fresh.clear()
        self._again.clear()
        self.kept.clear()
        self.lost = None
        self._bytes = 0
        self.is_full = False

    @property
    def is_stalled(self) -> bool:
        """Whether so much is kept that a connection cannot be taking it."""
        return self._bytes > MAX_UNSENT_BYTES or len(self.kept) > MAX_UNSENT_MESSAGES

    def lose_oldest(self) -> Numbered | None:
        """Stop keeping the oldest message, if it has been sent; it counts as lost until it is acknowledged."""
        oldest = next(iter(self.kept), self.sent + 1)
        if oldest > self.sent:
            return None
        if self.lost is None:
            self.lost = set()
        self.lost.add(oldest if len(self.lost) < MAX_SERVICE_IDS else _UNCOUNTED)
        return self.forget(oldest)

    def take_short(self, salt: int) -> bytes | None:
        """The packet, encrypted, of what is queued, which counts as sent; None where that is no single short packet.

        It mostly is: one message, or a few that were queued in the same turn.
        """
        fresh = self._fresh
        if not fresh or self._again:
            return None
        messages = list(fresh.values())
        last = message = messages[-1]
        if len(messages) > 1:
            for msg_id, _, body in messages[:-1]:
                if msg_id & 3 == REPLY and rpc_result.is_error(body):
                    return None
            packed = join(messages, LARGE_BODY)
            if packed is None:
                return None
            message = self.number(packed, _kind_of(messages))
        elif len(last[2]) > LARGE_BODY:
            return None
        fresh.clear()
        if last[0] > self.sent:
            self.sent = last[0]
        return self._sealer.seal(salt, message)

    def take(self, salt: int) -> list[Unsealed]:
        """The packets of everything queued, which counts as sent."""
        messages = list(self._fresh.values())
        self._fresh.clear()
        repeats = bool(self._again)
        if repeats:
            messages = sorted([*self._again.values(), *messages])
            self._again = {}
        elif not messages:
            return []
        self.sent = max(self.sent, messages[-1][0])
        return self.prepare(salt, messages, repeats=repeats)

    def prepare(self, salt: int, messages: list[Numbered], *, repeats: bool) -> list[Unsealed]:
        """The packets of some messages; nothing is queued or counted as sent."""
        packets = []
        for chunk in _chunks(messages):
            if len(chunk) == 1 and not repeats:
                packets.append(self._sealer.prepare(salt, *chunk[0]))
                continue
            inner = tuple([msg_id for msg_id, _, _ in chunk])
            container = self.number(pack(chunk), _kind_of(chunk))
            packets.append(self._sealer.prepare(salt, *container, inner, repeats=repeats))
        return packets


def _kind_of(messages: list[Numbered]) -> int:
    """The kind of a container: a reply where one of its messages is that, a request where all are."""
    kind = NOTICE
    for message in messages:
        kind &= message[0]
    return kind


def _chunks(messages: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """The messages in portions that fit into one container each; an error is the last of its portion."""
    chunk: list[Numbered] = []
    size = 0
    for message in messages:
        body = message[2]
        if chunk and (len(chunk) == CONTAINER_MESSAGES or size + len(body) > CONTAINER_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(message)
        size += len(body)
        if rpc_result.is_error(body):
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
