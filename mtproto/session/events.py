"""What a session tells its owner. One small class an event; none of them holds a connection.

both roles   Violation
server       RequestReceived, AnswerDropped, DisconnectAfter, HttpWait, DestroyAuthKey, Refused
client       Answer, AnswerError, Update, Acknowledged, Rejected, Pong, NewSession, SaltsReceived, ...
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from msgspec import Struct

from mtproto.rpc_errors import RpcError
from mtproto.session.salts import FutureSalt


class RequestReceived(Struct, frozen=True, gc=False):
    """A method is to be called now. Answer it with `answer` or `answer_error`.

    Attributes:
        msg_id: Names the request in its session.
        body: The query, out of its invokeAfterMsg and invokeAfterMsgs; but where a gzip_packed is around all of it, as
            it came.
    """

    msg_id: int
    body: bytes


@dataclass(slots=True, frozen=True)
class AnswerDropped:
    """rpc_drop_answer: the client no longer wants the answer to a running request. It is still to be answered."""

    msg_id: int


@dataclass(slots=True, frozen=True)
class DisconnectAfter:
    """ping_delay_disconnect: close the connection after so many seconds, unless this event comes again before."""

    seconds: int


@dataclass(slots=True, frozen=True)
class HttpWait:
    """http_wait, in milliseconds, clamped. It means nothing outside HTTP (row M30)."""

    max_delay: int
    wait_after: int
    max_wait: int


@dataclass(slots=True, frozen=True)
class DestroyAuthKey:
    """destroy_auth_key: delete the key everywhere, then call `answer_destroy_auth_key`."""

    msg_id: int


@dataclass(slots=True, frozen=True)
class Refused:
    """A message was not taken: the client is told this bad_msg code, 48 with a new salt (nothing is left to do)."""

    code: int


@dataclass(slots=True, frozen=True)
class Violation:
    """Drop the connection: with this transport error, or in silence when there is none."""

    code: int | None
    reason: str


@dataclass(slots=True, frozen=True)
class Answer:
    """The result of a request."""

    request_id: int
    result: bytes = field(repr=False)


@dataclass(slots=True, frozen=True)
class AnswerError:
    """A request was answered with an error."""

    request_id: int
    error: RpcError


@dataclass(slots=True, frozen=True)
class Update:
    """What the server sent on its own: an Updates object."""

    body: bytes = field(repr=False)


@dataclass(slots=True, frozen=True)
class Acknowledged:
    """The server has a request; its answer may take a while, or never come (auth.logOut)."""

    request_id: int


@dataclass(slots=True, frozen=True)
class Rejected:
    """The server refused a request in a way that sending it again does not cure (bad_msg_notification)."""

    request_id: int
    code: int


@dataclass(slots=True, frozen=True)
class NewSession:
    """The server started the session over: updates may have been missed, ask for the difference."""

    unique_id: int


@dataclass(slots=True, frozen=True)
class Pong:
    """The answer to a ping."""

    ping_id: int


@dataclass(slots=True, frozen=True)
class FutureSaltsReceived:
    """The answer to get_future_salts; the session already uses them."""

    salts: tuple[FutureSalt, ...]


class DropOutcome(Enum):
    """The three results of rpc_drop_answer."""

    UNKNOWN = "rpc_answer_unknown"
    RUNNING = "rpc_answer_dropped_running"
    DROPPED = "rpc_answer_dropped"


@dataclass(slots=True, frozen=True)
class AnswerDropResult:
    """What became of an answer that was not wanted."""

    request_id: int
    outcome: DropOutcome


@dataclass(slots=True, frozen=True)
class SessionDestroyed:
    """The answer to destroy_session: whether it existed."""

    session_id: int
    existed: bool


@dataclass(slots=True, frozen=True)
class AuthKeyDestroyed:
    """The answer to destroy_auth_key: whether the key is gone now."""

    gone: bool


ServerEvent = RequestReceived | AnswerDropped | DisconnectAfter | HttpWait | DestroyAuthKey | Refused | Violation
ClientEvent = (
    Answer
    | AnswerError
    | Update
    | Acknowledged
    | Rejected
    | NewSession
    | Pong
    | FutureSaltsReceived
    | AnswerDropResult
    | SessionDestroyed
    | AuthKeyDestroyed
    | Violation
)
