"""Commands that search: by words, writer, kind of media, date, in one dialog or everywhere, page by page.

What a message is found by, the model says in two lines: every word of the query begins a word of its text or of what
its media says, and its media is of the kind that is asked for.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, Box, Copy, window
from tests.server.messages.playing.player import Player, where, which, who
from tests.server.messages.playing.reading import EMOJI

messages = functions.messages

QUERIES = (
    "",
    "word",
    "Edit",
    "caption",
    "word 1",
    "lun yes",
    "more",
    "zoe",
    "do item2",
    "note",
    "tower",
    "nothing",
    "?",
)
SAID = {
    "contact": ("zoe", "1"),
    "poll": ("lunch",),
    "todo": ("to", "do"),
    "file": ("notes", "txt"),
    "venue": ("tower", "hill"),
}
"""The words of each kind of media; a list also has those of its items, a poll those of its answers."""

FILTERS: dict[str, tuple[types.TypeMessagesFilter, Callable[[Copy], bool]]] = {
    "photos": (
        types.InputMessagesFilterPhotos(),
        lambda copy: _shows(copy, "photo", "tall photo") and not copy.content.seconds,
    ),
    "places": (types.InputMessagesFilterGeo(), lambda copy: _shows(copy, "live", "geo", "venue")),
    "people": (types.InputMessagesFilterContacts(), lambda copy: _shows(copy, "contact")),
    "polls": (types.InputMessagesFilterPoll(), lambda copy: _shows(copy, "poll")),
    "documents": (types.InputMessagesFilterDocument(), lambda copy: _shows(copy, "file")),
    "links": (
        types.InputMessagesFilterUrl(),
        lambda copy: any(kind == "url" for kind, *_ in copy.content.entities),
    ),
    "voices": (types.InputMessagesFilterRoundVoice(), lambda copy: _shows(copy, "voice")),
    "group's photos": (types.InputMessagesFilterChatPhotos(), lambda copy: copy.content.chat_photo),
    "mentions": (types.InputMessagesFilterMyMentions(), lambda copy: copy.mentioned),
    "pinned": (types.InputMessagesFilterPinned(), lambda copy: copy.pinned),
}
"""Each filter, and what it lets through. What vanishes stands in no list of photos."""


class Searching(Player):
    """Commands that search."""

    @rule(
        user=who,
        place=st.none() | where,
        query=st.sampled_from(QUERIES),
        name=st.none() | st.sampled_from(sorted(FILTERS)),
        sender=st.none() | st.integers(0, 2),
        dates=st.none() | st.tuples(which, which),
        offset=st.none() | which,
        add_offset=st.integers(-2, 2),
        limit=st.integers(1, 30),
    )
    def search(
        self,
        user: int,
        place: int | None,
        query: str,
        name: str | None,
        sender: int | None,
        dates: tuple[int, int] | None,
        offset: int | None,
        add_offset: int,
        limit: int,
    ) -> None:
        """In a dialog, or in all of them by words or a filter: those alone are about nothing outside of the game."""
        one = self.game.people[user]
        box = self.game.box(one)
        if place is None and not (query or name):
            return
        there: types.TypeInputPeer = types.InputPeerEmpty()
        asked: list[Callable[[Copy], bool]] = [lambda copy: self.says(one.user_id, copy, query)]
        fields: dict[str, Any] = {"filter": types.InputMessagesFilterEmpty(), "min_date": 0, "max_date": 0}
        if place is not None:
            _, _, peer, there = self.scene(user, place)
            asked.append(lambda copy: copy.peer == peer)
        if name is not None:
            fields["filter"], lets_through = FILTERS[name]
            asked.append(lets_through)
        if sender is not None:
            writer = self.game.people[sender].user_id
            fields["from_id"] = self.game.peer(one, writer)
            asked.append(lambda copy: copy.sender == writer)
        if dates is not None and box.messages:
            known = sorted({copy.date for copy in box.messages.values()})
            first, last = sorted(known[number % len(known)] for number in dates)
            fields |= {"min_date": first - 1, "max_date": last + 1}
            asked.append(lambda copy: first <= copy.date <= last)
        found = matching(box, asked)
        offset_id = 0 if offset is None or not found else found[offset % len(found)]
        request = messages.Search(
            peer=there,
            q=query,
            offset_id=offset_id,
            add_offset=add_offset,
            limit=limit,
            max_id=0,
            min_id=0,
            hash=0,
            **fields,
        )
        answer = self.do(one.tablet(request))
        assert [message.id for message in answer.messages] == window(found, offset_id, add_offset, limit)
        assert getattr(answer, "count", len(answer.messages)) == len(found)

    def says(self, own: int, copy: Copy, query: str) -> bool:
        """Whether a message is found by a query; one that is all punctuation finds nothing."""
        if query == "?":
            return False
        items = [f"item{number}" for number in range(1, copy.content.items + 1)]
        follows = copy.peer != GROUP or own in self.model.group.members
        answers = self.model.polls[copy.content.poll].found_by(follows=follows) if copy.content.poll else ()
        words = [*copy.content.text.split(), *SAID.get(copy.content.media, ()), *items, *" ".join(answers).split()]
        return all(any(word.startswith(asked) for word in words) for asked in query.lower().split())

    @rule(user=who, number=which, tags=st.sets(st.sampled_from(EMOJI), max_size=2))
    def search_saved(self, user: int, number: int, tags: set[str]) -> None:
        """What was saved from one dialog, with any of some tags or whatever tags."""
        one = self.game.people[user]
        box, own = self.game.box(one), one.user_id
        if not (saved := box.saved()):
            return
        source = sorted(saved)[number % len(saved)]
        asked: list[Callable[[Copy], bool]] = [lambda copy: copy.saved == source]
        if tags:
            asked.append(lambda copy: bool(tags & set(self.model.reactions[copy.key].get(own, ()))))
        request = messages.Search(
            peer=types.InputPeerSelf(),
            saved_peer_id=self.game.peer(one, source),
            saved_reaction=[types.ReactionEmoji(emoticon=tag) for tag in tags] or None,
            q="",
            filter=types.InputMessagesFilterEmpty(),
            **dict.fromkeys(("min_date", "max_date", "offset_id", "add_offset", "max_id", "min_id", "hash"), 0),
            limit=100,
        )
        answer = self.do(one.tablet(request))
        assert [message.id for message in answer.messages] == matching(box, asked)

    @rule(user=who, place=where)
    def count(self, user: int, place: int) -> None:
        """How many messages of a dialog each filter lets through."""
        one, box, peer, there = self.scene(user, place)
        filters = [given for given, _ in FILTERS.values()]
        counters = self.do(one.tablet(messages.GetSearchCounters(peer=there, filters=filters)))
        assert [one.count for one in counters] == [
            len(matching(box, [lambda copy: copy.peer == peer, lets_through])) for _, lets_through in FILTERS.values()
        ]


def matching(box: Box, asked: list[Callable[[Copy], bool]]) -> list[int]:
    """The messages of a box that are all that is asked for, the newest first."""
    return sorted((i for i, copy in box.messages.items() if all(one(copy) for one in asked)), reverse=True)


def _shows(copy: Copy, *media: str) -> bool:
    return copy.content.media in media
