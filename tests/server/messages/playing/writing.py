"""Commands that write: messages of every kind, forwarded, deleted."""

import asyncio
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, NOBODY, Content
from tests.server.messages.playing.player import Player, fresh, where, which, who
from tests.server.messages.playing.polls import new_poll
from tests.server.people import Person, random_id, sent_id, text, words

messages = functions.messages


def shared(latitude: int) -> types.InputMediaGeoLive:
    """A location of somebody who moves."""
    return types.InputMediaGeoLive(geo_point=types.InputGeoPoint(lat=latitude % 90, long=latitude % 179), period=60)


def todo(items: int) -> types.InputMediaTodo:
    """A list of so many things that everyone may add to and work through."""
    things = [types.TodoItem(id=number, title=words(f"item{number}")) for number in range(1, items + 1)]
    made = types.TodoList(title=words("To do"), list=things, others_can_append=True, others_can_complete=True)
    return types.InputMediaTodo(todo=made)


POINT = types.InputGeoPoint(lat=48, long=2)
MEDIA: dict[str, types.TypeInputMedia] = {
    "contact": types.InputMediaContact(phone_number="1", first_name="Zoe", last_name="", vcard=""),
    "live": shared(0),
    "todo": todo(1),
    "geo": types.InputMediaGeoPoint(geo_point=POINT),
    "venue": types.InputMediaVenue(
        geo_point=POINT, title="Tower", address="Hill", provider="", venue_id="", venue_type=""
    ),
    "dice": types.InputMediaDice(emoticon="🎲"),
}
POLLS = {
    "poll": "plain",
    "brief poll": "plain",
    "dated poll": "plain",
    "multiple poll": "multiple",
    "public poll": "public",
    "quiz": "quiz",
    "open poll": "open",
    "hidden poll": "hidden",
    "hidden quiz": "hidden quiz",
    "final poll": "final",
}
"""Each poll that is sent, and of which kind it is."""
SECONDS = {"brief poll": 30, "live": 60}


KINDS = ("", "", *MEDIA, *POLLS, "voice")
"""What is sent: texts, and every kind of media."""
some_opening = st.lists(st.tuples(who, where, st.sampled_from(KINDS)), min_size=5, max_size=10)


