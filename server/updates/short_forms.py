"""The short forms: a plain text as updateShortMessage or updateShortChatMessage, which name their people by id only.

A text to a group stands in the box of each member under an id and a pts of that box. All else is the same for everybody
who sees it alike, so it is rendered once for them, and each is sent a copy of the same bytes with two numbers of their
own. In every layer both are four bytes, and the id stands before the pts.
"""

from __future__ import annotations

from collections.abc import Set
from struct import Struct as Layout
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from mtproto import tl
from mtproto.tl import types
from server.render.messages import short_message
from storage.conversations.boxes import NEW_MESSAGE, Event
from storage.conversations.messages import Message

ShortUpdate: TypeAlias = "types.UpdateShortMessage | types.UpdateShortChatMessage"


class _Gapped(NamedTuple):
    """Bytes with a gap for the id and one for the pts."""

    layout: Layout
    head: bytes
    middle: bytes
    tail: bytes


class ShortForm(Struct, eq=False):
    """What everybody is told who sees a text alike, and how many `times` it was encoded."""

    update: ShortUpdate
    times: int = 0
    _gapped: dict[int, _Gapped] = {}

    def encode(self, message_id: int, pts: int, layer: int) -> bytes:
        """As it is for one box, at one layer."""
        self.times += 1
        if self.times == 1:  # most often the only time
            return self._encode(message_id, pts, layer)
        if (gapped := self._gapped.get(layer)) is not None:
            layout, head, middle, tail = gapped
            return layout.pack(head, message_id, middle, pts, tail)
        body = self._encode(message_id, pts, layer)
        self._gapped[layer] = _gaps(body, self._encode(~message_id, ~pts, layer))
        return body

    def _encode(self, message_id: int, pts: int, layer: int) -> bytes:
        self.update.id, self.update.pts = message_id, pts
        return tl.encode(self.update, layer)


class ShortForms(Struct, eq=False):
    """The short forms of what was committed together."""

    _forms: list[ShortForm] = []
    _alike: dict[tuple[int, int, int], ShortForm | None] = {}  # of texts to groups
    _body: object = None  # of the last message, which has most in common with the next
    _flags: int = 0
    _peer: int = 0
    _form: ShortForm | None = None

    def of(self, event: Event, known: Set[int]) -> ShortForm | None:
        """How an event may be told in short; None where it has to be told at length.

        `known` are the marked ids of those whom all sessions of the box were sent. Two users who have talked before
        know each other; in a group, one has to know both it and the writer.
        """
        message = event.record
        if event.kind != NEW_MESSAGE or not isinstance(message, Message):
            return None
        peer = message.peer
        if peer > 0:  # no other box has one that is seen alike
            return self._form_of(message) if event.data["known"] else None
        if peer not in known or message.sender not in known:
            return None
        if message.body is not self._body or message.flags != self._flags or peer != self._peer:
            self._body, self._flags, self._peer = message.body, message.flags, peer
            key = (id(message.body), int(message.flags), peer)  # the copies of a message share its body
            if key not in self._alike:
                self._alike[key] = self._form_of(message)
            self._form = self._alike[key]
        return self._form

    def _form_of(self, message: Message) -> ShortForm | None:
        if (update := short_message(message)) is None:
            return None
        form = ShortForm(update)
        self._forms.append(form)
        return form

    def encoded(self) -> dict[str, int]:
        """How often something was encoded, by constructor."""
        encoded: dict[str, int] = {}
        for form in self._forms:
            name = form.update.NAME
            encoded[name] = encoded.get(name, 0) + form.times
        return encoded


def _gaps(body: bytes, other: bytes) -> _Gapped:
    """Find the gaps of two encodings that differ in every bit of the id and of the pts, and in nothing else."""
    differences = int.from_bytes(body) ^ int.from_bytes(other)
    first = len(body) - differences.bit_length() // 8
    second = len(body) - (differences & -differences).bit_length() // 8 - 4
    head, middle, tail = body[:first], body[first + 4 : second], body[second + 4 :]
    return _Gapped(Layout(f"<{len(head)}si{len(middle)}si{len(tail)}s"), head, middle, tail)
