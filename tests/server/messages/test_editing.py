"""messages.editMessage and getMessageEditData."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages import editing
from tests.server.people import Pair, history, much_later, random_id, sent_id, text, texts


def edit(peer: types.TypeInputPeer, message_id: int, **fields: object) -> functions.messages.EditMessage:
    return functions.messages.EditMessage(peer=peer, id=message_id, **fields)


async def test_an_edit_reaches_every_device_of_both(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "helo"))
    entities = [types.MessageEntityBold(offset=0, length=5)]
    answer = await pair.alice(edit(pair.to_bob, sent.id, message="hello", entities=entities))

    (own,) = answer.updates
    assert (own.message.message, own.pts, own.pts_count) == ("hello", sent.pts + 1, 1)
    assert own.message.edit_date
    for device in (pair.alice.tablet, pair.bob.phone, pair.bob.tablet):
        told = await device.update(types.UpdateEditMessage)
        assert told.message.message == "hello"
        assert told.message.entities == entities
    assert await texts(pair.bob, pair.to_alice) == ["hello"]


async def test_what_a_copy_has_for_itself_stays(pair: Pair) -> None:
    """An edit of a pinned message leaves it pinned where it is pinned."""
    sent = await pair.alice(text(pair.to_bob, "one"))
    await pair.alice(functions.messages.UpdatePinnedMessage(peer=pair.to_bob, id=sent.id, pm_oneside=True))
    await pair.alice(edit(pair.to_bob, sent.id, message="two"))

    assert (await history(pair.alice, pair.to_bob)).messages[0].pinned
    assert not (await history(pair.bob, pair.to_alice)).messages[0].pinned


async def test_an_edit_says_on_which_side_of_the_text_a_media_stands(pair: Pair) -> None:
    """That alone is a change too; of what is not written anew it stays where it was."""
    sent = await pair.alice(text(pair.to_bob, "one"))
    for words, inverted in (("one", True), ("two", True), ("two", False)):
        await pair.alice(edit(pair.to_bob, sent.id, message=words, invert_media=inverted))
        for device in (pair.alice.tablet, pair.bob.phone):
            assert (await device.update(types.UpdateEditMessage)).message.invert_media is inverted
        shown = (await history(pair.bob, pair.to_alice)).messages[0]
        assert (shown.message, shown.invert_media) == (words, inverted)
    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await pair.alice(edit(pair.to_bob, sent.id, message="two"))


async def test_edit_data(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "one"))
    data = await pair.alice(functions.messages.GetMessageEditData(peer=pair.to_bob, id=sent.id))
    assert not data.caption


async def test_what_cannot_be_edited(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "one"))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0].id
    with pytest.raises(rpc_errors.MESSAGE_AUTHOR_REQUIRED):
        await pair.bob(edit(pair.to_alice, theirs, message="mine"))
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.alice(edit(pair.to_bob, sent.id + 1000, message="two"))
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.alice(edit(types.InputPeerSelf(), sent.id, message="two"))
    with pytest.raises(rpc_errors.MESSAGE_NOT_MODIFIED):
        await pair.alice(edit(pair.to_bob, sent.id, message="one"))
    with pytest.raises(rpc_errors.MESSAGE_EMPTY):
        await pair.alice(edit(pair.to_bob, sent.id, message=" "))
    with pytest.raises(rpc_errors.MESSAGE_TOO_LONG):
        await pair.alice(edit(pair.to_bob, sent.id, message="x" * 4097))
    dice = await pair.alice(
        functions.messages.SendMedia(
            peer=pair.to_bob, media=types.InputMediaDice(emoticon="🎲"), message="", random_id=random_id()
        )
    )
    thrown = sent_id(dice)
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
        await pair.alice(edit(pair.to_bob, thrown, media=types.InputMediaDice(emoticon="🎲")))


async def test_the_time_limit_holds_but_not_in_saved_messages(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "one"))
    note = await pair.alice(text(types.InputPeerSelf(), "one"))
    note_id = sent_id(note)
    await much_later(pair.harness, editing.TIME_LIMIT + 5, pair.alice)

    with pytest.raises(rpc_errors.MESSAGE_EDIT_TIME_EXPIRED):
        await pair.alice(edit(pair.to_bob, sent.id, message="two"))
    await pair.alice(edit(types.InputPeerSelf(), note_id, message="two"))
    assert await texts(pair.alice, types.InputPeerSelf()) == ["two"]
