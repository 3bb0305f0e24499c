"""What each privacy key shows to whom: a table of keys, rules and relations, each cell tried with real sessions (AC-4).

The viewer is somebody in one relation to the owner; the rules are the owner's. What must come out is computed from the
words of core.telegram.org/api/privacy by hand below (`EXPECTED`), not by the code under test.
"""

from collections.abc import Awaitable, Callable

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.files.uploading import input_document
from tests.server.users.people import People, Person

pytestmark = pytest.mark.rows("AC-4")

RELATIONS = ("stranger", "contact", "close_friend", "one_sided", "named", "blocked")
"""What the viewer is to the owner. `one_sided` has the owner as a contact, but is none of theirs."""

RULES = {
    "everybody": [types.InputPrivacyValueAllowAll()],
    "nobody": [types.InputPrivacyValueDisallowAll()],
    "contacts": [types.InputPrivacyValueAllowContacts(), types.InputPrivacyValueDisallowAll()],
    "close friends": [types.InputPrivacyValueAllowCloseFriends(), types.InputPrivacyValueDisallowAll()],
    "nobody but one": ["allow named", types.InputPrivacyValueDisallowAll()],
    "everybody but one": ["disallow named", types.InputPrivacyValueAllowAll()],
    "contacts but one": ["disallow named", types.InputPrivacyValueAllowContacts()],
    "all but contacts": [types.InputPrivacyValueDisallowContacts(), types.InputPrivacyValueAllowAll()],
    "the first rule decides": [types.InputPrivacyValueAllowAll(), types.InputPrivacyValueDisallowContacts()],
    "paying people": [types.InputPrivacyValueAllowPremium()],
    "bots": [types.InputPrivacyValueAllowBots()],
    "no rule": [],
}

EXPECTED = {
    "everybody": {"stranger", "contact", "close_friend", "one_sided", "named"},
    "nobody": set(),
    "contacts": {"contact", "close_friend"},
    "close friends": {"close_friend"},
    "nobody but one": {"named"},
    "everybody but one": {"stranger", "contact", "close_friend", "one_sided"},
    "contacts but one": {"contact", "close_friend"},
    "all but contacts": {"stranger", "one_sided", "named"},
    "the first rule decides": {"stranger", "contact", "close_friend", "one_sided", "named"},
    "paying people": set(),
    "bots": set(),
    "no rule": set(),
}
"""To whom the rules show it. Whoever is blocked sees nothing under any of them."""

Look = Callable[[People, Person, Person], Awaitable[bool]]


async def sees_status(people: People, viewer: Person, owner: Person) -> bool:
    status = (await people.see(viewer, owner)).status
    assert isinstance(status, types.UserStatusOnline | types.UserStatusRecently | types.UserStatusEmpty)
    return isinstance(status, types.UserStatusOnline)


async def sees_phone(people: People, viewer: Person, owner: Person) -> bool:
    return (await people.see(viewer, owner)).phone is not None


async def sees_about(people: People, viewer: Person, owner: Person) -> bool:
    return (await people.full(viewer, owner)).about is not None


async def sees_birthday(people: People, viewer: Person, owner: Person) -> bool:
    return (await people.full(viewer, owner)).birthday is not None


async def may_call(people: People, viewer: Person, owner: Person) -> bool:
    return not (await people.full(viewer, owner)).phone_calls_private


async def may_send_voice(people: People, viewer: Person, owner: Person) -> bool:
    return not (await people.full(viewer, owner)).voice_messages_forbidden


async def may_link_forwards(people: People, viewer: Person, owner: Person) -> bool:
    return (await people.full(viewer, owner)).private_forward_name is None


async def may_find(people: People, viewer: Person, owner: Person) -> bool:
    try:
        await viewer(functions.contacts.ResolvePhone(phone=owner.number))
    except rpc_errors.PHONE_NOT_OCCUPIED:
        return False
    return True


KEYS: dict[str, tuple[type, Look]] = {
    "status": (types.InputPrivacyKeyStatusTimestamp, sees_status),
    "phone": (types.InputPrivacyKeyPhoneNumber, sees_phone),
    "about": (types.InputPrivacyKeyAbout, sees_about),
    "birthday": (types.InputPrivacyKeyBirthday, sees_birthday),
    "calls": (types.InputPrivacyKeyPhoneCall, may_call),
    "voice": (types.InputPrivacyKeyVoiceMessages, may_send_voice),
    "forwards": (types.InputPrivacyKeyForwards, may_link_forwards),
    "found by phone": (types.InputPrivacyKeyAddedByPhone, may_find),
}

