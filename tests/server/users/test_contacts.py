"""The address book: adding, accepting, renaming, deleting, notes, close friends, and what the other devices hear."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.hashing import result_hash
from tests.server.users.people import People


async def test_a_contact_is_known_under_the_name_it_was_given(people: People):
    alice, bob = people.alice, people.bob
    answer = await people.add(alice, bob, "Bobby", last_name="Builder")
    (update,) = answer.updates
    assert isinstance(update, types.UpdatePeerSettings)
    assert update.peer == types.PeerUser(user_id=bob.id)
    seen = await people.see(alice, bob)
    assert (seen.first_name, seen.last_name, seen.contact, seen.mutual_contact) == ("Bobby", "Builder", True, False)
    told = await alice.tablet.update(types.Updates)
    assert [(user.id, user.first_name) for user in told.users] == [(bob.id, "Bobby")]
    assert (await people.see(bob, bob)).first_name == "Bob"
    assert (await people.see(people.carol, bob)).first_name == "Bob"


async def test_contacts_of_each_other_are_mutual(people: People):
    await people.add(people.alice, people.bob)
    await people.bob.phone.update(types.UpdateUser)  # Bob looks at Alice again: she shows more to contacts
    await people.add(people.bob, people.alice)
    assert (await people.see(people.alice, people.bob)).mutual_contact
    book = await people.bob(functions.contacts.GetContacts(hash=0))
    assert book.contacts == [types.Contact(user_id=people.alice.id, mutual=True)]
    assert [user.id for user in book.users] == [people.alice.id]


async def test_the_book_is_sent_once(people: People):
    """The hash is that of the number of saved lines and the ids (core.telegram.org/api/offsets#hash-generation)."""
    alice = people.alice
    await people.add(alice, people.bob)
    await people.add(alice, people.carol)
    ids = sorted([people.bob.id, people.carol.id])
    unchanged = await alice(functions.contacts.GetContacts(hash=result_hash((0, *ids))))
    assert isinstance(unchanged, types.contacts.ContactsNotModified)
    assert await alice(functions.contacts.GetContactIDs(hash=0)) == ids
    assert await alice(functions.contacts.GetContactIDs(hash=result_hash(ids))) == []


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"first_name": " ", "last_name": ""}, rpc_errors.CONTACT_NAME_EMPTY),
        ({"id": types.InputUserSelf()}, rpc_errors.CONTACT_ID_INVALID),
        ({"id": types.InputUser(user_id=1_000_002, access_hash=1)}, rpc_errors.CONTACT_ID_INVALID),
        ({"id": types.InputUserEmpty()}, rpc_errors.CONTACT_ID_INVALID),
    ],
)
async def test_who_cannot_be_added(people: People, fields, error):
    with pytest.raises(error):
        await people.add(people.alice, people.bob, **fields)
    assert (await people.alice(functions.contacts.GetContacts(hash=0))).contacts == []


@pytest.mark.rows("AC-4")
async def test_adding_can_show_the_number(people: People):
    """add_phone_privacy_exception lets exactly this person see the adder's number, and the adder's devices know."""
    alice, bob = people.alice, people.bob
    assert (await people.see(bob, alice)).phone is None
    key = types.InputPrivacyKeyPhoneNumber()
    nobody = [types.InputPrivacyValueDisallowAll()]
    await alice(functions.account.SetPrivacy(key=key, rules=nobody))
    await people.add(alice, bob)
    assert (await people.see(bob, alice)).phone is None
    await people.add(alice, bob, add_phone_privacy_exception=True)
    assert (await people.see(bob, alice)).phone == alice.number
    assert (await people.see(people.carol, alice)).phone is None
    rules = (await alice.tablet(functions.account.GetPrivacy(key=key))).rules
    assert rules == [types.PrivacyValueAllowUsers(users=[bob.id]), types.PrivacyValueDisallowAll()]


async def test_accepting_whoever_added_you(people: People):
    alice, bob = people.alice, people.bob
    with pytest.raises(rpc_errors.CONTACT_REQ_MISSING):
        await bob(functions.contacts.AcceptContact(id=people.user(bob, alice)))
    await people.add(alice, bob)
    await bob(functions.contacts.AcceptContact(id=people.user(bob, alice)))
    seen = await people.see(bob, alice)
    assert (seen.first_name, seen.mutual_contact) == ("Alice", True)
    assert (await people.see(alice, bob)).phone == bob.number
    with pytest.raises(rpc_errors.CONTACT_ADD_MISSING):
        await bob(functions.contacts.AcceptContact(id=people.user(bob, alice)))


