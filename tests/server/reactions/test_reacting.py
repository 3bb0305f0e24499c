"""Reacting in private chats: counts, who reacted, what is unread, on every device and after having been away."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import ALICE, CAROL, Pair, dialog, history, peer_of, person, sent_id, text
from tests.server.reactions.reacting import counts, react, written


async def test_a_reaction_reaches_every_device(pair: Pair) -> None:
    mine, theirs = await written(pair)

    answer = await pair.bob(react(pair.to_alice, theirs, "👍", big=True))

    assert [(type(one), one.msg_id, counts(one.reactions)) for one in answer.updates] == [
        (types.UpdateMessageReactions, theirs, [("👍", 1, 0)])
    ]
    assert counts((await pair.bob.tablet.update(types.UpdateMessageReactions)).reactions) == [("👍", 1, 0)]
    for device in (pair.alice.phone, pair.alice.tablet):
        told = await device.update(types.UpdateMessageReactions)
        assert (told.peer, told.msg_id) == (types.PeerUser(user_id=pair.bob.user_id), mine)
        assert counts(told.reactions) == [("👍", 1, None)]
        assert not told.reactions.min
        (recent,) = told.reactions.recent_reactions
        assert (recent.peer_id, recent.big, recent.unread, recent.my) == (
            types.PeerUser(user_id=pair.bob.user_id),
            True,
            True,
            False,
        )
    shown = (await history(pair.bob, pair.to_alice)).messages[0].reactions
    assert counts(shown) == [("👍", 1, 0)]
    assert [(one.my, one.unread) for one in shown.recent_reactions] == [(True, False)]
    assert shown.can_see_list
    assert not shown.reactions_as_tags


async def test_several_reactions_in_the_order_of_their_giver(pair: Pair) -> None:
    mine, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👍"))
    await pair.alice(react(pair.to_bob, mine, "👍"))

    answer = await pair.bob(react(pair.to_alice, theirs, "🔥", "👍", "❤️"))

    assert counts(answer.updates[0].reactions) == [("👍", 2, 1), ("❤", 1, 2), ("🔥", 1, 0)]
    assert len(answer.updates[0].reactions.recent_reactions) == 4
    assert counts((await history(pair.alice, pair.to_bob)).messages[0].reactions) == [
        ("👍", 2, 0),
        ("❤", 1, None),
        ("🔥", 1, None),
    ]


async def test_taking_a_reaction_back(pair: Pair) -> None:
    """The message is as it was; the writer has nothing left to see."""
    mine, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👍"))
    assert (await dialog(pair.alice, pair.to_bob)).unread_reactions_count == 1

    answer = await pair.bob(functions.messages.SendReaction(peer=pair.to_alice, msg_id=theirs))

    assert answer.updates[0].reactions.results == []
    for reader, peer in ((pair.alice, pair.to_bob), (pair.bob, pair.to_alice)):
        assert (await history(reader, peer)).messages[0].reactions is None
    assert (await dialog(pair.alice, pair.to_bob)).unread_reactions_count == 0
    assert (await pair.alice.tablet.update(types.UpdateMessageReactions)).msg_id == mine
    assert (await pair.alice.tablet.update(types.UpdateMessageReactions)).reactions.results == []


async def test_what_may_not_be_given(pair: Pair) -> None:
    mine, theirs = await written(pair)
    carol = await person(pair.harness, CAROL, "Carol")
    to_carol = peer_of(pair.harness, pair.bob, carol)
    await pair.bob(react(pair.to_alice, theirs, "👍"))
    refused: list[tuple[type[rpc_errors.RpcError], functions.messages.SendReaction]] = [
        (rpc_errors.MESSAGE_NOT_MODIFIED, react(pair.to_alice, theirs, "👍")),
        (rpc_errors.REACTIONS_TOO_MANY, react(pair.to_alice, theirs, "👍", "👎", "🔥", "❤")),
        (rpc_errors.REACTIONS_TOO_MANY, react(pair.to_alice, theirs, *("👍" * 12))),
        (rpc_errors.REACTION_INVALID, react(pair.to_alice, theirs, "no emoji")),
        (rpc_errors.REACTION_EMPTY, react(pair.to_alice, theirs, "")),
        (rpc_errors.MESSAGE_ID_INVALID, react(pair.to_alice, theirs + 100, "👍")),
        (rpc_errors.MESSAGE_ID_INVALID, react(pair.to_alice, -1, "👍")),
        (rpc_errors.MESSAGE_ID_INVALID, react(to_carol, theirs, "👍")),
        (rpc_errors.PEER_ID_INVALID, react(types.InputPeerUser(user_id=77, access_hash=1), theirs, "👍")),
    ]
    for error, request in refused:
        with pytest.raises(error):
            await pair.bob(request)
    for reaction, error in (
        (types.ReactionPaid(), rpc_errors.REACTION_INVALID),
        (types.ReactionCustomEmoji(document_id=12), rpc_errors.DOCUMENT_INVALID),
    ):
        with pytest.raises(error):
            await pair.alice(functions.messages.SendReaction(peer=pair.to_bob, msg_id=mine, reaction=[reaction]))
    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await pair.alice(functions.messages.SendReaction(peer=pair.to_bob, msg_id=mine, reaction=[]))


@pytest.mark.rows("AC-1")
async def test_who_is_blocked_does_not_react(pair: Pair) -> None:
    mine, theirs = await written(pair)
    await pair.alice(functions.contacts.Block(id=pair.to_bob))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await pair.bob(react(pair.to_alice, theirs, "👍"))
    with pytest.raises(rpc_errors.YOU_BLOCKED_USER):
        await pair.alice(react(pair.to_bob, mine, "👍"))


async def test_a_service_message_may_be_reacted_to(pair: Pair) -> None:
    mine, _ = await written(pair)
    await pair.alice(functions.messages.UpdatePinnedMessage(peer=pair.to_bob, id=mine))
    service = (await history(pair.bob, pair.to_alice, limit=1)).messages[0]
    assert service.reactions_are_possible
    await pair.bob(react(pair.to_alice, service.id, "🎉"))
    assert counts((await history(pair.alice, pair.to_bob, limit=1)).messages[0].reactions) == [("🎉", 1, None)]


async def test_the_writer_sees_what_is_unread_until_it_is_read(pair: Pair) -> None:
    """messages.getUnreadReactions, readReactions; the writer's other device is told which messages were looked at."""
    mine = [sent_id(await pair.alice(text(pair.to_bob, str(number)))) for number in range(3)]
    theirs = [message.id for message in reversed((await history(pair.bob, pair.to_alice)).messages)]
    for message_id in theirs[:2]:
        await pair.bob(react(pair.to_alice, message_id, "👍"))
    await pair.alice(react(pair.to_bob, mine[2], "👍"))

    unread = await pair.alice(unread_in(pair.to_bob))
    assert [message.id for message in unread.messages] == [mine[1], mine[0]]
    assert (await dialog(pair.alice, pair.to_bob)).unread_reactions_count == 2
    assert (await pair.bob(unread_in(pair.to_alice))).messages == []

    read = await pair.alice(functions.messages.ReadReactions(peer=pair.to_bob))

    assert (read.pts_count, read.offset) == (2, 0)
    told = await pair.alice.tablet.update(types.UpdateReadMessagesContents)
    assert (told.messages, told.pts, told.pts_count) == ([mine[0], mine[1]], read.pts, 2)
    assert (await pair.alice(unread_in(pair.to_bob))).messages == []
    assert (await dialog(pair.alice, pair.to_bob)).unread_reactions_count == 0
    shown = (await history(pair.alice, pair.to_bob)).messages[1].reactions
    assert [one.unread for one in shown.recent_reactions] == [False]
    again = await pair.alice(functions.messages.ReadReactions(peer=pair.to_bob))
    assert (again.pts, again.pts_count) == (read.pts, 0)


