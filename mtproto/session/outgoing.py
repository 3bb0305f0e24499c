"""What one side of a session sends, message by message: numbered, kept, queued, acknowledged.

Rules of this file
- A content-related message is kept until the other side acknowledges it
  (core.telegram.org/mtproto/description, "Content-related Message"; row M23). The rest is sent once or not at all.
- Nothing follows an error in its container: GramJS reads no further there (network/MTProtoSender.js, _handleRPCResult
  throws), and would wait for what it did not read until its next connection.
- Under one msg_id there is only ever one body (row AT-6).
- csrc/outgoing.c does the same for machines that can build it: every message goes through here two or three times.
"""

from __future__ import annotations

from collections.abc import Iterable

from mtproto.session.cutting import join
from mtproto.session.limits import MAX_KEPT_BYTES, MAX_KEPT_MESSAGES
from mtproto.session.messages import RESULT, RPC_RESULT, Numbered, is_error, kind_of, request_of
from mtproto.session.msg_ids import REPLY, MsgIds


class Outgoing:
    """The outgoing messages of one session, in either role; `Outbox` makes packets of them."""

    __slots__ = (
        "_seqno",
        "again",
        "answers",
        "fresh",
        "ids",
        "is_connected",
        "is_full",
        "kept",
        "kept_bytes",
        "lost",
        "sent",
    )

    def __init__(self, ids: MsgIds) -> None:
        self.ids = ids
        self._seqno = 0  # the next of what is not content-related
        self.kept: dict[int, Numbered] = {}
        """By msg_id: content-related, not acknowledged yet."""
        self.kept_bytes = 0
        """The bytes of their bodies."""
        self.answers: dict[int, int] = {}
        """By msg_id of the request: the msg_id of its answer, while that is kept."""
        self.fresh: dict[int, Numbered] = {}
        """By msg_id: to be sent for the first time."""
        self.again: dict[int, Numbered] = {}
        """By msg_id: to be sent once more."""
        self.lost: set[int] | None = None
        """Ids that were sent, are not acknowledged, and are no longer kept for want of room."""
        self.sent = 0
        """The highest msg_id that has been handed to a connection."""
        self.is_connected = False
        """Whether what comes from now on is sent at once."""
        self.is_full = False
        """Whether more is kept than a session may keep."""

    def __bool__(self) -> bool:
        """Whether anything waits to be sent."""
        return bool(self.fresh or self.again)

    def add(self, body: bytes, kind: int, msg_id: int | None = None, /) -> int:
        """Queue a content-related message, which is kept, and waits if nobody is connected. Returns its msg_id.

        A body that names its own msg_id is given the last one that was drawn.
        """
        message = (self.ids.next(kind) if msg_id is None else msg_id, self._seqno + 1, body)
        self._seqno += 2
        self.keep(message)
        if self.is_connected:
            self.fresh[message[0]] = message
        return message[0]

    def add_result(self, request_id: int, result: bytes, /) -> int:
        """Queue the answer to a request, as `add` does. Returns its msg_id."""
        return self.add(RESULT.pack(RPC_RESULT, request_id) + result, REPLY)

    def add_once(self, body: bytes, kind: int, /) -> int:
        """Queue a message that is not content-related. Returns its msg_id."""
        message = self.number(body, kind)
        self.fresh[message[0]] = message
        return message[0]

    def number(self, body: bytes, kind: int, /) -> Numbered:
        """Give a body that is not content-related its identity, without queueing it."""
        return self.ids.next(kind), self._seqno, body

    def keep(self, message: Numbered, /) -> None:
        """Keep a message that has its identity already."""
        msg_id, _, body = message
        self.kept[msg_id] = message
        self.kept_bytes += len(body)
        self._look_at_room()
        if msg_id & 3 == REPLY and (request_id := request_of(body)) is not None:
            self.answers[request_id] = msg_id

    def send_again(self, message: Numbered, /) -> None:
        """Queue a message that has its identity already, unless it is about to be sent for the first time."""
        if message[0] not in self.fresh:
            self.again[message[0]] = message

    def forget_all(self, ids: Iterable[int], latest: int, /) -> list[Numbered]:
        """These are acknowledged, or nobody wants them, up to the `latest` id; those that were kept."""
        forgotten = []
        for msg_id in ids:
            if msg_id > latest:
                continue
            if (message := self.kept.pop(msg_id, None)) is not None:
                forgotten.append(message)
                self._forget(message)
            elif self.lost is not None:
                self.lost.discard(msg_id)
        self._look_at_room()
        return forgotten

    def _forget(self, message: Numbered) -> None:
        msg_id, _, body = message
        self.kept_bytes -= len(body)
        if msg_id & 3 == REPLY and (request_id := request_of(body)) is not None:
            self.answers.pop(request_id, None)
        self.fresh.pop(msg_id, None)
        self.again.pop(msg_id, None)

    def take_one(self, most: int, /) -> Numbered | None:
        """What is queued as one message, a container where it is several; it counts as sent.

        None where it cannot be one, or is longer than `most` bytes.
        """
        if not self.fresh or self.again:
            return None
        messages = list(self.fresh.values())
        message: Numbered | None = messages[-1]
        if len(messages) > 1:
            message = self._packed(messages, most)
        elif len(messages[0][2]) > most:
            return None
        if message is not None:
            self.fresh.clear()
            self.sent = max(self.sent, messages[-1][0])
        return message

    def _packed(self, messages: list[Numbered], most: int) -> Numbered | None:
        if any(msg_id & 3 == REPLY and is_error(body) for msg_id, _, body in messages[:-1]):
            return None
        body = join(messages, most)
        return None if body is None else self.number(body, kind_of(messages))

    def clear(self) -> None:
        """Forget every message."""
        for store in (self.kept, self.answers, self.fresh, self.again):
            store.clear()
        self.lost = None
        self.kept_bytes = 0
        self.is_full = False

    def _look_at_room(self) -> None:
        self.is_full = self.kept_bytes > MAX_KEPT_BYTES or len(self.kept) > MAX_KEPT_MESSAGES
