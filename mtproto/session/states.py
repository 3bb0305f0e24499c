"""The life of a session as tables: (state, signal) -> the next state.

Nothing else decides what state a session is in. docs/session.md draws these tables; `python docs/state_diagrams.py`
refreshes the drawings, and a test fails when they are not current.

Rules of this file
- A signal that a table does not list leaves the state as it is.
- A session outlives its connections; only `CLOSED` is final.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class State(Enum):
    """What a session can promise about its messages."""

    FRESH = "nothing was accepted or sent yet"
    ATTACHED = "on a connection; everything unacknowledged is kept"
    LOSSY = "on a connection; something unacknowledged is no longer kept"
    DETACHED = "between connections; everything unacknowledged is kept"
    HOLLOW = "messages were given up, so the next one begins with new_session_created"
    CLOSED = "destroyed, or its key is"


class Signal(Enum):
    """What happens to a session."""

    ATTACH = "a connection takes it over"
    DETACH = "the connection is gone"
    OVERFLOW = "more is unacknowledged than may be kept"
    STALL = "more is unsent than may pile up"
    CATCH_UP = "everything given up was acknowledged after all"
    CLOSE = "destroy_session, destroy_auth_key, or no room for it"


FRESH, ATTACHED, LOSSY, DETACHED, HOLLOW, CLOSED = State
ATTACH, DETACH, OVERFLOW, STALL, CATCH_UP, CLOSE = Signal

Table = Mapping[tuple[State, Signal], State]

SERVER: Table = MappingProxyType(
    {
        (FRESH, ATTACH): ATTACHED,
        (FRESH, CLOSE): CLOSED,
        (ATTACHED, DETACH): DETACHED,
        (ATTACHED, OVERFLOW): LOSSY,
        (ATTACHED, STALL): HOLLOW,
        (ATTACHED, CLOSE): CLOSED,
        (LOSSY, ATTACH): ATTACHED,
        (LOSSY, DETACH): HOLLOW,
        (LOSSY, STALL): HOLLOW,
        (LOSSY, CATCH_UP): ATTACHED,
        (LOSSY, CLOSE): CLOSED,
        (DETACHED, ATTACH): ATTACHED,
        (DETACHED, OVERFLOW): HOLLOW,
        (DETACHED, CLOSE): CLOSED,
        (HOLLOW, ATTACH): ATTACHED,
        (HOLLOW, CLOSE): CLOSED,
    }
)

CLIENT: Table = MappingProxyType(
    {
        (FRESH, ATTACH): ATTACHED,
        (FRESH, CLOSE): CLOSED,
        (ATTACHED, DETACH): DETACHED,
        (ATTACHED, CLOSE): CLOSED,
        (DETACHED, ATTACH): ATTACHED,
        (DETACHED, CLOSE): CLOSED,
    }
)