async def test_reactions_to_one_message_are_read_with_its_contents(pair: Pair) -> None:
    """messages.readMessageContents is what clients call for a message that came into view."""
    mine, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👍"))
    await pair.bob(functions.messages.ReadMessageContents(id=[theirs]))
    assert (await dialog(pair.alice, pair.to_bob)).unread_reactions_count == 1

    read = await pair.alice(functions.messages.ReadMessageContents(id=[mine]))

    assert read.pts_count == 1
    assert (await pair.alice.tablet.update(types.UpdateReadMessagesContents)).messages == [mine]
    assert (await dialog(pair.alice, pair.to_bob)).unread_reactions_count == 0


async def test_deleting_takes_unread_reactions_along(pair: Pair) -> None:
    mine, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👍"))
    await pair.alice(functions.messages.DeleteMessages(id=[mine]))
    assert (await dialog(pair.alice, pair.to_bob)).unread_reactions_count == 0
    await pair.bob(react(pair.to_alice, theirs, "👍", "🔥"))
    assert len((await history(pair.bob, pair.to_alice)).messages[0].reactions.results) == 2
    await pair.bob(functions.messages.DeleteMessages(id=[theirs]))
    kept = await pair.harness.app.db.peek(lambda view: view.fetchval("SELECT COUNT(*) FROM reactions"))
    assert kept == 0


