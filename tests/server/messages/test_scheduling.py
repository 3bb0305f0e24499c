"""Messages to be sent later: changing them, and those that wait for somebody to come online."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages.scheduled_sending import send_due
from storage.conversations import scheduled
from storage.conversations.scheduled import WHEN_ONLINE
from storage.database import Tx
from tests.server.people import (
    Pair,
    forward,
    history,
    much_later,
    peer_of,
    person,
    random_id,
    sent_id,
    text,
    texts,
    user_of,
)
from tests.server.polls.polling import poll, send

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


async def test_of_what_is_forwarded_only_the_time_may_change(pair: Pair) -> None:
    """Or it would show words as somebody's who never wrote them."""
    await pair.bob(text(pair.to_alice, "I agree"))
    (theirs,) = (await history(pair.alice, pair.to_bob)).messages
    due = int(pair.harness.clock.now()) + 100
    waits = sent_id(await pair.alice(forward(pair.to_bob, pair.to_bob, [theirs.id], schedule_date=due)))
    with pytest.raises(rpc_errors.MESSAGE_AUTHOR_REQUIRED):
        await pair.alice(messages.EditMessage(peer=pair.to_bob, id=waits, message="I do not", schedule_date=due))
    await pair.alice(messages.EditMessage(peer=pair.to_bob, id=waits, schedule_date=due + 50))
    assert [(one.message, one.date) for one in await waiting(pair)] == [("I agree", due + 50)]


async def test_another_time_counts_until_it_is_sent(pair: Pair) -> None:
    """Both are due, and the first is being sent when the second is given another time."""
    _, due = await later(pair, "first")
    second, _ = await later(pair, "second")

    async def put_off(tx: Tx) -> None:
        (one,) = await scheduled.some(tx, pair.alice.user_id, pair.bob.user_id, (second,))
        await scheduled.save(tx, replace(one, due=due + 300))

    pair.harness.clock.advance(100)
    await asyncio.gather(send_due(pair.harness.app), pair.harness.app.db.write(put_off))
    assert await texts(pair.bob, pair.to_alice) == ["first"]
    assert [(one.id, one.date) for one in await waiting(pair)] == [(second, due + 300)]


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


@pytest.mark.rows("AC-2")
async def test_nothing_shows_who_is_online_to_whom_they_hide_it_since(pair: Pair) -> None:
    """What waits for them to come online waits on; what others wrote does not wait for that."""
    carol, app = await person(pair.harness, "9996621003", "Carol"), pair.harness.app
    for_alice = types.InputPrivacyValueDisallowUsers(users=[user_of(pair.harness, pair.bob, pair.alice)])
    everybody, status = types.InputPrivacyValueAllowAll(), types.InputPrivacyKeyStatusTimestamp()
    await pair.bob(functions.account.UpdateStatus(offline=True))
    await pair.alice(text(pair.to_bob, "are you there?", schedule_date=WHEN_ONLINE))
    await carol(text(peer_of(pair.harness, carol, pair.bob), "hello", schedule_date=WHEN_ONLINE))
    await pair.bob(functions.account.SetPrivacy(key=status, rules=[for_alice, everybody]))
    await pair.bob(functions.account.UpdateStatus(offline=False))
    await pair.harness.advance(1.5)
    await app.background.settle()
    assert await texts(pair.bob, peer_of(pair.harness, pair.bob, carol)) == ["hello"]
    assert await texts(pair.bob, pair.to_alice) == []
    assert [one.message for one in await waiting(pair)] == ["are you there?"]
    await pair.bob(functions.account.SetPrivacy(key=status, rules=[everybody]))
    await pair.harness.advance(1.5)
    await app.background.settle()
    assert await texts(pair.bob, pair.to_alice) == ["are you there?"]
    assert await waiting(pair) == []


@pytest.mark.rows("AC-2")
async def test_who_hides_when_they_are_online_learns_it_of_nobody(pair: Pair) -> None:
    """Neither do they see it (privacyKeyStatusTimestamp); what waits already waits until they show it again."""
    status, app = types.InputPrivacyKeyStatusTimestamp(), pair.harness.app
    await pair.bob(functions.account.UpdateStatus(offline=True))
    await pair.alice(text(pair.to_bob, "are you there?", schedule_date=WHEN_ONLINE))
    await pair.alice(functions.account.SetPrivacy(key=status, rules=[types.InputPrivacyValueDisallowAll()]))
    with pytest.raises(rpc_errors.SCHEDULE_STATUS_PRIVATE):
        await pair.alice(text(pair.to_bob, "and now?", schedule_date=WHEN_ONLINE))
    await pair.bob(functions.account.UpdateStatus(offline=False))
    await pair.harness.advance(1.5)
    await app.background.settle()
    assert await texts(pair.bob, pair.to_alice) == []
    await pair.alice(functions.account.SetPrivacy(key=status, rules=[types.InputPrivacyValueAllowAll()]))
    await pair.harness.advance(1.5)
    await app.background.settle()
    assert await texts(pair.bob, pair.to_alice) == ["are you there?"]


