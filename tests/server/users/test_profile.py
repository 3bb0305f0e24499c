"""The caller's own profile: names, about, colours, emoji status, birthday, tab; and who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.hashing import result_hash
from tests.server.files.sticker_sets import item, make, still
from tests.server.files.uploading import stored
from tests.server.users.people import People


async def test_a_new_name_is_told_to_own_devices_and_to_those_who_know(people: People):
    """Who has the caller in their book under another name is told that one."""
    alice, bob, carol = people.alice, people.bob, people.carol
    await people.add(bob, alice, "Ali")
    await carol(functions.messages.SendMessage(peer=people.peer(carol, alice), message="hi", random_id=1))
    me = await alice(functions.account.UpdateProfile(first_name="  Alicia ", last_name="Liddell"))
    assert (me.first_name, me.last_name, me.self_) == ("Alicia", "Liddell", True)
    for device, names in (
        (alice.tablet, ("Alicia", "Liddell")),
        (bob.phone, ("Ali", "")),
        (carol.tablet, ("Alicia", "Liddell")),
    ):
        update = await device.update(types.UpdateUserName)
        assert (update.user_id, update.first_name, update.last_name) == (alice.id, *names)


async def test_what_is_not_given_stays(people: People):
    alice = people.alice
    await alice(functions.account.UpdateProfile(about="hello there"))
    await alice.tablet.update(types.UpdateUser)
    await alice(functions.account.UpdateProfile(last_name="L"))
    assert (await people.full(people.bob, alice)).about == "hello there"
    assert (await people.see(alice, alice)).first_name == "Alice"
    await alice(functions.account.UpdateProfile(about=""))
    assert (await people.full(alice, alice)).about is None


@pytest.mark.parametrize(
    ("fields", "error"),
    [({"first_name": "  "}, rpc_errors.FIRSTNAME_INVALID), ({"about": "x" * 71}, rpc_errors.ABOUT_TOO_LONG)],
)
async def test_profiles_that_cannot_be(people: People, fields, error):
    with pytest.raises(error):
        await people.alice(functions.account.UpdateProfile(**fields))


async def emoji_ids(people: People) -> list[int]:
    """The custom emoji of a set that somebody has made."""
    owner = people.carol.phone
    drawn = [await item(owner, still(100)), await item(owner, still(100))]
    return [one.id for one in (await make(owner, "moods", emojis=True, stickers=drawn)).documents]


async def test_colours(people: People):
    alice = people.alice
    pattern, _ = await emoji_ids(people)
    await alice(functions.account.UpdateColor(color=types.PeerColor(color=9, background_emoji_id=pattern)))
    await alice(functions.account.UpdateColor(color=types.PeerColor(color=3), for_profile=True))
    await alice.tablet.update(types.UpdateUser)
    seen = await people.see(people.bob, alice)
    assert seen.color == types.PeerColor(color=9, background_emoji_id=pattern)
    assert seen.profile_color == types.PeerColor(color=3)
    await alice(functions.account.UpdateColor())
    assert (await people.see(people.bob, alice)).color is None
    for color in (types.PeerColor(color=99), types.InputPeerColorCollectible(collectible_id=1)):
        with pytest.raises(rpc_errors.COLOR_INVALID):
            await alice(functions.account.UpdateColor(color=color))
    photo = (await stored(people.carol.phone, b"no emoji at all")).id
    for no_pattern, for_profile in ((photo, False), (77, True)):
        color = types.PeerColor(color=3, background_emoji_id=no_pattern)
        with pytest.raises(rpc_errors.DOCUMENT_INVALID):
            await alice(functions.account.UpdateColor(color=color, for_profile=for_profile))


async def test_an_emoji_status_lasts_as_long_as_it_says(people: People):
    alice, bob = people.alice, people.bob
    await people.add(bob, alice)
    until = int(people.harness.clock.now()) + 60
    status = types.EmojiStatus(document_id=(await emoji_ids(people))[0], until=until)
    await alice(functions.account.UpdateEmojiStatus(emoji_status=status))
    for device in (alice.tablet, bob.phone):
        assert (await device.update(types.UpdateUserEmojiStatus)).emoji_status == status
    assert (await people.see(bob, alice)).emoji_status == status
    await people.harness.advance(61)
    assert (await people.see(bob, alice)).emoji_status is None


async def test_emoji_statuses_used_lately(people: People):
    alice = people.alice
    first, second = await emoji_ids(people)
    for document_id in (first, second, first):
        status = types.EmojiStatus(document_id=document_id)
        await alice(functions.account.UpdateEmojiStatus(emoji_status=status))
    await alice.tablet.update(types.UpdateRecentEmojiStatuses)
    await alice(functions.account.UpdateEmojiStatus(emoji_status=types.EmojiStatusEmpty()))
    assert (await people.see(alice, alice)).emoji_status is None
    recent = await alice(functions.account.GetRecentEmojiStatuses(hash=0))
    assert [status.document_id for status in recent.statuses] == [first, second]
    assert recent.hash == result_hash((first, second))
    unchanged = await alice(functions.account.GetRecentEmojiStatuses(hash=recent.hash))
    assert isinstance(unchanged, types.account.EmojiStatusesNotModified)
    await alice(functions.account.ClearRecentEmojiStatuses())
    assert (await alice(functions.account.GetRecentEmojiStatuses(hash=0))).statuses == []
    for wrong, error in (
        (types.EmojiStatus(document_id=0), rpc_errors.DOCUMENT_INVALID),
        (types.EmojiStatus(document_id=second + 1), rpc_errors.DOCUMENT_INVALID),
        (types.InputEmojiStatusCollectible(collectible_id=1), rpc_errors.COLLECTIBLE_INVALID),
    ):
        with pytest.raises(error):
            await alice(functions.account.UpdateEmojiStatus(emoji_status=wrong))


async def test_the_tab_that_opens_first(people: People):
    await people.alice(functions.account.SetMainProfileTab(tab=types.ProfileTabFiles()))
    assert (await people.full(people.bob, people.alice)).main_tab == types.ProfileTabFiles()


async def test_a_personal_channel_must_be_public(people: People):
    assert await people.alice(functions.account.UpdatePersonalChannel(channel=types.InputChannelEmpty())) is True
    with pytest.raises(rpc_errors.PUBLIC_BROADCAST_EXPECTED):
        await people.alice(
            functions.account.UpdatePersonalChannel(channel=types.InputChannel(channel_id=1, access_hash=1))
        )


@pytest.mark.parametrize(
    "birthday",
    [
        types.Birthday(day=31, month=4),
        types.Birthday(day=29, month=2, year=2023),
        types.Birthday(day=1, month=13),
        types.Birthday(day=1, month=1, year=1800),
        types.Birthday(day=1, month=1, year=9999),
        types.Birthday(day=0, month=1),
    ],
    ids=repr,
)
async def test_days_that_are_no_birthday(people: People, birthday):
    with pytest.raises(rpc_errors.BIRTHDAY_INVALID):
        await people.alice(functions.account.UpdateBirthday(birthday=birthday))


@pytest.mark.rows("AC-4")
async def test_birthdays_of_contacts(people: People):
    """Those of today, yesterday and tomorrow, of contacts who show theirs."""
    alice, bob, carol = people.alice, people.bob, people.carol
    today = datetime.fromtimestamp(people.harness.clock.now(), UTC).date()
    tomorrow, far = today + timedelta(days=1), today + timedelta(days=90)
    await bob(functions.account.UpdateBirthday(birthday=types.Birthday(day=tomorrow.day, month=tomorrow.month)))
    await carol(functions.account.UpdateBirthday(birthday=types.Birthday(day=far.day, month=far.month)))
    for someone in (bob, carol):
        await people.add(alice, someone)
    assert (await alice(functions.contacts.GetBirthdays())).contacts == []  # shown to Bob's own contacts only
    await people.add(bob, alice)
    await people.add(carol, alice)
    found = await alice(functions.contacts.GetBirthdays())
    shown = types.Birthday(day=tomorrow.day, month=tomorrow.month)
    assert found.contacts == [types.ContactBirthday(contact_id=bob.id, birthday=shown)]
    assert [user.id for user in found.users] == [bob.id]
    await bob(functions.account.UpdateBirthday())
    assert (await alice(functions.contacts.GetBirthdays())).contacts == []


async def test_suggesting_a_birthday(people: People):
    alice, bob = people.alice, people.bob
    birthday = types.Birthday(day=3, month=7, year=1990)
    answer = await alice(functions.users.SuggestBirthday(id=people.user(alice, bob), birthday=birthday))
    told = await bob.phone.update(types.UpdateNewMessage)
    assert told.message.action == types.MessageActionSuggestBirthday(birthday=birthday)
    sent = [update for update in answer.updates if isinstance(update, types.UpdateNewMessage)]
    assert sent[0].message.action == told.message.action
    await bob(functions.account.UpdateBirthday(birthday=birthday))
    with pytest.raises(rpc_errors.BIRTHDAY_ALREADY):
        await alice(functions.users.SuggestBirthday(id=people.user(alice, bob), birthday=birthday))
    with pytest.raises(rpc_errors.USER_ID_INVALID):
        await alice(functions.users.SuggestBirthday(id=types.InputUserSelf(), birthday=birthday))


async def test_a_device_that_was_away_learns_of_it(people: People):
    """Names and settings come back from updates.getDifference, since the events are stored."""
    alice = people.alice
    state = await alice.tablet(functions.updates.GetState())
    await alice.tablet.disconnect()
    await alice(functions.account.UpdateProfile(first_name="Alicia"))
    alice.tablet.forget_updates()
    await alice.tablet.connect()
    difference = await alice.tablet(functions.updates.GetDifference(pts=state.pts, date=state.date, qts=state.qts))
    names = [update for update in difference.other_updates if isinstance(update, types.UpdateUserName)]
    assert [update.first_name for update in names] == ["Alicia"]
