"""The server's exchange as data: which event moves it from where to where.

Rules of this file
- `TRANSITIONS` is the law: an event that has no row in the present state is refused, whoever caused it.
- docs/key-exchange.md shows the same table as a diagram; a test compares the two.
"""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """What the exchange waits for."""

    START = "req_pq"
    PQ_SENT = "req_DH_params"
    OPENING = "the RSA operation"
    RAISING = "g^a"
    PARAMS_SENT = "set_client_DH_params"
    AGREEING = "g_b^a"
    STORING = "the store"
    FINISHED = "the next run"
    FAILED = "nothing more"


class Event(Enum):
    """What moves it: the first group comes from the client, the second from the caller."""

    REQ_PQ = "req_pq"
    REQ_DH_PARAMS = "req_DH_params"
    SET_CLIENT_DH_PARAMS = "set_client_DH_params"
    WRONG = "anything wrong"
    EXPIRED = "anything after 10 minutes"

    OPENED = "inner data opened"
    RAISED = "g^a computed"
    AGREED = "g_b^a computed"
    STORED = "stored()"
    TAKEN = "taken()"
    NOT_STORED = "failed()"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.START, Event.REQ_PQ): State.PQ_SENT,
    (State.PQ_SENT, Event.REQ_DH_PARAMS): State.OPENING,
    (State.OPENING, Event.OPENED): State.RAISING,
    (State.RAISING, Event.RAISED): State.PARAMS_SENT,
    (State.PARAMS_SENT, Event.SET_CLIENT_DH_PARAMS): State.AGREEING,
    (State.AGREEING, Event.AGREED): State.STORING,
    (State.STORING, Event.STORED): State.FINISHED,
    (State.STORING, Event.TAKEN): State.PARAMS_SENT,
    (State.STORING, Event.NOT_STORED): State.FINISHED,
    # A new req_pq is legal at any time and abandons the run before it (row H3).
    (State.PQ_SENT, Event.REQ_PQ): State.PQ_SENT,
    (State.PARAMS_SENT, Event.REQ_PQ): State.PQ_SENT,
    (State.FINISHED, Event.REQ_PQ): State.PQ_SENT,
    # The server has forgotten; whatever comes now meets an exchange that has not begun.
    (State.PQ_SENT, Event.EXPIRED): State.START,
    (State.PARAMS_SENT, Event.EXPIRED): State.START,
    (State.FINISHED, Event.EXPIRED): State.START,
    # The first wrong query is the last: every later one is answered with -404 too (row H4).
    (State.START, Event.WRONG): State.FAILED,
    (State.PQ_SENT, Event.WRONG): State.FAILED,
    (State.OPENING, Event.WRONG): State.FAILED,
    (State.PARAMS_SENT, Event.WRONG): State.FAILED,
    (State.FINISHED, Event.WRONG): State.FAILED,
}

CALLERS_TURN = frozenset({State.OPENING, State.RAISING, State.AGREEING, State.STORING})
"""Where the next move is the caller's and a message may not be given."""

RUNLESS = frozenset({State.START, State.FINISHED, State.FAILED})
"""Where nothing of a run is kept but its last answer."""
