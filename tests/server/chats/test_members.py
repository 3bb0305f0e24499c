"""Making a group, coming in and going: who is told what, who sees what afterwards."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.updates import trimming
from tests.server.chats.conftest import Group
from tests.server.harness import Harness
from tests.server.people import Person, history, much_later, sent_id, text, texts
from tests.server.reactions.reacting import react


async def service(device, action: type) -> types.MessageService:
    """The next service message of a kind."""
    while True:
        update = await device.update(types.UpdateNewMessage)
        if isinstance(update.message, types.MessageService) and isinstance(update.message.action, action):
            return update.message


async def test_a_new_group_stands_in_every_members_box(group: Group) -> None:
    for someone in (group.alice, group.bob, group.carol):
        (created,) = (await history(someone, group.peer)).messages
        assert isinstance(created.action, types.MessageActionChatCreate)
        assert created.action.title == "Friends"
        assert created.out is (someone is group.alice)
    told = await service(group.bob.tablet, types.MessageActionChatCreate)
    assert told.from_id == types.PeerUser(user_id=group.alice.user_id)
    assert await service(group.alice.tablet, types.MessageActionChatCreate)


async def test_the_answer_of_create_chat_carries_the_service_message(group: Group) -> None:
    made = await group.alice(functions.messages.CreateChat(users=[group.user(group.alice, group.bob)], title=" Two "))
    named, update = made.updates.updates
    assert isinstance(named, types.UpdateMessageID)  # by which TDLib knows the group that it made
    assert isinstance(update, types.UpdateNewMessage)
    assert named.id == update.message.id
    assert isinstance(update.message.action, types.MessageActionChatCreate)
    (chat,) = made.updates.chats
    assert (chat.title, chat.participants_count, chat.creator) == ("Two", 2, True)
    assert made.missing_invitees == []


async def test_messages_reach_every_device_of_every_member(group: Group) -> None:
    sent = await group.bob(text(group.peer, "hello"))
    assert sent_id(sent)
    for device in (group.alice.phone, group.alice.tablet, group.carol.phone, group.carol.tablet, group.bob.tablet):
        update = await device.update(types.UpdateShortChatMessage)
        assert (update.message, update.from_id, update.chat_id) == ("hello", group.bob.user_id, group.chat_id)
    assert group.dave.phone.updates.empty()


@pytest.mark.rows("UP-1")
async def test_a_session_is_sent_the_group_and_the_writer_once(group: Group, harness: Harness) -> None:
    """Ids alone mean nothing to a session that was sent neither: the first message comes whole, then the short form."""
    newcomer = await harness.client(same_key_as=group.alice.phone)
    await newcomer(functions.updates.GetState())

    await group.bob(text(group.peer, "first"))
    whole = await newcomer.update(types.Updates)
    assert group.bob.user_id in {user.id for user in whole.users}
    assert [chat.id for chat in whole.chats] == [group.chat_id]
    assert isinstance(whole.updates[0], types.UpdateNewMessage)

    await group.bob(text(group.peer, "second"))
    short = await newcomer.update(types.UpdateShortChatMessage)
    assert (short.message, short.pts) == ("second", whole.updates[0].pts + 1)


async def test_the_full_group_names_everyone(group: Group) -> None:
    full = await group.full(group.bob)
    kinds = {one.user_id: type(one) for one in full.full_chat.participants.participants}
    assert kinds == {
        group.alice.user_id: types.ChatParticipantCreator,
        group.bob.user_id: types.ChatParticipant,
        group.carol.user_id: types.ChatParticipant,
    }
    assert {user.id for user in full.users} == set(kinds)
    assert full.full_chat.exported_invite is None
    assert (await group.full(group.alice)).full_chat.exported_invite.permanent


async def test_somebody_added_hears_what_was_said(group: Group) -> None:
    await group.bob(text(group.peer, "one"))
    await group.carol(text(group.peer, "two"))
    answer = await group.add(group.bob, group.dave, fwd_limit=2)

    assert answer.missing_invitees == []
    assert await texts(group.dave, group.peer) == ["one", "two"]
    assert await service(group.dave.phone, types.MessageActionChatAddUser)
    assert await service(group.alice.phone, types.MessageActionChatAddUser)
    told = await group.carol.phone.update(types.UpdateChatParticipantAdd)
    assert (told.user_id, told.inviter_id) == (group.dave.user_id, group.bob.user_id)
    shown = (await group.dave.phone.update(types.UpdateChatParticipants)).participants
    assert len(shown.participants) == 4
    with pytest.raises(rpc_errors.USER_ALREADY_PARTICIPANT):
        await group.add(group.alice, group.dave)


async def test_what_somebody_added_is_shown_follows_what_becomes_of_it(group: Group) -> None:
    """They see the reactions to it, others go on seeing them when they react, and it deletes itself."""
    await group.alice(functions.messages.SetHistoryTTL(peer=group.peer, period=3_600))
    sent = sent_id(await group.bob(text(group.peer, "one")))
    await group.bob(react(group.peer, sent, "👍"))
    await group.add(group.bob, group.dave, fwd_limit=1)

    shown = (await history(group.dave, group.peer)).messages[-1]
    assert given(shown) == {"👍": 1}
    await group.dave(react(group.peer, shown.id, "🔥"))
    for one in (group.bob, group.dave):
        message = next(m for m in (await history(one, group.peer)).messages if getattr(m, "message", "") == "one")
        assert given(message) == {"👍": 1, "🔥": 1}
    await much_later(group.harness, 3_600, group.bob, group.dave)
    assert await texts(group.bob, group.peer) == await texts(group.dave, group.peer) == []


def given(message: types.Message) -> dict[str, int]:
    """The reactions to a message."""
    assert message.reactions is not None
    return {one.reaction.emoticon: one.count for one in message.reactions.results}


async def test_what_somebody_wrote_and_deleted_does_not_come_again(group: Group) -> None:
    sent = sent_id(await group.bob(text(group.peer, "mine")))
    await group.bob(functions.messages.DeleteMessages(id=[sent]))
    await group.remove(group.alice, group.bob)
    await group.add(group.alice, group.bob, fwd_limit=10)
    assert await texts(group.bob, group.peer) == []


async def test_what_was_said_long_ago_is_news_to_somebody_added(group: Group) -> None:
    """It comes now, so its age makes no difference too long."""
    await group.bob(text(group.peer, "one"))
    await much_later(group.harness, trimming.KEPT + 10, group.bob, group.dave)
    before = await group.dave(functions.updates.GetState())
    await group.add(group.bob, group.dave, fwd_limit=2)

    missed = functions.updates.GetDifference(pts=before.pts, date=before.date, qts=0)
    difference = await group.dave(missed)
    assert isinstance(difference, types.updates.Difference)
    assert [one.message for one in difference.new_messages if isinstance(one, types.Message)] == ["one"]


async def test_who_forbids_being_added_is_named_as_missing(group: Group) -> None:
    await group.dave(
        functions.account.SetPrivacy(
            key=types.InputPrivacyKeyChatInvite(), rules=[types.InputPrivacyValueDisallowAll()]
        )
    )
    answer = await group.add(group.alice, group.dave)
    assert [one.user_id for one in answer.missing_invitees] == [group.dave.user_id]
    made = await group.alice(
        functions.messages.CreateChat(users=[group.user(group.alice, group.dave)], title="Without Dave")
    )
    assert [one.user_id for one in made.missing_invitees] == [group.dave.user_id]
    assert made.updates.chats[0].participants_count == 1


@pytest.mark.parametrize("kicked", [True, False])
async def test_who_went_hears_that_and_nothing_after(group: Group, kicked: bool) -> None:
    await group.alice(text(group.peer, "before"))
    answer = await group.remove(group.alice if kicked else group.bob, group.bob)
    assert isinstance(answer.updates[-1].message.action, types.MessageActionChatDeleteUser)
    assert await service(group.bob.tablet, types.MessageActionChatDeleteUser)
    gone = await group.carol.phone.update(types.UpdateChatParticipantDelete)
    assert gone.user_id == group.bob.user_id

    pts = (await group.bob(functions.updates.GetState())).pts
    await group.alice(text(group.peer, "after"))
    await group.alice(functions.messages.EditChatTitle(chat_id=group.chat_id, title="Secret"))

    assert await texts(group.bob, group.peer) == ["before"]
    assert (await group.bob(functions.updates.GetState())).pts == pts
    (chat,) = (await group.bob(functions.messages.GetChats(id=[group.chat_id]))).chats
    assert chat.title == "Friends"
    assert isinstance(chat, types.ChatForbidden) if kicked else chat.left
    full = (await group.full(group.bob)).full_chat
    assert isinstance(full.participants, types.ChatParticipantsForbidden)
    assert full.about == ""
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(text(group.peer, "still here"))
    with pytest.raises(rpc_errors.CHAT_ID_INVALID):
        await group.bob(functions.messages.EditChatTitle(chat_id=group.chat_id, title="Mine"))
    with pytest.raises(rpc_errors.CHAT_ID_INVALID):
        await group.remove(group.bob, group.carol)
    with pytest.raises(rpc_errors.PEER_ID_INVALID):  # nobody leaves twice
        await group.remove(group.bob, group.bob)


async def test_removing_may_take_back_what_was_written(group: Group) -> None:
    await group.bob(text(group.peer, "spam"))
    await group.carol(text(group.peer, "fine"))
    await group.remove(group.alice, group.bob, revoke=True)
    for someone in (group.alice, group.carol):
        assert await texts(someone, group.peer) == ["fine"]


async def test_members_remove_only_whom_they_invited(group: Group) -> None:
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.remove(group.bob, group.carol)
    await group.add(group.bob, group.dave)
    await group.remove(group.bob, group.dave)
    with pytest.raises(rpc_errors.USER_NOT_PARTICIPANT):
        await group.remove(group.alice, group.dave)


async def test_who_left_is_brought_back_by_mutual_contacts_only(group: Group) -> None:
    await group.remove(group.bob, group.bob)
    with pytest.raises(rpc_errors.USER_NOT_MUTUAL_CONTACT):
        await group.add(group.alice, group.bob)


async def test_the_group_of_a_creator_who_leaves_goes_to_the_first_admin(group: Group) -> None:
    await group.promote(group.carol)
    heir = await group.alice(functions.messages.GetFutureChatCreatorAfterLeave(peer=group.peer))
    assert heir.id == group.carol.user_id
    await group.remove(group.alice, group.alice)
    assert (await group.full(group.carol)).chats[0].creator
    with pytest.raises(rpc_errors.CHAT_ID_INVALID):
        await group.alice(functions.messages.GetFutureChatCreatorAfterLeave(peer=group.peer))
    await group.remove(group.carol, group.carol)
    bobs = await group.full(group.bob)
    assert bobs.chats[0].creator
    assert bobs.full_chat.exported_invite is not None  # who runs a group has a lasting link to it


async def test_no_deleted_account_inherits_a_group(group: Group) -> None:
    """Neither as its first admin nor as who is left in it."""
    await group.promote(group.bob)
    await group.bob(functions.account.DeleteAccount(reason=""))
    ask = functions.messages.GetFutureChatCreatorAfterLeave(peer=group.peer)
    assert (await group.alice(ask)).id == group.carol.user_id
    await group.remove(group.alice, group.alice)
    assert (await group.full(group.carol)).chats[0].creator
    assert await group.carol(ask) == types.UserEmpty(id=0)
    link = (await group.full(group.carol)).full_chat.exported_invite.link
    await group.remove(group.carol, group.carol)
    with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
        await group.dave(functions.messages.ImportChatInvite(hash=link.rpartition("+")[2]))


async def test_a_deleted_group_is_over_for_everyone(group: Group) -> None:
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(functions.messages.DeleteChat(chat_id=group.chat_id))
    link = (await group.full(group.alice)).full_chat.exported_invite.link
    assert await group.alice(functions.messages.DeleteChat(chat_id=group.chat_id))
    assert await group.bob.phone.update(types.UpdateChat)
    for someone in (group.alice, group.bob):
        with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
            await someone(text(group.peer, "anyone?"))
    with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
        await group.dave(functions.messages.ImportChatInvite(hash=link.rpartition("+")[2]))


async def test_common_groups_and_who_is_online(group: Group) -> None:
    common = functions.messages.GetCommonChats(user_id=group.user(group.bob, group.carol), max_id=0, limit=10)
    assert [chat.id for chat in (await group.bob(common)).chats] == [group.chat_id]
    of_carol, of_bob = (functions.users.GetFullUser(id=group.user(group.bob, one)) for one in (group.carol, group.bob))
    assert (await group.bob(of_carol)).full_user.common_chats_count == 1
    assert (await group.bob(of_bob)).full_user.common_chats_count == 0
    await group.carol(functions.account.UpdateStatus(offline=False))
    assert (await group.bob(functions.messages.GetOnlines(peer=group.peer))).onlines >= 1
    await group.remove(group.carol, group.carol)
    assert (await group.bob(common)).chats == []
    assert (await group.bob(of_carol)).full_user.common_chats_count == 0


@pytest.mark.rows("AC-1")
async def test_outsiders_cannot_even_name_a_group(group: Group) -> None:
    """The same answers as for a group that does not exist."""
    for chat_id in (group.chat_id, group.chat_id + 1000):
        peer = types.InputPeerChat(chat_id=chat_id)
        dave: Person = group.dave
        for request, error in (
            (text(peer, "hi"), rpc_errors.PEER_ID_INVALID),
            (functions.messages.GetFullChat(chat_id=chat_id), rpc_errors.CHAT_ID_INVALID),
            (functions.messages.GetChats(id=[chat_id]), rpc_errors.CHAT_ID_INVALID),
            (functions.messages.EditChatTitle(chat_id=chat_id, title="x"), rpc_errors.CHAT_ID_INVALID),
            (functions.messages.EditChatAbout(peer=peer, about="x"), rpc_errors.CHAT_ID_INVALID),
            (functions.messages.GetOnlines(peer=peer), rpc_errors.CHAT_ID_INVALID),
            (functions.messages.ExportChatInvite(peer=peer), rpc_errors.CHAT_ID_INVALID),
            (functions.messages.DeleteChat(chat_id=chat_id), rpc_errors.CHAT_ID_INVALID),
            (
                functions.messages.AddChatUser(chat_id=chat_id, user_id=types.InputUserSelf(), fwd_limit=0),
                rpc_errors.CHAT_ID_INVALID,
            ),
        ):
            with pytest.raises(error):
                await dave(request)
        with pytest.raises(rpc_errors.PEER_ID_INVALID):
            await history(dave, peer)
