"""Polls and their results as one viewer may see them: records → TL (core.telegram.org/api/poll).

Figures, right answers and solutions are for those who have voted, and for everyone once the poll is closed; where
results are hidden, only then. Results are made for their viewer and whole, so `min` is set on them for nobody but those
who have left the group in which they see the poll: of what happens there they learn no more. The poll itself they see
as it was asked, without the answers that were added, and closed, since it is over for them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import msgpack

from mtproto.tl import types
from server.render import files, places, web_pages
from server.render.entities import render_entities, render_text
from server.render.following import follows
from server.render.rendering import Rendering
from storage.conversations import messages, polls
from storage.conversations.boxes import Event
from storage.conversations.messages import Flag, Message
from storage.conversations.polls import Answer, Media, Poll, PollFlag, Vote

RECENT_VOTERS = 3
"""Voters that are shown beside the figures."""

RECENT_VOTES = 100
"""The newest votes, among which those voters are looked for."""


async def render_poll_media(scene: Rendering, message: Message, media: dict[str, Any]) -> types.MessageMediaPoll:
    """The poll of a message; one that is still to be sent is as it was written."""
    poll, is_followed = await _poll_of(scene, message)
    return types.MessageMediaPoll(
        poll=await render_poll(scene, message, poll),
        results=await _render_results(scene, message, poll, is_followed),
        attached_media=await _part(scene, message, poll.attached),
    )


async def _poll_of(scene: Rendering, message: Message) -> tuple[Poll, bool]:
    """The poll that a message shows, as its viewer may see it, and whether they see how it stands."""
    media, is_followed = message.body["media"], await follows(scene.view, message)
    if "poll" in media:
        return polls.defined(media["poll_id"], message.sender, media["poll"]), is_followed
    poll = await polls.by_id(scene.view, media["poll_id"])
    assert poll is not None  # it began with its first message, and polls are kept
    return poll if is_followed else replace(poll, answers=poll.asked, closed=True), is_followed


async def render_poll(scene: Rendering, message: Message, poll: Poll) -> types.Poll:
    """What is asked, in a message."""
    flags = poll.flags
    return types.Poll(
        id=poll.id,
        closed=poll.closed,
        public_voters=PollFlag.PUBLIC in flags,
        multiple_choice=PollFlag.MULTIPLE in flags,
        quiz=PollFlag.QUIZ in flags,
        open_answers=PollFlag.OPEN in flags,
        revoting_disabled=PollFlag.FINAL in flags,
        shuffle_answers=PollFlag.SHUFFLED in flags,
        hide_results_until_close=PollFlag.HIDDEN in flags,
        creator=poll.creator == scene.viewer,
        question=render_text(scene, poll.question),
        answers=[await render_answer(scene, message, answer) for answer in poll.answers],
        close_period=poll.period or None,
        close_date=poll.closes_at or None,
        hash=poll_hash(poll),
    )


async def render_answer(scene: Rendering, message: Message, answer: Answer) -> types.PollAnswer:
    """One answer that can be given."""
    return types.PollAnswer(
        text=render_text(scene, answer.text),
        option=answer.option,
        media=await _part(scene, message, answer.media),
        added_by=scene.peer(answer.added_by) if answer.added_by else None,
        date=answer.date or None,
    )


async def _part(scene: Rendering, message: Message, media: Media | None) -> types.TypeMessageMedia | None:
    """A media inside of a poll, as a media of the message that shows it."""
    return None if media is None else await PARTS[media["kind"]](scene, message, dict(media))


PARTS: Mapping[str, Callable[[Rendering, Message, dict[str, Any]], Awaitable[types.TypeMessageMedia]]] = {
    **files.RENDERERS,
    "geo": places.render_geo,
    "link": web_pages.link_media,
    "venue": places.render_venue,
}


def poll_hash(poll: Poll) -> int:
    """Changes with whatever `render_poll` shows, by which clients say that they know it (messages.getPollResults)."""
    asked = [(one.option, one.text, one.added_by, one.media) for one in poll.answers]
    shown = msgpack.packb([int(poll.flags), poll.question, asked, poll.closes_at, poll.closed])
    return int.from_bytes(blake2b(shown, digest_size=8).digest(), "little", signed=True)


async def _render_results(scene: Rendering, message: Message, poll: Poll, is_followed: bool) -> types.PollResults:
    """How it stands, as far as the viewer of this message may know."""
    if not is_followed:
        return types.PollResults(min=True)
    choices = await polls.choices_of(scene.view, poll.id, scene.viewer)
    shows_figures = poll.shows_figures(choices)
    public = PollFlag.PUBLIC in poll.flags
    newest = await polls.votes(scene.view, poll.id, limit=RECENT_VOTES) if public and poll.voters else []
    solution = poll.solution if shows_figures else None
    return types.PollResults(
        has_unread_votes=Flag.POLL_VOTES_UNREAD in message.flags,
        results=[
            types.PollAnswerVoters(
                option=answer.option,
                chosen=bool(choices & answer.bit),
                correct=shows_figures and bool(poll.correct & answer.bit),
                voters=answer.voters if shows_figures else None,
                recent_voters=_voters(scene, newest, answer.bit) if shows_figures else None,
            )
            for answer in poll.answers
        ]
        if shows_figures or choices
        else None,
        total_voters=poll.voters,
        recent_voters=_voters(scene, newest) or None,
        solution=solution["text"] if solution is not None else None,
        solution_entities=(render_entities(scene, solution["entities"]) or []) if solution is not None else None,
        solution_media=await _part(scene, message, poll.solution_media) if shows_figures else None,
    )


def _voters(scene: Rendering, newest: Sequence[Vote], choice: int = -1) -> list[types.TypePeer]:
    """The last few who chose an answer, or any."""
    return [scene.peer(vote.voter) for vote in newest if vote.choices & choice][:RECENT_VOTERS]


async def render_poll_update(scene: Rendering, message: Message, *, known_hash: int = 0) -> types.UpdateMessagePoll:
    """The poll of a message and how it stands; without the poll for who says that they know it."""
    poll, is_followed = await _poll_of(scene, message)
    return types.UpdateMessagePoll(
        peer=scene.peer(message.peer),
        msg_id=message.id,
        poll_id=poll.id,
        poll=None if known_hash and known_hash == poll_hash(poll) else await render_poll(scene, message, poll),
        results=await _render_results(scene, message, poll, is_followed),
    )


async def render_poll_changed(scene: Rendering, event: Event) -> types.UpdateMessagePoll | None:
    """The event of a poll that changed, as an update; nothing once its message is gone."""
    message = await messages.by_id(scene.view, event.box, event.data["id"])
    return None if message is None else await render_poll_update(scene, message)
