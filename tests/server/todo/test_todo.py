"""To-do lists: sending, doing, adding, editing (core.telegram.org/api/todo)."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from storage.accounts import blocks
from tests.server.people import Pair, forward, history, sent_id, text, words
from tests.server.todo.lists import append, send, shown, todo, toggle

messages = functions.messages


async def test_both_do_what_is_to_be_done(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, todo(others_can_complete=True))))
    theirs, seen = await shown(pair.bob, pair.to_alice)
    assert ([one.title.text for one in seen.todo.list], seen.completions) == (["tent", "map"], None)

    edited, told = (await pair.bob(toggle(pair.to_alice, theirs, [2, 7]))).updates
    assert [(one.id, one.completed_by.user_id) for one in edited.message.media.completions] == [(2, pair.bob.user_id)]
    assert (edited.message.id, edited.message.edit_hide, told.pts) == (theirs, True, edited.pts + 1)
    action = told.message.action
    assert (action.completed, action.incompleted, told.message.reply_to.reply_to_msg_id) == ([2], [], theirs)
    for device, message_id in ((pair.alice.phone, mine), (pair.alice.tablet, mine), (pair.bob.tablet, theirs)):
        heard = await device.update(types.UpdateEditMessage)
        assert (heard.message.id, [one.id for one in heard.message.media.completions]) == (message_id, [2])

    await pair.alice(toggle(pair.to_bob, mine, [1], [2]))
    _, seen = await shown(pair.bob, pair.to_alice)
    assert [(one.id, one.completed_by.user_id) for one in seen.completions] == [(1, pair.alice.user_id)]
    assert seen.completions[0].date == pytest.approx(pair.harness.clock.now(), abs=3)
    for nothing in ([1], []), ([], [2]), ([9], []), ([2], [2]):
        with pytest.raises(rpc_errors.TODO_NOT_MODIFIED):
            await pair.alice(toggle(pair.to_bob, mine, *nothing))


async def test_others_do_only_what_the_author_lets_them(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, todo())))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    for call in (toggle(pair.to_alice, theirs, [1]), append(pair.to_alice, theirs, (3, "rope"))):
        with pytest.raises(rpc_errors.MESSAGE_AUTHOR_REQUIRED):
            await pair.bob(call)
    await pair.alice(toggle(pair.to_bob, mine, [1]))
    await pair.alice(append(pair.to_bob, mine, (3, "rope")))
    await pair.bob(forward(pair.to_alice, types.InputPeerSelf(), [theirs]))
    kept, _ = await shown(pair.bob, types.InputPeerSelf())
    for call in (
        toggle(types.InputPeerSelf(), kept, [2]),  # a forwarded list is a picture
        append(types.InputPeerSelf(), kept, (4, "x")),
    ):
        with pytest.raises(rpc_errors.MESSAGE_AUTHOR_REQUIRED):
            await pair.bob(call)
    for call in (toggle(pair.to_alice, 999, [1]), append(pair.to_alice, 999, (3, "x"))):
        with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
            await pair.bob(call)
    await pair.harness.app.db.write(lambda tx: blocks.block(tx, pair.bob.user_id, pair.alice.user_id, 0))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await pair.alice(toggle(pair.to_bob, mine, [2]))


async def test_others_add_to_a_list(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, todo(others_can_append=True))))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    edited, told = (await pair.bob(append(pair.to_alice, theirs, (3, "rope"), (4, "lamp")))).updates
    assert [one.id for one in edited.message.media.todo.list] == [1, 2, 3, 4]
    assert [one.title.text for one in told.message.action.list] == ["rope", "lamp"]
    assert [one.id for one in (await shown(pair.alice, pair.to_bob))[1].todo.list] == [1, 2, 3, 4]
    for items, error in (
        ((), rpc_errors.TODO_NOT_MODIFIED),
        (((3, "again"),), rpc_errors.TODO_ITEM_DUPLICATE),
        (((5, "a"), (5, "b")), rpc_errors.TODO_ITEM_DUPLICATE),
        (tuple((n, "x") for n in range(5, 32)), rpc_errors.TODO_ITEMS_TOO_MUCH),
        (((5, "x" * 65),), rpc_errors.MEDIA_INVALID),
    ):
        with pytest.raises(error):
            await pair.alice(append(pair.to_bob, mine, *items))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (types.InputMediaTodo(todo=types.TodoList(title=words("x"), list=[])), rpc_errors.TODO_ITEMS_EMPTY),
        (todo(*[(n + 1, "x") for n in range(31)]), rpc_errors.TODO_ITEMS_TOO_MUCH),
        (todo((1, "a"), (1, "b")), rpc_errors.TODO_ITEM_DUPLICATE),
        (todo((-1, "a")), rpc_errors.MEDIA_INVALID),
        (todo((1, " ")), rpc_errors.MEDIA_INVALID),
        (todo(title=""), rpc_errors.MEDIA_INVALID),
        (todo(title="x" * 33), rpc_errors.MEDIA_INVALID),
    ],
)
async def test_lists_that_are_none(pair: Pair, given: Any, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await pair.alice(send(pair.to_bob, given))


async def test_the_author_writes_a_list_anew_and_what_is_done_stays_done(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, todo())))
    await pair.alice(toggle(pair.to_bob, mine, [1, 2]))
    anew = todo((2, "good map"), (3, "rope"), others_can_append=True)
    await pair.alice(messages.EditMessage(peer=pair.to_bob, id=mine, media=anew))
    _, seen = await shown(pair.bob, pair.to_alice)
    assert [one.title.text for one in seen.todo.list] == ["good map", "rope"]
    assert (seen.todo.others_can_append, [one.id for one in seen.completions]) == (True, [2])
    dice = types.InputMediaGeoPoint(geo_point=types.InputGeoPoint(lat=1, long=1))
    with pytest.raises(rpc_errors.MEDIA_NEW_INVALID):
        await pair.alice(messages.EditMessage(peer=pair.to_bob, id=mine, media=dice))


async def test_styles_are_kept_where_lists_have_them(pair: Pair) -> None:
    bold = types.MessageEntityBold(offset=0, length=4)
    code = types.MessageEntityCode(offset=0, length=4)
    title = types.TextWithEntities(text="Trip @home", entities=[bold, code])
    item = types.TodoItem(id=1, title=words("tent"))
    await pair.alice(send(pair.to_bob, types.InputMediaTodo(todo=types.TodoList(title=title, list=[item]))))
    assert (await shown(pair.bob, pair.to_alice))[1].todo.title.entities == [bold]


async def test_one_item_of_a_list_may_be_replied_to(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, todo())))
    for item, kept in ((2, 2), (9, None)):
        reply = types.InputReplyToMessage(reply_to_msg_id=mine, todo_item_id=item)
        await pair.alice(text(pair.to_bob, "this one", reply_to=reply))
        assert (await history(pair.bob, pair.to_alice)).messages[0].reply_to.todo_item_id == kept


async def test_items_may_be_counted_from_0(pair: Pair) -> None:
    """As mtcute does."""
    await pair.alice(send(pair.to_bob, todo((0, "tent"), (1, "map"), others_can_complete=True)))
    theirs, _ = await shown(pair.bob, pair.to_alice)
    await pair.bob(toggle(pair.to_alice, theirs, [0]))
    _, seen = await shown(pair.bob, pair.to_alice)
    assert [one.id for one in seen.completions] == [0]
