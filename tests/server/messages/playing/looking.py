"""Commands that only look: at what is unread, at who reacted, at who has read what, at the days of a dialog."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions
from tests.server.messages.playing.boxes import GROUP
from tests.server.messages.playing.player import Player, where, which, who
from tests.server.messages.playing.reading import LOOKS
from tests.server.messages.playing.searching import FILTERS, matching

messages = functions.messages

NEWS = {
    "unread_mention": messages.GetUnreadMentions,
    "unread_reactions": messages.GetUnreadReactions,
    "unread_votes": messages.GetUnreadPollVotes,
}
LISTED = ("photos", "documents", "voices", "links", "group's photos")
"""Filters of media, which stand in lists."""
DAY = 86_400


class Looking(Player):
    """Commands that only look."""

    @rule(user=who, place=where, at=st.sampled_from(sorted(LOOKS)), limit=st.integers(1, 3))
    def list_news(self, user: int, place: int, at: str, limit: int) -> None:
        """The messages with something that is unread of a kind, the newest of them."""
        one, box, peer, there = self.scene(user, place)
        zero = dict.fromkeys(("offset_id", "add_offset", "max_id", "min_id"), 0)
        answer = self.do(one(NEWS[at](peer=there, limit=limit, **zero)))
        wanted = [i for i in box.ids(peer) if getattr(box.messages[i], at)]
        assert [message.id for message in answer.messages] == wanted[:limit]
        assert getattr(answer, "count", len(answer.messages)) == len(wanted)

    @rule(user=who, number=which, limit=st.integers(1, 3))
    def list_reactions(self, user: int, number: int, limit: int) -> None:
        """Who gave which to a message, page by page."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        given = Counter((u, emoji) for u, some in self.model.reactions[copy.key].items() for emoji in some)
        follows = copy.peer != GROUP or one.user_id in self.group.members
        seen: Counter[tuple[int, str]] = Counter()
        offset: str | None = None
        while True:
            request = messages.GetMessageReactionsList(
                peer=self.game.peer(one, copy.peer), id=found, limit=limit, offset=offset
            )
            page = self.call(one, request, allowed=follows)
            if page is None:
                return
            assert page.count == given.total()
            seen.update((each.peer_id.user_id, each.reaction.emoticon) for each in page.reactions)
            if (offset := page.next_offset) is None:
                break
        assert seen == given

    @rule(user=who, place=where, name=st.sampled_from(LISTED), limit=st.integers(1, 4))
    def look_at_days(self, user: int, place: int, name: str, limit: int) -> None:
        """How the messages that a filter lets through lie in a dialog: by days, and every so many of them."""
        one, box, peer, there = self.scene(user, place)
        given, lets_through = FILTERS[name]
        found = matching(box, [lambda copy: copy.peer == peer, lets_through])
        calendar = self.do(one(messages.GetSearchResultsCalendar(peer=there, filter=given, offset_id=0, offset_date=0)))
        days = Counter(box.messages[i].date // DAY for i in found)
        assert Counter({period.date // DAY: period.count for period in calendar.periods}) == days
        assert [period.date // DAY for period in calendar.periods] == sorted(days, reverse=True)
        positions = self.do(one(messages.GetSearchResultsPositions(peer=there, filter=given, offset_id=0, limit=limit)))
        assert positions.count == len(found)
        assert [(each.msg_id, each.offset) for each in positions.positions] == [
            (found[each.offset], each.offset) for each in positions.positions
        ]
        assert len(positions.positions) == min(limit, len(found)) or len(found) > limit

    @rule(user=who, number=which)
    def who_has_read(self, user: int, number: int) -> None:
        """A message of one's own, and when: for a week."""
        if (picked := self.pick(user, number, lambda copy: True)) is None:
            return
        one, found, copy = picked
        week_old = self.model.now - copy.date > 7 * DAY
        allowed = copy.sender == one.user_id != copy.peer and not week_old
        peer = self.game.peer(one, copy.peer)
        readers = self.model.readers(one.user_id, found)
        if copy.peer == GROUP:
            request = messages.GetMessageReadParticipants(peer=peer, msg_id=found)
            shown = self.call(one, request, allowed=allowed)
            if allowed:
                assert {each.user_id: each.date for each in shown} == readers
            return
        request = messages.GetOutboxReadDate(peer=peer, msg_id=found)
        allowed = allowed and self.model.may_see_read(one.user_id, copy.peer)
        shown = self.call(one, request, allowed=allowed and bool(readers))
        if shown is not None:
            assert shown.date == readers[copy.peer]
