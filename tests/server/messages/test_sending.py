"""messages.sendMessage: copies, ids, pts, answers, refusals."""

import asyncio

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import Pair, dialog, history, random_id, text, texts, user_of


async def test_every_device_of_both_hears_of_a_message(pair: Pair) -> None:
    """The sender's device is answered, the other three devices are told, all with the same pts per box."""
    answer = await pair.alice(text(pair.to_bob, "hello"))

    assert isinstance(answer, types.UpdateShortSentMessage)
    (own,) = [await pair.alice.tablet.update(types.UpdateNewMessage)]
    assert (own.message.id, own.pts, own.pts_count) == (answer.id, answer.pts, 1)
    assert own.message.out
    for device in (pair.bob.phone, pair.bob.tablet):
        told = await device.update(types.UpdateNewMessage)
        assert told.message.message == "hello"
        assert not told.message.out
        assert told.message.from_id == types.PeerUser(user_id=pair.alice.user_id)
    assert pair.alice.phone.updates.empty()


async def test_people_who_know_each_other_are_told_in_the_short_form(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    await pair.bob.phone.update(types.UpdateNewMessage)
    await pair.alice(text(pair.to_bob, "two"))

    short = await pair.bob.phone.update(types.UpdateShortMessage)
    assert (short.message, short.user_id, short.out) == ("two", pair.alice.user_id, False)
    own = await pair.alice.tablet.update(types.UpdateShortMessage)
    assert (own.message, own.user_id, own.out) == ("two", pair.bob.user_id, True)


@pytest.mark.rows("U1", "UP-1")
async def test_pts_rises_by_one_for_each_message_from_many_writers(pair: Pair) -> None:
    """Both sides write at once; each box's log numbers its pts without a gap or a repeat."""
    calls = [pair.alice.phone.begin(text(pair.to_bob, f"a{n}")) for n in range(50)]
    calls += [pair.alice.tablet.begin(text(pair.to_bob, f"b{n}")) for n in range(50)]
    calls += [pair.bob.phone.begin(text(pair.to_alice, f"c{n}")) for n in range(50)]
    calls += [pair.bob.tablet.begin(text(pair.to_alice, f"d{n}")) for n in range(50)]
    await asyncio.gather(*calls)

    for person, to in ((pair.alice, pair.to_bob), (pair.bob, pair.to_alice)):
        state = await person(functions.updates.GetState())
        assert state.pts == person.pts + 200
        difference = await person(functions.updates.GetDifference(pts=person.pts, date=0, qts=0))
        ids = [message.id for message in difference.new_messages]
        assert ids == list(range(ids[0], ids[0] + 200))
        assert len((await history(person, to)).messages) == 100
        log = await pair.harness.app.db.read(
            lambda view, box=person.user_id: view.fetchall(
                "SELECT pts FROM events WHERE box = ? AND pts_count > 0 "
                "UNION ALL SELECT pts FROM messages WHERE box = ? ORDER BY pts",
                (box, box),
            )
        )
        assert [pts for (pts,) in log] == list(range(2, state.pts + 1))


@pytest.mark.rows("DU-2")
async def test_a_retry_gets_the_first_result(pair: Pair) -> None:
    request = text(pair.to_bob, "once")
    first = await pair.alice(request)
    again = await pair.alice.tablet(request)

    (sent,) = [update for update in again.updates if isinstance(update, types.UpdateNewMessage)]
    (named,) = [update for update in again.updates if isinstance(update, types.UpdateMessageID)]
    assert sent.message.id == named.id == first.id
    assert sent.pts_count == 0
    assert await texts(pair.bob, pair.to_alice) == ["once"]


@pytest.mark.rows("DU-2")
async def test_races_of_one_random_id_store_one_message(pair: Pair) -> None:
    """A thousand pairs of equal requests in flight at once, from two devices."""
    first = random_id() + 1_000_000
    for start in range(0, 1000, 100):
        calls = []
        for number in range(start, start + 100):
            request = text(pair.to_bob, str(number), random_id=first + number)
            calls += [pair.alice.phone.begin(request), pair.alice.tablet.begin(request)]
        await asyncio.gather(*calls)

    assert (await history(pair.bob, pair.to_alice, limit=1)).count == 1000
    assert (await pair.alice(functions.updates.GetState())).pts == pair.alice.pts + 1000


async def test_the_same_random_id_may_go_to_another_peer(pair: Pair) -> None:
    request = text(pair.to_bob, "to bob")
    await pair.alice(request)
    await pair.alice(text(types.InputPeerSelf(), "to myself", random_id=request.random_id))

    assert await texts(pair.alice, types.InputPeerSelf()) == ["to myself"]


async def test_saved_messages_stand_in_one_box(pair: Pair) -> None:
    answer = await pair.alice(text(types.InputPeerSelf(), "a note"))
    told = await pair.alice.tablet.update(types.UpdateNewMessage)

    assert answer.updates[-1].pts == pair.alice.pts + 1
    assert told.message.saved_peer_id == told.message.peer_id
    assert not told.message.out
    assert told.message.peer_id == types.PeerUser(user_id=pair.alice.user_id)
    assert (await dialog(pair.alice, types.InputPeerSelf())).unread_count == 0


async def test_entities_are_kept_by_utf16_and_links_found(pair: Pair) -> None:
    message = "👋 bold https://example.com @alice"
    answer = await pair.alice(text(pair.to_bob, message, entities=[types.MessageEntityBold(offset=3, length=4)]))

    bold, url, mention = answer.entities
    assert (bold.offset, bold.length) == (3, 4)
    assert isinstance(url, types.MessageEntityUrl)
    assert (url.offset, url.length) == (8, 19)
    assert isinstance(mention, types.MessageEntityMention)


async def test_in_a_private_chat_a_name_is_shown_and_counts_as_no_mention(pair: Pair) -> None:
    mention = types.InputMessageEntityMentionName(
        offset=0, length=3, user_id=user_of(pair.harness, pair.alice, pair.bob)
    )
    await pair.alice(text(pair.to_bob, "you there", entities=[mention]))

    told = await pair.bob.phone.update(types.UpdateNewMessage)
    assert told.message.entities == [types.MessageEntityMentionName(offset=0, length=3, user_id=pair.bob.user_id)]
    assert not told.message.mentioned
    assert not told.message.media_unread
    assert (await dialog(pair.bob, pair.to_alice)).unread_mentions_count == 0


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"random_id": 0}, rpc_errors.RANDOM_ID_EMPTY),
        ({"random_id": 0, "entities": [types.MessageEntityBold(offset=0, length=1)]}, rpc_errors.RANDOM_ID_EMPTY),
        ({"message": "  \n"}, rpc_errors.MESSAGE_EMPTY),
        ({"message": "x" * 4097}, rpc_errors.MESSAGE_TOO_LONG),
        ({"entities": [types.MessageEntityBold(offset=0, length=9)]}, rpc_errors.ENTITY_BOUNDS_INVALID),
        ({"entities": [types.MessageEntityBold(offset=-1, length=1)]}, rpc_errors.ENTITY_BOUNDS_INVALID),
        ({"reply_to": types.InputReplyToMessage(reply_to_msg_id=77)}, rpc_errors.REPLY_MESSAGE_ID_INVALID),
        ({"peer": types.InputPeerUser(user_id=1, access_hash=1)}, rpc_errors.PEER_ID_INVALID),
        ({"peer": types.InputPeerEmpty()}, rpc_errors.PEER_ID_INVALID),
        ({"peer": types.InputPeerChannel(channel_id=5, access_hash=5)}, rpc_errors.CHANNEL_INVALID),
    ],
)
async def test_what_cannot_be_sent(pair: Pair, fields: dict, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await pair.alice(text(**{"peer": pair.to_bob, "message": "hi", **fields}))
    assert (await pair.alice(functions.updates.GetState())).pts == pair.alice.pts


POST = types.SuggestedPost()
RICH = types.InputRichMessageHTML(html="<p>rich</p>")


async def test_what_is_not_there_is_refused_and_not_dropped(pair: Pair) -> None:
    """A suggested post, a rich message in HTML: sent, edited or drafted; a quote of one where there is none."""
    messages = functions.messages
    peer = pair.to_bob
    sent = await pair.alice(text(peer, "words"))
    quote = types.InputReplyToMessage(reply_to_msg_id=sent.id, quote_rich=[types.TextPlain(text="words")])
    dice = types.InputMediaDice(emoticon="🎲")
    for call, error in (
        (text(peer, "x", rich_message=RICH), rpc_errors.NOT_IMPLEMENTED),
        (text(peer, "x", reply_to=quote), rpc_errors.QUOTE_TEXT_INVALID),
        (text(peer, "x", suggested_post=POST), rpc_errors.SUGGESTED_POST_PEER_INVALID),
        (
            messages.SendMedia(peer=peer, media=dice, message="", random_id=random_id(), suggested_post=POST),
            rpc_errors.SUGGESTED_POST_PEER_INVALID,
        ),
        (messages.EditMessage(peer=peer, id=sent.id, rich_message=RICH), rpc_errors.NOT_IMPLEMENTED),
        (
            messages.EditMessage(peer=peer, id=sent.id, message="x", quick_reply_shortcut_id=1),
            rpc_errors.NOT_IMPLEMENTED,
        ),
        (messages.SaveDraft(peer=peer, message="x", rich_message=RICH), rpc_errors.NOT_IMPLEMENTED),
        (messages.SaveDraft(peer=peer, message="x", suggested_post=POST), rpc_errors.NOT_IMPLEMENTED),
    ):
        with pytest.raises(error):
            await pair.alice(call)
    assert await texts(pair.bob, pair.to_alice) == ["words"]


async def test_the_blocked_and_the_blocker_cannot_write(pair: Pair) -> None:
    from storage.accounts import blocks

    await pair.harness.app.db.write(lambda tx: blocks.block(tx, pair.bob.user_id, pair.alice.user_id, 0))

    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await pair.alice(text(pair.to_bob, "hi"))
    with pytest.raises(rpc_errors.YOU_BLOCKED_USER):
        await pair.bob(text(pair.to_alice, "hi"))