DEFAULTS = {"phone": EXPECTED["contacts"], "birthday": EXPECTED["contacts"]}
"""Telegram's own defaults; everything else is shown to everybody."""


async def relate(people: People, relation: str) -> None:
    """Make Bob what the relation says to Alice, who has something behind every key."""
    alice, bob = people.alice, people.bob
    await alice(functions.account.UpdateStatus(offline=False))
    await alice(functions.account.UpdateProfile(about="about me"))
    await alice(functions.account.UpdateBirthday(birthday=types.Birthday(day=1, month=2)))
    if relation in ("contact", "close_friend"):
        await people.add(alice, bob)
    if relation == "close_friend":
        await alice(functions.contacts.EditCloseFriends(id=[bob.id]))
    if relation == "one_sided":
        await people.add(bob, alice)
    if relation == "blocked":
        await alice(functions.contacts.Block(id=people.peer(alice, bob)))


def given(people: People, relation: str, rules: list[object]) -> list[types.TypeInputPrivacyRule]:
    """The rules, with somebody put in for "named": Bob where the table says so, else Carol."""
    named = [people.user(people.alice, people.bob if relation == "named" else people.carol)]
    fill = {
        "allow named": types.InputPrivacyValueAllowUsers(users=named),
        "disallow named": types.InputPrivacyValueDisallowUsers(users=named),
    }
    return [fill[rule] if isinstance(rule, str) else rule for rule in rules]  # type: ignore[misc]  # rules else


@pytest.mark.parametrize("relation", RELATIONS)
async def test_every_key_under_every_rule(people: People, relation: str):
    await relate(people, relation)
    for name, (key, look) in KEYS.items():
        shown = relation in DEFAULTS.get(name, EXPECTED["everybody"])
        assert await look(people, people.bob, people.alice) is shown, (name, "default")
        for title, rules in RULES.items():
            await people.alice(functions.account.SetPrivacy(key=key(), rules=given(people, relation, rules)))
            shown = relation in EXPECTED[title]
            assert await look(people, people.bob, people.alice) is shown, (name, title)
            if name != "found by phone":  # whose own number it is need not be found
                assert await look(people, people.alice, people.alice), (name, title, "oneself")


async def test_a_number_in_the_viewers_own_book_is_no_secret(people: People):
    """Who knows the number already is shown it; under a wrong number nothing is shown."""
    alice, bob = people.alice, people.bob
    nobody = [types.InputPrivacyValueDisallowAll()]
    await alice(functions.account.SetPrivacy(key=types.InputPrivacyKeyPhoneNumber(), rules=nobody))
    await people.add(bob, alice, phone="+4930123456")
    assert (await people.see(bob, alice)).phone is None
    await people.add(bob, alice, phone=f"+{alice.number}")
    assert (await people.see(bob, alice)).phone == alice.number


async def test_members_of_a_group(people: People):
    """A rule that names a group is for whoever is in it now, and only the owner's own groups can be named."""
    alice, bob, carol = people.alice, people.bob, people.carol
    created = await alice(functions.messages.CreateChat(users=[people.user(alice, bob)], title="Builders"))
    chat_id = created.updates.chats[0].id
    key = types.InputPrivacyKeyAbout()
    await alice(functions.account.UpdateProfile(about="about me"))
    members_only = [types.InputPrivacyValueAllowChatParticipants(chats=[chat_id])]
    answer = await alice(functions.account.SetPrivacy(key=key, rules=members_only))
    assert answer.rules == [types.PrivacyValueAllowChatParticipants(chats=[chat_id])]
    assert [chat.id for chat in answer.chats] == [chat_id]
    assert await sees_about(people, bob, alice)
    assert not await sees_about(people, carol, alice)
    rules = [types.InputPrivacyValueDisallowChatParticipants(chats=[chat_id]), types.InputPrivacyValueAllowAll()]
    await alice(functions.account.SetPrivacy(key=key, rules=rules))
    assert not await sees_about(people, bob, alice)
    assert await sees_about(people, carol, alice)
    await alice(functions.messages.DeleteChatUser(chat_id=chat_id, user_id=people.user(alice, bob)))
    assert await sees_about(people, bob, alice)
    with pytest.raises(rpc_errors.PRIVACY_VALUE_INVALID):
        await carol(functions.account.SetPrivacy(key=key, rules=members_only))


