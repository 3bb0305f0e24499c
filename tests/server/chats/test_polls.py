"""Polls among several: who voted for what, answers that others add, votes the author has not seen."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.chats.conftest import Group
from tests.server.people import dialog, forward, history, peer_of, sent_id, text, words
from tests.server.polls.polling import close, figures, poll, quiz, send, vote
from tests.server.search.asking import search

messages = functions.messages


async def asked(group: Group, **fields: Any) -> dict[int, int]:
    """Alice asks the group; the id of the message in each member's box."""
    await group.alice(send(group.peer, poll(**fields)))
    ids = {}
    for member in (group.alice, group.bob, group.carol):
        ids[member.user_id] = (await history(member, group.peer)).messages[0].id
    return ids


async def test_everyone_in_the_group_hears_of_a_vote_as_they_may(group: Group) -> None:
    ids = await asked(group)
    await group.carol(vote(group.peer, ids[group.carol.user_id], "soup"))
    await group.bob(vote(group.peer, ids[group.bob.user_id], "soup"))
    for device, member, seen in (
        (group.alice.phone, group.alice, {}),
        (group.alice.tablet, group.alice, {}),
        (group.carol.phone, group.carol, {b"soup": 2, b"bread": 0, b"fish": 0}),
    ):
        update = await device.update(types.UpdateMessagePoll)
        while update.results.total_voters < 2:
            update = await device.update(types.UpdateMessagePoll)
        assert (update.msg_id, figures(update.results)) == (ids[member.user_id], seen)
    with pytest.raises(rpc_errors.MSG_ID_INVALID):  # nobody may see who it was
        await group.bob(messages.GetPollVotes(peer=group.peer, id=ids[group.bob.user_id], limit=10))


async def test_looking_at_a_poll_sees_votes_and_reactions_at_once(group: Group) -> None:
    """A message is told once, however many sorts of news it has."""
    ids = await asked(group, public_voters=True)
    theirs, mine = ids[group.bob.user_id], ids[group.alice.user_id]
    await group.bob(vote(group.peer, theirs, "soup"))
    heart = types.ReactionEmoji(emoticon="\N{HEAVY BLACK HEART}")
    await group.bob(messages.SendReaction(peer=group.peer, msg_id=theirs, reaction=[heart]))
    assert (await group.alice(messages.ReadMessageContents(id=[mine]))).pts_count == 1
    assert (await group.alice.tablet.update(types.UpdateReadMessagesContents)).messages == [mine]
    shown = await dialog(group.alice, group.peer)
    assert (shown.unread_reactions_count, shown.unread_poll_votes_count) == (0, 0)


async def test_public_votes_are_shown_to_voters_page_by_page(group: Group) -> None:
    ids = await asked(group, public_voters=True, multiple_choice=True)
    await group.bob(vote(group.peer, ids[group.bob.user_id], "soup", "fish"))
    mine = ids[group.alice.user_id]
    with pytest.raises(rpc_errors.POLL_VOTE_REQUIRED):
        await group.alice(messages.GetPollVotes(peer=group.peer, id=mine, limit=10))
    await group.harness.advance(2)
    await group.carol(vote(group.peer, ids[group.carol.user_id], "fish"))
    await group.harness.advance(2)
    done = await group.alice(vote(group.peer, mine, "fish"))
    results = done.updates[0].results
    newest = [types.PeerUser(user_id=one.user_id) for one in (group.alice, group.carol, group.bob)]
    assert results.recent_voters == newest
    assert [one.recent_voters for one in results.results] == [newest[2:], [], newest]
    assert {user.id for user in done.users} >= {one.user_id for one in newest}

    found, offset = [], ""
    while offset is not None:
        page = await group.alice(messages.GetPollVotes(peer=group.peer, id=mine, limit=1, offset=offset))
        assert page.count == 3
        found += page.votes
        offset = page.next_offset
    assert [one.peer for one in found] == newest
    assert [getattr(one, "options", None) or one.option for one in found] == [b"fish", b"fish", [b"soup", b"fish"]]
    only = await group.alice(messages.GetPollVotes(peer=group.peer, id=mine, option=b"soup", limit=10))
    assert (only.count, [type(one) for one in only.votes]) == (1, [types.MessagePeerVoteInputOption])
    with pytest.raises(rpc_errors.OPTION_INVALID):
        await group.alice(messages.GetPollVotes(peer=group.peer, id=mine, option=b"cake", limit=10))


