"""Answers that are added to a poll by others, and taken out again (core.telegram.org/api/poll#open-answer-polls)."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.posting import check_content
from server.messages.addressing import Address, address
from server.messages.delivery import Sent, deliver_service
from server.polls.attaching import ANSWERS, make_answers_file
from server.polls.media import read_answer
from server.polls.voting import Changed, answer_changed, changed, open_poll
from server.previews.attaching import wait_for_links
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.conversations import messages, polls
from storage.conversations.messages import Body, Message
from storage.conversations.polls import Answer, Poll, PollFlag
from storage.database import Tx
from storage.searching import search_queue

router = Router("poll_answers")

DELETE_PERIOD = 300
"""Seconds in which whoever added an answer may take it out again: config.poll_answer_delete_period."""


@router.rpc(functions.messages.AddPollAnswer, flood=FloodClass.SEND)
async def add_poll_answer(ctx: Context, request: functions.messages.AddPollAnswer) -> types.Updates:
    """Add an answer to a poll that lets everyone do so.

    Raises:
        MESSAGE_ID_INVALID: There is no such poll, or its answers are fixed.
        POLL_ANSWERS_INVALID: It has as many as there may be.
        POLL_ANSWER_INVALID: It is no answer, or is there already.
        MESSAGE_POLL_CLOSED: The poll is.
        ANSWER_X_MEDIA_TYPE_INVALID, …: Its media cannot stand in a poll (`read_part`).
        CHAT_WRITE_FORBIDDEN, CHAT_SEND_POLL_FORBIDDEN, …: The caller may not write there, or not this.
    """
    await make_answers_file(ctx, request.answer)

    async def unit(tx: Tx) -> tuple[Message, Answer, Changed, Sent]:
        to = await address(ctx, tx, request.peer)
        message, poll = await open_poll(tx, ctx.user_id, to.peer, request.msg_id, ctx.now)
        if PollFlag.OPEN not in poll.flags:
            raise rpc_errors.MESSAGE_ID_INVALID
        if len(poll.answers) >= ANSWERS[-1]:
            raise rpc_errors.POLL_ANSWERS_INVALID
        added = await _new_answer(ctx, tx, request.answer, poll.answers)
        shown = () if added.media is None else (Body(media=dict(added.media)),)
        await check_content(tx, ctx.user_id, to.peer, (message.body, *shown))
        await polls.save(tx, replace(poll, answers=(*poll.answers, added)))
        await _index_anew(tx, poll)
        change = await changed(ctx, tx, message)
        return message, added, change, await _tell(ctx, tx, to, message, "poll_append", added)

    message, added, change, told = await ctx.app.db.write(unit)
    await wait_for_links(ctx, message, (added,))
    return await answer_changed(ctx, change, [told])


@router.rpc(functions.messages.DeletePollAnswer, flood=FloodClass.SEND)
async def delete_poll_answer(ctx: Context, request: functions.messages.DeletePollAnswer) -> types.Updates:
    """Take out an answer that was added, with its votes: by the poll's creator, and for a while by whoever added it.

    Raises:
        MESSAGE_ID_INVALID: There is no such poll.
        OPTION_INVALID: It has no such answer, or has had it from the beginning.
        DELETE_ANSWER_FORBIDDEN: Both are somebody else's, or the caller's own answer is no longer new.
        MESSAGE_POLL_CLOSED: The poll is closed.
    """

    async def unit(tx: Tx) -> tuple[Changed, Sent]:
        to = await address(ctx, tx, request.peer)
        message, poll = await open_poll(tx, ctx.user_id, to.peer, request.msg_id, ctx.now)
        gone = next((one for one in poll.answers if one.option == request.option and one.added_by), None)
        if gone is None:
            raise rpc_errors.OPTION_INVALID
        still_theirs = gone.added_by == ctx.user_id and ctx.now - gone.date <= DELETE_PERIOD
        if poll.creator != ctx.user_id and not still_theirs:
            raise rpc_errors.DELETE_ANSWER_FORBIDDEN
        await polls.without(tx, poll, gone)
        await _index_anew(tx, poll)
        return await changed(ctx, tx, message), await _tell(ctx, tx, to, message, "poll_delete", gone)

    change, told = await ctx.app.db.write(unit)
    return await answer_changed(ctx, change, [told])


async def _index_anew(tx: Tx, poll: Poll) -> None:
    """Messages are found by the answers of the poll they show."""
    await search_queue.add(tx, {(one.origin_box, one.origin_id) for one in await messages.of_poll(tx, poll.id)})


async def _new_answer(ctx: Context, tx: Tx, given: types.TypePollAnswer, there: tuple[Answer, ...]) -> Answer:
    """An answer under the lowest number that is free, called by something that nothing else is called."""
    number = next(number for number in range(ANSWERS[-1]) if all(one.number != number for one in there))
    answer = await read_answer(ctx, tx, given, number)
    if any(one.text["text"] == answer.text["text"] for one in there):
        raise rpc_errors.POLL_ANSWER_INVALID
    taken = {one.option for one in there}
    option = next(name for name in (b"%d" % n for n in range(number, number + len(taken) + 1)) if name not in taken)
    return replace(answer, option=option, added_by=ctx.user_id, date=ctx.now)


async def _tell(ctx: Context, tx: Tx, to: Address, message: Message, kind: str, answer: Answer) -> Sent:
    """Tell it in the dialog."""
    record = polls.answer_record(replace(answer, voters=0))
    return await deliver_service(
        tx,
        ctx.user_id,
        to.peer,
        to.recipients,
        {"kind": kind, "answer": record},
        now=ctx.now,
        reply={"origin": (message.origin_box, message.origin_id)},
        origin=ctx.session.session_number,
    )
