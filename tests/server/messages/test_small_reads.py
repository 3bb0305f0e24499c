"""What clients ask about messages one by one, and the small choices about a dialog."""

from __future__ import annotations

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages import read_dates
from server.updates.trimming import RECEIPTS_KEPT
from tests.server.people import Pair, dialog, history, much_later, peer_of, person, sent_id, text, user_of

messages = functions.messages


async def test_views_are_counted_for_channels_only(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "hi"))
    answer = await pair.alice(messages.GetMessagesViews(peer=pair.to_bob, id=[sent.id, sent.id + 50], increment=True))
    assert [(one.views, one.forwards) for one in answer.views] == [(None, None)] * 2
    with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):  # it stands in another dialog
        await pair.alice(messages.GetMessagesViews(peer=types.InputPeerSelf(), id=[sent.id], increment=False))
    with pytest.raises(rpc_errors.LIMIT_INVALID):
        await pair.alice(messages.GetMessagesViews(peer=pair.to_bob, id=list(range(1, 102)), increment=False))


async def test_translations_are_remembered_for_each_dialog(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "hi"))
    for disabled in (True, False):
        assert await pair.alice(messages.TogglePeerTranslations(peer=pair.to_bob, disabled=disabled)) is True
        bob = types.InputUser(user_id=pair.to_bob.user_id, access_hash=pair.to_bob.access_hash)
        full = (await pair.alice.tablet(functions.users.GetFullUser(id=bob))).full_user
        assert full.translations_disabled is disabled


async def test_a_profile_tells_how_the_dialog_stands(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "hi"))
    await pair.alice(messages.UpdatePinnedMessage(peer=pair.to_bob, id=sent.id))
    later = int(pair.harness.clock.now()) + 900
    await pair.alice(text(pair.to_bob, "later", schedule_date=later))
    await pair.bob(messages.ToggleNoForwards(peer=pair.to_alice, enabled=True))
    bob = types.InputUser(user_id=pair.to_bob.user_id, access_hash=pair.to_bob.access_hash)
    full = (await pair.alice(functions.users.GetFullUser(id=bob))).full_user
    assert (full.pinned_msg_id, full.has_scheduled, full.noforwards_peer_enabled) == (sent.id, True, True)