async def test_who_has_left_neither_votes_nor_sees_more(group: Group) -> None:
    """Rows AC-1 to AC-4: outsiders and former members."""
    ids = await asked(group, public_voters=True)
    theirs = ids[group.bob.user_id]
    await group.bob(vote(group.peer, theirs, "soup"))
    await group.remove(group.alice, group.bob)
    await group.carol(vote(group.peer, ids[group.carol.user_id], "fish"))
    (shown,) = (await group.bob(messages.GetPollResults(peer=group.peer, msg_id=theirs, poll_hash=0))).updates
    assert (shown.results.min, shown.results.results, shown.results.total_voters) == (True, None, None)
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(vote(group.peer, theirs))
    with pytest.raises(rpc_errors.MSG_ID_INVALID):
        await group.bob(messages.GetPollVotes(peer=group.peer, id=theirs, limit=10))
    for call in (
        vote(group.peer, theirs, "soup"),
        messages.GetPollResults(peer=group.peer, msg_id=theirs, poll_hash=0),
        messages.GetPollVotes(peer=group.peer, id=theirs, limit=10),
        messages.AddPollAnswer(peer=group.peer, msg_id=theirs, answer=types.InputPollAnswer(text=words("x"))),
        messages.DeletePollAnswer(peer=group.peer, msg_id=theirs, option=b"soup"),
        messages.GetUnreadPollVotes(peer=group.peer, offset_id=0, add_offset=0, limit=9, max_id=0, min_id=0),
        messages.ReadPollVotes(peer=group.peer),
    ):
        with pytest.raises(rpc_errors.PEER_ID_INVALID):
            await group.dave(call)


@pytest.mark.rows("AC-2", "AC-3")
async def test_who_has_left_sees_a_poll_as_it_was_asked(group: Group) -> None:
    """Neither answers that were added nor that it was closed since, and nothing tells that something has changed."""
    ids = await asked(group, open_answers=True)
    theirs = ids[group.bob.user_id]
    results = messages.GetPollResults(peer=group.peer, msg_id=theirs, poll_hash=0)
    await group.remove(group.alice, group.bob)
    (before,) = (await group.bob(results)).updates
    await group.carol(added(group, ids[group.carol.user_id], "cake"))
    await group.alice(close(group.peer, ids[group.alice.user_id]))
    assert (await group.bob(results)).updates == [before]
    (own,) = [one for one in (await history(group.bob, group.peer)).messages if one.id == theirs]
    assert own.media.poll == before.poll
    assert [one.text.text for one in before.poll.answers] == ["soup", "bread", "fish"]
    saved, cake = types.InputPeerSelf(), types.InputReplyToMessage(reply_to_msg_id=theirs, reply_to_peer_id=group.peer)
    for option, known in ((b"soup", b"soup"), (b"3", None)):
        cake.poll_option = option
        await group.bob(text(saved, "that one", reply_to=cake))
        assert (await history(group.bob, saved)).messages[0].reply_to.poll_option == known
    find = search(group.peer, "cake")
    assert (await group.bob(find)).messages == []
    assert [one.id for one in (await group.carol(find)).messages] == [ids[group.carol.user_id]]
    await group.add(group.alice, group.bob)
    assert [one.id for one in (await group.bob(find)).messages] == [theirs]
    await group.remove(group.alice, group.bob)
    assert (await group.bob(find)).messages == []