@pytest.mark.rows("DU-2")
async def test_a_retry_after_it_was_sent_is_answered_with_what_was_sent(pair: Pair) -> None:
    """However far ahead it would still be due: it was sent early, or its peer came online."""
    due = int(pair.harness.clock.now()) + 3_600
    early, welcome = text(pair.to_bob, "early", schedule_date=due), text(pair.to_bob, "hi", schedule_date=WHEN_ONLINE)
    waits = sent_id(await pair.alice(early))
    assert sent_id(await pair.alice(early)) == waits
    await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waits]))
    await pair.alice(welcome)
    await pair.bob(functions.account.UpdateStatus(offline=False))
    await pair.harness.advance(1.5)
    await pair.harness.app.background.settle()
    assert await texts(pair.alice, pair.to_bob) == ["early", "hi"]
    hi, first = (await history(pair.alice, pair.to_bob)).messages
    for request, sent in ((early, first), (welcome, hi)):
        answer = await pair.alice.tablet(request)
        (new,) = (update for update in answer.updates if isinstance(update, types.UpdateNewMessage))
        assert (sent_id(answer), new.message.id, new.pts_count) == (sent.id, sent.id, 0)
    assert await waiting(pair) == []
    assert await texts(pair.bob, pair.to_alice) == ["early", "hi"]


async def test_a_group_never_comes_online(pair: Pair) -> None:
    made = await pair.alice(messages.CreateChat(users=[], title="Alone"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    with pytest.raises(rpc_errors.SCHEDULE_STATUS_PRIVATE):
        await pair.alice(text(group, "when?", schedule_date=WHEN_ONLINE))


DAY = 86_400


async def test_a_message_that_repeats(pair: Pair) -> None:
    """It is sent at each of its times and waits under a new id, until it is deleted; a retry makes no second one."""
    request = text(pair.to_bob, "good morning", schedule_date=int(pair.harness.clock.now()) + 100)
    request.schedule_repeat_period = DAY
    waits = sent_id(await pair.alice(request))
    assert sent_id(await pair.alice.tablet(request)) == waits
    (first,) = await waiting(pair)
    assert first.schedule_repeat_period == DAY

    await much_later(pair.harness, 120, pair.alice, pair.bob)
    (second,) = await waiting(pair)
    assert (second.date, second.schedule_repeat_period) == (first.date + DAY, DAY)
    assert second.id != waits
    (sent,) = (await history(pair.bob, pair.to_alice)).messages
    assert (sent.message, sent.schedule_repeat_period, sent.from_scheduled) == ("good morning", None, True)
    assert sent_id(await pair.alice(request)) == second.id

    await much_later(pair.harness, 3 * DAY, pair.alice, pair.bob)
    (third,) = await waiting(pair)
    assert third.date == first.date + 4 * DAY  # the server was away on its other days
    assert await texts(pair.bob, pair.to_alice) == ["good morning"] * 2
    await pair.alice(messages.DeleteScheduledMessages(peer=pair.to_bob, id=[third.id]))
    await much_later(pair.harness, 2 * DAY, pair.alice, pair.bob)
    assert len(await texts(pair.bob, pair.to_alice)) == 2


async def test_a_reminder_waits_in_saved_messages(pair: Pair) -> None:
    """It leaves for there, as TDLib has it, and says where it will be found, as what was sent there does."""
    due = int(pair.harness.clock.now()) + 100
    await pair.alice(text(types.InputPeerSelf(), "remember", schedule_date=due))
    (waits,) = (await pair.alice(messages.GetScheduledHistory(peer=types.InputPeerSelf(), hash=0))).messages
    await much_later(pair.harness, 200, pair.alice)
    (sent,) = (await history(pair.alice, types.InputPeerSelf())).messages
    myself = types.PeerUser(user_id=pair.alice.user_id)
    assert (waits.out, waits.saved_peer_id) == (True, myself)
    assert (sent.out, sent.saved_peer_id) == (False, myself)


async def test_one_that_repeats_is_sent_early(pair: Pair) -> None:
    """It waits for its next time; the answer tells both and what was sent; the other device hears the same."""
    waits, due = await later(pair, "in a week", schedule_repeat_period=7 * DAY)
    await pair.alice.tablet.update(types.UpdateNewScheduledMessage)
    gone, again, sent = (await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waits]))).updates
    assert (gone.messages, gone.sent_messages) == ([waits], [sent.message.id])
    assert (sent.message.message, sent.message.from_scheduled) == ("in a week", True)
    assert (again.message.date, again.message.message) == (due + 7 * DAY, "in a week")
    told = await pair.alice.tablet.update(types.UpdateNewScheduledMessage)
    assert told.message.id == again.message.id
    assert await texts(pair.bob, pair.to_alice) == ["in a week"]


async def test_what_was_sent_before_by_the_same_id_is_no_news(pair: Pair) -> None:
    """It was counted then."""
    waits, _ = await later(pair, "once", random_id=1)
    first = await pair.alice(text(pair.to_bob, "once", random_id=1))
    _, sent = (await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waits]))).updates
    assert (sent.message.id, sent.pts, sent.pts_count) == (first.id, first.pts, 0)


