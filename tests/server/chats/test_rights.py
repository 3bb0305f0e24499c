"""What creators, admins and members may do, and what the default rights leave members."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.messages import clearing
from tests.server.auth.passwords import PASSWORD, owing, proof, set_password
from tests.server.chats.conftest import Group
from tests.server.people import ALICE, history, much_later, random_id, sent_id, text, texts

A_DAY = 86_400


def title(group: Group, name: str) -> functions.messages.EditChatTitle:
    return functions.messages.EditChatTitle(chat_id=group.chat_id, title=name)


async def test_a_new_title_is_told_to_everyone(group: Group) -> None:
    answer = await group.bob(title(group, "  Better friends "))
    assert answer.updates[0].message.action.title == "Better friends"
    assert answer.chats[0].title == "Better friends"
    top = (await history(group.carol, group.peer, limit=1)).messages[0]
    assert top.action == types.MessageActionChatEditTitle(title="Better friends")
    with pytest.raises(rpc_errors.CHAT_NOT_MODIFIED):
        await group.carol(title(group, "Better friends"))
    with pytest.raises(rpc_errors.CHAT_TITLE_EMPTY):
        await group.carol(title(group, "   "))


async def test_a_description(group: Group) -> None:
    about = functions.messages.EditChatAbout(peer=group.peer, about="We know each other")
    assert await group.alice(about)
    assert await group.bob.tablet.update(types.UpdateChat)
    assert (await group.full(group.bob)).full_chat.about == "We know each other"
    with pytest.raises(rpc_errors.CHAT_ABOUT_NOT_MODIFIED):
        await group.alice(about)
    with pytest.raises(rpc_errors.CHAT_ABOUT_TOO_LONG):
        await group.alice(functions.messages.EditChatAbout(peer=group.peer, about="x" * 256))


@pytest.mark.rows("AC-1")
async def test_default_rights_bind_members_but_not_admins(group: Group) -> None:
    answer = await group.forbid(change_info=True, invite_users=True, pin_messages=True)
    assert answer.updates[0].default_banned_rights.change_info
    told = await group.bob.phone.update(types.UpdateChatDefaultBannedRights)
    assert told.default_banned_rights.pin_messages
    assert not told.default_banned_rights.send_messages
    sent = sent_id(await group.bob(text(group.peer, "hi")))
    pin = functions.messages.UpdatePinnedMessage(peer=group.peer, id=sent)
    requests = [
        title(group, "Bob's"),
        functions.messages.AddChatUser(chat_id=group.chat_id, user_id=group.user(group.bob, group.dave), fwd_limit=0),
        pin,
        functions.messages.ExportChatInvite(peer=group.peer),
        functions.messages.EditChatDefaultBannedRights(
            peer=group.peer, banned_rights=types.ChatBannedRights(until_date=0)
        ),
    ]
    for request in requests:
        with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
            await group.bob(request)
    await group.promote(group.bob)
    for request in requests:
        await group.bob(request)


async def test_silenced_members_write_nothing(group: Group) -> None:
    mine = sent_id(await group.bob(text(group.peer, "last words")))
    await group.forbid(send_messages=True)
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(text(group.peer, "more"))
    forward = functions.messages.ForwardMessages(
        from_peer=group.peer, id=[mine], random_id=[random_id()], to_peer=group.peer
    )
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(forward)
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(text(group.peer, "later", schedule_date=int(group.harness.clock.now()) + 3600))
    await group.alice(text(group.peer, "the creator may"))
    assert await texts(group.carol, group.peer) == ["last words", "the creator may"]


@pytest.mark.parametrize(
    ("rights", "error"),
    [
        ({"view_messages": True, "until_date": 0}, rpc_errors.BANNED_RIGHTS_INVALID),
        ({"until_date": 5}, rpc_errors.UNTIL_DATE_INVALID),
        ({"until_date": 0}, rpc_errors.CHAT_NOT_MODIFIED),
    ],
)
async def test_rights_that_are_none(group: Group, rights: dict, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await group.alice(
            functions.messages.EditChatDefaultBannedRights(
                peer=group.peer, banned_rights=types.ChatBannedRights(**rights)
            )
        )


async def test_only_the_creator_makes_admins(group: Group) -> None:
    promote = functions.messages.EditChatAdmin(
        chat_id=group.chat_id, user_id=group.user(group.bob, group.carol), is_admin=True
    )
    await group.promote(group.bob)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(promote)
    told = await group.carol.tablet.update(types.UpdateChatParticipantAdmin)
    assert (told.user_id, told.is_admin) == (group.bob.user_id, True)
    full = await group.full(group.bob)
    assert full.chats[0].admin_rights.ban_users
    assert full.full_chat.exported_invite.admin_id == group.bob.user_id
    await group.promote(group.bob, is_admin=False)
    assert (await group.full(group.bob)).chats[0].admin_rights is None
    with pytest.raises(rpc_errors.USER_NOT_PARTICIPANT):
        await group.promote(group.dave)


async def test_admins_remove_members_but_not_admins(group: Group) -> None:
    await group.promote(group.bob)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.remove(group.bob, group.alice)
    await group.remove(group.bob, group.carol)
    assert (await group.full(group.bob)).chats[0].participants_count == 2


@pytest.mark.rows("AC-1")
async def test_admins_delete_what_others_wrote(group: Group) -> None:
    await group.carol(text(group.peer, "rude"))
    of_bob = (await history(group.bob, group.peer, limit=1)).messages[0].id
    delete = functions.messages.DeleteMessages(id=[of_bob], revoke=True)
    with pytest.raises(rpc_errors.MESSAGE_DELETE_FORBIDDEN):
        await group.bob(delete)
    await group.promote(group.bob)
    await group.bob(delete)
    assert await texts(group.carol, group.peer) == []


async def test_who_has_gone_changes_nothing_and_sees_no_change(group: Group) -> None:
    mine = sent_id(await group.bob(text(group.peer, "of bob")))
    theirs = sent_id(await group.carol(text(group.peer, "of carol")))
    await group.remove(group.bob, group.bob)
    with pytest.raises(rpc_errors.CHAT_WRITE_FORBIDDEN):
        await group.bob(functions.messages.EditMessage(peer=group.peer, id=mine, message="changed"))
    with pytest.raises(rpc_errors.MESSAGE_DELETE_FORBIDDEN):
        await group.bob(functions.messages.DeleteMessages(id=[mine], revoke=True))
    await group.carol(functions.messages.EditMessage(peer=group.peer, id=theirs, message="new words"))
    assert await texts(group.bob, group.peer) == ["of bob", "of carol"]
    assert await texts(group.alice, group.peer) == ["of bob", "new words"]


async def test_who_has_gone_keeps_what_is_deleted_for_all(group: Group) -> None:
    """By its writer, by an admin, or with somebody who is removed."""
    for someone, words in ((group.bob, "of bob"), (group.carol, "of carol"), (group.carol, "more")):
        await someone(text(group.peer, words))
    await group.remove(group.bob, group.bob)
    shown = (await history(group.alice, group.peer)).messages
    by_words = {one.message: one.id for one in shown if isinstance(one, types.Message)}
    await group.alice(functions.messages.DeleteMessages(id=[by_words["of bob"], by_words["of carol"]], revoke=True))
    await group.remove(group.alice, group.carol, revoke=True)
    assert await texts(group.bob, group.peer) == ["of bob", "of carol", "more"]
    assert await texts(group.alice, group.peer) == []
    pts = (await group.bob(functions.updates.GetState())).pts
    await group.bob(functions.messages.DeleteMessages(id=[(await history(group.bob, group.peer)).messages[0].id]))
    assert (await group.bob(functions.updates.GetState())).pts == pts + 1


async def test_whoever_may_not_clear_all_for_everyone_is_told_what_went(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And asks again for the rest, which is refused."""
    monkeypatch.setattr(clearing, "SLICE", 2)
    await group.carol(text(group.peer, "of carol"))
    for words in ("of bob", "more"):
        await group.bob(text(group.peer, words))
    clear = functions.messages.DeleteHistory(peer=group.peer, max_id=0, revoke=True)
    before = (await group.bob(functions.updates.GetState())).pts
    answer = await group.bob(clear)
    assert (answer.pts, answer.pts_count, answer.offset) == (before + 2, 2, 2)
    assert await texts(group.bob, group.peer) == await texts(group.alice, group.peer) == ["of carol"]
    with pytest.raises(rpc_errors.MESSAGE_DELETE_FORBIDDEN):
        await group.bob(clear)


