"""messages.forwardMessages: headers, albums, what is protected."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from storage.accounts import privacy
from storage.accounts.privacy import PrivacyKey, Rule, RuleKind
from tests.server.people import CAROL, Pair, forward, history, peer_of, person, random_id, sent_id, text, texts


async def test_a_forward_names_its_writer_and_where_it_was_saved_from(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "words"))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0]
    await pair.bob(forward(pair.to_alice, types.InputPeerSelf(), [theirs.id]))

    (saved,) = (await history(pair.bob, types.InputPeerSelf())).messages
    assert saved.message == "words"
    assert saved.fwd_from.from_id == types.PeerUser(user_id=pair.alice.user_id)
    assert saved.fwd_from.date == theirs.date
    assert saved.fwd_from.saved_from_peer == types.PeerUser(user_id=pair.alice.user_id)
    assert saved.fwd_from.saved_from_msg_id == theirs.id
    assert (saved.fwd_from.saved_from_id, saved.fwd_from.saved_out) == (None, False)
    assert saved.saved_peer_id == types.PeerUser(user_id=pair.alice.user_id)


async def test_the_first_writer_stays_and_the_place_does_not_travel(pair: Pair) -> None:
    carol = await person(pair.harness, CAROL, "Carol")
    await pair.alice(text(pair.to_bob, "words"))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0].id
    await pair.bob(forward(pair.to_alice, types.InputPeerSelf(), [theirs]))
    saved = (await history(pair.bob, types.InputPeerSelf())).messages[0].id
    await pair.bob(forward(types.InputPeerSelf(), peer_of(pair.harness, pair.bob, carol), [saved]))

    (got,) = (await history(carol, peer_of(pair.harness, carol, pair.bob))).messages
    assert got.fwd_from.from_id == types.PeerUser(user_id=pair.alice.user_id)
    assert got.fwd_from.saved_from_peer is None


@pytest.mark.rows("AC-4")
async def test_who_hides_their_account_is_named_only(pair: Pair) -> None:
    nobody = (Rule(False, RuleKind.ALL),)
    await pair.harness.app.db.write(lambda tx: privacy.save(tx, pair.alice.user_id, PrivacyKey.FORWARDS, nobody))
    await pair.alice(text(pair.to_bob, "words"))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0].id
    await pair.bob(forward(pair.to_alice, pair.to_alice, [theirs]))

    header = (await history(pair.bob, pair.to_alice)).messages[0].fwd_from
    assert (header.from_id, header.from_name) == (None, "Alice")


async def test_dropping_the_author(pair: Pair) -> None:
    """The answer is not the short one, although it would fit: TDLib and mtcute take it for a text that they send."""
    sent = await pair.alice(text(pair.to_bob, "words"))
    answer = await pair.alice(forward(pair.to_bob, pair.to_bob, [sent.id], drop_author=True))
    assert isinstance(answer, types.Updates)
    assert (await history(pair.bob, pair.to_alice)).messages[0].fwd_from is None


@pytest.mark.rows("DU-2")
async def test_a_retried_forward_is_one(pair: Pair) -> None:
    sent = [(await pair.alice(text(pair.to_bob, str(number)))).id for number in range(3)]
    request = forward(pair.to_bob, types.InputPeerSelf(), sent)
    await pair.alice(request)
    await pair.alice.tablet(request)
    assert [m.message for m in (await history(pair.alice, types.InputPeerSelf())).messages] == ["2", "1", "0"]


async def test_of_what_is_forwarded_some_may_have_gone_meanwhile(pair: Pair) -> None:
    """The rest is forwarded, and the answer tells which that is."""
    sent = [(await pair.alice(text(pair.to_bob, str(number)))).id for number in range(3)]
    await pair.alice(functions.messages.DeleteMessages(id=[sent[1]]))
    ids = [random_id() for _ in sent]
    answer = await pair.alice(forward(pair.to_bob, types.InputPeerSelf(), sent, random_id=ids))
    named = [update.random_id for update in answer.updates if isinstance(update, types.UpdateMessageID)]
    assert named == [ids[0], ids[2]]
    assert await texts(pair.alice, types.InputPeerSelf()) == ["0", "2"]


async def test_forwards_without_ids_of_their_own_are_refused(pair: Pair) -> None:
    """The second would be taken for the first."""
    sent = await pair.alice(text(pair.to_bob, "words"))
    with pytest.raises(rpc_errors.RANDOM_ID_EMPTY):
        await pair.alice(forward(pair.to_bob, types.InputPeerSelf(), [sent.id], random_id=[0]))


@pytest.mark.parametrize("plain", [False, True])
async def test_of_a_location_that_moves_the_point_is_forwarded(pair: Pair, plain: bool) -> None:
    """Nobody would move the copy, which would look as if its sender were still there."""
    point = types.InputGeoPoint(lat=48.5, long=2.25)
    live = types.InputMediaGeoLive(geo_point=point, period=900, heading=90)
    sent = await pair.alice(
        functions.messages.SendMedia(peer=pair.to_bob, media=live, message="", random_id=random_id())
    )
    await pair.alice(forward(pair.to_bob, pair.to_bob, [sent_id(sent)], drop_author=plain))
    copy, first = (await history(pair.bob, pair.to_alice)).messages
    assert isinstance(first.media, types.MessageMediaGeoLive)
    assert isinstance(copy.media, types.MessageMediaGeo)
    assert (copy.media.geo.lat, copy.media.geo.long) == (48.5, 2.25)


async def test_what_cannot_be_forwarded(pair: Pair) -> None:
    protected = sent_id(await pair.alice(text(pair.to_bob, "words", noforwards=True)))
    answer = await pair.alice(
        functions.messages.SendScreenshotNotification(
            peer=pair.to_bob, reply_to=types.InputReplyToMessage(reply_to_msg_id=0), random_id=random_id()
        )
    )
    service = sent_id(answer)
    for ids, error in (
        ([protected], rpc_errors.CHAT_FORWARDS_RESTRICTED),
        ([service], rpc_errors.MESSAGE_ID_INVALID),
        ([protected + 1000], rpc_errors.MESSAGE_ID_INVALID),
        ([], rpc_errors.MESSAGE_IDS_EMPTY),
    ):
        with pytest.raises(error):
            await pair.alice(forward(pair.to_bob, types.InputPeerSelf(), ids))
    with pytest.raises(rpc_errors.RANDOM_ID_INVALID):
        await pair.alice(forward(pair.to_bob, types.InputPeerSelf(), [1, 2], random_id=[5]))