class Writing(Player):
    """Commands that write."""

    @initialize(opening=some_opening)
    def start(self, opening: list[tuple[int, int, str]]) -> None:
        """A game in which something has been said already, so that most commands find what they are about."""
        super().start()
        for user, place, media in opening:
            self.send(user, place, None, media, silent=False, protected=False)

    @rule(
        user=who,
        place=where,
        number=st.none() | which,
        media=st.sampled_from(KINDS),
        silent=st.booleans(),
        protected=st.integers(0, 5).map(lambda roll: roll == 0),
        clears_draft=st.booleans(),
    )
    def send(
        self,
        user: int,
        place: int,
        number: int | None,
        media: str,
        silent: bool,
        protected: bool,
        clears_draft: bool = False,
    ) -> None:
        """A text or a media, now and then in reply to something of the dialog."""
        one, box, peer, there = self.scene(user, place)
        reply, key, mentioned = self.answered(box, peer, number)
        content = self.content(media, reply=key, silent=silent, protected=protected)
        given = self.media(one, media)
        fields: dict[str, Any] = {"peer": there, "message": content.text, "random_id": random_id(), "reply_to": reply}
        fields |= {"silent": silent, "noforwards": protected, "clear_draft": clears_draft}
        request = messages.SendMessage(**fields) if given is None else messages.SendMedia(**fields, media=given)
        allowed = self.model.may_send(one.user_id, peer, content)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.sent.append((one, request, [self.model.send(one.user_id, peer, content, mentions=mentioned)]))
        if allowed and clears_draft:
            box.settings[peer].draft, box.settings[peer].answers = "", 0

    def content(self, media: str, **fields: Any) -> Content:
        """Words that nobody has said before, with a media or none."""
        return Content(
            f"word {next(fresh)}",
            "poll" if media in POLLS else media,
            kind=POLLS.get(media, ""),
            items=media == "todo",
            seconds=SECONDS.get(media, 0),
            until=self.model.now + 30 if media == "dated poll" else 0,
            **fields,
        )

    def media(self, one: Person, name: str) -> types.TypeInputMedia | None:
        """As clients send it."""
        if name == "voice":
            return self.do(self.game.file(one, name))  # type: ignore[no-any-return]
        if name in POLLS:
            closing = {"brief poll": {"close_period": 30}, "dated poll": {"close_date": self.model.now + 30}}
            return new_poll(POLLS[name], **closing.get(name, {}))
        return MEDIA.get(name)

    @rule(user=who, place=where, number=which, quotes=st.booleans())
    def reply_elsewhere(self, user: int, place: int, number: int, quotes: bool) -> None:
        """To a message of any dialog, if that may be shown outside of it; perhaps with its first word."""
        if (picked := self.pick(user, number)) is None:
            return
        _, found, copy = picked
        one, _, peer, there = self.scene(user, place)
        here, word = copy.peer == peer, copy.content.text.partition(" ")[0] if quotes else ""
        named = not here and self.model.shows(copy.sender, "name", one.user_id)
        elsewhere = copy.sender if named else 0
        quote = word or ("" if here else copy.content.text)
        content = Content(f"word {next(fresh)}", reply=copy.key, elsewhere=elsewhere, quote=quote)
        reply = types.InputReplyToMessage(
            reply_to_msg_id=found, reply_to_peer_id=self.game.peer(one, copy.peer), quote_text=word or None
        )
        open_there = not copy.content.protected and not self.model.protector(one.user_id, copy.peer)
        allowed = self.model.may_send(one.user_id, peer, content) and (here or open_there)
        self.call(one, text(there, content.text, reply_to=reply), allowed=allowed)
        if allowed:
            mentioned = frozenset({copy.sender}) if here and peer == GROUP else NOBODY
            self.model.send(one.user_id, peer, content, mentions=mentioned)

    @rule(user=who, number=which, on_tablet=st.booleans())
    def send_again(self, user: int, number: int, on_tablet: bool) -> None:
        """What was sent before, perhaps to a server that has been restarted since: it is sent once."""
        one = self.game.people[user]
        box = self.game.box(one)
        sent = [
            (request, ids)
            for writer, request, keys in self.sent
            if writer is one and None not in (ids := [box.find(key) for key in keys])
        ]
        if not sent:
            return
        request, ids = sent[number % len(sent)]
        if (answer := self.call_again(one.tablet if on_tablet else one, request)) is not None:
            assert [update.id for update in answer.updates if isinstance(update, types.UpdateMessageID)] == ids

    @rule(users=st.permutations((0, 1, 2)), together=st.booleans())
    def send_at_once(self, users: list[int], together: bool) -> None:
        """Two write at the same moment, to each other or to the group: both copies have one order everywhere."""
        pair = [self.game.people[user] for user in users[:2]]
        peers = [GROUP, GROUP] if together else [pair[1].user_id, pair[0].user_id]
        contents = [Content(f"word {next(fresh)}") for _ in pair]
        plays = list(zip(pair, peers, contents, strict=True))
        if not all(self.model.may_send(one.user_id, peer, content) for one, peer, content in plays):
            return
        if any(self.model.begins(one.user_id, peer) for one, peer, _ in plays):
            return  # the chat may begin with somebody's timer: who was first would be hard to tell

        async def both() -> list[Any]:
            return await asyncio.gather(
                *(one(text(self.game.peer(one, peer), content.text)) for one, peer, content in plays)
            )

        answers = self.do(both())
        if sent_id(answers[0]) != self.game.box(pair[0]).last_id + 1:
            plays.reverse()
        for one, peer, content in plays:
            self.model.send(one.user_id, peer, content)

    def album(self, size: int) -> list[Content]:
        """Photos that belong together, if there are several."""
        album = next(fresh) if size > 1 else 0
        return [Content(f"caption {next(fresh)}", "photo", album=album) for _ in range(size)]

    @rule(user=who, place=where, size=st.integers(1, 3))
    def send_album(self, user: int, place: int, size: int) -> None:
        one, _, peer, there = self.scene(user, place)
        contents = self.album(size)
        photo = self.do(self.game.file(one))
        media = [
            types.InputSingleMedia(media=photo, random_id=random_id(), message=content.text) for content in contents
        ]
        allowed = self.model.may_send(one.user_id, peer, *contents)
        request = messages.SendMultiMedia(peer=there, multi_media=media)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.sent.append((one, request, [self.model.send(one.user_id, peer, content) for content in contents]))

    @rule(user=who, numbers=st.lists(which, max_size=3), revoke=st.booleans())
    def delete(self, user: int, numbers: list[int], revoke: bool) -> None:
        one = self.game.people[user]
        box = self.game.box(one)
        ids = list({picked[1] for number in numbers if (picked := self.pick(user, number)) is not None})
        allowed = not revoke or self.model.may_take_back(one.user_id, [box.messages[i] for i in ids])
        answer = self.call(one, messages.DeleteMessages(id=ids, revoke=revoke), allowed=allowed)
        if allowed:
            before = box.pts
            self.model.delete(one.user_id, ids, revoke=revoke)
            assert (answer.pts, answer.pts_count) == (box.pts, box.pts - before)

    @rule(user=who, place=where, numbers=st.tuples(which, which), revoke=st.booleans())
    def clear_between(self, user: int, place: int, numbers: tuple[int, int], revoke: bool) -> None:
        """What was written in a dialog from one moment to another."""
        one, box, peer, there = self.scene(user, place)
        dates = sorted({box.messages[i].date for i in box.ids(peer)})
        if not dates:
            return
        first, last = sorted(dates[number % len(dates)] for number in numbers)
        revoke = revoke and peer != GROUP
        request = messages.DeleteHistory(peer=there, max_id=0, min_date=first - 1, max_date=last + 1, revoke=revoke)
        self.do(one(request))
        doomed = [i for i in box.ids(peer) if first <= box.messages[i].date <= last]
        self.model.delete(one.user_id, doomed, revoke=revoke)

    @rule(user=who, place=where, number=st.none() | which, revoke=st.booleans(), keep_place=st.booleans())
    def clear(self, user: int, place: int, number: int | None, revoke: bool, keep_place: bool) -> None:
        """A dialog, whole or up to a message; of a group only one's own copies."""
        one, box, peer, there = self.scene(user, place)
        ids = box.ids(peer)
        up_to = 0 if number is None or not ids else ids[number % len(ids)]
        revoke = revoke and peer != GROUP
        request = messages.DeleteHistory(peer=there, max_id=up_to, revoke=revoke, just_clear=keep_place)
        self.do(one(request))
        self.model.clear(one.user_id, peer, up_to, revoke=revoke, keep_place=keep_place)