async def test_a_word_beside_the_name(group: Group) -> None:
    rank = functions.messages.EditChatParticipantRank(
        peer=group.peer, participant=types.InputPeerSelf(), rank="the one"
    )
    await group.bob(rank)
    shown = {one.user_id: one.rank for one in (await group.full(group.carol)).full_chat.participants.participants}
    assert shown[group.bob.user_id] == "the one"
    with pytest.raises(rpc_errors.ADMIN_RANK_INVALID):
        await group.bob(
            functions.messages.EditChatParticipantRank(
                peer=group.peer, participant=types.InputPeerSelf(), rank="x" * 17
            )
        )


async def test_reactions_that_a_group_allows(group: Group) -> None:
    some = types.ChatReactionsSome(reactions=[types.ReactionEmoji(emoticon="\N{THUMBS UP SIGN}")])
    change = functions.messages.SetChatAvailableReactions(peer=group.peer, available_reactions=some)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(change)
    await group.alice(change)
    assert (await group.full(group.bob)).full_chat.available_reactions == some
    with pytest.raises(rpc_errors.CHAT_NOT_MODIFIED):
        await group.alice(change)


async def test_a_group_is_handed_over_with_a_password_only(group: Group) -> None:
    change = functions.messages.EditChatCreator(
        peer=group.peer,
        user_id=group.user(group.alice, group.bob),
        password=types.InputCheckPasswordEmpty(),
    )
    with pytest.raises(rpc_errors.PASSWORD_MISSING):
        await group.alice(change)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(change)


