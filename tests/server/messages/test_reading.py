"""messages.readHistory: counters, the reader's other devices, the writer's receipts."""

from mtproto.tl import functions, types
from tests.server.people import Pair, dialog, text


async def test_reading_up_to_a_message(pair: Pair) -> None:
    sent = [await pair.alice(text(pair.to_bob, str(number))) for number in range(4)]
    theirs = [(await pair.bob.phone.update(types.UpdateNewMessage)).message.id]
    theirs += [(await pair.bob.phone.update(types.UpdateShortMessage)).id for _ in range(3)]

    answer = await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=theirs[1]))

    assert (answer.pts, answer.pts_count) == (pair.bob.pts + 5, 1)
    told = await pair.bob.tablet.update(types.UpdateReadHistoryInbox)
    assert (told.max_id, told.still_unread_count, told.pts) == (theirs[1], 2, answer.pts)
    for device in (pair.alice.phone, pair.alice.tablet):
        receipt = await device.update(types.UpdateReadHistoryOutbox)
        assert receipt.max_id == sent[1].id
        assert receipt.peer == types.PeerUser(user_id=pair.bob.user_id)
    shown = await dialog(pair.bob, pair.to_alice)
    assert (shown.unread_count, shown.read_inbox_max_id) == (2, theirs[1])
    assert (await dialog(pair.alice, pair.to_bob)).read_outbox_max_id == sent[1].id


async def test_reading_again_or_less_changes_nothing(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    first = await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=0))
    for max_id in (0, 1, 10_000):
        again = await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=max_id))
        assert (again.pts, again.pts_count) == (first.pts, 0)


async def test_answering_does_not_read(pair: Pair) -> None:
    """Only readHistory reads; the count of a dialog stays exact with messages of both sides in it."""
    await pair.alice(text(pair.to_bob, "one"))
    await pair.bob(text(pair.to_alice, "two"))
    await pair.alice(text(pair.to_bob, "three"))

    assert (await dialog(pair.bob, pair.to_alice)).unread_count == 2
    assert (await dialog(pair.alice, pair.to_bob)).unread_count == 1


async def test_badge_counts_dialogs(pair: Pair) -> None:
    before = (await pair.bob(functions.updates.GetState())).unread_count
    await pair.alice(text(pair.to_bob, "one"))
    await pair.alice(text(pair.to_bob, "two"))
    assert (await pair.bob(functions.updates.GetState())).unread_count == before + 1
    await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=0))
    assert (await pair.bob(functions.updates.GetState())).unread_count == before


async def test_the_writer_hears_of_the_newest_that_they_still_have(pair: Pair) -> None:
    """What they deleted for themselves is read like the rest; of what stands before it they are told."""
    kept, gone = [(await pair.alice(text(pair.to_bob, line))).id for line in ("kept", "gone")]
    await pair.alice(functions.messages.DeleteMessages(id=[gone]))
    await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=0))
    assert (await pair.alice.tablet.update(types.UpdateReadHistoryOutbox)).max_id == kept
    assert (await dialog(pair.alice, pair.to_bob)).read_outbox_max_id == kept
