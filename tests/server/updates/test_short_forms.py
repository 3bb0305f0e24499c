"""Plain texts in their short forms: rendered once for all who see them alike, with the numbers of each box."""

from __future__ import annotations

import pytest

from mtproto import tl
from mtproto.tl import functions, types
from mtproto.tl.codec import FLOOR
from mtproto.tl.objects import TLObject
from server.updates.short_forms import ShortForm
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, CAROL, Pair, person, text, user_of

NUMBERS = ((1, 2), (7, 7), (2**31 - 1, 2**31 - 1), (256, 65536), (1, 2**31 - 1))
"""Ids and pts, as they could stand in five boxes."""

PEOPLE = (ALICE, "Alice"), (BOB, "Bob"), (CAROL, "Carol")


def in_a_group(message_id: int, pts: int) -> types.UpdateShortChatMessage:
    return types.UpdateShortChatMessage(
        id=message_id,
        chat_id=1,
        from_id=2**40,
        message="\x00\x01\uffff\x7f" * 60,
        pts=pts,
        pts_count=1,
        date=-1,
        entities=[types.MessageEntityBold(offset=0, length=2)],
    )


def in_private(message_id: int, pts: int) -> types.UpdateShortMessage:
    return types.UpdateShortMessage(id=message_id, user_id=7, message="hello", pts=pts, pts_count=1, date=1)


@pytest.mark.parametrize("made", [in_a_group, in_private])
def test_each_is_sent_what_would_have_been_encoded_for_them_alone(made) -> None:
    form = ShortForm(made(0, 0))
    for message_id, pts in NUMBERS:
        for layer in (FLOOR, 160, tl.NEWEST):
            assert form.encode(message_id, pts, layer) == tl.encode(made(message_id, pts), layer)
    assert form.times == len(NUMBERS) * 3


@pytest.mark.rows("U3")
async def test_members_of_a_group_hear_of_a_text_under_their_own_numbers(harness: Harness) -> None:
    alice, bob, carol = [await person(harness, *who) for who in PEOPLE]
    await bob(text(types.InputPeerSelf(), "a note, so that Bob's numbers are others than Carol's"))
    both = [user_of(harness, alice, other) for other in (bob, carol)]
    made = await alice(functions.messages.CreateChat(users=both, title="Friends"))
    peer = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    await alice(text(peer, "hello"))
    heard = {}
    for one in (bob, carol):
        for device in (one.phone, one.tablet):
            update = await device.update(types.UpdateShortChatMessage)
            state = await device(functions.updates.GetState())
            (stored,) = (await device(functions.messages.GetMessages(id=[types.InputMessageID(id=update.id)]))).messages
            assert (update.message, update.pts, update.pts_count) == ("hello", state.pts, 1)
            assert (update.from_id, update.chat_id, update.out) == (alice.user_id, peer.chat_id, False)
            assert (stored.message, stored.date) == ("hello", update.date)
            heard[one.user_id] = update.id, update.pts
    assert heard[bob.user_id] != heard[carol.user_id]
    own = await alice.tablet.update(types.UpdateShortChatMessage)
    assert (own.message, own.out) == ("hello", True)


@pytest.mark.rows("U3")
async def test_that_a_text_is_protected_is_told_at_length(pair: Pair) -> None:
    """A short form has no room for it (core.telegram.org/constructor/updateShortMessage)."""
    await pair.alice(text(pair.to_bob, "first, so that both know each other"))
    sent = await pair.alice(text(pair.to_bob, "between us", noforwards=True))
    assert any(isinstance(update, types.UpdateNewMessage) and update.message.noforwards for update in sent.updates)
    for device in (pair.bob.phone, pair.bob.tablet, pair.alice.tablet):
        while (told := await device.update(types.UpdateNewMessage)).message.message != "between us":
            pass
        assert told.message.noforwards


class Stumbling:
    """A session that fails the first time it is told something in short."""

    session_number = 1 << 40
    layer = tl.NEWEST

    def __init__(self) -> None:
        self.told: list[TLObject] = []
        self.failed = False

    def push(self, body: bytes) -> None:
        update = tl.decode(body)
        if isinstance(update, types.UpdateShortChatMessage) and not self.failed:
            self.failed = True
            raise RuntimeError("no room")
        self.told.append(update)


@pytest.mark.rows("U3")
async def test_a_member_who_cannot_be_told_does_not_keep_a_text_from_the_others(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    alice, bob, carol = [await person(harness, *who) for who in PEOPLE]
    both = [user_of(harness, alice, other) for other in (bob, carol)]
    made = await alice(functions.messages.CreateChat(users=both, title="Friends"))
    peer = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    session = Stumbling()
    harness.app.hub.attach(bob.user_id, session)
    await alice(text(peer, "this names the group and its writer once more"))
    await alice(text(peer, "hello"))
    assert session.told[1:] == [types.UpdatesTooLong()]
    assert session.failed
    assert "a delivery failed" in caplog.text
    await carol.phone.update(types.UpdateShortChatMessage)
    assert (await carol.phone.update(types.UpdateShortChatMessage)).message == "hello"