async def test_who_of_a_group_has_read_and_when(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    bob = types.InputUser(user_id=pair.to_bob.user_id, access_hash=pair.to_bob.access_hash)
    made = await pair.alice(messages.CreateChat(users=[bob], title="Two"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    await pair.alice(text(group, "read this"))
    mine = (await history(pair.alice, group)).messages[0].id
    asked = messages.GetMessageReadParticipants(peer=group, msg_id=mine)
    assert await pair.alice(asked) == []
    await pair.bob(messages.ReadHistory(peer=group, max_id=0))
    ((reader, date),) = [(one.user_id, one.date) for one in await pair.alice(asked)]
    assert (reader, date) == (pair.bob.user_id, pytest.approx(pair.harness.clock.now(), abs=3))
    theirs = (await history(pair.bob, group)).messages[0].id
    with pytest.raises(rpc_errors.MSG_ID_INVALID):  # only its writer learns it
        await pair.bob(messages.GetMessageReadParticipants(peer=group, msg_id=theirs))
    monkeypatch.setattr(read_dates, "MAX_MEMBERS", 1)
    with pytest.raises(rpc_errors.CHAT_TOO_BIG):
        await pair.alice(asked)
    await much_later(pair.harness, RECEIPTS_KEPT + 1, pair.alice)
    with pytest.raises(rpc_errors.MSG_TOO_OLD):
        await pair.alice(asked)


async def test_newcomers_have_not_read_what_was_written_before_they_came(pair: Pair) -> None:
    carol = await person(pair.harness, "9996621003", "Carol")
    made = await pair.alice(messages.CreateChat(users=[user_of(pair.harness, pair.alice, pair.bob)], title="Two"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    lines = ("unseen", "shown")
    before = [sent_id(await pair.alice(text(group, line))) for line in lines]
    await pair.harness.advance(5)
    name = user_of(pair.harness, pair.alice, carol)
    await pair.alice(messages.AddChatUser(chat_id=group.chat_id, user_id=name, fwd_limit=1))
    after = sent_id(await pair.alice(text(group, "hello")))
    for reader in (carol, pair.bob):
        await reader(messages.ReadHistory(peer=group, max_id=0))

    async def readers(message_id: int) -> list[int]:
        found = await pair.alice(messages.GetMessageReadParticipants(peer=group, msg_id=message_id))
        return sorted(one.user_id for one in found)

    both = sorted((pair.bob.user_id, carol.user_id))
    assert [await readers(one) for one in (*before, after)] == [[pair.bob.user_id], both, both]


async def test_pinned_saved_dialogs_are_put_in_order(pair: Pair) -> None:
    carol = await person(pair.harness, "9996621003", "Carol")
    alice_by_carol = peer_of(pair.harness, carol, pair.alice)
    await carol(text(alice_by_carol, "from Carol"))
    await pair.bob(text(pair.to_alice, "from Bob"))
    saved = {}
    for other in (pair.bob, carol):
        peer = peer_of(pair.harness, pair.alice, other)
        found = (await history(pair.alice, peer)).messages[0].id
        forward = messages.ForwardMessages(
            from_peer=peer, id=[found], to_peer=types.InputPeerSelf(), random_id=[other.user_id]
        )
        await pair.alice(forward)
        saved[other.user_id] = types.InputDialogPeer(peer=peer)
        await pair.alice(messages.ToggleSavedDialogPin(peer=saved[other.user_id], pinned=True))

    async def order() -> list[int]:
        answer = await pair.alice.tablet(messages.GetPinnedSavedDialogs())
        return [one.peer.user_id for one in answer.dialogs]

    assert await order() == [carol.user_id, pair.bob.user_id]
    await pair.alice(messages.ReorderPinnedSavedDialogs(order=[saved[pair.bob.user_id], saved[carol.user_id]]))
    assert await order() == [pair.bob.user_id, carol.user_id]
    told = await pair.alice.tablet.update(types.UpdatePinnedSavedDialogs)
    while told.order is None:
        told = await pair.alice.tablet.update(types.UpdatePinnedSavedDialogs)
    assert [one.peer.user_id for one in told.order] == [pair.bob.user_id, carol.user_id]
    await pair.alice(messages.ReorderPinnedSavedDialogs(order=[saved[carol.user_id]], force=True))
    assert await order() == [carol.user_id]


async def test_what_clients_report_is_taken(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "hi"))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0].id
    assert await pair.bob(messages.ReceivedMessages(max_id=theirs)) == []
    assert await pair.bob(messages.ReportMessagesDelivery(peer=pair.to_alice, id=[theirs])) is True
    stranger = types.InputPeerUser(user_id=pair.alice.user_id, access_hash=1)
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await pair.bob(messages.ReportMessagesDelivery(peer=stranger, id=[theirs]))
    assert (await dialog(pair.bob, pair.to_alice)).unread_count == 1  # to have it is not to have read it
    effects = await pair.alice(messages.GetAvailableEffects(hash=0))
    assert effects.effects == []
    with pytest.raises(rpc_errors.EFFECT_ID_INVALID):
        await pair.alice(text(pair.to_bob, "boom", effect=5))


async def test_an_export_reads_a_box_in_one_range_which_stays_true(pair: Pair) -> None:
    """Kurigram asks for the ranges once, maybe before there is any message, and counts by them from then on."""
    (whole,) = await pair.alice(messages.GetSplitRanges())
    await pair.alice(text(pair.to_bob, "hi"))
    asked = messages.GetHistory(
        peer=pair.to_bob, offset_id=0, offset_date=0, add_offset=0, limit=1, max_id=0, min_id=0, hash=0
    )
    found = await pair.alice(functions.InvokeWithMessagesRange(range=whole, query=asked))
    assert [message.message for message in found.messages] == ["hi"]
