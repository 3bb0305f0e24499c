"""What people share that needs no file of its own but a small picture: places, polls, lists, cards, what vanishes."""

from in_step.cast import Cast
from in_step.hand import FOREVER, RIGHT_ANSWERS_BY_NUMBER, TODO_LISTS, Hand
from in_step.objects import Long, Plain, text, tl


async def media(cast: Cast) -> None:
    """Share everything."""
    await _cards(cast)
    await _live_location(cast)
    await _poll(cast)
    await _quiz(cast)
    if cast.ada.client.layer >= TODO_LISTS:
        await _todo_list(cast)
    await _look_once(cast)


async def _cards(cast: Cast) -> None:
    """A contact, a place, a venue, and a dice that is sent on."""
    ada, bob, words = cast.ada, cast.bob, cast.words
    zoe = tl("inputMediaContact", phone_number="1", first_name="Zoe", last_name="", vcard="")
    await bob.say(ada.id, words("a contact"), media=zoe)
    await bob.say(ada.id, words("a place"), media=tl("inputMediaGeoPoint", geo_point=_at(52.2, 0.12)))
    hall = {"title": "Hall", "address": "Main Street", "provider": "", "venue_id": "", "venue_type": ""}
    await bob.say(ada.id, words("a venue"), media=tl("inputMediaVenue", geo_point=_at(52.3, 0.13), **hall))
    thrown = await bob.say(cast.group, words("a dice"), media=tl("inputMediaDice", emoticon="🎲"))
    [passed_on] = await bob.forward(cast.group, [thrown], ada.id)
    values = [
        message["media"]["value"]
        for chat in (cast.group, ada.id)
        for message in await bob.history(chat)
        if message["id"] in (thrown, passed_on)
    ]
    assert values[0] == values[1]


async def _live_location(cast: Cast) -> None:
    """One that moves and is stopped, and one that goes on."""
    ada, group = cast.ada, cast.group
    way = [_live(52.2, period=900), _live(52.21, period=900, heading=90), _live(52.22, stopped=True)]
    shared = await ada.say(group, cast.words("on my way"), media=way[0])
    for place in way[1:]:
        await ada.edit(group, shared, media=place)
    walking = await ada.say(group, cast.words("still walking"), media=way[0])
    await ada.edit(group, walking, media=way[1])


async def _poll(cast: Cast) -> None:
    """Others vote, one of them another time; it is closed."""
    ada, bob, carol = cast.all
    poll = _asked("Coming?", public_voters=True)
    asked = await ada.say(cast.group, cast.words("a poll"), media=tl("inputMediaPoll", poll=poll))
    for voter, options in ((bob, [b"0"]), (carol, [b"0"]), (carol, []), (carol, [b"1"])):
        await _vote(cast, voter, "a poll", options)
    ended = tl("inputMediaPoll", poll=_asked("Coming?", public_voters=True, closed=True))
    await ada.edit(cast.group, asked, media=ended)


async def _quiz(cast: Cast) -> None:
    """With a right answer, which whoever has voted sees with its reason; it will close by itself."""
    ada, bob, carol = cast.all
    right = [1] if ada.client.layer >= RIGHT_ANSWERS_BY_NUMBER else [b"1"]
    bold = [tl("messageEntityBold", offset=0, length=2)]
    solution = {"correct_answers": right, "solution": "it is so", "solution_entities": bold}
    quiz = _asked("Which?", public_voters=True, quiz=True, close_date=cast.in_seconds(500))
    await ada.say(cast.group, cast.words("a quiz"), media=tl("inputMediaPoll", poll=quiz, **solution))
    await _vote(cast, bob, "a quiz", [b"0"])
    await _vote(cast, carol, "a quiz", [b"1"])


async def _vote(cast: Cast, voter: Hand, words: str, options: list[bytes]) -> None:
    number = await voter.find(cast.group, cast.words(words))
    await voter.call("messages.sendVote", peer=voter.peers[cast.group], msg_id=number, options=options)


async def _todo_list(cast: Cast) -> None:
    """Others add to it and get something done; one thing was not done after all."""
    ada, bob, carol = cast.all
    items = [_item(1, "wire the stations"), _item(2, "test the line")]
    todo = tl("todoList", title=text("To do"), list=items, others_can_append=True, others_can_complete=True)
    await ada.say(cast.group, "", media=tl("inputMediaTodo", todo=todo))

    async def change(hand: Hand, method: str, **fields: list[Plain] | list[int]) -> None:
        number = next(one["id"] for one in await hand.history(cast.group) if "todo" in one.get("media", {}))
        await hand.call(f"messages.{method}", peer=hand.peers[cast.group], msg_id=number, **fields)

    await change(carol, "appendTodoList", list=[_item(3, "open the line")])
    await change(bob, "toggleTodoCompleted", completed=[1, 2], incompleted=[])
    await change(carol, "toggleTodoCompleted", completed=[3], incompleted=[2])


async def _look_once(cast: Cast) -> None:
    """A picture that may be looked at once; whoever did has it no more."""
    ada, bob = cast.ada, cast.bob
    photo = await ada.picture(cast.picture) | {"ttl_seconds": FOREVER}
    await ada.say(bob.id, "", media=photo)
    seen = next(one["id"] for one in await bob.history(ada.id) if "ttl_seconds" in one.get("media", {}))
    await bob.call("messages.readMessageContents", id=[seen])
    await bob.client.first.hears(lambda mirror: mirror.has_expired(seen))


def _at(latitude: float, longitude: float) -> Plain:
    return tl("inputGeoPoint", lat=latitude, long=longitude)


def _live(latitude: float, **how: int) -> Plain:
    return tl("inputMediaGeoLive", geo_point=_at(latitude, 0.12), **how)


def _asked(question: str, **how: bool | int) -> Plain:
    answers = [tl("pollAnswer", text=text(words), option=option) for words, option in (("a", b"0"), ("b", b"1"))]
    return tl("poll", id=Long(0), question=text(question), answers=answers, hash=Long(0), **how)


def _item(number: int, title: str) -> Plain:
    return tl("todoItem", id=number, title=text(title))
