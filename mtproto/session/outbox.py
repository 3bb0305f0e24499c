"""The outgoing messages of one side of a session in packets.

Rules of this file
- What is kept is sent again on every new connection (core.telegram.org/mtproto/description, "Content-related Message";
  row M23).
- What is sent again keeps its msg_id and seqno but travels in a container with an id of its own, with other padding
  (row M24): the same bytes never leave twice. What is first sent long after it got its id travels like that too,
  because a receiver judges the age of a packet by its outermost id.
- An error is the last message of its container (mtproto/session/outgoing.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtproto.session.containers import pack
from mtproto.session.limits import (
    CONTAINER_BYTES,
    CONTAINER_MESSAGES,
    MAX_SERVICE_IDS,
    MAX_UNSENT_BYTES,
    MAX_UNSENT_MESSAGES,
)
from mtproto.session.messages import Numbered, is_error, kind_of
from mtproto.session.native import MsgIds, Outgoing
from mtproto.session.packet import Sealer, Unsealed

_UNCOUNTED = 0
"""Stands in `lost` for every id past the bound; nobody can acknowledge it."""


class Outbox(Outgoing):
    """The outgoing messages of one session, in either role, and the packets of them."""

    __slots__ = ("sealer",)

    def __init__(self, sealer: Sealer, ids: MsgIds) -> None:
        super().__init__(ids)
        self.sealer = sealer

    def keep_again(self, message: Numbered) -> None:
        """Keep a message that was acknowledged, and send it again: the other side has forgotten it."""
        self.keep(message)
        self.send_again(message)

    def forget(self, msg_id: int) -> Numbered | None:
        """The message is acknowledged, or nobody wants it: it will not be sent again."""
        forgotten = self.forget_all((msg_id,), msg_id)
        return forgotten[0] if forgotten else None

    def drop_service(self) -> None:
        """Do not send what is queued and not kept: it was numbered by a wrong clock."""
        for msg_id in [msg_id for msg_id in self.fresh if msg_id not in self.kept]:
            del self.fresh[msg_id]

    def connect(self) -> None:
        """There is a connection: what comes from now on is sent at once."""
        self.is_connected = True

    def disconnect(self) -> None:
        """The connection is gone, and with it all that is not kept."""
        self.is_connected = False
        self.fresh.clear()
        self.again.clear()

    @property
    def is_stalled(self) -> bool:
        """Whether so much is kept that a connection cannot be taking it."""
        return self.kept_bytes > MAX_UNSENT_BYTES or len(self.kept) > MAX_UNSENT_MESSAGES

    def lose_oldest(self) -> bool:
        """Stop keeping the oldest message, if it has been sent; it counts as lost until it is acknowledged."""
        oldest = next(iter(self.kept), self.sent + 1)
        if oldest > self.sent:
            return False
        if self.lost is None:
            self.lost = set()
        self.lost.add(oldest if len(self.lost) < MAX_SERVICE_IDS else _UNCOUNTED)
        return self.forget(oldest) is not None

    def take(self, salt: int) -> list[Unsealed]:
        """The packets of everything queued, which counts as sent."""
        messages = list(self.fresh.values())
        self.fresh.clear()
        repeats = bool(self.again)
        if repeats:
            messages = sorted([*self.again.values(), *messages])
            self.again.clear()
        elif not messages:
            return []
        self.sent = max(self.sent, messages[-1][0])
        return self.prepare(salt, messages, repeats=repeats)

    def prepare(self, salt: int, messages: list[Numbered], *, repeats: bool) -> list[Unsealed]:
        """The packets of some messages; nothing is queued or counted as sent."""
        packets = []
        for chunk in _chunks(messages):
            if len(chunk) == 1 and not repeats:
                packets.append(self.sealer.prepare(salt, *chunk[0]))
                continue
            inner = tuple([msg_id for msg_id, _, _ in chunk])
            container = self.number(pack(chunk), kind_of(chunk))
            packets.append(self.sealer.prepare(salt, *container, inner, repeats=repeats))
        return packets


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
        if is_error(body):
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
