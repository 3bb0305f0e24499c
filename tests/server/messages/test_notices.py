"""What people are told beside messages: screenshots, what is silent, how much is unread."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages import pins
from tests.server.people import Pair, dialog, history, person, random_id, sent_id, text, texts, user_of

messages = functions.messages
MUTED = types.InputPeerNotifySettings(mute_until=2**31 - 1)


def screenshot(peer: types.TypeInputPeer, of: int, number: int) -> messages.SendScreenshotNotification:
    reply = types.InputReplyToMessage(reply_to_msg_id=of)
    return messages.SendScreenshotNotification(peer=peer, reply_to=reply, random_id=number)


async def badge(device: object) -> int:
    """updates.state.unread_count as a device reads it."""
    state: types.updates.State = await device(functions.updates.GetState())  # type: ignore[operator]  # both can be called
    return state.unread_count


@pytest.mark.rows("DU-2", "U3")
async def test_a_screenshot_is_told_once_to_every_device(pair: Pair) -> None:
    """As an answer to what it shows; the device that took it has it as its answer, under the same pts."""
    await pair.bob(text(pair.to_alice, "for your eyes"))
    of = (await pair.alice.phone.update(types.UpdateNewMessage)).message.id
    number = random_id()
    answer = await pair.alice(screenshot(pair.to_bob, of, number))
    (own,) = (one for one in answer.updates if isinstance(one, types.UpdateNewMessage))
    again = await pair.alice(screenshot(pair.to_bob, of, number))
    assert sent_id(again) == own.message.id
    await pair.alice.tablet.update(types.UpdateNewMessage)  # what Bob wrote
    pushed = await pair.alice.tablet.update(types.UpdateNewMessage)
    assert (pushed.pts, pushed.message) == (own.pts, own.message)
    assert pair.alice.phone.updates.empty()
    for device in (pair.bob.phone, pair.bob.tablet):
        told = (await device.update(types.UpdateNewMessage)).message
        while told.out:
            told = (await device.update(types.UpdateNewMessage)).message
        assert told.action == types.MessageActionScreenshotTaken()
        assert told.reply_to.reply_to_msg_id == (await history(pair.bob, pair.to_alice)).messages[-1].id
    assert len((await history(pair.bob, pair.to_alice)).messages) == 2


async def test_screenshots_are_of_private_chats(pair: Pair) -> None:
    made = await pair.alice(messages.CreateChat(users=[user_of(pair.harness, pair.alice, pair.bob)], title="Two"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    for peer in (group, types.InputPeerSelf(), types.InputPeerEmpty()):
        with pytest.raises(rpc_errors.PEER_ID_INVALID):
            await pair.alice(screenshot(peer, 0, random_id()))
    with pytest.raises(rpc_errors.REPLY_MESSAGE_ID_INVALID):
        await pair.alice(screenshot(pair.to_bob, 77_777, random_id()))
    with pytest.raises(rpc_errors.RANDOM_ID_EMPTY):
        await pair.alice(screenshot(pair.to_bob, 0, 0))


async def test_what_is_sent_silently_is_silent_for_everyone_however_they_hear_of_it(pair: Pair) -> None:
    """Pushed in the short form and the long, caught up with, and in the history; a pin may be silent too."""
    await pair.alice(text(pair.to_bob, "first", silent=True))
    assert (await pair.bob.phone.update(types.UpdateNewMessage)).message.silent
    sent = await pair.alice(text(pair.to_bob, "second", silent=True))
    assert (await pair.bob.phone.update(types.UpdateShortMessage)).silent
    await pair.alice(text(pair.to_bob, "loud"))
    await pair.alice(messages.UpdatePinnedMessage(peer=pair.to_bob, id=sent.id, silent=True))
    state = functions.updates.GetDifference(pts=pair.bob.pts, date=1, qts=0)
    missed = (await pair.bob.tablet(state)).new_messages
    assert [one.silent for one in missed] == [True, True, False, True]
    assert [one.silent for one in (await history(pair.bob, pair.to_alice)).messages] == [True, False, True, True]


async def test_one_call_unpins_everything(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many slices that takes; the answer counts them all."""
    monkeypatch.setattr(pins, "SLICE", 2)
    for number in range(5):
        sent = await pair.alice(text(pair.to_bob, str(number)))
        await pair.alice(messages.UpdatePinnedMessage(peer=pair.to_bob, id=sent.id, pm_oneside=True))
    answer = await pair.alice(messages.UnpinAllMessages(peer=pair.to_bob))
    assert (answer.pts_count, answer.offset) == (5, 0)
    assert not any(one.pinned for one in (await history(pair.alice, pair.to_bob)).messages)


async def test_muting_changes_no_message(pair: Pair) -> None:
    """It is each device's to be quiet: settings reach them all, `silent` is what the sender wanted and nobody else."""
    notify = types.InputNotifyPeer(peer=pair.to_alice)
    await pair.bob(functions.account.UpdateNotifySettings(peer=notify, settings=MUTED))
    told = await pair.bob.tablet.update(types.UpdateNotifySettings)
    assert told.notify_settings.mute_until == MUTED.mute_until
    await pair.alice(text(pair.to_bob, "hi"))
    assert not (await pair.bob.phone.update(types.UpdateNewMessage)).message.silent
    assert (await dialog(pair.bob, pair.to_alice)).notify_settings.mute_until == MUTED.mute_until


async def test_the_badge_follows_whatever_makes_a_dialog_unread(pair: Pair) -> None:
    """One for each dialog with something unread, or marked so, on every device, in states and differences alike."""
    carol = await person(pair.harness, "9996621003", "Carol")
    to_carol = user_of(pair.harness, pair.alice, carol)
    made = await pair.alice(
        messages.CreateChat(users=[user_of(pair.harness, pair.alice, pair.bob), to_carol], title="Three")
    )
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    await pair.bob(messages.ReadHistory(peer=group, max_id=0))
    start = await badge(pair.bob)
    for _ in range(2):
        await pair.alice(text(pair.to_bob, "private"))
    assert await badge(pair.bob.tablet) == start + 1
    await pair.alice(text(group, "in the group"))
    missed = await pair.bob.tablet(functions.updates.GetDifference(pts=pair.bob.pts, date=1, qts=0))
    assert missed.state.unread_count == start + 2

    await pair.bob(messages.ReadHistory(peer=pair.to_alice, max_id=0))
    assert await badge(pair.bob) == start + 1
    mark = types.InputDialogPeer(peer=pair.to_alice)
    await pair.bob(messages.MarkDialogUnread(peer=mark, unread=True))
    assert await badge(pair.bob) == start + 2
    await pair.bob(messages.MarkDialogUnread(peer=mark))
    (last,) = (await history(pair.alice, group, limit=1)).messages
    await pair.alice(messages.DeleteMessages(id=[last.id], revoke=True))
    assert await badge(pair.bob) == start  # nothing is left of what was unread
    await pair.bob(text(pair.to_alice, "one's own"))
    assert await badge(pair.bob) == start


async def test_saved_messages_are_never_unread(pair: Pair) -> None:
    """messages.readSavedHistory is for channels' direct messages; there is no such parent here."""
    before = await badge(pair.alice)
    await pair.alice(text(types.InputPeerSelf(), "note"))
    assert await badge(pair.alice) == before
    read = messages.ReadSavedHistory(parent_peer=types.InputPeerSelf(), peer=pair.to_bob, max_id=1)
    with pytest.raises(rpc_errors.PARENT_PEER_INVALID):
        await pair.alice(read)
    assert await texts(pair.alice, types.InputPeerSelf()) == ["note"]
