"""What a person may ask at either device: both are answered alike."""

from typing import Any

from in_step.cast import Cast
from in_step.hand import Hand
from in_step.mirror import told
from in_step.objects import Long, Plain, tl

READ_DATES, TRANSLATIONS = 172, 160
FILTERS = ("Pinned", "Photos", "Geo", "Contacts", "Url", "MyMentions", "PhotoVideo", "Document")


async def ask(cast: Cast) -> None:
    """Ask for everything."""
    await _who_has_read(cast)
    await _who_is_there(cast)
    await _search(cast)
    for hand in cast.all:
        for method in ("getDefaultHistoryTTL", "getSuggestedDialogFilters", "getDialogUnreadMarks"):
            await both(hand, f"messages.{method}")
    if cast.ada.client.layer >= TRANSLATIONS:
        words = [tl("textWithEntities", text="hello", entities=[])]
        async with cast.ada.is_refused("NOT_IMPLEMENTED"):  # nothing is pretended
            await cast.ada.call("messages.translateText", text=words, to_lang="de")


async def both(hand: Hand, method: str, **fields: Any) -> Any:
    """What both devices are answered."""
    query = tl(method, **fields)
    first, second = told(await hand.client.call(query)), told(await hand.client.call_second(query))
    assert first == second, f"{method}: {first} and {second}"
    return first


async def _who_has_read(cast: Cast) -> None:
    """When the other one did, and who of a group; who likes a message, and who has voted for what."""
    ada, bob, carol = cast.all
    peer, group = ada.peers[bob.id], ada.peers[cast.group]
    await bob.read(ada.id, cast.group)
    await carol.read(cast.group)
    if ada.client.layer >= READ_DATES:
        sent = await ada.find(bob.id, cast.words("one"))
        seen = await both(ada, "messages.getOutboxReadDate", peer=peer, msg_id=sent)
        assert seen["date"] > 0
    liked = await ada.find(cast.group, cast.words("better"))
    readers = await both(ada, "messages.getMessageReadParticipants", peer=group, msg_id=liked)
    assert {one["user_id"] if isinstance(one, dict) else one for one in readers} == {bob.id, carol.id}
    likes = await both(ada, "messages.getMessageReactionsList", peer=group, id=liked, limit=10)
    assert likes["count"] == 2
    asked = await ada.find(cast.group, cast.words("a poll"))
    votes = await both(ada, "messages.getPollVotes", peer=group, id=asked, limit=10)
    assert votes["count"] == 2


async def _who_is_there(cast: Cast) -> None:
    """Online in a group; in which groups two are both."""
    ada, bob, _ = cast.all
    online = await both(ada, "messages.getOnlines", peer=ada.peers[cast.group])
    assert online["onlines"] >= 1
    common = await both(ada, "messages.getCommonChats", user_id=ada.user(bob), max_id=0, limit=100)
    assert -cast.group in [chat["id"] for chat in common["chats"]]
    await both(ada, "contacts.getContacts", hash=Long(0))


async def _search(cast: Cast) -> None:
    """Words, kinds, days; in one chat and in all."""
    ada = cast.ada
    peer = ada.peers[cast.group]
    everything = {"min_date": 0, "max_date": 0, "offset_id": 0, "add_offset": 0, "limit": 100, "max_id": 0, "min_id": 0}
    words = {"peer": peer, "q": "BETTER mis", "filter": tl("inputMessagesFilterEmpty"), "hash": Long(0)}
    found = await both(ada, "messages.search", **everything, **words)
    assert cast.words("better") in [one.get("message") for one in found["messages"]]
    filters = [tl(f"inputMessagesFilter{kind}") for kind in FILTERS]
    counters = await both(ada, "messages.getSearchCounters", peer=peer, filters=filters)
    assert counters[FILTERS.index("Photos")]["count"] >= len(("left", "right"))
    photos: Plain = {"peer": peer, "filter": tl("inputMessagesFilterPhotos"), "offset_id": 0}
    days = await both(ada, "messages.getSearchResultsCalendar", **photos, offset_date=0)
    positions = await both(ada, "messages.getSearchResultsPositions", **photos, limit=100)
    assert sum(day["count"] for day in days["periods"]) == len(positions["positions"]) == days["count"]
    bounds = {"min_date": 0, "max_date": 0, "offset_rate": 0, "offset_id": 0, "limit": 10}
    nowhere = {"offset_peer": tl("inputPeerEmpty"), "filter": tl("inputMessagesFilterEmpty")}
    anywhere = await both(ada, "messages.searchGlobal", q="hooray nobody said", **bounds, **nowhere)
    assert not anywhere.get("messages")
