"""Who may name whom: every method that takes somebody else refuses whoever the caller may not name, and each refusal
of somebody who is not there is that of somebody who is but was never shown (the access matrix, "peer by id")."""

from collections.abc import Callable

import pytest

import server.users
from mtproto import rpc_errors, tl
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.rpc.router import Who
from tests.server.users.people import People

pytestmark = pytest.mark.rows("AC-1", "AC-4")

MODULES = [module for module in vars(server.users).values() if hasattr(module, "router")]

NAMING: dict[str, Callable[[types.InputUser, types.InputPeerUser], tl.TLFunction[object]]] = {
    "addContact": lambda user, peer: functions.contacts.AddContact(id=user, first_name="X", last_name="", phone=""),
    "acceptContact": lambda user, peer: functions.contacts.AcceptContact(id=user),
    "updateContactNote": lambda user, peer: functions.contacts.UpdateContactNote(
        id=user, note=types.TextWithEntities(text="note", entities=[])
    ),
    "block": lambda user, peer: functions.contacts.Block(id=peer),
    "unblock": lambda user, peer: functions.contacts.Unblock(id=peer),
    "setBlocked": lambda user, peer: functions.contacts.SetBlocked(id=[peer], limit=1),
    "resetTopPeerRating": lambda user, peer: functions.contacts.ResetTopPeerRating(
        category=types.TopPeerCategoryCorrespondents(), peer=peer
    ),
    "getFullUser": lambda user, peer: functions.users.GetFullUser(id=user),
    "getRequirementsToContact": lambda user, peer: functions.users.GetRequirementsToContact(id=[user]),
    "suggestBirthday": lambda user, peer: functions.users.SuggestBirthday(
        id=user, birthday=types.Birthday(day=1, month=1)
    ),
    "uploadContactProfilePhoto": lambda user, peer: functions.photos.UploadContactProfilePhoto(user_id=user, save=True),
    "getNotifySettings": lambda user, peer: functions.account.GetNotifySettings(peer=types.InputNotifyPeer(peer=peer)),
    "updateNotifySettings": lambda user, peer: functions.account.UpdateNotifySettings(
        peer=types.InputNotifyPeer(peer=peer), settings=types.InputPeerNotifySettings(silent=True)
    ),
    "saveAutoSaveSettings": lambda user, peer: functions.account.SaveAutoSaveSettings(
        peer=peer, settings=types.AutoSaveSettings()
    ),
    "setPrivacy": lambda user, peer: functions.account.SetPrivacy(
        key=types.InputPrivacyKeyAbout(), rules=[types.InputPrivacyValueAllowUsers(users=[user])]
    ),
    "reportPeer": lambda user, peer: functions.account.ReportPeer(
        peer=peer, reason=types.InputReportReasonSpam(), message=""
    ),
}


async def refusal(people: People, function: tl.TLFunction[object]) -> type[RpcError]:
    with pytest.raises(RpcError) as raised:
        await people.alice(function)
    assert not isinstance(raised.value, rpc_errors.RPC_CALL_FAIL)
    return type(raised.value)


@pytest.mark.parametrize("name", NAMING)
async def test_nobody_and_somebody_never_shown_are_refused_alike(people: People, name: str):
    """A hash of another user's, no hash, and an id without an account: one answer."""
    bob = people.bob.id
    stolen = people.user(people.carol, people.bob).access_hash
    errors = {
        await refusal(
            people,
            NAMING[name](
                types.InputUser(user_id=user_id, access_hash=access_hash),
                types.InputPeerUser(user_id=user_id, access_hash=access_hash),
            ),
        )
        for user_id, access_hash in ((bob, stolen), (bob, 0), (bob, 1), (999_999_999, 1), (-5, 1))
    }
    assert len(errors) == 1, errors


async def test_who_cannot_be_named_is_an_empty_user(people: People):
    """users.getUsers answers in order; a user seen in a message of one's own box can be named by it."""
    alice, bob = people.alice, people.bob
    stolen = people.user(people.carol, bob)
    asked = [types.InputUserSelf(), stolen, people.user(alice, bob)]
    users = await alice(functions.users.GetUsers(id=asked))
    assert users[1] == types.UserEmpty(id=bob.id)
    assert [user.id for user in users] == [alice.id, bob.id, bob.id]
    await bob(functions.messages.SendMessage(peer=people.peer(bob, alice), message="hi", random_id=1))
    message = (await alice.tablet.update(types.UpdateShort | types.Updates)).updates[0].message
    seen = types.InputUserFromMessage(peer=people.peer(alice, bob), msg_id=message.id, user_id=bob.id)
    (user,) = await alice(functions.users.GetUsers(id=[seen]))
    assert user.id == bob.id
    with pytest.raises(rpc_errors.LIMIT_INVALID):
        await alice(functions.users.GetUsers(id=[types.InputUserSelf()] * 201))


@pytest.mark.rows("M33")
async def test_nobody_signed_in_gets_one_error(people: People):
    stranger = await people.harness.client()
    user, peer = people.user(people.alice, people.bob), people.peer(people.alice, people.bob)
    for function in NAMING.values():
        with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
            await stranger(function(user, peer))


@pytest.mark.rows("M33")
def test_no_method_of_users_is_open_to_more_than_users():
    methods = {method.name: method.who for module in MODULES for _, method in module.router}
    assert len(methods) > 60
    assert {name for name, who in methods.items() if who is not Who.SIGNED_IN} == set()