async def test_hidden_read_times(people: People):
    """hide_read_marks hides them from whoever may not see one's last seen, and theirs from oneself."""
    alice, bob = people.alice, people.bob
    for sender, reader in ((alice, bob), (bob, alice)):
        await sender(functions.messages.SendMessage(peer=people.peer(sender, reader), message="hi", random_id=1))
        await reader(functions.messages.ReadHistory(peer=people.peer(reader, sender), max_id=0))

    async def read_date(sender: Person, reader: Person) -> types.OutboxReadDate:
        peer = people.peer(sender, reader)
        history = await sender(
            functions.messages.GetHistory(
                peer=peer, offset_id=0, offset_date=0, add_offset=0, limit=9, max_id=0, min_id=0, hash=0
            )
        )
        own = next(message for message in history.messages if message.out)
        answer: types.OutboxReadDate = await sender(functions.messages.GetOutboxReadDate(peer=peer, msg_id=own.id))
        return answer

    nobody = [types.InputPrivacyValueDisallowAll()]
    await alice(functions.account.SetPrivacy(key=types.InputPrivacyKeyStatusTimestamp(), rules=nobody))
    assert (await read_date(bob, alice)).date > 0  # the last seen alone does not hide it
    hidden = types.GlobalPrivacySettings(hide_read_marks=True)
    await alice(functions.account.SetGlobalPrivacySettings(settings=hidden))
    assert (await people.full(bob, alice)).read_dates_private
    with pytest.raises(rpc_errors.USER_PRIVACY_RESTRICTED):
        await read_date(bob, alice)
    with pytest.raises(rpc_errors.YOUR_PRIVACY_RESTRICTED):
        await read_date(alice, bob)
    everybody = [types.InputPrivacyValueAllowAll()]
    await alice(functions.account.SetPrivacy(key=types.InputPrivacyKeyStatusTimestamp(), rules=everybody))
    assert not (await people.full(bob, alice)).read_dates_private
    assert (await read_date(alice, bob)).date > 0


@pytest.mark.parametrize(
    "attribute",
    [
        types.DocumentAttributeAudio(duration=1, voice=True),
        types.DocumentAttributeVideo(duration=1, w=9, h=9, round_message=True),
    ],
    ids=["voice", "round"],
)
async def test_refused_voice_messages(people: People, attribute: types.TypeDocumentAttribute):
    """Neither sent nor forwarded nor edited in to whoever takes none; music and files still go."""
    alice, bob = people.alice, people.bob
    nobody = [types.InputPrivacyValueDisallowAll()]
    await alice(functions.account.SetPrivacy(key=types.InputPrivacyKeyVoiceMessages(), rules=nobody))

    async def send(to: types.TypeInputPeer, random_id: int, *attributes: types.TypeDocumentAttribute) -> types.Message:
        await bob(functions.upload.SaveFilePart(file_id=random_id, file_part=0, bytes=b"sound"))
        file = types.InputFile(id=random_id, parts=1, name="a.ogg", md5_checksum="")
        media = types.InputMediaUploadedDocument(file=file, mime_type="audio/ogg", attributes=list(attributes))
        answer = await bob(functions.messages.SendMedia(peer=to, media=media, message="", random_id=random_id))
        sent: types.Message = answer.updates[-1].message
        return sent

    to_alice = people.peer(bob, alice)
    with pytest.raises(rpc_errors.VOICE_MESSAGES_FORBIDDEN):
        await send(to_alice, 1, attribute)
    song = await send(to_alice, 2, types.DocumentAttributeAudio(duration=1))
    saved = await send(types.InputPeerSelf(), 3, attribute)
    voice = types.InputMediaDocument(id=input_document(saved.media.document))
    edit = functions.messages.EditMessage(peer=to_alice, id=song.id, media=voice)
    with pytest.raises(rpc_errors.VOICE_MESSAGES_FORBIDDEN):
        await bob(edit)
    forward = functions.messages.ForwardMessages(
        from_peer=types.InputPeerSelf(), id=[saved.id], random_id=[4], to_peer=to_alice
    )
    with pytest.raises(rpc_errors.VOICE_MESSAGES_FORBIDDEN):
        await bob(forward)
    await people.add(alice, bob)
    contacts = [types.InputPrivacyValueAllowContacts()]
    await alice(functions.account.SetPrivacy(key=types.InputPrivacyKeyVoiceMessages(), rules=contacts))
    await bob(forward)