async def test_sharing_the_number_with_a_contact(people: People):
    """Whom the bar over the dialog offers to show it, until they see it."""
    alice, bob = people.alice, people.bob
    key = types.InputPrivacyKeyPhoneNumber()
    await alice(functions.account.SetPrivacy(key=key, rules=[types.InputPrivacyValueDisallowAll()]))
    await people.add(alice, bob)
    settings = await alice(functions.messages.GetPeerSettings(peer=people.peer(alice, bob)))
    assert settings.settings.share_contact
    await alice(functions.contacts.AcceptContact(id=people.user(alice, bob)))
    assert (await people.see(bob, alice)).phone == alice.number
    settings = await alice(functions.messages.GetPeerSettings(peer=people.peer(alice, bob)))
    assert not settings.settings.share_contact


async def test_deleting_contacts(people: People):
    alice, bob = people.alice, people.bob
    await people.add(alice, bob, "Bobby")
    await alice.tablet.update(types.UpdatePeerSettings)
    gone = [people.user(alice, bob), people.user(alice, people.carol), types.InputUserEmpty()]
    answer = await alice(functions.contacts.DeleteContacts(id=gone))
    assert [update.peer.user_id for update in answer.updates] == [bob.id]
    told = await alice.tablet.update(types.Updates)
    assert [(user.first_name, user.contact) for user in told.users] == [("Bob", False)]
    assert not (await people.see(alice, bob)).contact


async def test_a_note_is_its_writers_own(people: People):
    alice, bob = people.alice, people.bob
    await people.add(alice, bob)
    bold = types.MessageEntityBold(offset=0, length=3)
    note = types.TextWithEntities(text="met at the fair", entities=[bold])
    await alice(functions.contacts.UpdateContactNote(id=people.user(alice, bob), note=note))
    assert (await people.full(alice, bob)).note == note
    assert (await people.full(people.carol, bob)).note is None
    assert (await people.full(bob, bob)).note is None
    nothing = types.TextWithEntities(text=" ", entities=[])
    await alice(functions.contacts.UpdateContactNote(id=people.user(alice, bob), note=nothing))
    assert (await people.full(alice, bob)).note is None


async def test_notes_that_cannot_be(people: People):
    alice, bob = people.alice, people.bob
    note = types.TextWithEntities(text="who is this", entities=[])
    with pytest.raises(rpc_errors.CONTACT_MISSING):
        await alice(functions.contacts.UpdateContactNote(id=people.user(alice, bob), note=note))
    with pytest.raises(rpc_errors.CONTACT_ID_INVALID):
        await alice(functions.contacts.UpdateContactNote(id=types.InputUserSelf(), note=note))


async def test_close_friends(people: People):
    """Only contacts can be; the list replaces the one before; the other device fetches the book anew."""
    alice, bob, carol = people.alice, people.bob, people.carol
    await people.add(alice, bob)
    await alice(functions.contacts.EditCloseFriends(id=[bob.id, carol.id]))
    await alice.tablet.update(types.UpdateContactsReset)
    assert (await people.see(alice, bob)).close_friend
    assert not (await people.see(alice, carol)).close_friend
    assert not (await people.see(bob, alice)).close_friend
    await alice(functions.contacts.EditCloseFriends(id=[]))
    assert not (await people.see(alice, bob)).close_friend


async def test_what_the_bar_offers(people: People):
    """A stranger who wrote can be added, blocked, reported; a contact who cannot see the number can be sent it."""
    alice, bob = people.alice, people.bob
    await bob(functions.messages.SendMessage(peer=people.peer(bob, alice), message="hello", random_id=1))
    offered = (await people.full(alice, bob)).settings
    assert (offered.add_contact, offered.block_contact, offered.report_spam) == (True, True, True)
    await alice(
        functions.account.SetPrivacy(
            key=types.InputPrivacyKeyPhoneNumber(), rules=[types.InputPrivacyValueDisallowAll()]
        )
    )
    await people.add(alice, bob)
    assert (await people.full(alice, bob)).settings == types.PeerSettings(share_contact=True)
    await people.add(alice, bob, add_phone_privacy_exception=True)
    assert (await people.full(alice, bob)).settings == types.PeerSettings()
