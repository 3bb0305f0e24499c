"""Media that need no files, pins, timers, scheduled messages, receipts, typing."""

from collections import Counter

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages.dice import throw
from storage.accounts import blocks
from storage.conversations.scheduled import WHEN_ONLINE
from tests.server.files.uploading import document, upload
from tests.server.people import Pair, dialog, history, random_id, sent_id, text, texts

HERE = types.InputGeoPoint(lat=52.5, long=13.25, accuracy_radius=20)
NOWHERE = types.InputGeoPoint(lat=float("nan"), long=0)


def media(peer: types.TypeInputPeer, given: types.TypeInputMedia, **fields: object) -> functions.messages.SendMedia:
    return functions.messages.SendMedia(
        **{"peer": peer, "media": given, "message": "", "random_id": random_id(), **fields}
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            types.InputMediaContact(phone_number="+49 30 123", first_name="Zoe", last_name="X", vcard=""),
            types.MessageMediaContact(phone_number="+49 30 123", first_name="Zoe", last_name="X", vcard="", user_id=0),
        ),
        (types.InputMediaGeoPoint(geo_point=HERE), types.MessageMediaGeo),
        (
            types.InputMediaVenue(
                geo_point=HERE, title="Cafe", address="Street 1", provider="x", venue_id="1", venue_type="food"
            ),
            types.MessageMediaVenue,
        ),
    ],
)
async def test_media_reach_both_as_they_were_sent(pair: Pair, given: object, kept: object) -> None:
    await pair.alice(media(pair.to_bob, given))
    for person, to in ((pair.alice, pair.to_bob), (pair.bob, pair.to_alice)):
        shown = (await history(person, to)).messages[0].media
        assert shown == kept if isinstance(kept, types.MessageMediaContact) else isinstance(shown, kept)
        if not isinstance(kept, types.MessageMediaContact):
            assert (shown.geo.lat, shown.geo.long, shown.geo.accuracy_radius) == (52.5, 13.25, 20)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (types.InputMediaEmpty(), rpc_errors.MEDIA_EMPTY),
        (types.InputMediaGeoPoint(geo_point=types.InputGeoPointEmpty()), rpc_errors.GEO_POINT_INVALID),
        (types.InputMediaGeoPoint(geo_point=types.InputGeoPoint(lat=91, long=0)), rpc_errors.GEO_POINT_INVALID),
        (
            types.InputMediaGeoPoint(geo_point=types.InputGeoPoint(lat=float("nan"), long=0)),
            rpc_errors.GEO_POINT_INVALID,
        ),
        (types.InputMediaGeoLive(geo_point=HERE, period=5), rpc_errors.MEDIA_INVALID),
        (types.InputMediaDice(emoticon="🥔"), rpc_errors.EMOTICON_INVALID),
        (types.InputMediaDice(emoticon=""), rpc_errors.EMOTICON_EMPTY),
        (
            types.InputMediaContact(phone_number="x", first_name="Z", last_name="", vcard=""),
            rpc_errors.PHONE_NUMBER_INVALID,
        ),
    ],
)
async def test_media_that_are_none(pair: Pair, given: object, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await pair.alice(media(pair.to_bob, given))


def test_dice_are_fair() -> None:
    """Every byte the generator can give: each side comes equally often, and bytes beyond are thrown again."""
    for sides in (5, 6, 64):
        faces = Counter()
        for byte in range(256 - 256 % sides):
            faces[throw(lambda size, byte=byte: bytes([byte]), sides)] += 1
        assert sorted(faces) == list(range(1, sides + 1))
        assert len(set(faces.values())) == 1
    drawn = iter([b"\xff", b"\x00"])
    assert throw(lambda size: next(drawn), 6) == 1


async def test_a_thrown_dice_shows_both_the_same(pair: Pair) -> None:
    await pair.alice(media(pair.to_bob, types.InputMediaDice(emoticon="🎲")))
    mine = (await history(pair.alice, pair.to_bob)).messages[0].media
    assert mine == (await history(pair.bob, pair.to_alice)).messages[0].media
    assert 1 <= mine.value <= 6


async def test_a_live_location_moves_and_is_stopped(pair: Pair) -> None:
    sent = sent_id(await pair.alice(media(pair.to_bob, types.InputMediaGeoLive(geo_point=HERE, period=900))))
    recent = functions.messages.GetRecentLocations(peer=pair.to_alice, limit=10, hash=0)
    assert len((await pair.bob(recent)).messages) == 1

    there = types.InputMediaGeoLive(geo_point=types.InputGeoPoint(lat=1, long=2), heading=90)
    await pair.alice(functions.messages.EditMessage(peer=pair.to_bob, id=sent, media=there))
    told = await pair.bob.phone.update(types.UpdateEditMessage)
    assert (told.message.media.geo.lat, told.message.media.heading, told.message.media.period) == (1, 90, 900)
    assert told.message.edit_hide
    notes = document(await upload(pair.alice, b"notes"))
    with pytest.raises(rpc_errors.MEDIA_PREV_INVALID):  # it ends, but becomes nothing else
        await pair.alice(functions.messages.EditMessage(peer=pair.to_bob, id=sent, media=notes))
    stop = types.InputMediaGeoLive(geo_point=HERE, stopped=True)
    await pair.alice(functions.messages.EditMessage(peer=pair.to_bob, id=sent, media=stop))
    assert 1 <= (await pair.bob.phone.update(types.UpdateEditMessage)).message.media.period < 900
    assert (await pair.bob(recent)).messages == []
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.alice(functions.messages.EditMessage(peer=pair.to_bob, id=sent, media=there))


async def test_a_pin_is_for_both_and_told(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "important"))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0].id
    answer = await pair.alice(functions.messages.UpdatePinnedMessage(peer=pair.to_bob, id=sent.id))

    assert (answer.updates[0].messages, answer.updates[0].pts) == ([sent.id], sent.pts + 1)
    told = await pair.bob.phone.update(types.UpdatePinnedMessages)
    assert (told.messages, told.pinned) == ([theirs], True)
    service, original = (await history(pair.bob, pair.to_alice)).messages
    assert isinstance(service.action, types.MessageActionPinMessage)
    assert service.reply_to.reply_to_msg_id == theirs
    assert original.pinned
    await pair.bob(functions.messages.UnpinAllMessages(peer=pair.to_alice))
    assert (await pair.alice.tablet.update(types.UpdatePinnedMessages)).messages
    assert not any(getattr(m, "pinned", False) for m in (await history(pair.alice, pair.to_bob)).messages)
    with pytest.raises(rpc_errors.CHAT_NOT_MODIFIED):
        await pair.alice(functions.messages.UpdatePinnedMessage(peer=pair.to_bob, id=sent.id, unpin=True))


