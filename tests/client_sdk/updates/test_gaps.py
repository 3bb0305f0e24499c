"""The gap machine on a clock that is moved by hand (core.telegram.org/api/updates)."""

import pytest

from client_sdk.store.records import UpdateState
from client_sdk.updates import gaps as machine
from client_sdk.updates.gaps import Affected, Gaps
from client_sdk.updates.sequence import MAX_EARLY, PATIENCE
from mtproto.tl import types

ME, FRIEND, STRANGER = 1, 2, 3
BEGIN = UpdateState(pts=10, qts=5, date=1000, seq=20)


@pytest.fixture
def gaps():
    """A machine that knows our friend and us."""
    return Gaps(BEGIN, ME, {ME, FRIEND}.__contains__, now=0.0)


def deletion(pts, count=1):
    return types.UpdateDeleteMessages(messages=list(range(pts - count + 1, pts + 1)), pts=pts, pts_count=count)


def secret(qts):
    return types.UpdateNewEncryptedMessage(
        message=types.EncryptedMessageService(random_id=qts, chat_id=1, date=0, bytes=b""), qts=qts
    )


def typing(user_id=FRIEND):
    return types.UpdateUserTyping(user_id=user_id, action=types.SendMessageTypingAction())


def short(update, date=1001):
    return types.UpdateShort(update=update, date=date)


def container(*updates, seq=0, start=None, date=1001):
    if start is None:
        return types.Updates(updates=list(updates), users=[], chats=[], date=date, seq=seq)
    return types.UpdatesCombined(updates=list(updates), users=[], chats=[], date=date, seq_start=start, seq=seq)


def message_from(user_id, pts):
    return types.UpdateShortMessage(id=pts, user_id=user_id, message="hi", pts=pts, pts_count=1, date=1001)


def told(gaps):
    """The updates put out since the last look."""
    return [delivery.update for delivery in gaps.take() if delivery.update is not None]


def difference(*updates, pts, slice_=False, seq=20):
    state = types.updates.State(pts=pts, qts=5, date=1005, seq=seq, unread_count=0)
    lists = {"new_messages": [], "new_encrypted_messages": [], "users": [], "chats": []}
    if slice_:
        return types.updates.DifferenceSlice(other_updates=list(updates), intermediate_state=state, **lists)
    return types.updates.Difference(other_updates=list(updates), state=state, **lists)


def test_what_is_next_goes_out_with_the_state_after_it(gaps):
    gaps.receive(short(deletion(12, 2)), 0.0)
    (delivery,) = gaps.take()
    assert delivery.update == deletion(12, 2)
    assert delivery.state == UpdateState(pts=12, qts=5, date=1001, seq=20)


def test_what_comes_again_is_not_put_out_again(gaps):
    for _ in range(2):
        gaps.receive(short(deletion(11)), 0.0)
        gaps.receive(short(secret(6)), 0.0)
        gaps.receive(container(typing(), seq=21), 0.0)
    assert told(gaps) == [deletion(11), secret(6), typing()]
    assert not gaps.wants_difference


@pytest.mark.parametrize(
    ("early", "missing"),
    [
        (short(deletion(12)), short(deletion(11))),
        (short(secret(7)), short(secret(6))),
        (container(typing(), seq=22), container(typing(ME), seq=21)),
    ],
    ids=["pts", "qts", "seq"],
)
def test_what_is_reordered_waits_and_goes_out_in_order(gaps, early, missing):
    gaps.receive(early, 0.0)
    assert gaps.take() == []
    assert gaps.deadline() == PATIENCE
    gaps.receive(missing, PATIENCE / 2)
    states = [delivery.state for delivery in gaps.take()]
    assert len(states) == 2
    assert (states[0].pts, states[0].qts, states[0].seq) != (states[1].pts, states[1].qts, states[1].seq)
    assert states[1] == gaps.state
    assert gaps.deadline() > PATIENCE
    assert not gaps.wants_difference


def test_what_stays_missing_for_half_a_second_is_asked_for(gaps):
    gaps.receive(short(deletion(12)), 0.0)
    gaps.tick(PATIENCE - 0.01)
    assert not gaps.may_ask
    gaps.tick(PATIENCE)
    assert gaps.may_ask
    question = gaps.ask()
    assert (question.pts, question.qts, question.date) == (10, 5, 1000)
    gaps.difference(difference(deletion(11), deletion(12), pts=12), 1.0)
    assert told(gaps) == [deletion(11), deletion(12)]
    assert gaps.state.pts == 12
    assert not gaps.wants_difference


def test_what_comes_while_a_difference_is_fetched_waits_for_it(gaps):
    gaps.missed()
    gaps.ask()
    gaps.receive(short(deletion(12)), 0.0)
    gaps.receive(short(deletion(13)), 0.0)
    assert gaps.take() == []
    gaps.difference(difference(deletion(11), deletion(12), pts=12), 0.1)
    assert told(gaps) == [deletion(11), deletion(12), deletion(13)]
    assert gaps.state.pts == 13


