"""Groups at their largest: 200 members."""

from dataclasses import replace

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions
from storage.accounts import users
from storage.conversations import chats
from storage.conversations.chats import Member, Standing
from tests.server.chats.conftest import Group
from tests.server.people import text, texts


async def fill(group: Group) -> list[int]:
    """Let others in until the group is full; their ids."""

    async def unit(tx) -> list[int]:
        chat = await chats.by_id(tx, group.chat_id)
        crowd = [(await users.create(tx, phone=None, first_name=f"N{n}", now=0)).user_id for n in range(197)]
        await chats.put_members(
            tx, [Member(chat.chat_id, user_id, Standing.MEMBER, False, chat.creator, 1) for user_id in crowd]
        )
        await chats.save(tx, replace(chat, size=chat.size + len(crowd)))
        return crowd

    crowd: list[int] = await group.harness.app.db.write(unit)
    return crowd


@pytest.mark.rows("U1")
async def test_a_message_stands_in_two_hundred_boxes(group: Group) -> None:
    crowd = await fill(group)
    await group.alice(text(group.peer, "everyone"))

    assert await texts(group.bob, group.peer) == ["everyone"]
    query = "SELECT COUNT(DISTINCT box) FROM messages WHERE origin_box = ? AND peer = ? AND flags & 32 = 0"
    boxes = await group.harness.app.db.read(lambda view: view.fetchval(query, (group.alice.user_id, -group.chat_id)))
    assert boxes == len(crowd) + 3 == 200
    assert len((await group.full(group.bob)).full_chat.participants.participants) == 200


async def test_a_full_group_takes_nobody_in(group: Group) -> None:
    await fill(group)
    with pytest.raises(rpc_errors.USERS_TOO_MUCH):
        await group.add(group.alice, group.dave)
    invite = (await group.full(group.alice)).full_chat.exported_invite
    with pytest.raises(rpc_errors.USERS_TOO_MUCH):
        await group.dave(functions.messages.ImportChatInvite(hash=invite.link.rpartition("+")[2]))
    crowd = [group.user(group.alice, group.bob)] * 200
    with pytest.raises(rpc_errors.USERS_TOO_MUCH):
        await group.alice(functions.messages.CreateChat(users=crowd, title="Crowd"))
