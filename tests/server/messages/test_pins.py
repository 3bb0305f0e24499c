"""Pinned messages: who is told what (core.telegram.org/api/pin)."""

import pytest

from mtproto.tl import functions, types
from tests.server.people import Pair, text


def pin(peer: types.TypeInputPeer, message_id: int, **fields: bool) -> functions.messages.UpdatePinnedMessage:
    return functions.messages.UpdatePinnedMessage(peer=peer, id=message_id, **fields)


async def test_who_pins_is_answered_with_the_message_that_tells_of_it(pair: Pair) -> None:
    """Telethon, GramJS, Pyrogram and Kurigram hand it on; the other devices are told, the same one not again."""
    sent = await pair.alice(text(pair.to_bob, "one"))
    pinned, told = (await pair.alice(pin(pair.to_bob, sent.id))).updates
    assert (type(pinned), pinned.messages, pinned.pts) == (types.UpdatePinnedMessages, [sent.id], sent.pts + 1)
    assert (type(told.message.action), told.pts) == (types.MessageActionPinMessage, sent.pts + 2)
    assert told.message.reply_to.reply_to_msg_id == sent.id
    tablet = pair.alice.tablet
    assert (await tablet.update(types.UpdatePinnedMessages)).pts == pinned.pts
    assert (await tablet.update(types.UpdateNewMessage)).message == told.message
    await pair.bob(text(pair.to_alice, "two"))
    assert (await pair.alice.phone.update(types.UpdateNewMessage | types.UpdateShortMessage)).pts == told.pts + 1


@pytest.mark.parametrize("fields", [{"unpin": True}, {"pm_oneside": True}])
async def test_nothing_stands_in_the_dialog_for_what_only_oneself_sees(pair: Pair, fields: dict[str, bool]) -> None:
    sent = await pair.alice(text(pair.to_bob, "one"))
    if "unpin" in fields:
        await pair.alice(pin(pair.to_bob, sent.id))
    answer = await pair.alice(pin(pair.to_bob, sent.id, **fields))
    assert [type(update) for update in answer.updates] == [types.UpdatePinnedMessages]
