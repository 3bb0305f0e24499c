"""Searching all dialogs at once (messages.searchGlobal), page by page."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, Copy
from tests.server.messages.playing.player import who
from tests.server.messages.playing.searching import FILTERS, QUERIES, Searching, matching

messages = functions.messages

OF_ALL = ("photos", "places", "people", "polls", "documents", "voices", "links")
"""Filters that make sense outside of one dialog."""
KINDS: dict[str, Callable[[Copy], bool]] = {
    "users_only": lambda copy: copy.peer != GROUP,
    "groups_only": lambda copy: copy.peer == GROUP,
}


class Everywhere(Searching):
    """Commands that search everywhere."""

    @rule(
        user=who,
        query=st.sampled_from(QUERIES),
        name=st.none() | st.sampled_from(OF_ALL),
        kind=st.none() | st.sampled_from(sorted(KINDS)),
        folder=st.none() | st.sampled_from((0, 1)),
        limit=st.integers(1, 30),
    )
    def search_everywhere(
        self, user: int, query: str, name: str | None, kind: str | None, folder: int | None, limit: int
    ) -> None:
        """By words or a filter; perhaps only in private chats or in groups, in the archive or outside of it."""
        if not (query or name):
            return
        one = self.game.people[user]
        box = self.game.box(one)
        asked: list[Callable[[Copy], bool]] = [lambda copy: self.says(one.user_id, copy, query)]
        given: types.TypeMessagesFilter = types.InputMessagesFilterEmpty()
        if name is not None:
            given, lets_through = FILTERS[name]
            asked.append(lets_through)
        if kind is not None:
            asked.append(KINDS[kind])
        if folder is not None:
            asked.append(lambda copy: box.settings[copy.peer].archived is bool(folder))
        request = messages.SearchGlobal(
            q=query,
            filter=given,
            folder_id=folder,
            limit=limit,
            offset_peer=types.InputPeerEmpty(),
            **dict.fromkeys(("min_date", "max_date", "offset_rate", "offset_id"), 0),
            **({kind: True} if kind else {}),
        )
        found: list[int] = []
        while True:
            page = self.do(one.tablet(request)).messages
            if not page:
                break
            assert len(page) <= limit
            found += [message.id for message in page]
            request.offset_id, request.offset_rate = page[-1].id, page[-1].date
        assert found == matching(box, asked)
