"""Voting (core.telegram.org/api/poll): messages.sendVote, getPollResults, getPollVotes.

A poll is voted in through a message of the caller's own box. Whoever has that message is told by a stored event; who
sees the same poll in other messages, forwarded elsewhere, is told when they listen, and when it closes. `updates[0]`
of an answer is the poll: clients count on it.

Nobody gets updateMessagePollVote: it is for bots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from msgspec import structs

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.membership import find_seat, still_reached
from server.messages.addressing import address
from server.messages.answers import answer_events
from server.messages.delivery import Sent
from server.render.polls import render_poll_changed, render_poll_update
from server.render.rendering import EventRenderer, Rendering
from server.render.updates import render_updates
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.accounts import blocks
from storage.conversations import boxes, messages, polls
from storage.conversations.boxes import Event
from storage.conversations.messages import Flag, Message
from storage.conversations.polls import Poll, PollFlag, Vote
from storage.database import Snapshot, Tx

router = Router("polls")

POLL = "poll"

MAX_VOTES = 100
"""Votes in one answer."""

TOLD_ELSEWHERE = 1_000
"""Boxes with forwarded copies that hear of one vote; the others see it when they ask."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A poll that has changed: the caller's own event, and where else the poll is shown (box: message id)."""

    event: Event
    elsewhere: Mapping[int, int]


@router.rpc(functions.messages.SendVote, flood=FloodClass.SEND)
async def send_vote(ctx: Context, request: functions.messages.SendVote) -> types.Updates:
    """Choose answers of a poll; none takes the vote back."""
    to = await ctx.app.db.peek(lambda view: address(ctx, view, request.peer))

    async def unit(tx: Tx) -> Changed:
        message, poll = await open_poll(tx, ctx.user_id, to.peer, request.msg_id, ctx.now)
        choices = _choices(poll, request.options)
        before = await polls.choices_of(tx, poll.id, ctx.user_id)
        if before and poll.is_final:
            raise rpc_errors.REVOTE_NOT_ALLOWED
        if choices != before:
            poll = await polls.vote(tx, poll, ctx.user_id, choices, ctx.now)
            if choices and PollFlag.PUBLIC in poll.flags:
                await _leave_unread(tx, message, poll.creator, ctx.user_id)
        return await changed(ctx, tx, message)

    return await answer_changed(ctx, await ctx.app.db.write(unit))


def _choices(poll: Poll, options: Sequence[bytes]) -> int:
    """The bits of the answers chosen."""
    bits = {answer.option: answer.bit for answer in poll.answers}
    chosen = set(options)
    if not chosen.issubset(bits):
        raise rpc_errors.OPTION_INVALID
    if len(chosen) > 1 and PollFlag.MULTIPLE not in poll.flags:
        raise rpc_errors.OPTIONS_TOO_MUCH
    return sum(bits[option] for option in chosen)


async def _leave_unread(tx: Tx, voted_at: Message, creator: int, voter: int) -> None:
    """The creator has a vote to look at, where the vote was given: unless they do not have that message, or have gone
    from its group. Nobody waits to see what they do themselves, nor what somebody does whom they have blocked."""
    if voter == creator or await blocks.blocks(tx, creator, voter):
        return
    copy = await messages.copy_in(tx, creator, voted_at.origin_box, voted_at.origin_id)
    if copy is None or Flag.POLL_VOTES_UNREAD in copy.flags:
        return
    for own in await still_reached(tx, (copy,)):
        await messages.update(tx, (structs.replace(own, flags=own.flags | Flag.POLL_VOTES_UNREAD),))


async def see_votes(tx: Tx, own: Sequence[Message]) -> None:
    """The creator of the polls in these messages has seen their votes."""
    await messages.update(tx, [structs.replace(one, flags=one.flags & ~Flag.POLL_VOTES_UNREAD) for one in own])