def test_slices_are_asked_for_until_the_last_and_stored_one_by_one(gaps):
    gaps.missed()
    gaps.ask()
    gaps.difference(difference(deletion(11), pts=11, slice_=True), 0.0)
    assert [delivery.state and delivery.state.pts for delivery in gaps.take()] == [None, 11]
    assert gaps.may_ask
    assert gaps.ask().pts == 11
    gaps.difference(difference(deletion(12), pts=12), 0.0)
    assert [delivery.state and delivery.state.pts for delivery in gaps.take()] == [None, 12]
    assert not gaps.wants_difference


def test_too_long_a_gap_is_told_and_jumped_over(gaps):
    gaps.missed()
    gaps.ask()
    gaps.difference(types.updates.DifferenceTooLong(pts=5000), 0.0)
    assert told(gaps) == [types.UpdatesTooLong()]
    assert gaps.may_ask
    assert gaps.ask().pts == 5000


def test_an_empty_difference_ends_the_search(gaps):
    gaps.receive(types.UpdatesTooLong(), 0.0)
    assert gaps.may_ask
    gaps.ask()
    gaps.difference(types.updates.DifferenceEmpty(date=1009, seq=25), 0.0)
    assert gaps.state == UpdateState(pts=10, qts=5, date=1009, seq=25)
    assert gaps.take()[-1].state == gaps.state
    assert not gaps.wants_difference


def test_what_is_missed_while_a_difference_is_fetched_is_asked_for_after_it(gaps):
    gaps.missed()
    gaps.ask()
    gaps.missed()
    gaps.difference(difference(deletion(11), pts=11), 0.0)
    assert gaps.may_ask
    gaps.ask()
    gaps.difference(difference(pts=11), 0.0)
    assert not gaps.wants_difference


def test_a_short_message_of_a_known_user_is_written_out(gaps):
    gaps.receive(message_from(FRIEND, 11), 0.0)
    (update,) = told(gaps)
    assert isinstance(update, types.UpdateNewMessage)
    assert update.message.from_id == update.message.peer_id == types.PeerUser(user_id=FRIEND)
    assert (update.message.message, update.pts) == ("hi", 11)


def test_a_short_message_of_an_unknown_user_is_fetched_with_them(gaps):
    gaps.receive(message_from(STRANGER, 11), 0.0)
    assert gaps.take() == []
    assert gaps.may_ask
    assert gaps.state.pts == 10


def test_the_answer_to_a_call_of_ours_moves_the_pts_without_an_update(gaps):
    gaps.receive(short(deletion(13)), 0.0)
    gaps.receive(Affected(pts=12, pts_count=2), 0.0)
    assert [(d.update, d.state.pts) for d in gaps.take()] == [(None, 12), (deletion(13), 13)]


def test_a_container_counts_from_its_first_seq_and_its_pts_by_themselves(gaps):
    gaps.receive(container(typing(), deletion(11), seq=23, start=22), 0.0)
    assert told(gaps) == [deletion(11)]
    gaps.receive(container(typing(ME), seq=21), 0.0)
    assert told(gaps) == [typing(ME), typing()]
    assert gaps.state == UpdateState(pts=11, qts=5, date=1001, seq=23)


def test_a_channel_counts_for_itself(gaps):
    update = types.UpdateDeleteChannelMessages(channel_id=9, messages=[1], pts=700, pts_count=1)
    gaps.receive(short(update), 0.0)
    assert told(gaps) == [update]
    assert gaps.state.pts == 10


def test_a_quarter_of_an_hour_of_silence_is_looked_into(gaps):
    gaps.receive(short(typing()), 100.0)
    assert gaps.deadline() == 100.0 + machine.IDLE
    gaps.tick(100.0 + machine.IDLE)
    assert gaps.may_ask


def test_a_difference_that_fails_is_asked_for_again_after_a_pause(gaps):
    gaps.missed()
    gaps.ask()
    gaps.failed(0.0)
    assert not gaps.may_ask
    assert gaps.deadline() == machine.RETRY
    gaps.tick(machine.RETRY)
    assert gaps.may_ask


def test_more_early_updates_than_reordering_explains_are_not_waited_for(gaps):
    for pts in range(12, 12 + MAX_EARLY + 1):
        gaps.receive(short(deletion(pts)), 0.0)
    assert gaps.may_ask


def test_more_postponed_updates_than_fit_are_let_go_and_fetched(gaps):
    gaps.missed()
    gaps.ask()
    for pts in range(11, 11 + machine.MAX_POSTPONED + 1):
        gaps.receive(short(deletion(pts)), 0.0)
    gaps.difference(difference(pts=10), 0.0)
    assert gaps.take()[-1].update is None
    assert gaps.may_ask


def test_a_repeated_answer_to_sending_tells_nothing_new(gaps):
    """A message sent twice under one random_id is answered twice, the second time with a pts_count of 0."""
    message = types.Message(id=1, peer_id=types.PeerUser(user_id=FRIEND), date=1001, message="once")
    for count in (1, 0):
        gaps.receive(container(types.UpdateNewMessage(message=message, pts=11, pts_count=count)), 0.0)
    assert [update.message.message for update in told(gaps)] == ["once"]
    assert gaps.state.pts == 11
