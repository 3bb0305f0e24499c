"""The polls of the reference model: how each kind works, and who has chosen what."""

from dataclasses import dataclass, field
from typing import Any

from mtproto.tl import types
from tests.server.polls.polling import answer, poll

KINDS: dict[str, dict[str, bool]] = {
    "plain": {},
    "multiple": {"multiple_choice": True},
    "public": {"public_voters": True},
    "quiz": {"quiz": True},
    "open": {"open_answers": True, "multiple_choice": True},
    "hidden": {"hide_results_until_close": True},
    "hidden quiz": {"quiz": True, "hide_results_until_close": True},
    "final": {"revoting_disabled": True},
}

OPTIONS = (b"yes", b"no")

Choice = frozenset[bytes]


@dataclass
class Poll:
    """One poll, in however many messages it is shown. `period` is how long it is open, `closes` when it no
    longer is. The `words` of its answers go by what clients call them; of those that were `added` it is known by whom
    and when."""

    creator: int
    kind: str
    period: int = 0
    closes: int = 0
    closed: bool = False
    votes: dict[int, Choice] = field(default_factory=dict)
    words: dict[bytes, str] = field(default_factory=lambda: {option: option.decode() for option in OPTIONS})
    added: dict[bytes, tuple[int, int]] = field(default_factory=dict)

    def may_choose(self, user: int, chosen: Choice) -> bool:
        """One answer, unless several may be chosen; in a quiz for good, and where no vote can be taken back."""
        final = self.kind in ("quiz", "hidden quiz", "final") and user in self.votes
        return not self.closed and not final and (len(chosen) < 2 or self.kind in ("multiple", "open"))

    def choose(self, user: int, chosen: Choice) -> None:
        """No answer at all takes the vote back."""
        self.votes.pop(user, None)
        if chosen:
            self.votes[user] = chosen

    def add(self, user: int, option: bytes, word: str, now: int) -> None:
        """Another answer."""
        self.words[option], self.added[option] = word, (user, now)

    def may_drop(self, user: int, option: bytes, now: int) -> bool:
        """Take an added answer out again: who asks may always, who added it for five minutes."""
        if self.closed or option not in self.added:
            return False
        adder, since = self.added[option]
        return user == self.creator or (user == adder and now <= since + 300)

    def drop(self, option: bytes) -> None:
        """With the votes for it."""
        del self.words[option], self.added[option]
        for voter, chosen in list(self.votes.items()):
            self.choose(voter, chosen - {option})

    def knows(self, user: int, *, follows: bool = True) -> bool:
        """Whether somebody may see how it stands; those who are gone from its group do not know that it is over, and to
        some polls voting is not enough."""
        return (self.closed and follows) or (user in self.votes and not self.kind.startswith("hidden"))

    def seen_by(self, user: int, *, follows: bool) -> tuple[Any, ...]:
        """What somebody is shown of it; those who are gone from its group only what was asked; for them it is
        over."""
        if not follows:
            asked = [one for one in self._answers() if one[0] not in self.added]
            return self.kind, True, asked, frozenset(), None, None
        figures = {option: sum(option in one for one in self.votes.values()) for option in self.words}
        own = self.votes.get(user, frozenset())
        return self.kind, self.closed, self._answers(), own, len(self.votes), figures if self.knows(user) else None

    def found_by(self, *, follows: bool) -> list[str]:
        """The words of the answers that somebody finds it by."""
        return [word for option, word in self.words.items() if follows or option not in self.added]

    def _answers(self) -> list[tuple[bytes, str, tuple[int, int]]]:
        return [(option, word, self.added.get(option, (0, 0))) for option, word in self.words.items()]


def shown(media: types.MessageMediaPoll | types.UpdateMessagePoll) -> tuple[Any, ...]:
    """The same of a poll as it was shown."""
    assert media.poll is not None
    results = media.results.results or []
    figures = {one.option: one.voters for one in results if one.voters is not None}
    own = frozenset(one.option for one in results if one.chosen)
    kind = next(kind for kind in reversed(KINDS) if all(getattr(media.poll, name) for name in KINDS[kind]))
    answers = [
        (one.option, one.text.text, (getattr(one.added_by, "user_id", 0), one.date or 0)) for one in media.poll.answers
    ]
    return kind, media.poll.closed, answers, own, media.results.total_voters, figures or None


def new_poll(kind: str = "plain", **fields: Any) -> types.InputMediaPoll:
    """A poll as clients send it."""
    asked = poll(answer("yes"), answer("no"), **KINDS[kind], **fields)
    return types.InputMediaPoll(poll=asked, correct_answers=[0] if "quiz" in kind else None)
