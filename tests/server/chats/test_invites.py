"""Invite links and those who come by them."""

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.chats.conftest import Group
from tests.server.people import Person, history, text, texts


async def export(group: Group, **fields: Any) -> types.ChatInviteExported:
    invite: types.ChatInviteExported = await group.alice(functions.messages.ExportChatInvite(peer=group.peer, **fields))
    return invite


async def edit(group: Group, link: str, **fields: Any) -> Any:
    return await group.alice(functions.messages.EditExportedChatInvite(peer=group.peer, link=link, **fields))


async def importers(group: Group, **fields: Any) -> types.messages.ChatInviteImporters:
    asked = {"offset_date": 0, "offset_user": types.InputUserEmpty(), "limit": 10, **fields}
    answer: types.messages.ChatInviteImporters = await group.alice(
        functions.messages.GetChatInviteImporters(peer=group.peer, **asked)
    )
    return answer


async def links(group: Group, *, revoked: bool = False, **fields: Any) -> list[str]:
    asked = {"limit": 10, "admin_id": types.InputUserSelf(), **fields}
    answer = await group.alice(functions.messages.GetExportedChatInvites(peer=group.peer, revoked=revoked, **asked))
    return [invite.link for invite in answer.invites]


def come(invite: types.ChatInviteExported) -> functions.messages.ImportChatInvite:
    return functions.messages.ImportChatInvite(hash=invite.link.rpartition("+")[2])


def check(invite: types.ChatInviteExported) -> functions.messages.CheckChatInvite:
    return functions.messages.CheckChatInvite(hash=invite.link.rpartition("+")[2])


async def test_coming_by_a_link(group: Group) -> None:
    invite = await export(group, title="For Dave")
    shown = await group.dave(check(invite))
    assert (shown.title, shown.participants_count, shown.request_needed) == ("Friends", 3, False)
    assert shown.participants is None  # whom Dave does not know is not shown to him

    joined = await group.dave(come(invite))
    assert joined.updates.chats[0].participants_count == 4
    top = (await history(group.bob, group.peer, limit=1)).messages[0]
    assert top.action == types.MessageActionChatJoinedByLink(inviter_id=group.alice.user_id)
    await group.dave(text(group.peer, "hello"))
    assert await texts(group.carol, group.peer) == ["hello"]
    assert isinstance(await group.dave(check(invite)), types.ChatInviteAlready)
    with pytest.raises(rpc_errors.USER_ALREADY_PARTICIPANT):
        await group.dave(come(invite))
    came = await importers(group, link=invite.link)
    assert [one.user_id for one in came.importers] == [group.dave.user_id]


async def test_a_link_for_a_few(group: Group) -> None:
    invite = await export(group, usage_limit=1)
    await group.dave(come(invite))
    await group.remove(group.dave, group.dave)
    with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
        await group.dave(come(invite))


async def test_a_link_for_a_while(group: Group) -> None:
    now = int(group.harness.clock.now())
    invite = await export(group, expire_date=now + 60)
    assert await group.dave(check(invite))
    await group.harness.advance(61)
    with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
        await group.dave(check(invite))


async def test_who_was_removed_cannot_come_back_by_a_link(group: Group) -> None:
    invite = await export(group)
    await group.remove(group.alice, group.bob)
    for request in (check(invite), come(invite)):
        with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
            await group.bob(request)


async def test_asking_to_be_let_in(group: Group) -> None:
    invite = await export(group, request_needed=True)
    with pytest.raises(rpc_errors.INVITE_REQUEST_SENT):
        await group.dave(come(invite))
    told = await group.alice.phone.update(types.UpdatePendingJoinRequests)
    assert (told.requests_pending, told.recent_requesters) == (1, [group.dave.user_id])
    asking = await importers(group, requested=True)
    assert (asking.count, asking.importers[0].requested) == (1, True)
    assert (await importers(group, requested=True, q="dav")).count == 1
    assert (await importers(group, requested=True, q="nobody")).count == 0
    hide = functions.messages.HideChatJoinRequest(
        peer=group.peer, user_id=group.user(group.alice, group.dave), approved=True
    )
    await group.alice(hide)
    top = (await history(group.dave, group.peer, limit=1)).messages[0]
    assert isinstance(top.action, types.MessageActionChatJoinedByRequest)
    assert (await group.full(group.bob)).chats[0].participants_count == 4
    assert (await importers(group)).importers[0].approved_by == group.alice.user_id
    with pytest.raises(rpc_errors.HIDE_REQUESTER_MISSING):
        await group.alice(hide)


async def test_declining_everyone(group: Group) -> None:
    invite = await export(group, request_needed=True)
    with pytest.raises(rpc_errors.INVITE_REQUEST_SENT):
        await group.dave(come(invite))
    hide = functions.messages.HideAllChatJoinRequests(peer=group.peer, approved=False)
    await group.alice(hide)
    assert (await group.full(group.alice)).chats[0].participants_count == 3
    assert (await importers(group, requested=True)).count == 0
    with pytest.raises(rpc_errors.HIDE_REQUESTER_MISSING):
        await group.alice(hide)


