"""Polls for tests, and the calls that send them, vote in them and close them."""

from __future__ import annotations

from typing import Any

from mtproto.tl import functions, types
from tests.server.people import history, random_id, words

messages = functions.messages


def answer(text: str, option: bytes | None = None) -> types.PollAnswer:
    return types.PollAnswer(text=words(text), option=text.encode() if option is None else option)


def poll(*answers: types.TypePollAnswer, question: str = "Lunch?", **fields: Any) -> types.Poll:
    return types.Poll(**{"id": 0, "hash": 0, "question": words(question), "answers": list(answers or LUNCH), **fields})


LUNCH = (answer("soup"), answer("bread"), answer("fish"))


def quiz(*correct: int, **fields: Any) -> types.InputMediaPoll:
    return types.InputMediaPoll(
        poll=poll(quiz=True, **fields),
        correct_answers=list(correct),
        solution="Soup, of course: see @soup",
        solution_entities=[],
    )


def send(peer: types.TypeInputPeer, given: types.InputMediaPoll | types.Poll, **fields: Any) -> messages.SendMedia:
    media = given if isinstance(given, types.InputMediaPoll) else types.InputMediaPoll(poll=given)
    return messages.SendMedia(peer=peer, media=media, message="", random_id=random_id(), **fields)


async def shown(device: Any, peer: types.TypeInputPeer, place: int = 0) -> tuple[int, types.MessageMediaPoll]:
    """The poll of the newest message: the message's id, and the poll as the owner of the box sees it."""
    message = (await history(device, peer)).messages[place]
    assert isinstance(message.media, types.MessageMediaPoll)
    return message.id, message.media


def vote(peer: types.TypeInputPeer, message_id: int, *options: str) -> messages.SendVote:
    return messages.SendVote(peer=peer, msg_id=message_id, options=[option.encode() for option in options])


def figures(results: types.TypePollResults) -> dict[bytes, int | None]:
    return {one.option: one.voters for one in results.results or ()}


def close(peer: types.TypeInputPeer, message_id: int) -> messages.EditMessage:
    """As clients do it: only `closed` counts."""
    ended = types.Poll(id=0, hash=0, closed=True, question=words(""), answers=[])
    return messages.EditMessage(peer=peer, id=message_id, media=types.InputMediaPoll(poll=ended))
