"""Titles of groups: what they may be."""

from __future__ import annotations

from mtproto import rpc_errors

MAX_TITLE = 128
MAX_ABOUT = 255
"""Characters; the clients cut there themselves."""


def title(text: str) -> str:
    """A title as it is kept.

    Raises:
        CHAT_TITLE_EMPTY: Nothing is left of it without white space.
    """
    kept = text.strip()[:MAX_TITLE]
    if not kept:
        raise rpc_errors.CHAT_TITLE_EMPTY
    return kept
