"""Who is online, who was when, and who may know: account.updateStatus and what users are shown of it."""

import pytest

from mtproto.tl import functions, types
from tests.server.people import BOB
from tests.server.users.people import People, person

DAY = 86_400
STATUS = types.InputPrivacyKeyStatusTimestamp()


async def test_online_and_offline_are_pushed_to_those_who_know_each_other(people: People):
    alice, bob, carol = people.alice, people.bob, people.carol
    await people.add(bob, alice)
    await alice(functions.account.UpdateStatus(offline=False))
    update = await bob.tablet.update(types.UpdateUserStatus)
    now = int(people.harness.clock.now())
    assert update.user_id == alice.id
    assert 290 < update.status.expires - now <= 300
    await alice(functions.account.UpdateStatus(offline=True))
    update = await bob.phone.update(types.UpdateUserStatus)
    update = await bob.phone.update(types.UpdateUserStatus)
    assert abs(update.status.was_online - now) <= 2
    assert carol.phone.updates.empty()


async def test_a_dialog_is_enough_to_know_each_other(people: People):
    alice, bob = people.alice, people.bob
    await alice(functions.messages.SendMessage(peer=people.peer(alice, bob), message="hi", random_id=1))
    await bob(functions.account.UpdateStatus(offline=False))
    assert (await alice.phone.update(types.UpdateUserStatus)).user_id == bob.id


async def test_a_client_that_says_nothing_more_goes_offline(people: People):
    """At the end of its time, not before; a second word gives it more."""
    alice, bob = people.alice, people.bob
    await people.add(bob, alice)
    await alice(functions.account.UpdateStatus(offline=False))
    await people.harness.advance(200)
    await alice(functions.account.UpdateStatus(offline=False))
    await people.harness.advance(200)
    assert isinstance((await people.see(bob, alice)).status, types.UserStatusOnline)
    bob.phone.forget_updates()
    await people.harness.advance(101)
    update = await bob.phone.update(types.UpdateUserStatus)
    assert isinstance(update.status, types.UserStatusOffline)
    assert (await people.see(bob, alice)).status == update.status


async def test_one_device_offline_leaves_the_other_online(people: People):
    alice = people.alice
    await alice.phone(functions.account.UpdateStatus(offline=False))
    await alice.tablet(functions.account.UpdateStatus(offline=False))
    await alice.phone(functions.account.UpdateStatus(offline=True))
    assert isinstance((await people.see(people.bob, alice)).status, types.UserStatusOnline)
    await alice.tablet(functions.account.UpdateStatus(offline=True))
    assert isinstance((await people.see(people.bob, alice)).status, types.UserStatusOffline)


async def test_whoever_was_never_online_has_no_status(people: People):
    assert (await people.see(people.alice, people.bob)).status is None


@pytest.mark.rows("AC-4")
async def test_a_hidden_moment_is_told_roughly(people: People):
    alice, bob = people.alice, people.bob
    await people.add(bob, alice)
    await alice(functions.account.SetPrivacy(key=STATUS, rules=[types.InputPrivacyValueDisallowAll()]))
    await alice(functions.account.UpdateStatus(offline=False))
    assert (await people.see(bob, alice)).status == types.UserStatusRecently()
    for days, expected in (
        (2, types.UserStatusRecently()),
        (2, types.UserStatusLastWeek()),
        (4, types.UserStatusLastMonth()),
        (30, types.UserStatusEmpty()),
    ):
        await people.harness.advance(days * DAY)
        bob = await person(people.harness, BOB, "Bob")  # his connections have ended over the days
        assert (await people.see(bob, alice)).status == expected
        (status,) = await bob(functions.contacts.GetStatuses())
        assert status == types.ContactStatus(user_id=alice.id, status=expected)


@pytest.mark.rows("AC-4")
async def test_a_hidden_moment_is_not_pushed(people: People):
    alice, bob = people.alice, people.bob
    await people.add(bob, alice)
    await alice(functions.account.SetPrivacy(key=STATUS, rules=[types.InputPrivacyValueDisallowAll()]))
    await bob.phone.update(types.UpdateUser)
    await alice(functions.account.UpdateStatus(offline=False))
    await alice(functions.account.UpdateStatus(offline=True))
    await bob(functions.updates.GetState())  # whatever was pushed before this answer has arrived with it
    assert bob.phone.updates.empty()


@pytest.mark.rows("AC-4")
async def test_who_hides_their_own_sees_no_others(people: People):
    """Only from those they hide it from, and marked as their own doing."""
    alice, bob, carol = people.alice, people.bob, people.carol
    for someone in (alice, bob, carol):
        await someone(functions.account.UpdateStatus(offline=False))
    hidden_from_bob = types.InputPrivacyValueDisallowUsers(users=[people.user(alice, bob)])
    rules = [hidden_from_bob, types.InputPrivacyValueAllowAll()]
    await alice(functions.account.SetPrivacy(key=STATUS, rules=rules))
    assert (await people.see(alice, bob)).status == types.UserStatusRecently(by_me=True)
    assert (await people.see(bob, alice)).status == types.UserStatusRecently()
    assert isinstance((await people.see(alice, carol)).status, types.UserStatusOnline)
    assert isinstance((await people.see(carol, alice)).status, types.UserStatusOnline)


@pytest.mark.rows("AC-4")
async def test_changed_rules_are_shown_at_once(people: People):
    alice, bob = people.alice, people.bob
    await people.add(bob, alice)
    await alice(functions.account.UpdateStatus(offline=False))
    await bob.phone.update(types.UpdateUserStatus)
    await alice(functions.account.SetPrivacy(key=STATUS, rules=[types.InputPrivacyValueDisallowAll()]))
    told = await bob.phone.update(types.Updates)
    assert [user.status for user in told.users] == [types.UserStatusRecently()]
