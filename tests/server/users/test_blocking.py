"""Blocking: the lists, their effect, and who is told."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.users.people import People, Person

pytestmark = pytest.mark.rows("AC-4")


async def test_a_blocked_person_sees_and_reaches_nothing(people: People):
    alice, bob = people.alice, people.bob
    await people.add(alice, bob, add_phone_privacy_exception=True)
    await alice(functions.account.UpdateStatus(offline=False))
    assert isinstance((await people.see(bob, alice)).status, types.UserStatusOnline)
    await alice(functions.contacts.Block(id=people.peer(alice, bob)))
    seen = await people.see(bob, alice)
    assert (seen.phone, seen.photo, seen.status) == (None, None, types.UserStatusEmpty())
    assert (await people.full(alice, bob)).blocked
    for sender, reader, error in (
        (bob, alice, rpc_errors.USER_IS_BLOCKED),
        (alice, bob, rpc_errors.YOU_BLOCKED_USER),
    ):
        with pytest.raises(error):
            await sender(functions.messages.SendMessage(peer=people.peer(sender, reader), message="hi", random_id=5))
    await alice(functions.contacts.Unblock(id=people.peer(alice, bob)))
    assert (await people.see(bob, alice)).phone == alice.number
    await bob(functions.messages.SendMessage(peer=people.peer(bob, alice), message="hi", random_id=6))


@pytest.mark.parametrize("stories", [False, True])
async def test_the_other_device_is_told_once(people: People, stories: bool):
    alice, bob = people.alice, people.bob
    for function in (functions.contacts.Block, functions.contacts.Block, functions.contacts.Unblock):
        assert await alice(function(id=people.peer(alice, bob), my_stories_from=stories)) is True
    for blocked in (True, False):
        update = await alice.tablet.update(types.UpdatePeerBlocked)
        assert update.peer_id == types.PeerUser(user_id=bob.id)
        # what is told is how things stand when it is told: both pushes may already see the end
        assert (update.blocked, update.blocked_my_stories_from) in {
            (blocked and not stories, blocked and stories),
            (False, False),
        }
    full = await people.full(alice, bob)
    assert (full.blocked, full.blocked_my_stories_from) == (False, False)


async def test_whoever_is_blocked_is_not_shown_when_one_comes_and_goes(people: People):
    """Others are, whom the update reaches after it would have reached the one who is blocked."""
    alice, bob, carol = people.alice, people.bob, people.carol
    for other in (bob, carol):
        await people.add(other, alice)
    await alice(functions.contacts.Block(id=people.peer(alice, bob)))
    await bob.phone.update(types.UpdateUser)
    await alice(functions.account.UpdateStatus(offline=False))
    assert isinstance((await carol.phone.update(types.UpdateUserStatus)).status, types.UserStatusOnline)
    await bob(functions.updates.GetState())
    assert bob.phone.updates.empty()


async def test_blocked_from_stories_only(people: People):
    alice, bob = people.alice, people.bob
    await alice(functions.contacts.Block(id=people.peer(alice, bob), my_stories_from=True))
    full = await people.full(alice, bob)
    assert (full.blocked, full.blocked_my_stories_from) == (False, True)
    await bob(functions.messages.SendMessage(peer=people.peer(bob, alice), message="hi", random_id=5))
    assert await listed(alice, stories=True) == [bob.id]
    assert await listed(alice) == []


async def test_the_list_by_pages_and_as_a_whole(people: People):
    alice, bob, carol = people.alice, people.bob, people.carol
    await alice(functions.contacts.Block(id=people.peer(alice, bob)))
    await people.harness.advance(5)
    await alice(functions.contacts.Block(id=people.peer(alice, carol)))
    page = await alice(functions.contacts.GetBlocked(offset=1, limit=1))
    assert isinstance(page, types.contacts.BlockedSlice)
    assert (page.count, [one.peer_id.user_id for one in page.blocked]) == (2, [bob.id])
    assert [user.id for user in page.users] == [bob.id]
    assert await listed(alice) == [carol.id, bob.id]
    await alice(functions.contacts.SetBlocked(id=[people.peer(alice, bob)], limit=100))
    assert await listed(alice) == [bob.id]
    await alice(functions.contacts.SetBlocked(id=[], limit=100))
    assert await listed(alice) == []


async def test_who_cannot_be_blocked(people: People):
    for given, error in (
        (types.InputPeerSelf(), rpc_errors.CONTACT_ID_INVALID),
        (types.InputPeerUser(user_id=people.bob.id, access_hash=1), rpc_errors.PEER_ID_INVALID),
        (types.InputPeerEmpty(), rpc_errors.PEER_ID_INVALID),
    ):
        for function in (functions.contacts.Block, functions.contacts.Unblock):
            with pytest.raises(error):
                await people.alice(function(id=given))


async def listed(person: Person, *, stories: bool = False) -> list[int]:
    answer = await person(functions.contacts.GetBlocked(offset=0, limit=100, my_stories_from=stories))
    return [one.peer_id.user_id for one in answer.blocked]
