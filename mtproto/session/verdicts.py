"""What is said of a received message: whether it is new, and what became of it."""

from __future__ import annotations

from enum import IntEnum


class Verdict(IntEnum):
    """What the id and seqno of a message say about it; a number above zero is the bad_msg code."""

    NEW = 0
    SEEN = -1
    ID_PARITY = 18
    TOO_OLD = 20
    SEQNO_TOO_LOW = 32
    SEQNO_TOO_HIGH = 33
    SEQNO_MUST_BE_ODD = 35


NEW, SEEN, ID_PARITY, TOO_OLD, SEQNO_TOO_LOW, SEQNO_TOO_HIGH, SEQNO_MUST_BE_ODD = Verdict
"""Looked up once instead of for every message."""


NONE, REQUEST, FAILED = 0, 1, 2
"""Marks, what became of a received message: nothing to note; it was a call of a method; that call was answered with an
error. Plain numbers, because `|` and `&` of an enumeration are Python code."""
