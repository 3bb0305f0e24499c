"""updates.getDifference: what a device that was away is told (rows U2, UP-2)."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages.auto_delete import HISTORY_TTL
from server.updates import catching_up, trimming
from storage.conversations import boxes
from tests.server.people import Pair, history, much_later, text


async def catch_up(device: Any, pts: int, date: int = 0, **limits: Any) -> tuple[list[Any], list[Any], Any]:
    """Ask for the difference until it ends: (messages, other updates, the state reached)."""
    messages: list[Any] = []
    others: list[Any] = []
    while True:
        answer = await device(functions.updates.GetDifference(pts=pts, date=date, qts=0, **limits))
        match answer:
            case types.updates.DifferenceEmpty():
                return messages, others, types.updates.State(pts=pts, qts=0, date=answer.date, seq=0, unread_count=0)
            case types.updates.Difference(state=reached):
                return messages + answer.new_messages, others + answer.other_updates, reached
            case types.updates.DifferenceSlice(intermediate_state=reached):
                messages += answer.new_messages
                others += answer.other_updates
                pts, date = reached.pts, reached.date


async def test_nothing_happened(pair: Pair) -> None:
    now = await pair.alice(functions.updates.GetState())
    answer = await pair.alice(functions.updates.GetDifference(pts=now.pts, date=now.date, qts=0))
    assert isinstance(answer, types.updates.DifferenceEmpty)


async def test_messages_reads_and_deletions_come_in_order(pair: Pair) -> None:
    sent = [await pair.alice(text(pair.to_bob, str(number))) for number in range(3)]
    await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=0))
    await pair.alice(functions.messages.DeleteMessages(id=[sent[1].id], revoke=True))

    messages, others, reached = await catch_up(pair.alice.tablet, pair.alice.pts)
    assert [message.message for message in messages] == ["0", "2"]
    assert isinstance(others[0], types.UpdateReadHistoryOutbox)
    assert others[1].messages == [sent[1].id]
    assert reached == await pair.alice(functions.updates.GetState())


@pytest.mark.rows("U2")
@pytest.mark.parametrize("limit", [1, 2, 7, 100])
async def test_slices_add_up_to_the_whole(pair: Pair, limit: int) -> None:
    for number in range(12):
        await pair.alice(text(pair.to_bob, str(number)))

    messages, _, reached = await catch_up(pair.bob.phone, pair.bob.pts, pts_limit=limit)
    assert [message.message for message in messages] == [str(number) for number in range(12)]
    assert reached.pts == pair.bob.pts + 12


@pytest.mark.rows("U2")
async def test_slices_of_all_that_happens_add_up_to_the_whole(pair: Pair) -> None:
    """Messages are told in their place among edits, reads and deletions; what is gone moves the pts all the same."""
    for number in range(6):
        sent = await pair.alice(text(pair.to_bob, f"to bob {number}"))
        await pair.bob(functions.messages.ReadHistory(peer=pair.to_alice, max_id=0))
        await pair.alice(functions.messages.EditMessage(peer=pair.to_bob, id=sent.id, message=f"edited {number}"))
        await pair.bob(text(pair.to_alice, f"to alice {number}"))
        if number % 2:
            await pair.alice(functions.messages.DeleteMessages(id=[sent.id], revoke=True))

    for person in (pair.alice, pair.bob):
        whole = await catch_up(person.tablet, person.pts)
        assert sorted(message.message for message in whole[0]) == sorted(
            [f"edited {number}" for number in (0, 2, 4)] + [f"to alice {number}" for number in range(6)]
        )
        assert [message.id for message in whole[0]] == sorted(message.id for message in whole[0])
        moved = [update.pts for update in whole[1] if getattr(update, "pts_count", 0)]
        assert moved == sorted(set(moved))
        for limit in (1, 2, 3, 5, 8):
            messages, others, reached = await catch_up(person.tablet, person.pts, pts_limit=limit)
            assert messages == whole[0]
            assert [one for one in others if getattr(one, "pts_count", 0)] == [
                one for one in whole[1] if getattr(one, "pts_count", 0)
            ]
            assert reached.pts == whole[2].pts


@pytest.mark.rows("U2", "UP-2")
async def test_a_difference_is_a_snapshot_while_others_write(pair: Pair) -> None:
    """Each state that a reader is given covers exactly the updates it was given before: nothing skipped or doubled."""
    writing = [asyncio.ensure_future(_write(pair, device)) for device in (pair.alice.phone, pair.alice.tablet)]
    seen: list[str] = []
    pts, calls = pair.bob.pts, 0
    while not all(task.done() for task in writing) or calls < 100:
        answer = await pair.bob(functions.updates.GetDifference(pts=pts, date=2**31 - 1, qts=0, pts_limit=5))
        calls += 1
        if isinstance(answer, types.updates.DifferenceEmpty):
            continue
        reached = getattr(answer, "state", None) or answer.intermediate_state
        assert reached.pts - pts == len(answer.new_messages)
        seen += [message.message for message in answer.new_messages]
        pts = reached.pts
    messages, _, _ = await catch_up(pair.bob.phone, pts)
    seen += [message.message for message in messages]
    assert len(seen) == len(set(seen)) == 200


async def _write(pair: Pair, device: Any) -> None:
    for number in range(100):
        await device(text(pair.to_bob, f"{id(device)}.{number}"))


async def test_settings_of_one_second_beyond_a_slice_all_come(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events that move no pts are numbered by date; a slice never ends in the middle of them for good."""
    monkeypatch.setattr(catching_up, "SLICE", 3)
    for number in range(10):
        await pair.alice(functions.messages.SaveDraft(peer=pair.to_bob, message=f"draft {number}"))
    await pair.harness.advance(5)

    _, others, _ = await catch_up(pair.alice.tablet, pair.alice.pts)
    assert {update.draft.message for update in others if isinstance(update, types.UpdateDraftMessage)} == {"draft 9"}


