"""Polls and the votes in them (core.telegram.org/api/poll).

A poll is one thing, in however many messages it is shown: they name it by id, and forwarding copies the name. Its
answers carry their own tallies, kept by the unit that writes a vote. An answer has a number, by which votes name it;
the number of a deleted answer is given out again, after its votes have gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntFlag
from typing import Any

import msgpack

from storage.database import Row, Snapshot, Tx


class PollFlag(IntFlag):
    """How a poll works."""

    PUBLIC = 1
    """Everyone who has voted may see who chose what."""
    MULTIPLE = 2
    """More than one answer may be chosen."""
    QUIZ = 4
    """One answer is correct, and a vote is final."""
    OPEN = 8
    """Others may add answers."""
    FINAL = 16
    """A vote is final (revoting_disabled)."""
    SHUFFLED = 32
    """Clients show the answers in an order of their own."""
    HIDDEN = 64
    """No figures before it is closed (hide_results_until_close)."""


Text = Mapping[str, Any]
"""`text` and `entities`, as message bodies keep them."""

Media = Mapping[str, Any]
"""A picture, a video, a place, as message bodies keep them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `option` is what clients call it by; `added_by` and `date` are 0 for those it was sent with."""

    number: int
    option: bytes
    text: Text
    voters: int = 0
    added_by: int = 0
    date: int = 0
    media: Media | None = None

    @property
    def bit(self) -> int:
        """Its place in the choices of a vote."""
        return 1 << self.number


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll as it stands.

    `correct` is the bit of a quiz's right answer, `period` how many seconds it is open once it is sent, `closes_at`
    the Unix second at which it closes by itself (0 for neither).
    """

    id: int
    creator: int
    flags: PollFlag
    question: Text
    answers: tuple[Answer, ...]
    correct: int = 0
    solution: Text | None = None
    period: int = 0
    closes_at: int = 0
    closed: bool = False
    voters: int = 0
    attached: Media | None = None
    solution_media: Media | None = None

    @property
    def asked(self) -> tuple[Answer, ...]:
        """The answers it was sent with, without those that were added."""
        return tuple(answer for answer in self.answers if not answer.added_by)

    @property
    def parts(self) -> list[Media]:
        """The media in it: of the question, of the solution, of its answers."""
        every = (self.attached, self.solution_media, *(answer.media for answer in self.answers))
        return [one for one in every if one is not None]

    def is_over(self, now: int) -> bool:
        """Whether no more votes are taken."""
        return self.closed or 0 < self.closes_at <= now

    def shows_figures(self, choices: int) -> bool:
        """Whether somebody who has chosen this sees how it stands, and which answer is right."""
        return self.closed or (choices != 0 and PollFlag.HIDDEN not in self.flags)

    @property
    def is_final(self) -> bool:
        """Whether who has voted may not vote again."""
        return bool(self.flags & (PollFlag.QUIZ | PollFlag.FINAL))


@dataclass(frozen=True, slots=True)
class Vote:
    """What one user has chosen, and when."""

    voter: int
    date: int
    choices: int


def definition(poll: Poll) -> dict[str, Any]:
    """What a poll asks and how, and its tallies, as a map for msgpack; `defined` reads it."""
    return {
        "flags": int(poll.flags),
        "question": poll.question,
        "answers": [answer_record(one) for one in poll.answers],
        "correct": poll.correct,
        "solution": poll.solution,
        "period": poll.period,
        "closes_at": poll.closes_at,
        "attached": poll.attached,
        "solution_media": poll.solution_media,
    }


def answer_record(answer: Answer) -> list[Any]:
    """An answer as a list for msgpack; `Answer(*record)` reads it."""
    return [answer.number, answer.option, answer.text, answer.voters, answer.added_by, answer.date, answer.media]


def defined(poll_id: int, creator: int, data: Mapping[str, Any]) -> Poll:
    """The poll of a definition that nobody has voted in yet."""
    return Poll(
        poll_id,
        creator,
        PollFlag(data["flags"]),
        data["question"],
        tuple([Answer(*one) for one in data["answers"]]),
        data["correct"],
        data["solution"],
        data["period"],
        data["closes_at"],
        attached=data.get("attached"),
        solution_media=data.get("solution_media"),
    )