@router.rpc(functions.messages.GetPollResults)
async def get_poll_results(ctx: Context, request: functions.messages.GetPollResults) -> types.Updates:
    """How a poll stands; without the poll itself when its hash is the one that the client has."""

    async def query(view: Snapshot) -> types.Updates:
        peer = await access.peer(ctx, view, request.peer)
        message, _ = await poll_at(view, ctx.user_id, peer, request.msg_id)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        update = await render_poll_update(scene, message, known_hash=request.poll_hash)
        return await render_updates(scene, [update])

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetPollVotes)
async def get_poll_votes(ctx: Context, request: functions.messages.GetPollVotes) -> types.messages.VotesList:
    """Who chose what in a poll whose votes are public, the newest first.

    Raises:
        POLL_VOTE_REQUIRED: The caller has not voted, and the poll is not closed.
        MSG_ID_INVALID: There is no such poll, or its votes are nobody's to see.
        OPTION_INVALID: It has no such answer.
    """
    limit = min(max(request.limit, 0), MAX_VOTES)
    before = _offset(request.offset)

    async def query(view: Snapshot) -> types.messages.VotesList:
        peer = await access.peer(ctx, view, request.peer)
        try:
            _, poll = await poll_at(view, ctx.user_id, peer, request.id)
        except rpc_errors.MESSAGE_ID_INVALID:
            raise rpc_errors.MSG_ID_INVALID from None
        gone = peer < 0 and await find_seat(view, peer, ctx.user_id) is None
        if gone or PollFlag.PUBLIC not in poll.flags:
            raise rpc_errors.MSG_ID_INVALID
        if not poll.shows_figures(await polls.choices_of(view, poll.id, ctx.user_id)):
            raise rpc_errors.POLL_VOTE_REQUIRED
        choice = -1 if request.option is None else _choices(poll, [request.option])
        found = await polls.votes(view, poll.id, choice=choice, before=before, limit=limit + 1)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        shown = [_peer_vote(scene, poll, vote, request.option) for vote in found[:limit]]
        users, chats = await render_peers(scene)
        return types.messages.VotesList(
            count=poll.voters if choice == -1 else sum(one.voters for one in poll.answers if one.bit == choice),
            votes=shown,
            chats=chats,
            users=users,
            next_offset=f"{found[limit - 1].date}_{found[limit - 1].voter}" if 0 < limit < len(found) else None,
        )

    return await ctx.app.db.read(query)


def _offset(given: str | None) -> tuple[int, int] | None:
    """The vote that an offset of ours names; whatever else is the beginning."""
    date, _, voter = (given or "").partition("_")
    short = len(date) <= 12 and len(voter) <= 18
    return (int(date), int(voter)) if short and date.isdecimal() and voter.isdecimal() else None


def _peer_vote(scene: Rendering, poll: Poll, vote: Vote, option: bytes | None) -> types.TypeMessagePeerVote:
    """One vote; without its answer when only that one was asked for."""
    peer = scene.peer(vote.voter)
    if option is not None:
        return types.MessagePeerVoteInputOption(peer=peer, date=vote.date)
    chosen = [answer.option for answer in poll.answers if vote.choices & answer.bit]
    if len(chosen) == 1:
        return types.MessagePeerVote(peer=peer, option=chosen[0], date=vote.date)
    return types.MessagePeerVoteMultiple(peer=peer, options=chosen, date=vote.date)


async def poll_at(view: Snapshot, user_id: int, peer: int, message_id: int) -> tuple[Message, Poll]:
    """The poll that a message of a user's box shows.

    Raises:
        MESSAGE_ID_INVALID: There is no such message in this dialog, or it shows none.
    """
    message = await messages.by_id(view, user_id, message_id)
    if message is None or message.peer != peer or message.body.get("media", {}).get("kind") != "poll":
        raise rpc_errors.MESSAGE_ID_INVALID
    poll = await polls.by_id(view, message.body["media"]["poll_id"])
    assert poll is not None  # polls are kept
    return message, poll


async def open_poll(view: Snapshot, user_id: int, peer: int, message_id: int, now: int) -> tuple[Message, Poll]:
    """The same, if it is not closed; otherwise MESSAGE_POLL_CLOSED."""
    message, poll = await poll_at(view, user_id, peer, message_id)
    if poll.is_over(now):
        raise rpc_errors.MESSAGE_POLL_CLOSED
    return message, poll


async def changed(ctx: Context, tx: Tx, message: Message) -> Changed:
    """Tell everyone who has this message that its poll has changed."""
    events = {
        copy.box: await boxes.append(
            tx,
            copy.box,
            POLL,
            {"id": copy.id},
            now=ctx.now,
            pts_count=0,
            origin=ctx.session.session_number if copy.box == ctx.user_id else 0,
        )
        for copy in await still_reached(tx, await messages.copies(tx, message.origin_box, message.origin_id))
    }
    shown = await messages.of_poll(tx, message.body["media"]["poll_id"], limit=len(events) + TOLD_ELSEWHERE)
    elsewhere = {one.box: one.id for one in await still_reached(tx, shown) if one.box not in events}
    return Changed(events[ctx.user_id], elsewhere)


async def answer_changed(ctx: Context, change: Changed, sent: Sequence[Sent] = ()) -> types.Updates:
    """Show the poll where else it stands, and answer whoever changed it."""
    for box, message_id in change.elsewhere.items():
        ctx.app.hub.tell((box,), partial(_show, message_id))
    return await answer_events(ctx, [change.event], render_poll_changed, sent)


async def _show(message_id: int, scene: Rendering) -> types.UpdateMessagePoll | None:
    message = await messages.by_id(scene.view, scene.viewer, message_id)
    return None if message is None else await render_poll_update(scene, message)


RENDERERS: dict[str, EventRenderer] = {POLL: render_poll_changed}
