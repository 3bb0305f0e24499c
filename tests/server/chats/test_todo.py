"""To-do lists among several: who may do what is to be done."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import types
from tests.server.chats.conftest import Group
from tests.server.todo.lists import append, send, shown, todo, toggle


@pytest.mark.rows("AC-1", "AC-2")
async def test_who_may_not_write_in_the_group_changes_no_list(group: Group) -> None:
    """Adding items takes the right to send lists (which is that of polls), completing them that to write at all."""
    await group.alice(send(group.peer, todo(others_can_append=True, others_can_complete=True)))
    theirs, _ = await shown(group.bob, group.peer)
    add, done = append(group.peer, theirs, (3, "rope")), toggle(group.peer, theirs, [1])

    await group.forbid(send_polls=True, send_plain=True)
    with pytest.raises(rpc_errors.CHAT_SEND_POLL_FORBIDDEN):
        await group.bob(add)
    edited, _ = (await group.bob(done)).updates
    assert [one.id for one in edited.message.media.completions] == [1]

    await group.forbid(send_messages=True)
    for call in (add, toggle(group.peer, theirs, [2])):
        with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
            await group.bob(call)
    await group.promote(group.bob)
    await group.bob(add)

    await group.forbid()
    await group.remove(group.alice, group.bob)
    for call in (append(group.peer, theirs, (4, "lamp")), toggle(group.peer, theirs, [2])):
        with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
            await group.bob(call)
        with pytest.raises(rpc_errors.PEER_ID_INVALID):
            await group.dave(call)
    _, seen = await shown(group.carol, group.peer)
    assert [one.title.text for one in seen.todo.list] == ["tent", "map", "rope"]
    assert seen.completions is not None
    assert [(one.id, one.completed_by) for one in seen.completions] == [(1, types.PeerUser(user_id=group.bob.user_id))]