_SELECT = "SELECT id, creator, closed, closes_at, voters, data FROM polls"


def _poll(row: Row) -> Poll:
    poll_id, creator, closed, closes_at, voters, data = row
    poll = defined(poll_id, creator, msgpack.unpackb(data))
    return replace(poll, closed=bool(closed), closes_at=closes_at, voters=voters)


async def save(tx: Tx, poll: Poll) -> None:
    """Write a poll as it now is, or for the first time."""
    await tx.execute(
        "INSERT INTO polls (id, creator, closed, closes_at, voters, data) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET closed = excluded.closed, voters = excluded.voters, data = excluded.data",
        (poll.id, poll.creator, int(poll.closed), poll.closes_at, poll.voters, msgpack.packb(definition(poll))),
    )


async def by_id(view: Snapshot, poll_id: int) -> Poll | None:
    """The poll with this id."""
    row = await view.fetchone(f"{_SELECT} WHERE id = ?", (poll_id,))
    return None if row is None else _poll(row)


async def due(view: Snapshot, now: int, limit: int) -> list[Poll]:
    """Open polls that close by themselves and should have, the longest overdue first."""
    rows = await view.fetchall(
        f"{_SELECT} WHERE closed = 0 AND closes_at > 0 AND closes_at <= ? ORDER BY closes_at LIMIT ?", (now, limit)
    )
    return [_poll(row) for row in rows]


async def choices_of(view: Snapshot, poll_id: int, voter: int) -> int:
    """What a user has chosen; 0 for who has not voted."""
    choices: int | None = await view.fetchval(
        "SELECT choices FROM poll_votes WHERE poll_id = ? AND voter = ?", (poll_id, voter)
    )
    return choices or 0


async def vote(tx: Tx, poll: Poll, voter: int, choices: int, now: int) -> Poll:
    """Write what a user now chooses (0 takes the vote back); returns the poll with its new tallies."""
    before = await choices_of(tx, poll.id, voter)
    if choices:
        await tx.execute(
            "INSERT INTO poll_votes (poll_id, voter, date, choices) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (poll_id, voter) DO UPDATE SET date = excluded.date, choices = excluded.choices",
            (poll.id, voter, now, choices),
        )
    else:
        await tx.execute("DELETE FROM poll_votes WHERE poll_id = ? AND voter = ?", (poll.id, voter))
    answers = [
        replace(one, voters=one.voters + bool(choices & one.bit) - bool(before & one.bit)) for one in poll.answers
    ]
    poll = replace(poll, answers=tuple(answers), voters=poll.voters + bool(choices) - bool(before))
    await save(tx, poll)
    return poll


async def without(tx: Tx, poll: Poll, gone: Answer) -> Poll:
    """Delete an answer and the votes for it; returns what is left of the poll."""
    await tx.execute(
        "UPDATE poll_votes SET choices = choices & ? WHERE poll_id = ? AND choices & ? <> 0",
        (~gone.bit, poll.id, gone.bit),
    )
    lost = await tx.execute("DELETE FROM poll_votes WHERE poll_id = ? AND choices = 0", (poll.id,))
    answers = [one for one in poll.answers if one.number != gone.number]
    poll = replace(poll, answers=tuple(answers), voters=poll.voters - lost)
    await save(tx, poll)
    return poll


async def votes(
    view: Snapshot, poll_id: int, *, choice: int = -1, before: tuple[int, int] | None = None, limit: int
) -> list[Vote]:
    """Votes, the newest first.

    Args:
        view: The snapshot.
        poll_id: The poll.
        choice: Only votes for an answer with this bit; -1 for all.
        before: The (date, voter) of the vote to go on after.
        limit: How many at most.
    """
    date, voter = before or (_NEWEST, _NEWEST)
    rows = await view.fetchall(
        "SELECT voter, date, choices FROM poll_votes WHERE poll_id = ? AND (date < ? OR (date = ? AND voter < ?)) "
        "AND choices & ? <> 0 ORDER BY date DESC, voter DESC LIMIT ?",
        (poll_id, date, date, voter, choice, limit),
    )
    return [Vote(*row) for row in rows]


_NEWEST = 1 << 62
