"""Searching groups: everyone finds what stands in their own box, whatever became of the group since."""

from __future__ import annotations

from mtproto.tl import functions, types
from tests.server.chats.conftest import Group
from tests.server.people import much_later, sent_id, text
from tests.server.search.asking import everywhere, ids, said, search


async def test_each_member_finds_the_group_by_word_and_writer(group: Group) -> None:
    await group.alice(text(group.peer, "picnic on sunday"))
    await group.bob(text(group.peer, "no picnic for me"))
    bob = group.user(group.carol, group.bob)
    by_bob = types.InputPeerUser(user_id=bob.user_id, access_hash=bob.access_hash)

    assert await said(group.carol, search(group.peer, "picnic")) == ["no picnic for me", "picnic on sunday"]
    assert await said(group.carol, search(group.peer, "picnic", from_id=by_bob)) == ["no picnic for me"]
    assert await said(group.carol, everywhere("picnic sun", groups_only=True)) == ["picnic on sunday"]
    assert await said(group.carol, everywhere("picnic", users_only=True)) == []
    assert await said(group.dave, everywhere("picnic")) == []


async def test_who_has_left_finds_what_they_had_and_nothing_newer(group: Group) -> None:
    """Neither messages sent since nor words that an edit brought; what they hold stays theirs."""
    before = sent_id(await group.alice(text(group.peer, "meet at the harbour")))
    await group.remove(group.bob, group.bob)
    await group.alice(text(group.peer, "harbour at nine"))
    await group.alice(functions.messages.EditMessage(peer=group.peer, id=before, message="meet at the station"))

    assert await said(group.bob, search(group.peer, "harbour")) == ["meet at the harbour"]
    assert await said(group.bob, search(group.peer, "station")) == []
    assert await said(group.carol, search(group.peer, "meet")) == ["meet at the station"]
    assert await said(group.carol, search(group.peer, "harbour")) == ["harbour at nine"]


async def test_what_was_reacted_to_is_found_as_before(group: Group) -> None:
    """Every copy is written anew then; the writer's, from which the index is made, says what it is by itself."""
    mine = sent_id(await group.alice(text(group.peer, "picnic")))
    theirs = (await ids(group.bob, search(group.peer, "picnic")))[0]
    for member, message_id in ((group.alice, mine), (group.bob, theirs)):
        given = [types.ReactionEmoji(emoticon="\N{FIRE}")]
        await member(functions.messages.SendReaction(peer=group.peer, msg_id=message_id, reaction=given))
        assert await said(group.carol, search(group.peer, "picnic")) == ["picnic"]


async def test_newcomers_find_what_they_were_shown(group: Group) -> None:
    for line in ("secret plan", "example.org has the map"):
        await group.alice(text(group.peer, line))
    await group.add(group.alice, group.dave, fwd_limit=1)

    assert await said(group.dave, search(group.peer, "map")) == ["example.org has the map"]
    assert len(await ids(group.dave, search(group.peer, filter_=types.InputMessagesFilterUrl()))) == 1
    assert await said(group.dave, search(group.peer, "secret")) == []


async def test_a_newcomers_calendar_has_each_day_once(group: Group) -> None:
    """What they are shown came to them after it was written, perhaps after what they have of later days."""
    await group.add(group.alice, group.dave)
    await group.alice(text(group.peer, "example.org old"))
    await group.remove(group.alice, group.dave)
    await group.alice(text(group.peer, "example.org missed"))
    await much_later(group.harness, 86_400, group.alice, group.dave)
    await group.add(group.alice, group.dave)
    await group.alice(text(group.peer, "example.org new"))
    await group.remove(group.alice, group.dave)
    await group.add(group.alice, group.dave, fwd_limit=10)

    asked = {"peer": group.peer, "filter": types.InputMessagesFilterUrl(), "offset_id": 0, "offset_date": 0}
    calendar = await group.dave(functions.messages.GetSearchResultsCalendar(**asked))
    old, new, missed = [one.id for one in reversed((await group.dave(search(group.peer, "example"))).messages)]
    days = [(day.max_msg_id, day.min_msg_id, day.count) for day in calendar.periods]
    assert days == [(new, new, 1), (missed, old, 2)]
    assert calendar.count == 3


async def test_groups_and_people_are_found_by_name_without_case_and_accents(group: Group) -> None:
    """contacts.search knows one's own groups by their titles, and nobody else's."""
    await group.alice(functions.messages.EditChatTitle(chat_id=group.chat_id, title="Réunion d'Été"))
    await group.bob(functions.account.UpdateProfile(first_name="Zoë"))
    await group.alice(text(types.InputPeerSelf(), "note"))
    bob = group.user(group.alice, group.bob)
    await group.alice(text(types.InputPeerUser(user_id=bob.user_id, access_hash=bob.access_hash), "hi"))

    for query in ("reunion", "RÉU", "d'e"):
        found = await group.alice(functions.contacts.Search(q=query, limit=10))
        assert found.my_results == [types.PeerChat(chat_id=group.chat_id)]
        assert [chat.title for chat in found.chats] == ["Réunion d'Été"]
    assert (await group.alice(functions.contacts.Search(q="zoe", limit=10))).my_results == [
        types.PeerUser(user_id=group.bob.user_id)
    ]
    assert (await group.dave(functions.contacts.Search(q="reunion", limit=10))).my_results == []