@pytest.mark.rows("AC-2", "AC-3")
async def test_who_has_left_cannot_show_a_poll_elsewhere(group: Group) -> None:
    """Where they would see how it stands by now; what was asked they may ask themselves."""
    ids = await asked(group)
    quizzed = quiz(1)
    await group.alice(send(group.peer, quizzed))
    theirs, first = ids[group.bob.user_id], (await history(group.bob, group.peer)).messages[0].id
    await group.remove(group.bob, group.bob)
    await group.carol(vote(group.peer, ids[group.carol.user_id], "fish"))
    await group.alice(close(group.peer, (await history(group.alice, group.peer)).messages[1].id))
    me = types.InputPeerSelf()
    with pytest.raises(rpc_errors.CHAT_FORWARDS_RESTRICTED):
        await group.bob(forward(group.peer, me, [theirs]))
    with pytest.raises(rpc_errors.QUIZ_ANSWER_MISSING):  # its answer was told after they had gone
        await group.bob(forward(group.peer, me, [first], drop_author=True))
    await group.bob(forward(group.peer, me, [theirs], drop_author=True))
    (own,) = (await history(group.bob, me)).messages
    assert (own.media.results.total_voters, own.media.poll.creator) == (0, True)


async def test_polls_may_be_forbidden(group: Group) -> None:
    await group.forbid(send_polls=True)
    with pytest.raises(rpc_errors.CHAT_SEND_POLL_FORBIDDEN):
        await group.bob(send(group.peer, poll()))
    mine = sent_id(await group.bob(send(types.InputPeerSelf(), poll())))
    with pytest.raises(rpc_errors.CHAT_SEND_POLL_FORBIDDEN):
        await group.bob(forward(types.InputPeerSelf(), group.peer, [mine]))


def added(group: Group, message_id: int, answer: str) -> messages.AddPollAnswer:
    return messages.AddPollAnswer(peer=group.peer, msg_id=message_id, answer=types.InputPollAnswer(text=words(answer)))


async def test_others_add_answers_to_an_open_poll(group: Group) -> None:
    ids = await asked(group, open_answers=True)
    theirs = ids[group.bob.user_id]
    done = await group.bob(added(group, theirs, "cake"))
    update, told = done.updates
    cake = update.poll.answers[-1]
    assert (cake.text.text, cake.added_by) == ("cake", types.PeerUser(user_id=group.bob.user_id))
    assert isinstance(told.message.action, types.MessageActionPollAppendAnswer)
    assert (told.message.action.answer.option, told.message.reply_to.reply_to_msg_id) == (cake.option, theirs)
    heard = await group.alice.phone.update(types.UpdateMessagePoll)
    assert heard.poll.answers[-1].text.text == "cake"

    done = await group.carol(vote(group.peer, ids[group.carol.user_id], cake.option.decode()))
    assert figures(done.updates[0].results)[cake.option] == 1
    for gone, error in ((b"soup", rpc_errors.OPTION_INVALID), (cake.option, rpc_errors.DELETE_ANSWER_FORBIDDEN)):
        with pytest.raises(error):
            await group.carol(messages.DeletePollAnswer(peer=group.peer, msg_id=ids[group.carol.user_id], option=gone))
    delete = messages.DeletePollAnswer(peer=group.peer, msg_id=ids[group.alice.user_id], option=cake.option)
    update, told = (await group.alice(delete)).updates
    assert [one.text.text for one in update.poll.answers] == ["soup", "bread", "fish"]
    assert isinstance(told.message.action, types.MessageActionPollDeleteAnswer)
    assert update.results.total_voters == 0  # Carol's vote went with it


async def test_an_added_answer_is_its_authors_to_delete_only_while_it_is_new(group: Group) -> None:
    """For poll_answer_delete_period seconds; the creator may always (core.telegram.org/api/poll)."""
    ids = await asked(group, open_answers=True)
    theirs = ids[group.bob.user_id]
    answers = (await group.bob(added(group, theirs, "cake"))).updates[0].poll.answers
    delete = messages.DeletePollAnswer(peer=group.peer, msg_id=theirs, option=answers[-1].option)
    await group.harness.advance(299)
    assert len((await group.bob(delete)).updates[0].poll.answers) == 3
    await group.bob(added(group, theirs, "cake"))
    await group.harness.advance(301)
    with pytest.raises(rpc_errors.DELETE_ANSWER_FORBIDDEN):
        await group.bob(delete)