async def test_whether_groups_can_be_handed_over_is_asked_without_one(group: Group) -> None:
    ask = functions.messages.EditChatCreator(
        peer=types.InputPeerEmpty(), user_id=types.InputUserSelf(), password=types.InputCheckPasswordEmpty()
    )
    with pytest.raises(rpc_errors.PASSWORD_MISSING):
        await group.alice(ask)
    await set_password(group.alice.phone)
    with pytest.raises(rpc_errors.PASSWORD_TOO_FRESH_X):
        await group.alice(ask)
    await much_later(group.harness, A_DAY, group.alice)
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await group.alice(ask)
    proven = functions.messages.EditChatCreator(
        peer=types.InputPeerEmpty(), user_id=types.InputUserSelf(), password=await proof(group.alice.phone, PASSWORD)
    )
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await group.alice(proven)


@pytest.mark.rows("AC-1")
async def test_the_password_hands_a_group_over(group: Group) -> None:
    """The heir may what only a creator may; who had the group stays, as an admin."""
    await set_password(group.alice.phone)
    await much_later(group.harness, A_DAY, group.alice, group.bob, group.carol)

    async def hand_over(password: bytes) -> types.Updates:
        proved = await proof(group.alice.phone, password)
        heir = group.user(group.alice, group.bob)
        return await group.alice(functions.messages.EditChatCreator(peer=group.peer, user_id=heir, password=proved))

    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await hand_over(b"wrong")
    answer = await hand_over(PASSWORD)
    (told,) = (update.message for update in answer.updates if isinstance(update, types.UpdateNewMessage))
    assert told.action == types.MessageActionChangeCreator(new_creator_id=group.bob.user_id)
    seats = (await group.full(group.carol)).full_chat.participants.participants
    standing = {type(seat): seat.user_id for seat in seats}
    assert standing[types.ChatParticipantCreator] == group.bob.user_id
    assert standing[types.ChatParticipantAdmin] == group.alice.user_id
    promote = functions.messages.EditChatAdmin(
        chat_id=group.chat_id, user_id=group.user(group.alice, group.carol), is_admin=True
    )
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.alice(promote)
    promote.user_id = group.user(group.bob, group.carol)
    assert await group.bob(promote)


@pytest.mark.rows("AC-1")
async def test_no_group_is_handed_over_by_what_is_new(group: Group) -> None:
    """A password or a device, for a day; said before the password is asked for."""
    change = functions.messages.EditChatCreator(
        peer=group.peer,
        user_id=group.user(group.alice, group.bob),
        password=types.InputCheckPasswordEmpty(),
    )
    await set_password(group.alice.phone)
    with pytest.raises(rpc_errors.PASSWORD_TOO_FRESH_X) as told:
        await group.alice(change)
    assert A_DAY - 60 < told.value.parameter <= A_DAY
    await much_later(group.harness, A_DAY, group.alice)
    newcomer = await owing(group.harness, ALICE)
    await newcomer(functions.auth.CheckPassword(password=await proof(newcomer)))
    with pytest.raises(rpc_errors.SESSION_TOO_FRESH_X):
        await newcomer(change)
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await group.alice(change)


@pytest.mark.rows("AC-1")
async def test_no_group_is_handed_over_to_a_deleted_account(group: Group) -> None:
    await set_password(group.alice.phone)
    await much_later(group.harness, A_DAY, group.alice, group.bob)
    await group.bob(functions.account.DeleteAccount(reason=""))
    proved = await proof(group.alice.phone, PASSWORD)
    heir = group.user(group.alice, group.bob)
    with pytest.raises(rpc_errors.INPUT_USER_DEACTIVATED):
        await group.alice(functions.messages.EditChatCreator(peer=group.peer, user_id=heir, password=proved))
    assert (await group.full(group.alice)).chats[0].creator
