"""messages.toggleNoForwards: who protects a chat, who may lift it, and what it forbids
(core.telegram.org/api/content-protection)."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.chats.conftest import Group, group
from tests.server.people import Pair, Person, forward, history, much_later, random_id, sent_id, text

__all__ = ["group"]

messages = functions.messages
TOGGLE, REQUEST = types.MessageActionNoForwardsToggle, types.MessageActionNoForwardsRequest


def toggle(peer: types.TypeInputPeer, enabled: bool, request: int | None = None) -> messages.ToggleNoForwards:
    return messages.ToggleNoForwards(peer=peer, enabled=enabled, request_msg_id=request)


async def flags(viewer: Person, other: types.InputPeerUser) -> tuple[bool, bool]:
    """Whether the viewer has protected the chat, and whether the other side has."""
    named = types.InputUser(user_id=other.user_id, access_hash=other.access_hash)
    full = (await viewer(functions.users.GetFullUser(id=named))).full_user
    return full.noforwards_my_enabled, full.noforwards_peer_enabled


async def actions(device: Any, peer: types.TypeInputPeer) -> list[Any]:
    found = (await history(device, peer)).messages
    return [one.action for one in found if isinstance(one, types.MessageService)]


async def asked(pair: Pair) -> int:
    """Bob asks Alice to lift what she protected: the id of the request in her box."""
    (update,) = (await pair.bob(toggle(pair.to_alice, False))).updates
    assert update.message.action == REQUEST(prev_value=True, new_value=False)
    top = (await history(pair.alice, pair.to_bob, limit=1)).messages[0]
    assert top.action == REQUEST(prev_value=True, new_value=False)
    return top.id


async def test_only_who_has_protected_a_chat_may_lift_it(pair: Pair) -> None:
    sent = await pair.alice(text(pair.to_bob, "words"))
    await pair.bob.tablet.update(types.UpdateNewMessage)
    theirs = (await history(pair.bob, pair.to_alice)).messages[0].id
    (update,) = (await pair.alice(toggle(pair.to_bob, True))).updates
    assert update.message.action == TOGGLE(prev_value=False, new_value=True)
    assert (await flags(pair.alice, pair.to_bob), await flags(pair.bob, pair.to_alice)) == (
        (True, False),
        (False, True),
    )
    assert (await pair.bob.tablet.update(types.UpdateNewMessage)).message.action.new_value

    for device, peer, message_id in ((pair.bob, pair.to_alice, theirs), (pair.alice, pair.to_bob, sent.id)):
        with pytest.raises(rpc_errors.CHAT_FORWARDS_RESTRICTED):
            await device(forward(peer, types.InputPeerSelf(), [message_id]))
        reply = types.InputReplyToMessage(reply_to_msg_id=message_id, reply_to_peer_id=peer)
        with pytest.raises(rpc_errors.CHAT_FORWARDS_RESTRICTED):
            await device(text(types.InputPeerSelf(), "look", reply_to=reply))
    for one, peer in ((pair.alice, pair.to_bob), (pair.bob, pair.to_alice)):
        assert (await one(toggle(peer, True))).updates == []  # protected it is already
    assert await flags(pair.alice, pair.to_bob) == (True, False)

    await asked(pair)
    assert await flags(pair.bob, pair.to_alice) == (False, True)
    (update,) = (await pair.alice(toggle(pair.to_bob, False))).updates
    assert update.message.action == TOGGLE(prev_value=True, new_value=False)
    await pair.bob(forward(pair.to_alice, types.InputPeerSelf(), [theirs]))
    assert (await pair.alice(toggle(pair.to_bob, False))).updates == []


async def test_a_request_is_accepted_once(pair: Pair) -> None:
    await pair.alice(toggle(pair.to_bob, True))
    first, second = await asked(pair), await asked(pair)
    (update,) = (await pair.alice(toggle(pair.to_bob, False, first))).updates
    told = update.message
    assert (told.action, told.reply_to.reply_to_msg_id) == (TOGGLE(prev_value=True, new_value=False), first)
    assert await flags(pair.alice, pair.to_bob) == await flags(pair.bob, pair.to_alice) == (False, False)
    for device, peer in ((pair.alice, pair.to_bob), (pair.bob.tablet, pair.to_alice)):
        seen = await actions(device, peer)
        assert [one.expired for one in seen if isinstance(one, REQUEST)] == [False, True]
    for again in (True, False):
        with pytest.raises(rpc_errors.REQUEST_MSG_EXPIRED):
            await pair.alice(toggle(pair.to_bob, again, first))

    # The other request still waits, though there is nothing left to lift: its answer is told all the same.
    (update,) = (await pair.alice(toggle(pair.to_bob, False, second))).updates
    assert update.message.action == TOGGLE(prev_value=False, new_value=False)


async def test_a_request_is_refused_or_runs_out(pair: Pair) -> None:
    await pair.alice(toggle(pair.to_bob, True))
    refused = await asked(pair)
    (update,) = (await pair.alice(toggle(pair.to_bob, True, refused))).updates
    assert update.message.action == TOGGLE(prev_value=True, new_value=True)
    assert await flags(pair.bob, pair.to_alice) == (False, True)
    late = await asked(pair)
    await much_later(pair.harness, 86_402, pair.alice)
    with pytest.raises(rpc_errors.REQUEST_MSG_EXPIRED):
        await pair.alice(toggle(pair.to_bob, False, late))


async def test_what_is_no_request_is_not_answered(pair: Pair) -> None:
    await pair.alice(toggle(pair.to_bob, True))
    request = await asked(pair)
    own = (await history(pair.bob, pair.to_alice)).messages[0].id
    plain = (await pair.alice(text(pair.to_bob, "words"))).id
    for who, peer, message_id in (
        (pair.bob, pair.to_alice, own),
        (pair.alice, pair.to_bob, plain),
        (pair.alice, pair.to_bob, request + 1_000),
    ):
        with pytest.raises(rpc_errors.MESSAGE_ID_INVALID):
            await who(toggle(peer, False, message_id))
    service = types.InputPeerUser(user_id=777000, access_hash=0)
    for peer in (types.InputPeerSelf(), service):
        with pytest.raises(rpc_errors.PEER_ID_INVALID):
            await pair.alice(toggle(peer, True))
    assert await flags(pair.alice, pair.to_bob) == (True, False)


@pytest.mark.rows("AC-1")
async def test_a_group_is_protected_by_its_owner(group: Group) -> None:
    mine = sent_id(await group.alice(text(group.peer, "words")))
    answer = await group.alice(toggle(group.peer, True))
    assert answer.chats[0].noforwards
    await group.bob.tablet.update(types.UpdateChat)
    theirs = (await history(group.bob, group.peer)).messages[0].id
    for who, message_id in ((group.bob, theirs), (group.alice, mine)):
        with pytest.raises(rpc_errors.CHAT_FORWARDS_RESTRICTED):
            await who(
                messages.ForwardMessages(
                    from_peer=group.peer, id=[message_id], to_peer=types.InputPeerSelf(), random_id=[random_id()]
                )
            )
    with pytest.raises(rpc_errors.CHAT_NOT_MODIFIED):
        await group.alice(toggle(group.peer, True))
    await group.promote(group.bob)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(toggle(group.peer, False))
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await group.dave(toggle(group.peer, False))
    assert not (await group.alice(toggle(group.peer, False))).chats[0].noforwards
    await group.bob(forward(group.peer, types.InputPeerSelf(), [theirs]))
