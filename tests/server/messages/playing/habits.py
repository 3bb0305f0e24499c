"""The reactions that a user of the reference model gives: how often, and which they gave last."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Habits:
    """`recent` has the last one first, of those that the user wanted to find again."""

    given: Counter[str] = field(default_factory=Counter)
    recent: list[str] = field(default_factory=list)

    def give(self, reactions: Iterable[str], *, remembered: bool) -> None:
        """Each of them once more."""
        for emoji in reactions:
            self.given[emoji] += 1
            if remembered:
                self.recent = [emoji, *(one for one in self.recent if one != emoji)]