async def ask(group: Group, who: Person) -> types.ChatInviteExported:
    invite = await export(group, request_needed=True)
    with pytest.raises(rpc_errors.INVITE_REQUEST_SENT):
        await who(come(invite))
    return invite


async def test_what_those_who_ask_say_about_themselves(group: Group) -> None:
    """As long as they ask, and if they show it to the admin."""
    await group.dave(functions.account.UpdateProfile(about="a friend of Bob's"))
    await ask(group, group.dave)
    assert (await importers(group, requested=True)).importers[0].about == "a friend of Bob's"
    rules = [types.InputPrivacyValueDisallowAll()]
    await group.dave(functions.account.SetPrivacy(key=types.InputPrivacyKeyAbout(), rules=rules))
    assert (await importers(group, requested=True)).importers[0].about is None
    rules = [types.InputPrivacyValueAllowAll()]
    await group.dave(functions.account.SetPrivacy(key=types.InputPrivacyKeyAbout(), rules=rules))
    await group.alice(functions.messages.HideAllChatJoinRequests(peer=group.peer, approved=True))
    assert (await importers(group)).importers[0].about is None


async def test_who_has_deleted_their_account_does_not_come_in(group: Group) -> None:
    await ask(group, group.dave)
    await group.dave(functions.account.DeleteAccount(reason=""))
    await group.alice(functions.messages.HideAllChatJoinRequests(peer=group.peer, approved=True))
    assert (await group.full(group.alice)).chats[0].participants_count == 3
    assert (await importers(group, requested=True)).count == 0


@pytest.mark.parametrize("added", [False, True])
async def test_who_came_in_another_way_asks_no_more(group: Group, added: bool) -> None:
    """By a link that is open to all, or because somebody added them."""
    asked_by = await ask(group, group.dave)
    assert (await group.alice.phone.update(types.UpdatePendingJoinRequests)).requests_pending == 1
    if added:
        await group.add(group.bob, group.dave)
    else:
        await group.dave(come(await export(group)))
    assert (await group.alice.phone.update(types.UpdatePendingJoinRequests)).requests_pending == 0
    assert (await importers(group, requested=True)).count == 0
    get = functions.messages.GetExportedChatInvite(peer=group.peer, link=asked_by.link)
    assert (await group.alice(get)).invite.requested is None


async def test_who_is_no_admin_any_more_is_not_told_who_asks(group: Group) -> None:
    """Nor by catching up with what happened while they were one: it would be told as it is now."""
    await group.promote(group.bob)
    state = await group.bob(functions.updates.GetState())
    await ask(group, group.dave)
    missed = functions.updates.GetDifference(pts=state.pts, date=state.date, qts=0)

    async def heard() -> set[type]:
        return {type(update) for update in (await group.bob(missed)).other_updates}

    assert types.UpdatePendingJoinRequests in await heard()
    await group.promote(group.bob, is_admin=False)
    assert types.UpdatePendingJoinRequests not in await heard()


async def test_no_link_leads_to_a_group_that_nobody_is_left_in(group: Group) -> None:
    invite = await export(group)
    for one in (group.bob, group.carol, group.alice):
        await group.remove(one, one)
    with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
        await group.dave(come(invite))


async def test_changing_and_revoking(group: Group) -> None:
    invite = await export(group)
    changed = await edit(group, invite.link, usage_limit=5, title="five")
    assert (changed.invite.usage_limit, changed.invite.title) == (5, "five")
    revoked = await edit(group, invite.link, revoked=True)
    assert revoked.invite.revoked
    with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
        await group.dave(come(invite))
    assert await links(group, revoked=True) == [invite.link]
    assert await group.alice(functions.messages.DeleteExportedChatInvite(peer=group.peer, link=invite.link))
    assert await links(group, revoked=True) == []


async def test_a_lasting_link_is_replaced(group: Group) -> None:
    (lasting,) = await links(group)
    with pytest.raises(rpc_errors.CHAT_INVITE_PERMANENT):
        await edit(group, lasting, usage_limit=1)
    with pytest.raises(rpc_errors.INVITE_REVOKED_MISSING):
        await group.alice(functions.messages.DeleteExportedChatInvite(peer=group.peer, link=lasting))
    replaced = await edit(group, lasting, revoked=True)
    assert isinstance(replaced, types.messages.ExportedChatInviteReplaced)
    again = await export(group, legacy_revoke_permanent=True)
    assert await links(group) == [again.link]
    assert len(await links(group, revoked=True)) == 2
    assert await group.alice(
        functions.messages.DeleteRevokedExportedChatInvites(peer=group.peer, admin_id=types.InputUserSelf())
    )
    assert await links(group, revoked=True) == []


