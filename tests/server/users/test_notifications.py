"""Notification settings, of peers and kinds of peers; what dialogs show; notices of reactions."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.users.people import People, Person

LOUD = types.InputPeerNotifySettings(mute_until=0)
MUTED = types.InputPeerNotifySettings(
    mute_until=2_000_000_000,
    show_previews=False,
    sound=types.NotificationSoundLocal(title="Ding", data="ding.ogg"),
)


async def settings_of(person: Person, peer: types.TypeInputNotifyPeer) -> types.PeerNotifySettings:
    answer: types.PeerNotifySettings = await person(functions.account.GetNotifySettings(peer=peer))
    return answer


def of(people: People, viewer: Person, other: Person) -> types.InputNotifyPeer:
    return types.InputNotifyPeer(peer=people.peer(viewer, other))


async def test_a_muted_peer_is_muted_everywhere(people: People):
    """In the settings, in the dialog, in the profile, and on the other device."""
    alice, bob = people.alice, people.bob
    await alice(functions.messages.SendMessage(peer=people.peer(alice, bob), message="hi", random_id=1))
    assert await settings_of(alice, of(people, alice, bob)) == types.PeerNotifySettings()
    await alice(functions.account.UpdateNotifySettings(peer=of(people, alice, bob), settings=MUTED))
    muted = await settings_of(alice.tablet, of(people, alice, bob))
    assert (muted.mute_until, muted.show_previews) == (2_000_000_000, False)
    assert muted.other_sound == muted.android_sound == types.NotificationSoundLocal(title="Ding", data="ding.ogg")
    update = await alice.tablet.update(types.UpdateNotifySettings)
    assert update.peer == types.NotifyPeer(peer=types.PeerUser(user_id=bob.id))
    assert update.notify_settings == muted
    dialogs = await alice(
        functions.messages.GetPeerDialogs(peers=[types.InputDialogPeer(peer=people.peer(alice, bob))])
    )
    assert dialogs.dialogs[0].notify_settings == muted
    assert (await people.full(alice, bob)).notify_settings == muted
    assert (await people.full(bob, alice)).notify_settings == types.PeerNotifySettings()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (types.InputNotifyUsers(), types.NotifyUsers()),
        (types.InputNotifyChats(), types.NotifyChats()),
        (types.InputNotifyBroadcasts(), types.NotifyBroadcasts()),
    ],
    ids=["users", "chats", "broadcasts"],
)
async def test_settings_of_a_kind_of_peers(people: People, asked, told):
    alice = people.alice
    silent = types.InputPeerNotifySettings(silent=True, stories_muted=True, sound=types.NotificationSoundNone())
    await alice(functions.account.UpdateNotifySettings(peer=asked, settings=silent))
    kept = await settings_of(alice, asked)
    assert (kept.silent, kept.stories_muted, kept.ios_sound) == (True, True, types.NotificationSoundNone())
    update = await alice.tablet.update(types.UpdateNotifySettings)
    assert (update.peer, update.notify_settings) == (told, kept)


async def test_exceptions_and_resetting(people: People):
    alice, bob, carol = people.alice, people.bob, people.carol
    sound = types.InputPeerNotifySettings(sound=types.NotificationSoundRingtone(id=7))
    await alice(functions.account.UpdateNotifySettings(peer=of(people, alice, bob), settings=MUTED))
    await alice(functions.account.UpdateNotifySettings(peer=of(people, alice, carol), settings=sound))

    async def exceptions(**fields: object) -> set[int]:
        answer = await alice(functions.account.GetNotifyExceptions(**fields))
        assert {user.id for user in answer.users} >= {update.peer.peer.user_id for update in answer.updates}
        return {update.peer.peer.user_id for update in answer.updates}

    assert await exceptions() == {bob.id}
    assert await exceptions(compare_sound=True) == {bob.id, carol.id}
    assert await exceptions(compare_sound=True, peer=types.InputNotifyChats()) == set()
    assert await exceptions(compare_sound=True, peer=of(people, alice, carol)) == {carol.id}
    assert await alice(functions.account.ResetNotifySettings()) is True
    assert await exceptions(compare_sound=True) == set()


@pytest.mark.parametrize(
    ("peer", "settings", "error"),
    [
        (types.InputNotifyPeer(peer=types.InputPeerEmpty()), LOUD, rpc_errors.PEER_ID_INVALID),
        (
            types.InputNotifyPeer(peer=types.InputPeerUser(user_id=1_000_002, access_hash=1)),
            LOUD,
            rpc_errors.PEER_ID_INVALID,
        ),
        (
            types.InputNotifyForumTopic(peer=types.InputPeerSelf(), top_msg_id=1),
            LOUD,
            rpc_errors.PEER_ID_INVALID,
        ),
        (types.InputNotifyUsers(), types.InputPeerNotifySettings(mute_until=-1), rpc_errors.SETTINGS_INVALID),
    ],
    ids=["nobody", "somebody unknown", "a topic", "before time began"],
)
async def test_settings_that_cannot_be(people: People, peer, settings, error):
    with pytest.raises(error):
        await people.alice(functions.account.UpdateNotifySettings(peer=peer, settings=settings))


async def test_notices_of_reactions(people: People):
    alice = people.alice
    before = await alice(functions.account.GetReactionsNotifySettings())
    assert before.messages_notify_from == types.ReactionNotificationsFromContacts()
    chosen = types.ReactionsNotifySettings(
        messages_notify_from=types.ReactionNotificationsFromAll(),
        sound=types.NotificationSoundNone(),
        show_previews=False,
    )
    assert await alice(functions.account.SetReactionsNotifySettings(settings=chosen)) == chosen
    assert await alice.tablet(functions.account.GetReactionsNotifySettings()) == chosen
