"""Messages to be sent later: changing them, and those that wait for somebody to come online."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from storage.conversations.scheduled import WHEN_ONLINE
from tests.server.people import Pair, history, sent_id, text, texts

messages = functions.messages


async def later(pair: Pair, words: str, seconds: int = 100, **fields: Any) -> tuple[int, int]:
    """A scheduled message: its id and when it is due."""
    due = int(pair.harness.clock.now()) + seconds
    return sent_id(await pair.alice(text(pair.to_bob, words, schedule_date=due, **fields))), due


async def waiting(pair: Pair) -> list[types.Message]:
    answer = await pair.alice(messages.GetScheduledHistory(peer=pair.to_bob, hash=0))
    found: list[types.Message] = answer.messages
    return found


async def test_words_and_time_may_change_before_it_is_sent(pair: Pair) -> None:
    waits, due = await later(pair, "soon")
    await pair.alice.tablet.update(types.UpdateNewScheduledMessage)
    edit = messages.EditMessage(peer=pair.to_bob, id=waits, message="**later**", schedule_date=due + 300)
    edit.entities = [types.MessageEntityBold(offset=2, length=5)]
    (update,) = (await pair.alice(edit)).updates
    assert (update.message.id, update.message.message, update.message.date) == (waits, "**later**", due + 300)
    told = await pair.alice.tablet.update(types.UpdateNewScheduledMessage)
    assert told.message.message == "**later**"
    await pair.harness.advance(120)
    assert [one.id for one in await waiting(pair)] == [waits]
    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await pair.alice(edit)

    await pair.harness.advance(300)
    await pair.alice.phone.update(types.UpdateDeleteScheduledMessages)
    (sent,) = (await history(pair.bob, pair.to_alice)).messages
    assert (sent.message, sent.entities[0].offset, sent.edit_date) == ("**later**", 2, None)


async def test_edits_that_cannot_be(pair: Pair) -> None:
    waits, due = await later(pair, "soon")
    now = int(pair.harness.clock.now())
    for fields, error in (
        ({"id": waits + 7, "message": "x", "schedule_date": due}, rpc_errors.MESSAGE_ID_INVALID),
        ({"id": waits, "message": "", "schedule_date": due}, rpc_errors.MESSAGE_EMPTY),
        ({"id": waits, "schedule_date": now}, rpc_errors.SCHEDULE_DATE_INVALID),
        ({"id": waits, "schedule_date": now + 400 * 86_400}, rpc_errors.SCHEDULE_DATE_TOO_LATE),
    ):
        with pytest.raises(error):
            await pair.alice(messages.EditMessage(peer=pair.to_bob, **fields))
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):  # it is Alice's
        await pair.bob(messages.EditMessage(peer=pair.to_alice, id=waits, message="x", schedule_date=due))
    assert [one.message for one in await waiting(pair)] == ["soon"]


async def test_a_message_waits_until_the_other_is_online(pair: Pair) -> None:
    for device in (pair.bob.phone, pair.bob.tablet):
        await device(functions.account.UpdateStatus(offline=True))
    await pair.alice(text(pair.to_bob, "welcome back", schedule_date=WHEN_ONLINE))
    await pair.harness.advance(30)
    assert await texts(pair.bob, pair.to_alice) == []
    (waits,) = await waiting(pair)
    assert waits.date == WHEN_ONLINE
    await pair.bob(functions.account.UpdateStatus(offline=False))
    await pair.harness.advance(1.5)
    gone = await pair.alice.phone.update(types.UpdateDeleteScheduledMessages)
    assert gone.messages == [waits.id]
    assert await texts(pair.bob, pair.to_alice) == ["welcome back"]
