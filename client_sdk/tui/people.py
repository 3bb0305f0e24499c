"""Who somebody is, for the screen."""

from __future__ import annotations

from client_sdk.cache import Cache
from client_sdk.tui.markup import one_line
from client_sdk.verbs.dialogs import name_of

COLOURS = ("red", "green", "yellow", "blue", "magenta", "cyan", "bright_red", "bright_green")


class People:
    """Names and colours of users and chats that were seen.

    Args:
        cache: What was seen.
        own_id: Who is signed in.
    """

    def __init__(self, cache: Cache, own_id: int) -> None:
        self._cache = cache
        self.own_id = own_id

    def name(self, peer_id: int) -> str:
        """What someone is called."""
        peer = self._cache.peer(peer_id)
        return f"user {peer_id}" if peer is None else one_line(name_of(peer))

    def colour(self, peer_id: int) -> str:
        """The colour of someone's name, always the same."""
        return COLOURS[peer_id % len(COLOURS)]