@pytest.mark.rows("U2")
@pytest.mark.parametrize("limit", [1, 2, 3, 5])
async def test_no_slice_ends_behind_a_setting_that_comes_later(pair: Pair, limit: int) -> None:
    """A setting is dated when its request began, and may have been committed after others that began later."""
    began = int(pair.harness.clock.now())
    for seconds in (1, 30, 60, 10, 60, 20, 90, 70):
        await _set(pair, began, seconds)
    await pair.harness.advance(200)

    _, others, _ = await catch_up(pair.alice.tablet, pair.alice.pts, date=began, pts_limit=limit)
    assert {update.ttl_period for update in others} == {1, 30, 60, 10, 20, 90, 70}


@pytest.mark.rows("U2")
async def test_a_setting_that_was_under_way_when_a_device_was_told_the_date_comes_with_the_next(pair: Pair) -> None:
    began = int(pair.harness.clock.now())
    await pair.harness.advance(2)
    state = await pair.alice.tablet(functions.updates.GetState())
    await _set(pair, began, 1)

    _, others, _ = await catch_up(pair.alice.tablet, state.pts, date=state.date)
    assert [type(update) for update in others] == [types.UpdatePeerHistoryTTL]


async def _set(pair: Pair, began: int, seconds: int) -> None:
    """A request of Alice's that began so many seconds later has changed a setting, to so many seconds."""
    data = {"peer": pair.bob.user_id, "period": seconds}
    unit = partial(boxes.append, box=pair.alice.user_id, kind=HISTORY_TTL, data=data, now=began + seconds, pts_count=0)
    await pair.harness.app.db.write(unit)


