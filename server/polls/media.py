"""Polls as clients send them: inputMediaPoll → a definition (core.telegram.org/api/poll).

The media of a new poll has its id and its definition. The poll begins with its message, in the unit that delivers it
(server/messages/delivery.py), and from then on the message has the id alone; a scheduled one waits as it is, and its
close_period counts from when it is sent. A close_date stays what it is, so it must lie as far behind the date that the
poll is scheduled for as it must lie ahead of one that is sent at once; a poll that is sent again and again has none. Is
it sent later than it was to be (nobody came online, the server was down) and the date has passed, it begins closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from mtproto.clock import Random
from mtproto.tl import types
from server.messages.composing import checked_text
from server.messages.short_texts import CUSTOM_EMOJI, short_text
from server.polls.attaching import ANSWERS, QUESTION, SOLUTION, answer_at, read_part
from server.render.following import follows
from server.rpc.context import Context
from storage.conversations import polls
from storage.conversations.messages import Message
from storage.conversations.polls import Answer, Poll, PollFlag, Text
from storage.database import Snapshot

MAX_QUESTION = 255
MAX_ANSWER = 100
MAX_OPTION = 100
"""Bytes by which a client calls an answer."""
MAX_SOLUTION = 200

OPEN_FOR = range(5, 2_628_001)
"""Seconds that a poll may be open; the most is config.poll_close_period_max."""

FLAGS: dict[str, PollFlag] = {
    "public_voters": PollFlag.PUBLIC,
    "multiple_choice": PollFlag.MULTIPLE,
    "quiz": PollFlag.QUIZ,
    "open_answers": PollFlag.OPEN,
    "revoting_disabled": PollFlag.FINAL,
    "shuffle_answers": PollFlag.SHUFFLED,
    "hide_results_until_close": PollFlag.HIDDEN,
}
"""The flags of `poll` that its creator sets."""


async def read_poll(ctx: Context, view: Snapshot, given: types.InputMediaPoll) -> dict[str, Any]:
    """A new poll. What is said of right answers is only for quizzes.

    Raises:
        POLL_QUESTION_INVALID, POLL_ANSWERS_INVALID, POLL_ANSWER_INVALID, POLL_OPTION_INVALID, POLL_OPTION_DUPLICATE.
        QUIZ_CORRECT_ANSWERS_EMPTY, QUIZ_CORRECT_ANSWERS_TOO_MUCH, QUIZ_CORRECT_ANSWER_INVALID, QUIZ_MULTIPLE_INVALID.
        MEDIA_INVALID: It is closed, has no good period (see `closes_well` for its date), or chooses its voters as only
            channels can.
        MESSAGE_TOO_LONG: The solution is.
        ATTACH_MEDIA_TYPE_INVALID, SOLUTION_MEDIA_TYPE_INVALID, ANSWER_X_MEDIA_TYPE_INVALID, …: See `read_part`.
    """
    poll = given.poll
    if poll.closed or poll.subscribers_only or poll.countries_iso2:
        raise rpc_errors.MEDIA_INVALID
    flags = PollFlag(0)
    for name, flag in FLAGS.items():
        flags |= flag if getattr(poll, name) else PollFlag(0)
    question = await short_text(ctx, view, poll.question, MAX_QUESTION, CUSTOM_EMOJI, rpc_errors.POLL_QUESTION_INVALID)
    period, closes_at = _closing(poll)
    made = Poll(
        id=new_id(ctx.app.random),
        creator=ctx.user_id,
        flags=flags,
        question=question,
        answers=await _answers(ctx, view, poll.answers),
        correct=_correct(poll, given.correct_answers or []) if poll.quiz else 0,
        solution=await _solution(ctx, view, given) if poll.quiz else None,
        period=period,
        closes_at=closes_at,
        attached=await read_part(ctx, view, given.attached_media, QUESTION),
        solution_media=await read_part(ctx, view, given.solution_media, SOLUTION) if poll.quiz else None,
    )
    return media_of(made)


def new_id(random: Random) -> int:
    """An id for a poll, which nobody can guess."""
    return int.from_bytes(random(8), "little") >> 1 or 1


def media_of(new: Poll) -> dict[str, Any]:
    """The media of a message that begins a poll."""
    return {"kind": "poll", "poll_id": new.id, "poll": polls.definition(new)}


async def read_answer(ctx: Context, view: Snapshot, given: types.TypePollAnswer, number: int) -> Answer:
    """One answer; those that come without an option of their own are called by their number."""
    text = await short_text(ctx, view, given.text, MAX_ANSWER, CUSTOM_EMOJI, rpc_errors.POLL_ANSWER_INVALID)
    option = given.option if isinstance(given, types.PollAnswer) else b"%d" % number
    if not 0 < len(option) <= MAX_OPTION:
        raise rpc_errors.POLL_OPTION_INVALID
    return Answer(number, option, text, media=await read_part(ctx, view, given.media, answer_at(number)))


async def _answers(ctx: Context, view: Snapshot, given: list[types.TypePollAnswer]) -> tuple[Answer, ...]:
    if len(given) not in ANSWERS:
        raise rpc_errors.POLL_ANSWERS_INVALID
    answers = [await read_answer(ctx, view, one, number) for number, one in enumerate(given)]
    if len({answer.option for answer in answers}) != len(answers):
        raise rpc_errors.POLL_OPTION_DUPLICATE
    return tuple(answers)


def _correct(poll: types.Poll, places: list[int]) -> int:
    """The bit of a quiz's right answer."""
    if poll.multiple_choice:
        raise rpc_errors.QUIZ_MULTIPLE_INVALID
    if not places:
        raise rpc_errors.QUIZ_CORRECT_ANSWERS_EMPTY
    if len(places) > 1:
        raise rpc_errors.QUIZ_CORRECT_ANSWERS_TOO_MUCH
    if not 0 <= places[0] < len(poll.answers):
        raise rpc_errors.QUIZ_CORRECT_ANSWER_INVALID
    return 1 << places[0]


