"""messages.deleteMessages and deleteHistory: for oneself, for both, and what the lists show afterwards."""

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages import clearing, slices
from server.messages.delivery import Outgoing, deliver
from server.rpc.context import Context
from storage.conversations.messages import Body
from storage.database import Tx
from tests.server.people import Pair, dialog, history, sent_id, text, texts


def delete_history(peer: types.TypeInputPeer, **fields: object) -> functions.messages.DeleteHistory:
    return functions.messages.DeleteHistory(**{"peer": peer, "max_id": 0, **fields})


async def test_deleting_for_oneself(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "one"))
    answer = await pair.alice(functions.messages.DeleteMessages(id=[sent.id]))

    assert (answer.pts, answer.pts_count) == (sent.pts + 1, 1)
    told = await pair.alice.tablet.update(types.UpdateDeleteMessages)
    assert (told.messages, told.pts, told.pts_count) == ([sent.id], answer.pts, 1)
    assert await texts(pair.alice, pair.to_bob) == []
    assert await texts(pair.bob, pair.to_alice) == ["one"]


async def test_deleting_for_both_by_either_side(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    await pair.alice(text(pair.to_bob, "two"))
    theirs = [message.id for message in (await history(pair.bob, pair.to_alice)).messages]
    answer = await pair.bob(functions.messages.DeleteMessages(id=theirs, revoke=True))

    assert answer.pts_count == 2
    told = await pair.alice.phone.update(types.UpdateDeleteMessages)
    assert told.pts_count == len(told.messages) == 2
    assert await texts(pair.alice, pair.to_bob) == []
    shown = await dialog(pair.bob, pair.to_alice)
    assert (shown.unread_count, shown.top_message) == (0, 0)


async def test_deleting_nothing_moves_nothing(pair: Pair) -> None:
    notes = await pair.alice(text(types.InputPeerSelf(), "not bob's"))
    answer = await pair.bob(functions.messages.DeleteMessages(id=[sent_id(notes) + 1000, -1], revoke=True))
    assert (answer.pts, answer.pts_count) == (pair.bob.pts, 0)
    assert await texts(pair.alice, types.InputPeerSelf()) == ["not bob's"]


async def test_too_many_at_once(pair: Pair) -> None:
    with pytest.raises(rpc_errors.LIMIT_INVALID):
        await pair.bob(functions.messages.DeleteMessages(id=list(range(101))))


async def test_a_whole_history_for_oneself_keeps_no_dialog(pair: Pair) -> None:
    for number in range(3):
        await pair.alice(text(pair.to_bob, str(number)))
    answer = await pair.alice(delete_history(pair.to_bob))

    assert (answer.pts_count, answer.offset) == (3, 0)
    listed = await pair.alice(
        functions.messages.GetDialogs(offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=10, hash=0)
    )
    assert types.PeerUser(user_id=pair.bob.user_id) not in [one.peer for one in listed.dialogs]
    assert await texts(pair.bob, pair.to_alice) == ["0", "1", "2"]


async def test_other_devices_hear_that_a_deleted_dialog_is_neither_pinned_nor_marked(pair: Pair) -> None:
    """Live and from the difference; also of a dialog that had been emptied before, by the other side."""
    to_bob = types.InputDialogPeer(peer=pair.to_bob)
    listed = functions.messages.GetDialogs(
        offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=10, hash=0
    )
    for emptied in (False, True):
        await pair.alice(text(pair.to_bob, "one"))
        await pair.alice(functions.messages.ToggleDialogPin(peer=to_bob, pinned=True))
        await pair.alice(functions.messages.MarkDialogUnread(peer=to_bob, unread=True))
        assert (await pair.alice.tablet.update(types.UpdateDialogPinned)).pinned
        assert (await pair.alice.tablet.update(types.UpdateDialogUnreadMark)).unread
        if emptied:
            await pair.bob(delete_history(pair.to_alice, revoke=True))
        before = await pair.alice(functions.updates.GetState())
        await pair.harness.advance(1)
        await pair.alice(delete_history(pair.to_bob))

        missed = await pair.alice(functions.updates.GetDifference(pts=before.pts, date=before.date, qts=0))
        for kind in (types.UpdateDialogUnreadMark, types.UpdateDialogPinned):
            told = await pair.alice.tablet.update(kind)
            assert told == kind(peer=types.DialogPeer(peer=types.PeerUser(user_id=pair.bob.user_id)))
            assert told in missed.other_updates
        shown = (await pair.alice(listed)).dialogs
        assert types.PeerUser(user_id=pair.bob.user_id) not in [one.peer for one in shown]
        assert await pair.alice(functions.messages.GetDialogUnreadMarks()) == []


async def test_a_cleared_history_leaves_an_empty_dialog_in_the_list(pair: Pair) -> None:
    for number in range(3):
        await pair.alice(text(pair.to_bob, str(number)))
    await pair.alice(delete_history(pair.to_bob, just_clear=True))

    (left,) = (await history(pair.alice, pair.to_bob)).messages
    assert isinstance(left.action, types.MessageActionHistoryClear)
    assert (await dialog(pair.alice, pair.to_bob)).top_message == left.id
    messages = await pair.alice(functions.updates.GetState())
    assert messages.pts > pair.alice.pts + 3


@pytest.mark.parametrize("just_clear", [False, True])
async def test_a_history_up_to_its_last_message_is_all_of_it(pair: Pair, just_clear: bool) -> None:
    """As TDLib asks for all: the dialog goes from the list, or keeps its place there by a service message."""
    to_bob = types.InputDialogPeer(peer=pair.to_bob)
    first = sent_id(await pair.alice(text(pair.to_bob, "one")))
    last = sent_id(await pair.alice(text(pair.to_bob, "two")))
    await pair.alice(functions.messages.ToggleDialogPin(peer=to_bob, pinned=True))
    await pair.alice(delete_history(pair.to_bob, max_id=first, just_clear=just_clear))
    assert (await dialog(pair.alice, pair.to_bob)).pinned
    assert await texts(pair.alice, pair.to_bob) == ["two"]

    await pair.alice(delete_history(pair.to_bob, max_id=last, just_clear=just_clear))
    assert (await dialog(pair.alice, pair.to_bob)).pinned is just_clear
    left = (await history(pair.alice, pair.to_bob)).messages
    assert [type(one.action) for one in left] == [types.MessageActionHistoryClear] * just_clear


async def test_a_draft_goes_with_its_dialog_but_not_with_what_was_said(pair: Pair) -> None:
    for just_clear in (True, False):
        await pair.alice(text(pair.to_bob, "one"))
        await pair.alice(functions.messages.SaveDraft(peer=pair.to_bob, message="draft"))
        await pair.alice(delete_history(pair.to_bob, just_clear=just_clear))
        kept = [one.draft.message for one in (await pair.alice(functions.messages.GetAllDrafts())).updates]
        assert kept == ["draft"] * just_clear
    for device in (pair.alice.phone, pair.alice.tablet):
        while not isinstance((await device.update(types.UpdateDraftMessage)).draft, types.DraftMessageEmpty):
            pass


async def test_revoking_a_history_clears_both_sides(pair: Pair) -> None:
    for number in range(3):
        await pair.alice(text(pair.to_bob, str(number)))
        await pair.bob(text(pair.to_alice, str(number)))
    await pair.alice(delete_history(pair.to_bob, revoke=True))

    assert await texts(pair.alice, pair.to_bob) == await texts(pair.bob, pair.to_alice) == []
    assert (await dialog(pair.bob, pair.to_alice)).unread_count == 0


async def test_max_id_and_dates_bound_what_goes(pair: Pair) -> None:
    ids = []
    for number in range(6):
        ids.append((await pair.alice(text(pair.to_bob, str(number)))).id)
        await pair.harness.advance(100)
    dates = {message.message: message.date for message in (await history(pair.alice, pair.to_bob)).messages}

    await pair.alice(delete_history(pair.to_bob, max_id=ids[1]))
    assert await texts(pair.alice, pair.to_bob) == ["2", "3", "4", "5"]
    await pair.alice(delete_history(pair.to_bob, min_date=dates["3"] - 1, max_date=dates["4"] + 1))
    assert await texts(pair.alice, pair.to_bob) == ["2", "5"]
    for bounds in ({"min_date": -1, "max_date": 5}, {"min_date": 10, "max_date": 5}):
        with pytest.raises((rpc_errors.MIN_DATE_INVALID, rpc_errors.MAX_DATE_INVALID)):
            await pair.alice(delete_history(pair.to_bob, **bounds))
    made = await pair.alice(functions.messages.CreateChat(users=[], title="Alone"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    with pytest.raises(rpc_errors.CHAT_REVOKE_DATE_UNSUPPORTED):
        await pair.alice(delete_history(group, min_date=1, revoke=True))
    await pair.alice(delete_history(group, min_date=1))
    assert (await history(pair.alice, group)).messages == []


async def test_one_call_deletes_a_long_history(pair: Pair) -> None:
    """Slice by slice, of which the answer says how many messages went: there are clients that never ask again."""
    await _write(pair, 250)
    answer = await pair.alice(delete_history(pair.to_bob))
    assert (answer.pts_count, answer.offset) == (250, 0)
    assert (await pair.alice(functions.updates.GetState())).pts == answer.pts == pair.alice.pts + 500


async def test_a_very_long_history_wants_several_calls(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer's offset says that there is more; the client asks again until it is 0 (affectedHistory)."""
    monkeypatch.setattr(slices, "SECONDS", 0.0)
    await _write(pair, 250)
    for counts in ((100, 150), (100, 50), (50, 0)):
        answer = await pair.alice(delete_history(pair.to_bob))
        assert (answer.pts_count, answer.offset) == counts


@pytest.mark.parametrize("max_id", [0, 2**31 - 1])
async def test_what_comes_while_a_history_goes_stays(pair: Pair, monkeypatch: pytest.MonkeyPatch, max_id: int) -> None:
    """Nobody has seen it; the dialog stays with it."""
    one_slice = clearing.clear

    async def clear(ctx: Context, tx: Tx, *given: Any, **fields: Any) -> types.messages.AffectedHistory:
        answer = await one_slice(ctx, tx, *given, **fields)
        if answer.offset:
            alice, bob = pair.alice.user_id, pair.bob.user_id
            await deliver(tx, bob, alice, [(alice, bob)], [Outgoing(Body(text="late"))], now=ctx.now, origin=0)
        return answer

    monkeypatch.setattr(clearing, "clear", clear)
    monkeypatch.setattr(clearing, "SLICE", 2)
    await _write(pair, 3)
    answer = await pair.alice(delete_history(pair.to_bob, max_id=max_id, revoke=True))
    assert (answer.pts_count, answer.offset) == (3, 0)
    assert await texts(pair.alice, pair.to_bob) == await texts(pair.bob, pair.to_alice) == ["late"]
    assert (await dialog(pair.alice, pair.to_bob)).unread_count == 1


async def _write(pair: Pair, count: int) -> None:
    calls = [pair.alice.phone.begin(text(pair.to_bob, str(number))) for number in range(count)]
    for call in calls:
        await call