async def test_who_was_away_finds_the_reactions(pair: Pair) -> None:
    """Row UP-3: updates.getDifference tells of them though they move no pts, and shows them in new messages."""
    mine, theirs = await written(pair)
    before = await pair.alice.phone(functions.updates.GetState())
    await pair.alice.phone.disconnect()
    await pair.bob(react(pair.to_alice, theirs, "👍"))
    newer = sent_id(await pair.bob(text(pair.to_alice, "and this")))
    await pair.bob(react(pair.to_alice, newer, "🔥"))
    await pair.alice.phone.connect()

    missed = await pair.alice.phone(functions.updates.GetDifference(pts=before.pts, date=before.date, qts=before.qts))

    (new,) = missed.new_messages
    assert counts(new.reactions) == [("🔥", 1, None)]
    told = [update for update in missed.other_updates if isinstance(update, types.UpdateMessageReactions)]
    assert [(update.msg_id, counts(update.reactions)) for update in told] == [
        (mine, [("👍", 1, None)]),
        (new.id, [("🔥", 1, None)]),
    ]


async def test_reactions_asked_for_by_id(pair: Pair) -> None:
    """messages.getMessagesReactions."""
    mine, theirs = await written(pair)
    other, _ = await written(pair, "without")
    await pair.bob(react(pair.to_alice, theirs, "👍"))

    answer = await pair.alice(functions.messages.GetMessagesReactions(peer=pair.to_bob, id=[mine, other, 9_999]))

    assert {update.msg_id: counts(update.reactions) for update in answer.updates} == {
        mine: [("👍", 1, None)],
        other: [],
    }
    assert pair.bob.user_id in {user.id for user in answer.users}
    for ids in ([], [9_999]):
        with pytest.raises(rpc_errors.MSG_ID_INVALID):
            await pair.alice(functions.messages.GetMessagesReactions(peer=pair.to_bob, id=ids))


async def test_an_older_client_reads_reactions(pair: Pair) -> None:
    """Layer 150 has fewer fields, and no tags."""
    mine, theirs = await written(pair)
    await pair.bob(react(pair.to_alice, theirs, "👍"))
    old = await pair.harness.client(ALICE, layer=150)
    assert counts((await history(old, pair.to_bob)).messages[0].reactions) == [("👍", 1, None)]
    await old(react(pair.to_bob, mine, "🔥"))
    assert counts((await history(pair.bob, pair.to_alice)).messages[0].reactions) == [("👍", 1, 0), ("🔥", 1, None)]


def unread_in(peer: types.TypeInputPeer) -> functions.messages.GetUnreadReactions:
    zero: dict[str, int] = dict.fromkeys(("offset_id", "add_offset", "max_id", "min_id"), 0)
    return functions.messages.GetUnreadReactions(peer=peer, limit=100, **zero)
