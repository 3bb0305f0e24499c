"""That a code did not get to whoever brings it to people."""

from __future__ import annotations


class Undelivered(Exception):
    """The mail server or the webhook did not take a code. The text says why, for the log, and names nobody."""
