"""What the four framings share: one buffer per connection, the loop over it, and the judgement of what comes out.

Rules of this file
- A length is judged before any memory is taken for it (row T4): the buffer never holds more than one incomplete frame.
- The cost is linear in the bytes received, however they are cut: an incomplete frame is looked at again only when all
  of it has arrived.
- A frame that arrives whole is cut out of the caller's bytes and never passes through the buffer. Most reads bring one
  short frame of a client's and nothing else, which is looked for first (`_alone`).
- A long frame of which a quarter has come gets room for all of it, so that the rest can be read to its place (`room`),
  and is handed on as it lies there. A part of a file would be copied three times otherwise.
- After a violation the stream cannot be trusted: the same violation is raised again for ever.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Self, cast

from mtproto.errors import Misuse, TransportViolation
from mtproto.transport.events import Event, Frame, QuickAck, TransportError

MAX_FROM_CLIENT = 1 << 20
"""The longest message a client may send. Telethon fills containers up to 1,044,448 bytes, MTProxy passes 1,044,480."""
MAX_FROM_SERVER = 1 << 24
"""The longest message taken from a server. No answer is known to come near; it bounds a client's memory."""

PLAIN_ENVELOPE = 20
"""auth_key_id = 0 : 8 bytes, message_id : 8, message_data_length : 4."""
ENCRYPTED_ENVELOPE = 24
"""auth_key_id : 8 bytes, msg_key : 16."""
ERROR = 4
"""The size of a transport error."""
NO_KEY = bytes(8)

LONG = 64 * 1024
"""Bytes from which a frame gets room for itself."""