async def test_messages_of_a_chat_with_a_timer_delete_themselves(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "stays"))
    await pair.alice(functions.messages.SetHistoryTTL(peer=pair.to_bob, period=100))
    assert (await pair.bob.phone.update(types.UpdatePeerHistoryTTL)).ttl_period == 100
    await pair.bob(text(pair.to_alice, "goes"))
    assert (await dialog(pair.alice, pair.to_bob)).ttl_period == 100
    gone = [m.id for m in (await history(pair.alice, pair.to_bob)).messages if m.ttl_period]

    await pair.harness.advance(102)
    told = await pair.alice.phone.update(types.UpdateDeleteMessages)
    assert sorted(told.messages) == sorted(gone)
    assert await texts(pair.bob, pair.to_alice) == ["stays"]
    with pytest.raises(rpc_errors.TTL_PERIOD_INVALID):
        await pair.alice(functions.messages.SetHistoryTTL(peer=pair.to_bob, period=-1))
    with pytest.raises(rpc_errors.CHAT_NOT_MODIFIED):
        await pair.alice(functions.messages.SetHistoryTTL(peer=pair.to_bob, period=100))


async def test_the_default_timer_is_for_chats_that_one_begins(pair: Pair) -> None:
    await pair.alice(functions.messages.SetDefaultHistoryTTL(period=3600))
    assert (await pair.alice(functions.messages.GetDefaultHistoryTTL())).period == 3600
    await pair.alice(text(pair.to_bob, "hi"))

    message, service = (await history(pair.bob, pair.to_alice)).messages
    assert isinstance(service.action, types.MessageActionSetMessagesTTL)
    assert service.action.auto_setting_from == pair.alice.user_id
    assert message.ttl_period == 3600


