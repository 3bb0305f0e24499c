"""Commands that ask for something by its name: messages by their ids, what is live, who would own the group."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.arranged import number_of
from tests.server.messages.playing.boxes import GROUP, Box
from tests.server.messages.playing.player import Player, where, which, who

messages = functions.messages


class Asking(Player):
    """Commands that ask for something by its name."""

    @rule(user=who, numbers=st.lists(which, min_size=1, max_size=4), of_replies=st.booleans())
    def ask_for_messages(self, user: int, numbers: list[int], of_replies: bool) -> None:
        """By ids, some of which are gone or none yet; or for what those messages reply to."""
        one = self.game.people[user]
        box = self.game.box(one)
        first = min(box.messages, default=box.last_id + 1)
        ids = [first + number % (box.last_id + 2 - first) for number in numbers]
        name = types.InputMessageReplyTo if of_replies else types.InputMessageID
        shown = self.do(one(messages.GetMessages(id=[name(id=i) for i in ids]))).messages
        seen = [(each.id, not isinstance(each, types.MessageEmpty)) for each in shown]
        assert seen == [self._named(box, i, of_replies=of_replies) for i in ids]

    def _named(self, box: Box, asked: int, *, of_replies: bool) -> tuple[int, bool]:
        """Which message is meant, and whether it is there."""
        if not of_replies:
            return asked, asked in box.messages
        key = box.messages[asked].content.reply if asked in box.messages else None
        if key is None or key not in box.replied:
            return asked, False
        found, _ = box.replied[key]
        return found, found in box.messages

    @rule(user=who, place=where)
    def ask_what_is_live(self, user: int, place: int) -> None:
        """The locations of a dialog that still move."""
        one, box, peer, there = self.scene(user, place)
        shown = self.do(one(messages.GetRecentLocations(peer=there, limit=100, hash=0))).messages
        copies = [(i, box.messages[i]) for i in box.ids(peer) if box.messages[i].content.media == "live"]
        live = [i for i, copy in copies if self.model.now < copy.date + copy.content.seconds]
        assert [message.id for message in shown] == live

    @rule(user=who, number=which)
    def ask_whether_it_can_be_edited(self, user: int, number: int) -> None:
        """A message with words of its own."""
        picked = self.pick(user, number)
        if picked is None or picked[2].content.media not in CAPTIONED:
            return
        one, found, copy = picked
        request = messages.GetMessageEditData(peer=self.game.peer(one, copy.peer), id=found)
        data = self.call(one, request, allowed=self.model.may_edit(one.user_id, copy))
        assert data is None or data.caption is CAPTIONED[copy.content.media]

    @rule(user=who, other=who)
    def ask_about_the_group(self, user: int, other: int) -> None:
        """Whether somebody is in it, too; who would own it; how many are online there."""
        one, whom = self.game.people[user], self.game.people[other]
        asked = messages.GetCommonChats(user_id=self.game.user(one, whom), max_id=0, limit=10)
        answer = self.call(one, asked, allowed=one is not whom)
        together = {one.user_id, whom.user_id} <= self.group.members.keys()
        assert answer is None or [chat.id for chat in answer.chats] == [self.game.chat_id] * together
        owns = one.user_id == self.group.creator
        heir = self.call(one, messages.GetFutureChatCreatorAfterLeave(peer=self.game.group), allowed=owns)
        assert heir is None or len(self.group.members) == 1 or heir.id == self.group.heir
        allowed = one.user_id in self.group.members
        online = self.call(one, messages.GetOnlines(peer=self.game.group), allowed=allowed)
        there = sum(self.model.online[member] > self.model.now for member in self.group.members)
        assert online is None or online.onlines == there

    @rule(user=who)
    def ask_what_is_marked(self, user: int) -> None:
        """As unread."""
        one = self.game.people[user]
        shown = self.do(one(messages.GetDialogUnreadMarks()))
        settings = self.game.box(one).settings
        assert {number_of(each.peer) for each in shown} == {peer for peer, one in settings.items() if one.marked}

    @rule(user=who, place=where)
    def ask_for_what_is_scheduled(self, user: int, place: int) -> None:
        """By ids, all there are; those of other dialogs are not there."""
        one, box, peer, there = self.scene(user, place)
        ids = sorted(box.scheduled)
        shown = self.do(one(messages.GetScheduledMessages(peer=there, id=ids))).messages
        found = {each.id for each in shown if not isinstance(each, types.MessageEmpty)}
        assert found == {i for i in ids if box.scheduled[i].peer == peer}

    @rule(user=who, number=which)
    def ask_for_reactions(self, user: int, number: int) -> None:
        """To a message: who follows what becomes of it is told what was given."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        request = messages.GetMessagesReactions(peer=self.game.peer(one, copy.peer), id=[found])
        follows = copy.peer != GROUP or one.user_id in self.group.members
        (update,) = self.do(one(request)).updates
        if follows:
            given = {each.reaction.emoticon: each.count for each in update.reactions.results}
            some = [emoji for theirs in self.model.reactions[copy.key].values() for emoji in theirs]
            assert given == {emoji: some.count(emoji) for emoji in some}


CAPTIONED = {"": False, "photo": True, "tall photo": True, "file": True, "voice": True}