async def _solution(ctx: Context, view: Snapshot, given: types.InputMediaPoll) -> Text | None:
    if not given.solution:
        return None
    text, entities = await checked_text(ctx, view, given.solution, given.solution_entities, MAX_SOLUTION)
    return {"text": text, "entities": entities}


def _closing(poll: types.Poll) -> tuple[int, int]:
    """How long a poll is open, or when it closes; 0 where its creator left it open."""
    if poll.close_period is not None and (poll.close_date is not None or poll.close_period not in OPEN_FOR):
        raise rpc_errors.MEDIA_INVALID
    if poll.close_date is not None and poll.close_date <= 0:
        raise rpc_errors.MEDIA_INVALID
    return poll.close_period or 0, poll.close_date or 0


def closes_well(media: Mapping[str, Any], begins: int, *, once: bool = True) -> bool:
    """Whether a new poll that begins then has a good close_date, or none; any other media has none.

    `once`: it is not sent again and again.
    """
    closes_at = media["poll"]["closes_at"] if "poll" in media else 0
    return not closes_at or (once and closes_at - begins in OPEN_FOR)


async def forwarded_poll(ctx: Context, view: Snapshot, shown: Message, *, anew: bool) -> dict[str, Any]:
    """The poll of a message as it is forwarded: the same one, or (`anew`, as it is without its author) a poll of the
    caller's own that asks the same, without votes.

    Raises:
        CHAT_FORWARDS_RESTRICTED: The same one would show who has left the group how it stands by now.
        QUIZ_ANSWER_MISSING: Whoever does not know the right answer of a quiz cannot ask it: it is not theirs to know.
    """
    media: dict[str, Any] = shown.body["media"]
    is_followed = await follows(view, shown)
    if not anew:
        if not is_followed:
            raise rpc_errors.CHAT_FORWARDS_RESTRICTED
        return media
    poll = await polls.by_id(view, media["poll_id"])
    assert poll is not None  # polls are kept
    known = poll if is_followed else replace(poll, closed=False)  # it was closed after they left, for all they know
    if PollFlag.QUIZ in poll.flags and not known.shows_figures(await polls.choices_of(view, poll.id, ctx.user_id)):
        raise rpc_errors.QUIZ_ANSWER_MISSING
    answers = tuple(replace(one, voters=0) for one in poll.asked)
    fresh = replace(poll, id=new_id(ctx.app.random), creator=ctx.user_id, answers=answers, closes_at=0)
    return media_of(fresh)