async def test_a_scheduled_message_waits_for_its_time(pair: Pair) -> None:
    now = int(pair.harness.clock.now())
    answer = await pair.alice(text(pair.to_bob, "later", schedule_date=now + 100))
    waiting = sent_id(answer)
    assert (await pair.alice.tablet.update(types.UpdateNewScheduledMessage)).message.message == "later"
    (kept,) = (await pair.alice(functions.messages.GetScheduledHistory(peer=pair.to_bob, hash=0))).messages
    assert (kept.id, kept.date) == (waiting, now + 100)
    assert await texts(pair.bob, pair.to_alice) == []

    await pair.harness.advance(101)
    gone = await pair.alice.phone.update(types.UpdateDeleteScheduledMessages)
    assert gone.messages == [waiting]
    (sent,) = (await history(pair.alice, pair.to_bob)).messages
    assert gone.sent_messages == [sent.id]
    assert sent.from_scheduled
    assert await texts(pair.bob, pair.to_alice) == ["later"]


async def test_scheduled_messages_are_sent_now_or_never(pair: Pair) -> None:
    now = int(pair.harness.clock.now())
    one, two = [sent_id(await pair.alice(text(pair.to_bob, word, schedule_date=now + 500))) for word in ("a", "b")]
    await pair.alice(functions.messages.DeleteScheduledMessages(peer=pair.to_bob, id=[two]))
    await pair.alice(functions.messages.SendScheduledMessages(peer=pair.to_bob, id=[one]))

    assert await texts(pair.bob, pair.to_alice) == ["a"]
    assert (await pair.alice(functions.messages.GetScheduledHistory(peer=pair.to_bob, hash=0))).messages == []
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.alice(functions.messages.SendScheduledMessages(peer=pair.to_bob, id=[one]))
    with pytest.raises(rpc_errors.SCHEDULE_DATE_TOO_LATE):
        await pair.alice(text(pair.to_bob, "x", schedule_date=now + 400 * 86_400))
    with pytest.raises(rpc_errors.SCHEDULE_STATUS_PRIVATE):
        await pair.alice(text(types.InputPeerSelf(), "x", schedule_date=WHEN_ONLINE))


async def test_when_a_message_was_read(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "hi"))
    asked = functions.messages.GetOutboxReadDate(peer=pair.to_bob, msg_id=sent.id)
    with pytest.raises(rpc_errors.MESSAGE_NOT_READ_YET):
        await pair.alice(asked)
    await pair.harness.advance(50)
    await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=0))
    assert (await pair.alice(asked)).date == pytest.approx(pair.harness.clock.now(), abs=3)
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.bob(functions.messages.GetOutboxReadDate(peer=pair.to_alice, msg_id=1))


async def test_typing_is_seen_by_the_other_side_and_not_by_the_blocked(pair: Pair) -> None:
    typing = functions.messages.SetTyping(peer=pair.to_bob, action=types.SendMessageTypingAction())
    assert await pair.alice(typing) is True
    for device in (pair.bob.phone, pair.bob.tablet):
        assert (await device.update(types.UpdateUserTyping)).user_id == pair.alice.user_id
    upload = types.SendMessageUploadPhotoAction(progress=40)
    await pair.alice(functions.messages.SetTyping(peer=pair.to_bob, action=upload))
    assert (await pair.bob.phone.update(types.UpdateUserTyping)).action == upload
    await pair.harness.app.db.write(lambda tx: blocks.block(tx, pair.bob.user_id, pair.alice.user_id, 0))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await pair.alice(typing)
