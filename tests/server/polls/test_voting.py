"""Polls and quizzes: sending, voting, closing, and who sees what (core.telegram.org/api/poll)."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from storage.accounts import blocks
from tests.server.client import Client
from tests.server.people import ALICE, Pair, forward, history, random_id, sent_id, text, words
from tests.server.polls.polling import answer, close, figures, poll, quiz, send, shown, vote

messages = functions.messages


async def told(device: Client) -> types.UpdateMessagePoll:
    return await device.update(types.UpdateMessagePoll)


async def test_a_poll_is_voted_in_and_everyone_hears(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, poll())))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    assert [one.text.text for one in seen.poll.answers] == ["soup", "bread", "fish"]
    assert (seen.poll.creator, seen.poll.closed, seen.results.results, seen.results.total_voters) == (
        False,
        False,
        None,
        0,
    )

    done = await pair.bob(vote(pair.to_alice, theirs, "bread"))
    (update,) = done.updates
    assert (update.msg_id, update.poll.question.text) == (theirs, "Lunch?")
    assert figures(update.results) == {b"soup": 0, b"bread": 1, b"fish": 0}
    assert [one.chosen for one in update.results.results] == [False, True, False]
    on_tablet = await told(pair.bob.tablet)
    assert figures(on_tablet.results) == figures(update.results)
    for device in (pair.alice.phone, pair.alice.tablet):  # has not voted: how many, not what
        heard = await told(device)
        assert (heard.msg_id, heard.poll.creator) == (mine, True)
        assert (heard.results.total_voters, heard.results.results, heard.results.min) == (1, None, False)

    done = await pair.bob(vote(pair.to_alice, theirs, "fish"))
    assert figures(done.updates[0].results) == {b"soup": 0, b"bread": 0, b"fish": 1}
    done = await pair.bob(vote(pair.to_alice, theirs))
    assert (done.updates[0].results.results, done.updates[0].results.total_voters) == (None, 0)


async def test_a_device_that_was_away_catches_up(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, poll()))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    state = await pair.alice.tablet(functions.updates.GetState())
    await pair.bob(vote(pair.to_alice, theirs, "soup"))
    difference = await pair.alice.tablet(functions.updates.GetDifference(pts=state.pts, date=state.date, qts=state.qts))
    (update,) = [one for one in difference.other_updates if isinstance(one, types.UpdateMessagePoll)]
    assert update.results.total_voters == 1


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (poll(question="  "), rpc_errors.POLL_QUESTION_INVALID),
        (poll(question="x" * 256), rpc_errors.POLL_QUESTION_INVALID),
        (poll(answer("only")), rpc_errors.POLL_ANSWERS_INVALID),
        (poll(*[answer(str(n)) for n in range(13)]), rpc_errors.POLL_ANSWERS_INVALID),
        (poll(answer("a"), answer("")), rpc_errors.POLL_ANSWER_INVALID),
        (poll(answer("a"), answer("x" * 101)), rpc_errors.POLL_ANSWER_INVALID),
        (poll(answer("a"), answer("b", b"")), rpc_errors.POLL_OPTION_INVALID),
        (poll(answer("a"), answer("b", b"x" * 101)), rpc_errors.POLL_OPTION_INVALID),
        (poll(answer("a", b"1"), answer("b", b"1")), rpc_errors.POLL_OPTION_DUPLICATE),
        (poll(close_period=4), rpc_errors.MEDIA_INVALID),
        (poll(close_period=2_628_001), rpc_errors.MEDIA_INVALID),
        (poll(close_date=5), rpc_errors.MEDIA_INVALID),
        (poll(close_period=60, close_date=1 << 30), rpc_errors.MEDIA_INVALID),
        (poll(closed=True), rpc_errors.MEDIA_INVALID),
        (quiz(), rpc_errors.QUIZ_CORRECT_ANSWERS_EMPTY),
        (quiz(0, 1), rpc_errors.QUIZ_CORRECT_ANSWERS_TOO_MUCH),
        (quiz(3), rpc_errors.QUIZ_CORRECT_ANSWER_INVALID),
        (quiz(-1), rpc_errors.QUIZ_CORRECT_ANSWER_INVALID),
        (quiz(0, multiple_choice=True), rpc_errors.QUIZ_MULTIPLE_INVALID),
        (
            types.InputMediaPoll(poll=poll(quiz=True), correct_answers=[0], solution="x" * 201, solution_entities=[]),
            rpc_errors.MESSAGE_TOO_LONG,
        ),
        (
            types.InputMediaPoll(poll=poll(), attached_media=types.InputMediaDice(emoticon="x")),
            rpc_errors.ATTACH_MEDIA_TYPE_INVALID,
        ),
    ],
)
async def test_polls_that_are_none(pair: Pair, given: Any, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await pair.alice(send(pair.to_bob, given))


async def test_answers_without_options_get_some(pair: Pair) -> None:
    bare = [types.InputPollAnswer(text=words(name)) for name in ("yes", "no")]
    await pair.alice(send(pair.to_bob, poll(*bare)))
    _, seen = await shown(pair.bob, pair.to_alice)
    assert len({one.option for one in seen.poll.answers}) == 2


async def test_votes_that_are_none(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, poll()))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    with pytest.raises(rpc_errors.OPTION_INVALID):
        await pair.bob(vote(pair.to_alice, theirs, "cake"))
    with pytest.raises(rpc_errors.OPTIONS_TOO_MUCH):
        await pair.bob(vote(pair.to_alice, theirs, "soup", "fish"))
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.bob(vote(pair.to_alice, theirs + 100, "soup"))
    await pair.alice(text(pair.to_bob, "no poll"))
    no_poll = (await history(pair.bob, pair.to_alice)).messages[0].id
    for call in (
        vote(pair.to_alice, no_poll, "soup"),
        messages.GetPollResults(peer=pair.to_alice, msg_id=no_poll, poll_hash=0),
        vote(types.InputPeerSelf(), theirs, "soup"),  # it stands in another dialog
    ):
        with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
            await pair.bob(call)
    await pair.harness.app.db.write(lambda tx: blocks.block(tx, pair.alice.user_id, pair.bob.user_id, 0))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await pair.bob(vote(pair.to_alice, theirs, "soup"))


async def test_several_answers_may_be_chosen_where_the_poll_says_so(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, poll(multiple_choice=True)))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    done = await pair.bob(vote(pair.to_alice, theirs, "soup", "fish", "soup"))
    assert figures(done.updates[0].results) == {b"soup": 1, b"bread": 0, b"fish": 1}
    assert done.updates[0].results.total_voters == 1


async def test_a_quiz_is_answered_once_and_then_tells_what_was_right(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, quiz(0)))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    assert (seen.poll.quiz, seen.results.solution, seen.results.results) == (True, None, None)
    done = await pair.bob(vote(pair.to_alice, theirs, "bread"))
    results = done.updates[0].results
    assert [(one.chosen, one.correct) for one in results.results] == [(False, True), (True, False), (False, False)]
    assert results.solution.startswith("Soup")
    assert [type(one) for one in results.solution_entities] == [types.MessageEntityMention]
    for options in (("soup",), ()):
        with pytest.raises(rpc_errors.REVOTE_NOT_ALLOWED):
            await pair.bob(vote(pair.to_alice, theirs, *options))
    _, mine = await shown(pair.alice, pair.to_bob)  # who has not answered is not told, not even the author
    assert (mine.results.results, mine.results.solution) == (None, None)


async def test_votes_may_be_final(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, poll(revoting_disabled=True)))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    await pair.bob(vote(pair.to_alice, theirs, "soup"))
    with pytest.raises(rpc_errors.REVOTE_NOT_ALLOWED):
        await pair.bob(vote(pair.to_alice, theirs, "fish"))


async def test_the_author_closes_a_poll_and_nobody_else(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, quiz(2))))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    await pair.bob(vote(pair.to_alice, theirs, "soup"))
    with pytest.raises(rpc_errors.MESSAGE_AUTHOR_REQUIRED):
        await pair.bob(close(pair.to_alice, theirs))
    await told(pair.alice.tablet)
    await told(pair.bob.tablet)
    (update,) = (await pair.alice(close(pair.to_bob, mine))).updates
    assert isinstance(update, types.UpdateMessagePoll)
    assert (update.poll.closed, update.msg_id, figures(update.results)[b"soup"]) == (True, mine, 1)
    assert [one.correct for one in update.results.results] == [False, False, True]
    for device in (pair.alice.tablet, pair.bob.phone, pair.bob.tablet):
        assert (await told(device)).poll.closed
    with pytest.raises(rpc_errors.MESSAGE_POLL_CLOSED):
        await pair.alice(vote(pair.to_bob, mine, "fish"))
    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await pair.alice(close(pair.to_bob, mine))
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):  # what was asked stays as it was asked
        await pair.alice(messages.EditMessage(peer=pair.to_bob, id=mine, message="other"))


@pytest.mark.parametrize("by_date", [False, True])
async def test_a_poll_closes_when_its_time_has_come(pair: Pair, by_date: bool) -> None:
    now = int(pair.harness.clock.now())
    when = {"close_date": now + 60} if by_date else {"close_period": 60}
    await pair.alice(send(pair.to_bob, poll(**when)))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    assert seen.poll.close_date == pytest.approx(now + 60, abs=3)
    await pair.bob(vote(pair.to_alice, theirs, "soup"))
    for device in (pair.alice.phone, pair.alice.tablet, pair.bob.tablet):
        await told(device)

    await pair.harness.advance(64)
    for device in (pair.alice.phone, pair.alice.tablet, pair.bob.phone, pair.bob.tablet):
        update = await told(device)
        assert (update.poll.closed, figures(update.results)[b"soup"]) == (True, 1)
    with pytest.raises(rpc_errors.MESSAGE_POLL_CLOSED):
        await pair.bob(vote(pair.to_alice, theirs))


async def test_results_may_be_hidden_until_the_end(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, poll(hide_results_until_close=True, public_voters=True))))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    done = await pair.bob(vote(pair.to_alice, theirs, "soup"))
    results = done.updates[0].results
    assert [(one.chosen, one.voters, one.recent_voters) for one in results.results] == [
        (True, None, None),
        (False, None, None),
        (False, None, None),
    ]
    with pytest.raises(rpc_errors.POLL_VOTE_REQUIRED):
        await pair.bob(messages.GetPollVotes(peer=pair.to_alice, id=theirs, limit=10))
    await pair.alice(close(pair.to_bob, mine))
    _, seen = await shown(pair.bob, pair.to_alice)
    assert figures(seen.results)[b"soup"] == 1


async def test_results_by_hash(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, poll())))
    asked = messages.GetPollResults(peer=pair.to_bob, msg_id=mine, poll_hash=0)
    (whole,) = (await pair.alice(asked)).updates
    asked.poll_hash = whole.poll.hash
    await pair.alice(vote(pair.to_bob, mine, "soup"))
    (known,) = (await pair.alice(asked)).updates  # votes do not change what is asked
    assert (known.poll, known.results.total_voters, known.poll_id) == (None, 1, whole.poll_id)
    await pair.alice(close(pair.to_bob, mine))
    assert (await pair.alice(asked)).updates[0].poll.closed


async def test_a_forwarded_poll_is_the_same_poll(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(types.InputPeerSelf(), poll())))
    await pair.alice(forward(types.InputPeerSelf(), pair.to_bob, [mine]))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    kept, own = await shown(pair.alice, types.InputPeerSelf())
    assert (kept, seen.poll.id) == (mine, own.poll.id)
    await pair.alice(vote(types.InputPeerSelf(), mine, "fish"))
    update = await told(pair.bob.phone)  # it was voted in where Bob sees nothing, but it is his poll too
    assert (update.msg_id, update.results.total_voters) == (theirs, 1)
    await pair.bob(vote(pair.to_alice, theirs, "fish"))
    assert figures((await shown(pair.alice, types.InputPeerSelf()))[1].results)[b"fish"] == 2
    with pytest.raises(rpc_errors.MESSAGE_AUTHOR_REQUIRED):
        await pair.bob(close(pair.to_alice, theirs))


async def test_forwarding_without_the_author_asks_anew(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, quiz(0)))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    copied = forward(pair.to_alice, types.InputPeerSelf(), [theirs], drop_author=True)
    with pytest.raises(rpc_errors.QUIZ_ANSWER_MISSING):
        await pair.bob(copied)
    await pair.bob(vote(pair.to_alice, theirs, "fish"))
    await pair.bob(copied)
    own, again = await shown(pair.bob, types.InputPeerSelf())
    assert again.poll.id != seen.poll.id
    assert (again.poll.creator, again.results.total_voters) == (True, 0)
    done = await pair.bob(vote(types.InputPeerSelf(), own, "soup"))
    assert done.updates[0].results.results[0].correct


async def test_who_has_voted_cannot_ask_a_quiz_anew_whose_answer_is_hidden_still(pair: Pair) -> None:
    """Their own vote in their own poll would tell it."""
    await pair.alice(send(pair.to_bob, quiz(0, hide_results_until_close=True)))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    done = await pair.bob(vote(pair.to_alice, theirs, "fish"))
    assert not any(one.correct for one in done.updates[0].results.results)
    copied = forward(pair.to_alice, types.InputPeerSelf(), [theirs], drop_author=True)
    with pytest.raises(rpc_errors.QUIZ_ANSWER_MISSING):
        await pair.bob(copied)
    await pair.alice(close(pair.to_bob, (await shown(pair.alice, pair.to_bob))[0]))
    await pair.bob(copied)


async def test_a_scheduled_poll_begins_when_it_is_sent(pair: Pair) -> None:
    now = int(pair.harness.clock.now())
    later = send(pair.to_bob, poll(close_period=600), schedule_date=now + 100)
    await pair.alice(later)
    (waiting,) = (await pair.alice(messages.GetScheduledHistory(peer=pair.to_bob, hash=0))).messages
    assert (waiting.media.poll.question.text, waiting.media.results.total_voters) == ("Lunch?", 0)
    await pair.harness.advance(101)
    await pair.alice.phone.update(types.UpdateDeleteScheduledMessages)
    theirs, seen = await shown(pair.bob, pair.to_alice)
    assert seen.poll.id == waiting.media.poll.id
    assert seen.poll.close_date == pytest.approx(now + 701, abs=3)
    assert (await pair.bob(vote(pair.to_alice, theirs, "soup"))).updates[0].results.total_voters == 1


async def test_a_scheduled_poll_closes_after_it_is_sent(pair: Pair) -> None:
    """A close_date counts from the date that it is scheduled for, when that is moved too, and only for one sending."""
    now = int(pair.harness.clock.now())
    month, day = 2_628_000, 86_400
    due = now + month + day
    for closes in (now + 60, due + 4, due + month + 1):
        with pytest.raises(rpc_errors.MEDIA_INVALID):
            await pair.alice(send(pair.to_bob, poll(close_date=closes), schedule_date=due))
    again = send(pair.to_bob, poll(close_date=due + 60), schedule_date=due, schedule_repeat_period=day)
    with pytest.raises(rpc_errors.MEDIA_INVALID):
        await pair.alice(again)
    with pytest.raises(rpc_errors.MEDIA_INVALID):
        await pair.alice(send(pair.to_bob, poll(close_date=now + month + 60)))
    await pair.alice(send(pair.to_bob, poll(close_date=due + 60), schedule_date=due))
    (waiting,) = (await pair.alice(messages.GetScheduledHistory(peer=pair.to_bob, hash=0))).messages
    with pytest.raises(rpc_errors.SCHEDULE_DATE_INVALID):
        await pair.alice(messages.EditMessage(peer=pair.to_bob, id=waiting.id, schedule_date=due + 56))
    await pair.alice(messages.EditMessage(peer=pair.to_bob, id=waiting.id, schedule_date=due - day))

    await pair.alice(send(pair.to_bob, poll(close_date=now + 200), schedule_date=now + 100))
    await pair.harness.advance(101)
    await pair.bob.phone.update(types.UpdateNewMessage)
    theirs, seen = await shown(pair.bob, pair.to_alice)
    assert (seen.poll.close_date, seen.poll.closed) == (now + 200, False)
    await pair.bob(vote(pair.to_alice, theirs, "soup"))
    await pair.harness.advance(101)
    while not (await pair.bob.phone.update(types.UpdateMessagePoll)).poll.closed:
        pass


async def test_a_poll_that_is_sent_after_its_close_date_begins_closed(pair: Pair) -> None:
    """It waited for somebody to come online; there is nothing left to vote on."""
    now = int(pair.harness.clock.now())
    await pair.bob(functions.account.UpdateStatus(offline=True))
    await pair.alice(send(pair.to_bob, poll(close_date=now + 60), schedule_date=0x7FFFFFFE))
    await pair.harness.advance(100)
    await pair.bob(functions.account.UpdateStatus(offline=False))
    await pair.harness.advance(2)
    await pair.bob.phone.update(types.UpdateNewMessage)
    theirs, seen = await shown(pair.bob, pair.to_alice)
    with pytest.raises(rpc_errors.MESSAGE_POLL_CLOSED):
        await pair.bob(vote(pair.to_alice, theirs, "soup"))
    assert seen.poll.close_date == now + 60


async def test_a_retry_asks_only_once(pair: Pair) -> None:
    """Row DU-2: the same random_id is the same message, and the same poll."""
    request = send(pair.to_bob, poll())
    first, second = await pair.alice(request), await pair.alice(request)
    assert sent_id(first) == sent_id(second)
    polls = await pair.harness.app.db.peek(lambda view: view.fetchval("SELECT COUNT(*) FROM polls"))
    assert polls == 1


async def test_polls_are_no_album(pair: Pair) -> None:
    album = [
        types.InputSingleMedia(media=types.InputMediaPoll(poll=poll()), random_id=random_id(), message="")
        for _ in range(2)
    ]
    with pytest.raises(rpc_errors.MEDIA_INVALID):
        await pair.alice(messages.SendMultiMedia(peer=pair.to_bob, multi_media=album))


async def test_an_older_client_sees_and_answers_polls(pair: Pair) -> None:
    """Layer 200 names right answers by their option, and knows no poll without figures."""
    old = await pair.harness.client(ALICE, layer=200)
    peer = pair.to_bob
    made = types.InputMediaPoll(poll=poll(quiz=True, hide_results_until_close=True), correct_answers=[1])
    mine = sent_id(await old(messages.SendMedia(peer=peer, media=made, message="", random_id=random_id())))
    (update,) = (await old(vote(peer, mine, "bread"))).updates
    assert update.results.results is not None
    await old(close(peer, mine))
    _, seen = await shown(pair.alice, peer)
    assert [one.correct for one in seen.results.results] == [False, True, False]


async def test_one_answer_of_a_poll_may_be_replied_to(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, poll())))
    for option, kept in ((b"fish", b"fish"), (b"cake", None)):
        reply = types.InputReplyToMessage(reply_to_msg_id=mine, poll_option=option)
        await pair.alice(text(pair.to_bob, "this one", reply_to=reply))
        assert (await history(pair.bob, pair.to_alice)).messages[0].reply_to.poll_option == kept
        await pair.alice(messages.SaveDraft(peer=pair.to_bob, message="this", reply_to=reply))
        (draft,) = (await pair.alice(messages.GetAllDrafts())).updates
        assert draft.draft.reply_to.poll_option == kept