class Framing(ABC):
    """One side of a connection in one framing; made by `server()` or `client()` of a framing."""

    __slots__ = ("_buffer", "_came", "_is_server", "_lengths", "_needed", "_offence", "room")

    OPENING: ClassVar[bytes]
    """What a client sends first, to say which framing it speaks."""

    TAG: ClassVar[bytes]
    """How the header of an obfuscated connection names the framing; empty where it cannot."""

    def __init__(self, is_server: bool, received: bytes = b"") -> None:
        self._is_server = is_server
        self._buffer = bytearray(received)
        self._needed = 0  # how many bytes the buffer must hold before looking at it pays
        self._came = 0  # how many it holds of a frame that has room for all of it; 0 where there is none
        shortest, longest = (PLAIN_ENVELOPE, MAX_FROM_CLIENT) if is_server else (ERROR, MAX_FROM_SERVER)
        self._lengths = range(shortest, longest + 1, 4)  # what a peer may announce
        self._offence: str | None = None
        self.room: memoryview | None = None
        """Where the rest of a long frame may be read to; what of it was filled is then given to `receive`."""

    @classmethod
    def server(cls, received: bytes = b"") -> Self:
        """The server's side. `received` was read while the framing was unknown; `receive(b"")` gives its frames."""
        return cls(True, received)

    @classmethod
    def client(cls) -> Self:
        """The client's side."""
        return cls(False)

    @property
    def opening(self) -> bytes:
        return b"" if self._is_server else self.OPENING

    @property
    def unfinished(self) -> int:
        return len(self._buffer)

    def receive(self, data: bytes | bytearray | memoryview) -> list[Event]:
        if self._offence is not None:
            raise TransportViolation(self._offence)
        if not self._buffer and self._is_server and (payload := self._alone(data)) is not None:
            return [Frame(payload)]
        events: list[Event] = []
        try:
            if self._came:
                data = self._fill(data, events)
            elif self._buffer:
                self._buffer += data
                if len(self._buffer) < self._needed:
                    self._keep(self._buffer)
                    return events
                data, self._buffer = self._buffer, bytearray()
            elif type(data) is not bytes:
                data = bytes(data) if len(data) < LONG else memoryview(data)
            at, size = 0, len(data)
            while at < size:
                start, end, flag = self._measure(data, at)
                if end > size:
                    self._needed = end - at
                    self._keep(data[at:])
                    break
                events.append(self._open(data, start, end, flag))
                at = end
        except TransportViolation as violation:
            violation.events = events
            self._offence = violation.reason
            raise
        return events

    def _keep(self, begun: bytes | bytearray | memoryview) -> None:
        """Keep the beginning of a frame, in room for all of it where that is due."""
        came = len(begun)
        if LONG <= self._needed <= 4 * came:
            self._buffer, self._came = bytearray(self._needed), came
            memoryview(self._buffer)[:came] = begun  # a slice of the buffer itself would copy it twice
            self.room = memoryview(self._buffer)[came:]
        elif begun is not self._buffer:
            self._buffer += begun

    def _fill(self, data: bytes | bytearray | memoryview, events: list[Event]) -> bytes | bytearray | memoryview:
        """Put what came into the room of a frame, unless it was read there, and give the rest back."""
        end = min(self._came + len(data), self._needed)
        taken = end - self._came
        if not (type(data) is memoryview and data.obj is self._buffer):
            memoryview(self._buffer)[self._came : end] = data[:taken]
        if end == self._needed:
            frame, self._buffer, self._came, self.room = self._buffer, bytearray(), 0, None
            events.append(self._open(frame, *self._measure(frame, 0)))
        else:
            self._came, self.room = end, memoryview(self._buffer)[end:]
        return data[taken:]

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        return b"".join(self.pieces(payload, quick_ack=quick_ack))

    @abstractmethod
    def pieces(self, payload: bytes, *, quick_ack: bool = False) -> Sequence[bytes]:
        """What `frame` gives, with the payload as it is for one of the pieces: a long one need not be copied."""

    @abstractmethod
    def quick_ack(self, token: bytes) -> bytes: ...

    def error(self, code: int) -> bytes:
        return self.frame(code.to_bytes(ERROR, "little", signed=True))

    @abstractmethod
    def _measure(self, data: bytes | bytearray | memoryview, at: int) -> tuple[int, int, bool]:
        """Where the frame at `at` has its content and where it ends, and whether its quick ack bit is set.

        While the header itself has not all arrived, the end is that of the header. In the client role a quick ack is
        all content.

        Raises:
            TransportViolation: the length is not allowed.
        """

    def _alone(self, data: bytes | bytearray | memoryview) -> bytes | None:
        """The content of what came, where that is one frame of a client's, short but no shorter than it may be.

        None for anything else, or where it takes a closer look to tell.
        """
        return None

    def _open(self, data: bytes | bytearray | memoryview, start: int, end: int, flag: bool) -> Event:
        """The event of a content that has arrived whole.

        Raises:
            TransportViolation: the content is not what may come from this peer (row T6).
        """
        payload = data[start:end] if type(data) is bytes else _content(memoryview(data)[start:end], data)
        if not self._is_server:
            if flag:
                return QuickAck(self._token(payload))
            if len(payload) == ERROR:
                return TransportError(int.from_bytes(payload, "little", signed=True))
        if len(payload) < ENCRYPTED_ENVELOPE and (len(payload) < PLAIN_ENVELOPE or payload[:8] != NO_KEY):
            raise TransportViolation(f"a message of {len(payload)} bytes")
        return Frame(payload, flag)

    def _token(self, received: bytes) -> bytes:
        """The token of a quick ack as it is on the wire."""
        return received


def _content(view: memoryview, of: bytes | bytearray | memoryview) -> bytes:
    """A content as bytes; a long one that is encrypted stays a view of a buffer that is ours alone."""
    if type(of) is bytearray and len(view) >= LONG and view[:8] != NO_KEY:
        return cast("bytes", view.toreadonly())
    return bytes(view)


def bad_length(length: int) -> TransportViolation:
    return TransportViolation(f"a frame announces {length} bytes")


def whole_words(payload: bytes) -> int:
    """The length of an outgoing payload in words of four bytes.

    Raises:
        Misuse: it is empty or not whole words.
    """
    words, rest = divmod(len(payload), 4)
    if rest or not words:
        raise Misuse(f"a message of {len(payload)} bytes")
    return words