async def test_a_poll_that_repeats_is_a_new_one_each_time(pair: Pair) -> None:
    media = types.InputMediaPoll(poll=poll())
    request = messages.SendMedia(peer=pair.to_bob, media=media, message="", random_id=random_id())
    request.schedule_date, request.schedule_repeat_period = int(pair.harness.clock.now()) + 100, DAY
    waits = sent_id(await pair.alice(request))
    for _ in range(2):
        await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waits]))
        ((waits),) = [one.id for one in await waiting(pair)]
    first, second = (await history(pair.bob, pair.to_alice)).messages
    assert first.media.poll.id != second.media.poll.id


async def test_somebodys_poll_that_is_forwarded_again_and_again_stays_that_poll(pair: Pair) -> None:
    await pair.bob(send(pair.to_alice, poll()))
    (asked,) = (await history(pair.alice, pair.to_bob)).messages
    request = forward(pair.to_bob, pair.to_bob, [asked.id], schedule_date=int(pair.harness.clock.now()) + 100)
    request.schedule_repeat_period = DAY
    waits = sent_id(await pair.alice(request))
    for _ in range(2):
        await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waits]))
        waits = (await waiting(pair))[0].id
    shown = (await history(pair.bob, pair.to_alice)).messages
    assert {one.media.poll.id for one in shown} == {asked.media.poll.id}
    assert len(shown) == 3


async def test_whether_it_repeats_may_change(pair: Pair) -> None:
    waits, due = await later(pair, "soon")
    edit = messages.EditMessage(peer=pair.to_bob, id=waits, schedule_date=due, schedule_repeat_period=DAY)
    await pair.alice(edit)
    assert (await waiting(pair))[0].schedule_repeat_period == DAY
    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await pair.alice(edit)
    edit.schedule_repeat_period = None
    await pair.alice(edit)
    assert (await waiting(pair))[0].schedule_repeat_period is None


async def test_what_cannot_repeat(pair: Pair) -> None:
    """By no other period, not what is sent at once or when somebody is online, nor several; nor what was sent."""
    two = [sent_id(await pair.alice(text(pair.to_bob, word))) for word in ("one", "two")]
    due = int(pair.harness.clock.now()) + 900
    forward = {"from_peer": pair.to_bob, "to_peer": pair.to_bob, "id": two, "random_id": [random_id(), random_id()]}
    for call in (
        text(pair.to_bob, "x", schedule_date=due, schedule_repeat_period=3_600),
        text(pair.to_bob, "x", schedule_repeat_period=DAY),
        text(pair.to_bob, "x", schedule_date=WHEN_ONLINE, schedule_repeat_period=DAY),
        messages.ForwardMessages(**forward, schedule_date=due, schedule_repeat_period=DAY),
        messages.EditMessage(peer=pair.to_bob, id=two[0], message="x", schedule_repeat_period=DAY),
    ):
        with pytest.raises(rpc_errors.SCHEDULE_DATE_INVALID):
            await pair.alice(call)
    assert await waiting(pair) == []


async def test_a_dice_is_thrown_when_it_is_sent(pair: Pair) -> None:
    """Whoever schedules one cannot see its value and think again."""
    dice = types.InputMediaDice(emoticon="🎲")
    request = messages.SendMedia(peer=pair.to_bob, media=dice, message="", random_id=random_id())
    request.schedule_date = int(pair.harness.clock.now()) + 100
    waits = sent_id(await pair.alice(request))
    (shown,) = await waiting(pair)
    assert shown.media == types.MessageMediaDice(emoticon="🎲", value=0)
    await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waits]))
    (sent,) = (await history(pair.bob, pair.to_alice)).messages
    assert 1 <= sent.media.value <= 6


async def test_a_chat_that_what_is_scheduled_begins_has_its_writers_timer(pair: Pair) -> None:
    """The default is that of all new chats."""
    await pair.alice(messages.SetDefaultHistoryTTL(period=3_600))
    await later(pair, "hello")
    await pair.harness.advance(120)
    await pair.alice.phone.update(types.UpdateDeleteScheduledMessages)
    said, timer = (await history(pair.bob, pair.to_alice)).messages
    assert (said.message, said.ttl_period) == ("hello", 3_600)
    assert timer.action == types.MessageActionSetMessagesTTL(period=3_600, auto_setting_from=pair.alice.user_id)


async def test_where_its_media_stands_may_change(pair: Pair) -> None:
    waits, due = await later(pair, "soon")
    edit = messages.EditMessage(peer=pair.to_bob, id=waits, message="soon", schedule_date=due, invert_media=True)
    await pair.alice(edit)
    assert [one.invert_media for one in await waiting(pair)] == [True]
    await pair.alice(messages.EditMessage(peer=pair.to_bob, id=waits, schedule_date=due + 100))
    assert [one.invert_media for one in await waiting(pair)] == [True]
