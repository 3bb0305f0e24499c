"""The HTTP door (core.telegram.org/mtproto/transports#http): one payload in a POST, one in its answer.

Rules of this file:

- One request at a time: the next is read when this one has its answer. What a client sends ahead is held, bounded.
- A length is judged before its bytes are read (row T4).
- A transport error is the status code (row T7); a refusal of HTTP itself ends the connection.
- Any web page may talk to us (`/apiw1` is for pages): whom it speaks for is decided by the authorization key inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

import h11

from mtproto.errors import Misuse, TransportViolation
from mtproto.transport import Event
from mtproto.transport.events import Frame
from mtproto.transport.framing import ENCRYPTED_ENVELOPE, NO_KEY, PLAIN_ENVELOPE
from server.gateway.doors import MAX_PAYLOAD, Say

PATH = "/api"
"""`/api`, or `/apiw`, `/apiw1` for web pages; clients add `_test` for a server that we do not tell apart."""

MAX_HEAD = 16 * 1024

MAX_AT_ONCE = 32
"""Questions that are answered as they are read (OPTIONS), of one read; no browser sends the next before the answer."""

_ANY_ORIGIN = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "POST, OPTIONS"),
    ("Access-Control-Allow-Headers", "origin, content-type"),
    ("Access-Control-Max-Age", "1728000"),
]


class HttpDoor:
    """The server's side of one HTTP/1.1 connection. `waiting` is whether a POST waits for its answer."""

    def __init__(self) -> None:
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD)
        self._method = b""
        self._body = bytearray()
        self._ahead = 0
        self.waiting = False

    @property
    def unfinished(self) -> int:
        return len(self._body) + self._ahead

    def receive(self, data: bytes | memoryview) -> Sequence[Event | Say]:
        if self.waiting:
            self._ahead += len(data)
            if self._ahead > MAX_PAYLOAD + MAX_HEAD:
                raise TransportViolation("too much is sent ahead of an answer")
        if data:
            self._http.receive_data(bytes(data))
        events: list[Event | Say] = []
        try:
            while not self.waiting and (event := self._next()) is not None:
                events.append(event)
                if len(events) > MAX_AT_ONCE:
                    raise TransportViolation("too many questions at once")
        except h11.RemoteProtocolError as error:
            events.append(self._refuse(error.error_status_hint))
        except _Refused as refused:
            events.append(self._refuse(refused.status))
        return events

    def frame(self, payload: bytes) -> bytes:
        """The answer to the POST that waits; `receive(b"")` then gives what the client has sent ahead."""
        if not self.waiting:
            raise Misuse("no POST waits for an answer")
        self.waiting = False
        self._ahead = 0
        return self._respond(HTTPStatus.OK, payload)

    def quick_ack(self, token: bytes) -> bytes:
        raise Misuse("HTTP has no quick acknowledgements")

    def error(self, code: int) -> bytes:
        """A transport error as the status code of the answer; there is nothing to say where no POST waits for one."""
        if not self.waiting:
            return b""
        self.waiting = False
        return self._respond(-code, last=True)

    @property
    def finished(self) -> bool:
        """Whether the connection ends with the last answer, because the client wants it so."""
        return self._http.our_state is h11.MUST_CLOSE

    def _next(self) -> Event | Say | None:
        """What the next whole request is, None when there is none yet."""
        while True:
            event = self._http.next_event()
            match event:
                case h11.Request():
                    self._begin(event)
                case h11.Data():
                    self._body += event.data
                    if len(self._body) > MAX_PAYLOAD:
                        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                case h11.EndOfMessage():
                    return self._whole()
                case _:
                    return None

    def _begin(self, request: h11.Request) -> None:
        """Judge a request by its head."""
        if not request.target.split(b"?")[0].startswith(PATH.encode()):
            raise _Refused(HTTPStatus.NOT_FOUND)
        if request.method not in (b"POST", b"OPTIONS"):
            raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED)
        length = next((value for name, value in request.headers if name == b"content-length"), b"0")
        if int(length) > MAX_PAYLOAD:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self._method = request.method
        self._body = bytearray()

    def _whole(self) -> Event | Say:
        """A request that has arrived whole."""
        if self._method == b"OPTIONS":
            return Say(self._respond(HTTPStatus.NO_CONTENT), last=self.finished)
        body = bytes(self._body)
        self._body = bytearray()
        if len(body) < PLAIN_ENVELOPE or (body[:8] != NO_KEY and len(body) < ENCRYPTED_ENVELOPE):
            raise _Refused(HTTPStatus.BAD_REQUEST)  # row T6
        self.waiting = True
        self._ahead = len(self._http.trailing_data[0])
        return Frame(body)

    def _refuse(self, status: int) -> Say:
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            raise TransportViolation("HTTP that cannot be answered")
        return Say(self._respond(status, last=True), last=True)

    def _respond(self, status: int, body: bytes = b"", *, last: bool = False) -> bytes:
        headers = [("Content-Length", str(len(body))), *_ANY_ORIGIN]
        if body:
            headers.append(("Content-Type", "application/octet-stream"))
        if last:
            headers.append(("Connection", "close"))
        reason = HTTPStatus(status).phrase.encode() if status in _KNOWN else b"Refused"
        data = self._http.send(h11.Response(status_code=status, headers=headers, reason=reason)) or b""
        data += (self._http.send(h11.Data(data=body)) or b"") + (self._http.send(h11.EndOfMessage()) or b"")
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
        return data


_KNOWN = frozenset(int(status) for status in HTTPStatus)


class _Refused(Exception):
    """A request that is answered with this HTTP status, and the last one of its connection."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status