@pytest.mark.rows("AC-1")
async def test_who_may_send_no_polls_adds_no_answers(group: Group) -> None:
    theirs = (await asked(group, open_answers=True))[group.bob.user_id]
    for right, error in (
        ("send_polls", rpc_errors.CHAT_SEND_POLL_FORBIDDEN),
        ("send_messages", rpc_errors.CHAT_WRITE_FORBIDDEN),
    ):
        await group.forbid(**{right: True})
        with pytest.raises(error):
            await group.bob(added(group, theirs, "cake"))


async def test_answers_that_cannot_be_added(group: Group) -> None:
    fixed = (await asked(group))[group.bob.user_id]
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await group.bob(added(group, fixed, "cake"))
    ids = await asked(group, open_answers=True)
    theirs = ids[group.bob.user_id]
    for bad in ("", "x" * 101, "soup"):
        with pytest.raises(rpc_errors.POLL_ANSWER_INVALID):
            await group.bob(added(group, theirs, bad))
    for number in range(9):
        await group.bob(added(group, theirs, f"answer {number}"))
    with pytest.raises(rpc_errors.POLL_ANSWERS_INVALID):
        await group.bob(added(group, theirs, "one too many"))
    answers = (await history(group.bob, group.peer)).messages[9].media.poll.answers
    assert len({one.option for one in answers}) == 12
    await group.alice(close(group.peer, ids[group.alice.user_id]))
    for call in (
        added(group, theirs, "too late"),
        messages.DeletePollAnswer(peer=group.peer, msg_id=theirs, option=answers[-1].option),
    ):
        with pytest.raises(rpc_errors.MESSAGE_POLL_CLOSED):
            await group.bob(call)


async def test_votes_in_a_poll_wait_for_its_author(group: Group) -> None:
    ids = await asked(group, public_voters=True)
    mine = ids[group.alice.user_id]
    await group.alice(vote(group.peer, mine, "soup"))
    assert (await dialog(group.alice, group.peer)).unread_poll_votes_count == 0  # one's own is no news
    await group.bob(vote(group.peer, ids[group.bob.user_id], "fish"))
    update = await group.alice.tablet.update(types.UpdateMessagePoll)
    while not update.results.has_unread_votes:
        update = await group.alice.tablet.update(types.UpdateMessagePoll)
    assert (await dialog(group.alice, group.peer)).unread_poll_votes_count == 1
    unread = messages.GetUnreadPollVotes(peer=group.peer, offset_id=0, add_offset=0, limit=10, max_id=0, min_id=0)
    assert [one.id for one in (await group.alice(unread)).messages] == [mine]
    assert (await group.bob(unread)).messages == []

    read = await group.alice(messages.ReadPollVotes(peer=group.peer))
    assert (read.pts_count, read.offset) == (1, 0)
    assert (await group.alice.tablet.update(types.UpdateReadMessagesContents)).messages == [mine]
    assert (await group.alice(unread)).messages == []
    assert (await dialog(group.alice, group.peer)).unread_poll_votes_count == 0
    assert (await group.alice(messages.ReadPollVotes(peer=group.peer))).pts_count == 0
    assert (await group.alice(close(group.peer, mine))).updates[0].poll.closed


@pytest.mark.parametrize("blocked", [False, True])
async def test_votes_wait_for_no_author_who_has_gone_or_blocked_the_voter(group: Group, blocked: bool) -> None:
    ids = await asked(group, public_voters=True)
    if blocked:
        await group.alice(functions.contacts.Block(id=peer_of(group.harness, group.alice, group.bob)))
    else:
        await group.remove(group.alice, group.alice)
    await group.bob(vote(group.peer, ids[group.bob.user_id], "fish"))
    assert (await dialog(group.alice, group.peer)).unread_poll_votes_count == 0
