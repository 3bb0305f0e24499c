"""messages.getHistory and getMessages: every window, and nobody else's messages."""

import itertools

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.hashing import result_hash
from storage.conversations import history as pages
from tests.server.people import Pair, history, sent_id, text, texts


async def test_windows_agree_with_the_documented_meaning(pair: Pair) -> None:
    """Every combination of offset, add_offset, limit, max and min against a plain list."""
    for number in range(9):
        await pair.alice(text(types.InputPeerSelf() if number % 3 == 2 else pair.to_bob, str(number)))
    ids = [message.id for message in (await history(pair.alice, pair.to_bob)).messages]

    # offset_id, add_offset, limit, max_id, min_id; the ids around, at and between those of the dialog
    offsets = [0, ids[-1], ids[-1] + 1, ids[3], ids[2] + 1, ids[0], ids[0] + 5]
    for offset, add, limit in itertools.product(offsets, (-3, -1, 0, 1, 2), (0, 1, 3, 10)):
        answer = await history(pair.alice, pair.to_bob, offset_id=offset, add_offset=add, limit=limit)
        assert [message.id for message in answer.messages] == _window(ids, offset, add, limit), (offset, add, limit)
    for high, low in itertools.product((0, ids[1], ids[0] + 1), (0, ids[-1], ids[3])):
        answer = await history(pair.alice, pair.to_bob, max_id=high, min_id=low)
        wanted = [i for i in ids if (not high or i < high) and i > low]
        assert [message.id for message in answer.messages] == wanted


def _window(ids: list[int], offset: int, add: int, limit: int) -> list[int]:
    """core.telegram.org/api/offsets: the place of the first message older than the offset, moved, and `limit` on."""
    start = next((place for place, i in enumerate(ids) if not offset or i < offset), len(ids)) + add
    return ids[max(0, start) : max(0, start + limit)]


async def test_a_hash_that_matches_needs_no_answer(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    found = await history(pair.alice, pair.to_bob)
    hashed = result_hash(message.id for message in found.messages)

    assert isinstance(await history(pair.alice, pair.to_bob, hash=hashed), types.messages.MessagesNotModified)
    await pair.alice(text(pair.to_bob, "two"))
    assert isinstance(await history(pair.alice, pair.to_bob, hash=hashed), types.messages.Messages)


async def test_offset_date_counts_like_the_id_it_stands_for(pair: Pair) -> None:
    for number in range(3):
        await pair.alice(text(pair.to_bob, str(number)))
        await pair.harness.advance(100)
    newest = (await history(pair.alice, pair.to_bob)).messages[0]

    assert await texts(pair.alice, pair.to_bob, offset_date=newest.date) == ["0", "1"]
    assert await texts(pair.alice, pair.to_bob, offset_date=newest.date + 1) == ["0", "1", "2"]


@pytest.mark.rows("AC-1")
async def test_ids_name_messages_of_ones_own_box_only(pair: Pair) -> None:
    """Bob asks for the ids of Alice's notes, and gets nothing of them."""
    notes = [sent_id(await pair.alice(text(types.InputPeerSelf(), f"secret {n}"))) for n in range(5)]
    answer = await pair.bob(functions.messages.GetMessages(id=[types.InputMessageID(id=i) for i in notes]))

    assert not any("secret" in getattr(message, "message", "") for message in answer.messages)
    missing = await pair.bob(functions.messages.GetMessages(id=[types.InputMessageID(id=10_000)]))
    assert missing.messages == [types.MessageEmpty(id=10_000)]


async def test_as_many_at_once_as_clients_promise(pair: Pair) -> None:
    """Pyrogram and Kurigram hand on up to 200 ids as they were given them."""
    sent = await pair.alice(text(pair.to_bob, "one"))
    asked = [types.InputMessageID(id=sent.id + number) for number in range(-100, 100)]
    answer = await pair.alice(functions.messages.GetMessages(id=asked))
    assert [message.id for message in answer.messages] == [one.id for one in asked]
    assert answer.messages[100].message == "one"
    with pytest.raises(rpc_errors.LIMIT_INVALID):
        await pair.alice(functions.messages.GetMessages(id=[*asked, types.InputMessageID(id=1)]))


async def test_what_a_message_replies_to_by_the_reply(pair: Pair) -> None:
    first = await pair.alice(text(pair.to_bob, "first"))
    reply = await pair.alice(text(pair.to_bob, "second", reply_to=types.InputReplyToMessage(reply_to_msg_id=first.id)))
    reply_id = sent_id(reply)
    answer = await pair.alice(functions.messages.GetMessages(id=[types.InputMessageReplyTo(id=reply_id)]))
    assert answer.messages[0].message == "first"


async def test_a_wrong_access_hash_reads_nothing(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await history(pair.alice, types.InputPeerUser(user_id=pair.bob.user_id, access_hash=1))


async def test_a_window_far_from_its_offset_reads_no_more_than_it_shows(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or anybody could have a whole dialog read by one small request."""
    for number in range(30):
        await pair.alice(text(pair.to_bob, str(number)))
    oldest = (await history(pair.alice, pair.to_bob)).messages[-1].id
    read: list[object] = []
    as_record = pages.message
    monkeypatch.setattr(pages, "message", lambda row: read.append(row) or as_record(row))
    assert await texts(pair.alice, pair.to_bob, offset_id=oldest, add_offset=-25, limit=3) == ["22", "23", "24"]
    assert await texts(pair.alice, pair.to_bob, offset_id=oldest, add_offset=-(2**31), limit=3) == []
    assert len(read) == 3
