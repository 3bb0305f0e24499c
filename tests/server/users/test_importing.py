"""Phone books: importing by number, who is found, who is told of a sign-up later, forgetting."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, CAROL
from tests.server.users.people import People, person

NEWCOMER = "9996621077"


def line(client_id: int, phone: str, first_name: str = "Saved", last_name: str = "") -> types.InputPhoneContact:
    return types.InputPhoneContact(client_id=client_id, phone=phone, first_name=first_name, last_name=last_name)


@pytest.mark.parametrize("written", [f"+{BOB}", f"+{BOB[:3]} {BOB[3:6]}-{BOB[6:]}", f"({BOB[:5]}) {BOB[5:]}", BOB])
async def test_numbers_as_people_write_them(people: People, written: str):
    alice, bob = people.alice, people.bob
    answer = await alice(functions.contacts.ImportContacts(contacts=[line(7, written, "Bobby")]))
    assert answer.imported == [types.ImportedContact(user_id=bob.id, client_id=7)]
    assert [(user.first_name, user.contact, user.phone) for user in answer.users] == [("Bobby", True, BOB)]
    await alice.tablet.update(types.UpdateContactsReset)
    assert (await people.see(alice, bob)).first_name == "Bobby"


async def test_lines_that_lead_nowhere(people: People):
    """A number without an account, one that cannot exist, a nameless line, one's own: nobody, and no error."""
    lines = [line(1, "+4930123456"), line(2, "12"), line(3, CAROL, " "), line(4, ALICE), line(5, "not a number")]
    answer = await people.alice(functions.contacts.ImportContacts(contacts=lines))
    assert (answer.imported, answer.users, answer.retry_contacts) == ([], [], [])
    book = await people.alice(functions.contacts.GetContacts(hash=0))
    assert (book.contacts, book.saved_count) == ([], 2)


@pytest.mark.rows("AC-4")
async def test_whoever_is_not_to_be_found_looks_like_nobody(people: People):
    alice, bob, carol = people.alice, people.bob, people.carol
    only_contacts = [types.InputPrivacyValueAllowContacts()]
    await bob(functions.account.SetPrivacy(key=types.InputPrivacyKeyAddedByPhone(), rules=only_contacts))
    answer = await alice(functions.contacts.ImportContacts(contacts=[line(1, BOB)]))
    assert (answer.imported, answer.users) == ([], [])
    with pytest.raises(rpc_errors.PHONE_NOT_OCCUPIED):
        await alice(functions.contacts.ResolvePhone(phone=BOB))
    await people.add(bob, carol)
    assert (await carol(functions.contacts.ImportContacts(contacts=[line(1, BOB)]))).imported
    assert (await carol(functions.contacts.ResolvePhone(phone=f"+{BOB}"))).peer == types.PeerUser(user_id=bob.id)


async def test_more_lines_than_are_taken_at_once(people: People):
    lines = [line(number, f"+4930{number:06}") for number in range(600)]
    answer = await people.alice(functions.contacts.ImportContacts(contacts=lines))
    assert answer.retry_contacts == list(range(500, 600))


async def test_a_number_that_many_have_is_one_to_invite(harness: Harness):
    for number in range(5):
        guest = await harness.client(f"99966210{number:02}")
        answer = await guest(functions.contacts.ImportContacts(contacts=[line(9, "+4930123456")]))
        popular = [types.PopularContact(client_id=9, importers=5)] if number == 4 else []
        assert answer.popular_invites == popular


async def test_a_sign_up_is_told_to_whoever_saved_the_number(people: People):
    """They get a service message and a contact under their own name; the newcomer's box stays empty."""
    alice, bob = people.alice, people.bob
    await alice(functions.contacts.ImportContacts(contacts=[line(1, NEWCOMER, "Newt")]))
    await bob(functions.account.SetContactSignUpNotification(silent=True))
    assert await bob.tablet(functions.account.GetContactSignUpNotification())
    await bob(functions.contacts.ImportContacts(contacts=[line(1, NEWCOMER, "Nina")]))
    newcomer = await person(people.harness, NEWCOMER, "Newcomer")
    for someone, name, silent in ((alice, "Newt", False), (bob, "Nina", True)):
        update = await someone.tablet.update(types.UpdateNewMessage)
        assert isinstance(update.message.action, types.MessageActionContactSignUp)
        assert (update.message.peer_id, update.message.silent) == (types.PeerUser(user_id=newcomer.id), silent)
        assert (await people.see(someone, newcomer)).first_name == name
    dialogs = await newcomer(
        functions.messages.GetDialogs(offset_date=0, offset_id=0, offset_peer=types.InputPeerEmpty(), limit=9, hash=0)
    )
    assert {dialog.peer.user_id for dialog in dialogs.dialogs} <= {777000}


async def test_forgetting_numbers(people: People):
    alice = people.alice
    await alice(functions.contacts.ImportContacts(contacts=[line(1, BOB), line(2, CAROL), line(3, "+4930123456")]))
    alice.tablet.forget_updates()
    await alice(functions.contacts.DeleteByPhones(phones=[f"+{BOB}", "nonsense"]))
    await alice.tablet.update(types.UpdateContactsReset)
    book = await alice(functions.contacts.GetContacts(hash=0))
    assert ([contact.user_id for contact in book.contacts], book.saved_count) == ([people.carol.id], 2)
    await alice(functions.contacts.ResetSaved())
    book = await alice(functions.contacts.GetContacts(hash=0))
    assert ([contact.user_id for contact in book.contacts], book.saved_count) == ([people.carol.id], 0)


async def test_the_saved_book_is_for_takeouts(people: People):
    with pytest.raises(rpc_errors.TAKEOUT_REQUIRED):
        await people.alice(functions.contacts.GetSaved())