async def test_every_slice_moves_the_state(pair: Pair) -> None:
    """Also while the second runs in which more has happened than a slice holds, without moving the pts."""
    for number in range(10):
        await pair.alice(functions.messages.SaveDraft(peer=pair.to_bob, message=f"draft {number}"))
    await pair.alice(text(pair.to_bob, "at last"))
    at = types.updates.State(pts=pair.alice.pts, qts=0, date=0, seq=0, unread_count=0)
    texts: list[str] = []
    while True:
        request = functions.updates.GetDifference(pts=at.pts, date=at.date, qts=0, pts_limit=2)
        answer = await pair.alice.tablet(request)
        texts += [message.message for message in answer.new_messages]
        if isinstance(answer, types.updates.Difference):
            break
        reached = answer.intermediate_state
        assert (reached.pts, reached.date) > (at.pts, at.date)
        at = reached
    assert texts == ["at last"]


async def test_a_state_of_the_future_or_too_far_behind_is_too_long(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    await pair.alice(text(pair.to_bob, "two"))
    for request in (
        functions.updates.GetDifference(pts=pair.bob.pts + 9, date=0, qts=0),
        functions.updates.GetDifference(pts=pair.bob.pts, date=0, qts=0, pts_total_limit=1),
    ):
        answer = await pair.bob(request)
        assert isinstance(answer, types.updates.DifferenceTooLong)
        assert answer.pts == pair.bob.pts + 2


async def test_old_events_are_trimmed_and_say_so(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    before = await pair.bob(functions.updates.GetState())
    await much_later(pair.harness, trimming.KEPT + 10, pair.alice, pair.bob)
    await pair.alice(text(pair.to_bob, "two"))
    await trimming.trim(pair.harness.app)

    answer = await pair.bob(functions.updates.GetDifference(pts=pair.bob.pts, date=0, qts=0))
    assert isinstance(answer, types.updates.DifferenceTooLong)
    messages, _, _ = await catch_up(pair.bob.phone, before.pts)
    assert [message.message for message in messages] == ["two"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"pts": 0}, rpc_errors.PERSISTENT_TIMESTAMP_EMPTY),
        ({"pts": -5}, rpc_errors.PERSISTENT_TIMESTAMP_EMPTY),
        ({"date": -1}, rpc_errors.PERSISTENT_TIMESTAMP_INVALID),
    ],
)
async def test_states_that_are_none(pair: Pair, fields: dict[str, int], error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await pair.bob(functions.updates.GetDifference(**{"pts": 1, "date": 0, "qts": 0, **fields}))


async def test_a_client_without_secret_chats_asks_with_no_qts(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    answer = await pair.bob(functions.updates.GetDifference(pts=pair.bob.pts, date=0, qts=-1))
    assert isinstance(answer, types.updates.Difference)
    assert answer.state.qts == 1


async def test_when_many_catch_up_they_wait_for_turns_and_get_short_slices(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait is not the query's: it has its whole time when its turn comes. Others' queries need not wait at all."""
    monkeypatch.setattr(catching_up, "SHORT_SLICE", 2)
    monkeypatch.setattr(catching_up, "MANY", 1)
    for number in range(6):
        await pair.alice(text(pair.to_bob, str(number)))

    async with AsyncExitStack() as others:
        for _ in range(catching_up.AT_ONCE):
            await others.enter_async_context(pair.harness.app.catching_up.turn())
        ask = functions.updates.GetDifference(pts=pair.bob.pts, date=0, qts=0)
        waiting = [asyncio.ensure_future(pair.bob(ask)) for _ in range(catching_up.AT_ONCE + 1)]
        assert len((await history(pair.bob, pair.to_alice)).messages) == 6
        assert not any(one.done() for one in waiting)
    *first, last = await asyncio.gather(*waiting)
    for answer in first:
        assert isinstance(answer, types.updates.DifferenceSlice)
        assert [message.message for message in answer.new_messages] == ["0", "1"]
    assert isinstance(last, types.updates.Difference)
    assert len(last.new_messages) == 6
