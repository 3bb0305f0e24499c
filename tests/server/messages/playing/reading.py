"""Commands about what is there: reading and looking, pages, pins, reactions."""

from copy import deepcopy

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, Content, window
from tests.server.messages.playing.player import Player, fresh, where, which, who
from tests.server.people import history, text

messages = functions.messages

LOOKS = {
    "unread_mention": messages.ReadMentions,
    "unread_reactions": messages.ReadReactions,
    "unread_votes": messages.ReadPollVotes,
}
EMOJI = ("👍", "❤", "🔥", "👏")


def hash_of(ids: list[int]) -> int:
    """By which clients say what they know (core.telegram.org/api/offsets)."""
    value, whole = 0, (1 << 64) - 1
    for number in ids:
        value ^= value >> 21
        value ^= (value << 35) & whole
        value ^= value >> 4
        value = (value + number) & whole
    return value - (value >> 63 << 64)


class Reading(Player):
    """Commands about what is there."""

    @rule(user=who, place=where, number=which, repeat=st.booleans())
    def read(self, user: int, place: int, number: int, repeat: bool) -> None:
        """What is unread of a dialog, or now and then what was read already."""
        one, box, peer, there = self.scene(user, place)
        ids = box.ids(peer)
        if ids:
            up_to = ids[number % len(ids)] if repeat else ids[number % 2 % len(ids)]
            self.do(one(messages.ReadHistory(peer=there, max_id=up_to)))
            self.model.read(one.user_id, peer, up_to)

    @rule(user=who, place=where, at=st.sampled_from(sorted(LOOKS)))
    def look(self, user: int, place: int, at: str) -> None:
        """At the mentions in a dialog, at the reactions there, or at the votes."""
        one, _, peer, there = self.scene(user, place)
        self.do(one(LOOKS[at](peer=there)))
        self.model.look(one.user_id, peer, at)

    @rule(
        user=who,
        place=where,
        offset=st.none() | which,
        by_date=st.booleans(),
        add_offset=st.integers(-3, 3),
        limit=st.integers(1, 4),
        bounds=st.tuples(st.none() | which, st.none() | which),
    )
    def page(
        self,
        user: int,
        place: int,
        offset: int | None,
        by_date: bool,
        add_offset: int,
        limit: int,
        bounds: tuple[int | None, int | None],
    ) -> None:
        """A window of a dialog, by messages that there are, or from a date on; who has it already is told only that."""
        one, box, peer, _ = self.scene(user, place)
        ids = box.ids(peer) or [1]
        offset_id, max_id, min_id = (0 if n is None else ids[n % len(ids)] for n in (offset, *bounds))
        begins = offset_id
        asked = {"add_offset": add_offset, "limit": limit, "max_id": max_id, "min_id": min_id}
        if by_date and offset_id in box.messages:
            asked["offset_date"] = date = box.messages[offset_id].date
            begins = 1 + max((i for i in ids if box.messages[i].date < date), default=0)
        else:
            asked["offset_id"] = offset_id
        shown = window(box.ids(peer), begins, add_offset, limit)
        wanted = [i for i in shown if (not max_id or i < max_id) and i > min_id]
        self.do(self.game.compare_page(one, peer, wanted, **asked))
        if wanted:
            answer = self.do(history(one, self.game.peer(one, peer), **asked, hash=hash_of(wanted)))
            assert answer == types.messages.MessagesNotModified(count=len(box.ids(peer)))

    @rule(user=who, number=which, at_once=st.none() | st.integers(1, 5), at_most=st.none() | st.integers(1, 20))
    def come_back(self, user: int, number: int, at_once: int | None, at_most: int | None) -> None:
        """A device that was away since any moment asks what it missed, in slices of any size; or, if that is too much
        for it, looks at everything anew."""
        one = self.game.people[user]
        earlier, pts = self.game.earlier[one.user_id], self.game.box(one).pts
        away = deepcopy(earlier[number % len(earlier)])
        if at_most is not None and pts - away.pts > at_most:
            asked = functions.updates.GetDifference(pts=away.pts, date=away.date, qts=0, pts_total_limit=at_most)
            assert self.do(one.tablet(asked)) == types.updates.DifferenceTooLong(pts=pts)
            return
        self.do(away.ask(one.tablet, pts, at_once=at_once))
        self.game.compare_replica(one, away)

    @rule(user=who, place=where, count=st.integers(1, 3))
    def lose_the_connection(self, user: int, place: int, count: int) -> None:
        """What is written meanwhile on the other device is pushed when the connection is back: nothing is asked for."""
        one, _, peer, there = self.scene(user, place)
        contents = [Content(f"word {next(fresh)}") for _ in range(count)]
        if not self.model.may_send(one.user_id, peer, *contents):
            return
        self.do(one.tablet.disconnect())
        for content in contents:
            self.do(one(text(there, content.text)))
            self.model.send(one.user_id, peer, content)
        self.do(one.tablet.connect())

    @rule(user=who, number=which, oneside=st.booleans())
    def pin(self, user: int, number: int, oneside: bool) -> None:
        """What is pinned already is unpinned."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        oneside = oneside and copy.peer != GROUP
        allowed, unpin = self.model.may(one.user_id, copy.peer, "pin_messages"), copy.pinned
        peer = self.game.peer(one, copy.peer)
        request = messages.UpdatePinnedMessage(peer=peer, id=found, pm_oneside=oneside, unpin=unpin)
        self.call(one, request, allowed=allowed)
        if allowed and unpin:
            self.model.unpin(one.user_id, [found], oneside=oneside)
        elif allowed:
            self.model.pin(one.user_id, found, oneside=oneside)

    @rule(user=who, place=where)
    def unpin_all(self, user: int, place: int) -> None:
        one, box, peer, there = self.scene(user, place)
        allowed = self.model.may(one.user_id, peer, "pin_messages")
        self.call(one, messages.UnpinAllMessages(peer=there), allowed=allowed)
        if allowed:
            self.model.unpin(one.user_id, [i for i in box.ids(peer) if box.messages[i].pinned])

    @rule(
        user=who,
        number=which,
        given=st.lists(st.sampled_from(EMOJI), max_size=4, unique=True),
        remembered=st.booleans(),
    )
    def react(self, user: int, number: int, given: list[str], remembered: bool) -> None:
        """With up to three emoji, in their order; in Saved Messages they are tags, as many as there are."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        saved, chosen = copy.peer == one.user_id, tuple(given)
        allowed = saved or (self.model.reaches(one.user_id, copy.peer) and len(given) <= 3)
        before = self.model.reactions[copy.key].get(one.user_id, ())
        allowed = allowed and chosen != before
        if copy.peer == GROUP:
            allowed = allowed and self.model.may_react(one.user_id, set(given) - set(before))
        wanted = [types.ReactionEmoji(emoticon=emoji) for emoji in given]
        peer = self.game.peer(one, copy.peer)
        request = messages.SendReaction(peer=peer, msg_id=found, reaction=wanted, add_to_recent=remembered)
        self.call(one, request, allowed=allowed)
        if allowed:
            added = [emoji for emoji in given if emoji not in before]
            self.model.habits[one.user_id].give(added, remembered=remembered)
            self.model.react(one.user_id, copy, chosen)

    @rule(user=who)
    def list_habits(self, user: int) -> None:
        """The reactions that one gave last, and those that one gives most, of all there are."""
        one = self.game.people[user]
        habits = self.model.habits[one.user_id]
        recent = self.do(one(messages.GetRecentReactions(limit=50, hash=0))).reactions
        assert [each.emoticon for each in recent] == habits.recent
        top = [each.emoticon for each in self.do(one(messages.GetTopReactions(limit=100, hash=0))).reactions]
        given = [habits.given[emoji] for emoji in top]
        assert given == sorted(given, reverse=True)
        assert len(top) == len(set(top)) > len(EMOJI)
        assert set(habits.given) <= set(top)

    @rule(user=who)
    def forget_recent(self, user: int) -> None:
        one = self.game.people[user]
        self.do(one(messages.ClearRecentReactions()))
        self.model.habits[one.user_id].recent = []
