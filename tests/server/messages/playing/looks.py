"""How chats look in the reference model: a theme that all who are in one share, a wallpaper that each side chose.

A wallpaper that the other side chose for both is shown over one's own. 0 is the usual one.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.server.messages.playing.boxes import GROUP

OwnDialog = tuple[int, int]
"""A user, and the peer of a dialog of theirs."""


@dataclass
class Looks:
    """`own` wallpapers by who chose them and where, and those that were `given` to somebody there."""

    own: defaultdict[OwnDialog, int] = field(default_factory=lambda: defaultdict(int))
    given: defaultdict[OwnDialog, int] = field(default_factory=lambda: defaultdict(int))
    themes: defaultdict[frozenset[int], str] = field(default_factory=lambda: defaultdict(str))

    def theme(self, user: int, peer: int) -> str:
        return self.themes[_all_in(user, peer)]

    def choose_theme(self, user: int, peer: int, emoji: str) -> None:
        self.themes[_all_in(user, peer)] = emoji

    def choose(self, user: int, peer: int, number: int, *, for_both: bool) -> None:
        """A wallpaper; what the other side gave is gone."""
        self.own[user, peer], self.given[user, peer] = number, 0
        if for_both and user != peer:
            self.given[peer, user] = number

    def wallpapers(self, user: int) -> dict[int, tuple[int, bool]]:
        """Those that a user sees, by peer: which, and whether the other side gave it. Dialogs that look as usual are
        left out."""
        peers = {peer for one, peer in (*self.own, *self.given) if one == user}
        seen = {peer: (self.given[user, peer] or self.own[user, peer], self.given[user, peer] > 0) for peer in peers}
        return {peer: shown for peer, shown in seen.items() if shown[0]}


def _all_in(user: int, peer: int) -> frozenset[int]:
    return frozenset((GROUP,) if peer == GROUP else (user, peer))
