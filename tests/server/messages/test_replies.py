"""What a message replies to, as each box has it, and as it stays when that is deleted (core.telegram.org/api/reply)."""

from functools import partial

import pytest

from mtproto.tl import functions, types
from storage.accounts import privacy
from storage.accounts.privacy import PrivacyKey, Rule, RuleKind
from storage.database import Tx
from tests.server.people import CAROL, Pair, newest, peer_of, person, sent_id, text

messages = functions.messages


async def answered(pair: Pair) -> tuple[int, int]:
    """Alice has asked and Bob has replied, with a quote; the ids of the question in the box of each."""
    await pair.alice(text(types.InputPeerSelf(), "so that the ids differ"))
    asked = sent_id(await pair.alice(text(pair.to_bob, "a question")))
    theirs = (await newest(pair.bob, pair.to_alice)).id
    quote = types.InputReplyToMessage(reply_to_msg_id=theirs, quote_text="question", quote_offset=2)
    await pair.bob(text(pair.to_alice, "an answer", reply_to=quote))
    return asked, theirs


async def test_a_reply_points_at_the_copy_in_each_box(pair: Pair) -> None:
    asked, theirs = await answered(pair)

    told = await pair.alice.phone.update(types.UpdateNewMessage)
    assert told.message.reply_to.reply_to_msg_id == asked
    assert told.message.reply_to.quote_text == "question"
    assert (await newest(pair.bob, pair.to_alice)).reply_to.reply_to_msg_id == theirs
    assert theirs != asked


async def test_it_points_there_still_when_that_is_deleted(pair: Pair) -> None:
    """In lists, by id, when it is edited, found or told again, and what it replies to is known by its id."""
    asked, theirs = await answered(pair)
    await pair.alice(messages.DeleteMessages(id=[asked], revoke=True))

    mine, his = await newest(pair.alice, pair.to_bob), await newest(pair.bob, pair.to_alice)
    assert (mine.reply_to.reply_to_msg_id, mine.reply_to.quote_text) == (asked, "question")
    assert his.reply_to.reply_to_msg_id == theirs
    empty = (await pair.bob(messages.GetMessages(id=[types.InputMessageReplyTo(id=his.id)]))).messages[0]
    assert empty == types.MessageEmpty(id=theirs)
    await pair.bob(messages.EditMessage(peer=pair.to_alice, id=his.id, message="a better answer"))
    edited = await pair.alice.phone.update(types.UpdateEditMessage)
    assert edited.message.reply_to.reply_to_msg_id == asked
    missed = await pair.alice(functions.updates.GetDifference(pts=pair.alice.pts, date=1, qts=0))
    assert [one.reply_to.reply_to_msg_id for one in missed.new_messages if one.reply_to] == [asked]


async def test_who_had_deleted_it_before_is_shown_no_id(pair: Pair) -> None:
    asked = sent_id(await pair.alice(text(pair.to_bob, "a question")))
    theirs = (await newest(pair.bob, pair.to_alice)).id
    await pair.alice(messages.DeleteMessages(id=[asked]))
    reply = types.InputReplyToMessage(reply_to_msg_id=theirs)
    await pair.bob(text(pair.to_alice, "an answer", reply_to=reply))

    assert (await newest(pair.alice, pair.to_bob)).reply_to.reply_to_msg_id is None
    assert (await newest(pair.bob, pair.to_alice)).reply_to.reply_to_msg_id == theirs


@pytest.mark.rows("AC-4")
async def test_who_hides_their_account_is_named_only_where_others_reply_to_them_elsewhere(pair: Pair) -> None:
    carol = await person(pair.harness, CAROL, "Carol")
    await pair.alice(text(pair.to_bob, "a question"))
    asked = (await newest(pair.bob, pair.to_alice)).id
    reply = types.InputReplyToMessage(reply_to_msg_id=asked, reply_to_peer_id=pair.to_alice, quote_text="question")
    shown = []
    save = partial(privacy.save, user_id=pair.alice.user_id, key=PrivacyKey.FORWARDS)
    for allowed in (True, False):
        await pair.harness.app.db.write(partial(save, rules=(Rule(allowed, RuleKind.ALL),)))
        await pair.bob(text(peer_of(pair.harness, pair.bob, carol), "an answer", reply_to=reply))
        shown.append((await newest(carol, peer_of(pair.harness, carol, pair.bob))).reply_to.reply_from)
    assert [(one.from_id, one.from_name) for one in shown] == [
        (types.PeerUser(user_id=pair.alice.user_id), None),
        (None, "Alice"),
    ]


async def test_what_is_scheduled_replies_to_it_before_and_after(pair: Pair) -> None:
    asked = sent_id(await pair.alice(text(pair.to_bob, "a question")))
    later = int(pair.harness.clock.now()) + 900
    reply = types.InputReplyToMessage(reply_to_msg_id=asked)
    await pair.alice(text(pair.to_bob, "in time", reply_to=reply, schedule_date=later))
    await pair.alice(messages.DeleteMessages(id=[asked]))

    waiting = (await pair.alice(messages.GetScheduledHistory(peer=pair.to_bob, hash=0))).messages[0]
    assert waiting.reply_to.reply_to_msg_id == asked
    await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[waiting.id]))
    assert (await newest(pair.alice, pair.to_bob)).reply_to.reply_to_msg_id == asked


@pytest.mark.parametrize("deleted", [False, True])
async def test_replies_from_before_places_were_noted(pair: Pair, deleted: bool) -> None:
    """They point at what is there."""
    asked, _ = await answered(pair)

    async def forget(tx: Tx) -> None:
        await tx.execute("DELETE FROM replied_to")

    await pair.harness.app.db.write(forget)
    if deleted:
        await pair.alice(messages.DeleteMessages(id=[asked]))
    shown = await newest(pair.alice, pair.to_bob)
    assert shown.reply_to.reply_to_msg_id == (None if deleted else asked)