async def test_pages_of_links(group: Group) -> None:
    for _ in range(4):
        await group.harness.advance(1)
        await export(group)
    everything = await links(group)
    first = await group.alice(
        functions.messages.GetExportedChatInvites(peer=group.peer, admin_id=types.InputUserSelf(), limit=2)
    )
    assert (first.count, [one.link for one in first.invites]) == (5, everything[:2])
    for place, last in enumerate(first.invites):
        assert await links(group, offset_date=last.date, offset_link=last.link) == everything[place + 1 :]


async def test_the_lasting_link_is_listed_first(group: Group) -> None:
    """mtcute takes the first one for it."""
    others = []
    for _ in range(2):
        await group.harness.advance(1)
        others.insert(0, (await export(group)).link)
    lasting = (await group.full(group.alice)).full_chat.exported_invite.link
    assert await links(group) == [lasting, *others]
    assert await links(group, limit=1) == [lasting]


async def test_a_page_of_revoked_links_goes_on_where_no_link_is_named(group: Group) -> None:
    """By the time alone."""
    made = []
    for _ in range(2):
        await group.harness.advance(1)
        made.append(await export(group))
        await edit(group, made[-1].link, revoked=True)
    older, newer = made
    assert await links(group, revoked=True, offset_date=newer.date, offset_link="") == [older.link]


@pytest.mark.rows("AC-1")
@pytest.mark.parametrize("gone", [False, True])
async def test_the_links_of_who_is_no_admin_any_more_lead_nowhere(group: Group, gone: bool) -> None:
    """Nor do they lead anywhere again when that is taken back: there is a new one then."""
    await group.promote(group.bob)
    lasting = (await group.full(group.bob)).full_chat.exported_invite
    other = await group.bob(functions.messages.ExportChatInvite(peer=group.peer))
    if gone:
        await group.remove(group.alice, group.bob)
    else:
        await group.promote(group.bob, is_admin=False)
    for invite in (lasting, other):
        with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
            await group.dave(come(invite))
    theirs = group.user(group.alice, group.bob)
    assert {lasting.link, other.link} == set(await links(group, admin_id=theirs, revoked=True))
    assert await links(group, admin_id=theirs) == []
    if gone:
        await group.add(group.alice, group.bob)
    await group.promote(group.bob)
    assert (await group.full(group.bob)).full_chat.exported_invite.link not in (lasting.link, other.link)


@pytest.mark.rows("AC-1")
async def test_the_links_of_a_deleted_account_lead_nowhere(group: Group) -> None:
    """Also those of its owner, which nobody could revoke. Those of others stay as they are."""
    await group.promote(group.bob)
    theirs = await export(group)
    others = (await group.full(group.bob)).full_chat.exported_invite
    await group.alice(functions.account.DeleteAccount(reason=""))
    with pytest.raises(rpc_errors.INVITE_HASH_EXPIRED):
        await group.dave(come(theirs))
    await group.dave(come(others))


async def test_a_deleted_account_is_made_no_admin_who_would_have_a_link(group: Group) -> None:
    await group.bob(functions.account.DeleteAccount(reason=""))
    with pytest.raises(rpc_errors.INPUT_USER_DEACTIVATED):
        await group.promote(group.bob)
    await group.promote(group.bob, is_admin=False)  # which they are not, so nothing has to be done


@pytest.mark.rows("AC-1")
async def test_admins_run_their_own_links_only(group: Group) -> None:
    invite = await export(group)
    get = functions.messages.GetExportedChatInvite(peer=group.peer, link=invite.link)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(get)
    await group.promote(group.bob)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(get)
    admins = functions.messages.GetAdminsWithInvites(peer=group.peer)
    with pytest.raises(rpc_errors.CHAT_ADMIN_REQUIRED):
        await group.bob(admins)
    assert (await group.alice(get)).invite == invite
    counts = {one.admin_id: one.invites_count for one in (await group.alice(admins)).admins}
    assert counts == {group.alice.user_id: 2, group.bob.user_id: 1}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"expire_date": 5}, rpc_errors.EXPIRE_DATE_INVALID),
        ({"usage_limit": -1}, rpc_errors.USAGE_LIMIT_INVALID),
        ({"usage_limit": 1, "request_needed": True}, rpc_errors.USAGE_LIMIT_INVALID),
    ],
)
async def test_links_that_cannot_be(group: Group, fields: dict, error: type[rpc_errors.RpcError]) -> None:
    with pytest.raises(error):
        await export(group, **fields)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", rpc_errors.INVITE_HASH_EMPTY),
        ("x" * 100, rpc_errors.INVITE_HASH_INVALID),
        ("AAAAAAAAAAAAAAAA", rpc_errors.INVITE_HASH_EXPIRED),
    ],
)
async def test_hashes_that_lead_nowhere(group: Group, code: str, error: type[rpc_errors.RpcError]) -> None:
    for request in (functions.messages.CheckChatInvite(hash=code), functions.messages.ImportChatInvite(hash=code)):
        with pytest.raises(error):
            await group.dave(request)
