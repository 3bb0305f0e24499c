"""Commands that time has a part in: what deletes itself, vanishes once it was seen, or is live; and time passes."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions
from tests.server.messages.playing.boxes import GROUP, Content
from tests.server.messages.playing.player import fresh, where, which, who
from tests.server.messages.playing.writing import Writing, shared
from tests.server.people import Person, random_id

messages = functions.messages


CONNECTED = 100
"""Seconds that a connection surely outlives though nobody says anything."""


class InTime(Writing):
    """Commands that time has a part in."""

    @rule(seconds=st.sampled_from((1, 12)))
    def wait(self, seconds: int) -> None:
        """Whatever is due meanwhile happens."""
        self._pass(seconds)

    @rule(seconds=st.sampled_from((35, 70)))
    def wait_longer(self, seconds: int) -> None:
        """Until much is due at once."""
        self._pass(seconds)

    @rule(number=which)
    def wait_for_what_is_due(self, number: int) -> None:
        """To the second: nothing happens the second before, and nothing the second after."""
        dues = sorted(due for due in self.model.dues() if due < self.now + CONNECTED)
        if not dues:
            return
        due = dues[number % len(dues)]
        if due > self.now + 1:
            self._pass(due - 1 - self.now)
            self.do(self.game.compare())
        self._pass(due - self.now)

    @rule()
    def wait_a_day(self) -> None:
        """Nobody is connected meanwhile."""
        self.do(self.game.leave())
        self._pass(86_400)
        self.do(self.game.return_to(self.harness))

    def _pass(self, seconds: int) -> None:
        self.do(self.harness.advance(seconds))
        self.do(self.harness.app.background.settle())
        self.model.pass_time(self.now)

    @property
    def now(self) -> int:
        return int(self.harness.clock.now())

    @rule(user=who, online=st.booleans())
    def come_online(self, user: int, online: bool) -> None:
        """Or no longer; what waited for that is sent at the next opportunity."""
        one = self.game.people[user]
        self.do(one(functions.account.UpdateStatus(offline=not online)))
        self.model.online[one.user_id] = self.now + (300 if online else 0)

    @rule(user=who, place=where, seconds=st.sampled_from((0, 30)))
    def set_timer(self, user: int, place: int, seconds: int) -> None:
        """After which whatever is written in a dialog from now on deletes itself."""
        one, _, peer, there = self.scene(user, place)
        allowed = self.model.may(one.user_id, peer, "change_info") and seconds != self.model.timer(one.user_id, peer)
        self.call(one, messages.SetHistoryTTL(peer=there, period=seconds), allowed=allowed)
        if allowed:
            self.model.set_timer(one.user_id, peer, seconds)

    @rule(user=who, place=where, opened=st.booleans())
    def send_to_vanish(self, user: int, place: int, opened: bool) -> None:
        """A photo for one pair of eyes, which are there or not: only in private chats."""
        one, _, peer, there = self.scene(user, place)
        if self.model.timer(one.user_id, peer):
            return
        content = Content(f"caption {next(fresh)}", "photo", seconds=20)
        photo = self.do(self.game.file(one))
        photo.ttl_seconds = 20
        allowed = peer not in (GROUP, one.user_id) and self.model.may_send(one.user_id, peer, content)
        request = messages.SendMedia(peer=there, media=photo, message=content.text, random_id=random_id())
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.send(one.user_id, peer, content)
            if opened:
                self.open(place, -1)

    @rule(user=who, number=which)
    def open(self, user: int, number: int) -> None:
        """What there is to look at in a message: a photo that vanishes is looked at only once."""
        if picked := self.pick(user, number, lambda copy: copy.unopened or copy.has_news):
            one, found, _ = picked
            self.do(one(messages.ReadMessageContents(id=[found])))
            self.model.open(one.user_id, found)

    @rule(user=who, number=which, stops=st.booleans())
    def move(self, user: int, number: int, stops: bool) -> None:
        """A location that is shared, as long as it is live."""
        if picked := self.pick(user, number, lambda copy: copy.content.media == "live"):
            one, found, _ = picked
            self._move(one, found, stops=stops)

    @rule(user=who, place=where, media=st.sampled_from(("live", "brief poll")))
    def follow_to_the_end(self, user: int, place: int, media: str) -> None:
        """What lasts for some seconds does so up to the last, and no longer."""
        one, box, _, _ = self.scene(user, place)
        before = box.last_id
        self.send(user, place, None, media, silent=False, protected=False)
        if box.last_id == before:
            return
        sent = box.last_id
        for seconds in (box.messages[sent].content.seconds - 1, 1):
            self._pass(seconds)
            self.do(self.game.compare())
            if media == "live":
                self._move(one, sent, stops=False)

    def _move(self, one: Person, found: int, *, stops: bool) -> None:
        copy = self.game.box(one).messages.get(found)
        if copy is None:  # it has deleted itself
            return
        media = shared(next(fresh))
        media.stopped = stops
        allowed = self.model.may_edit(one.user_id, copy)
        request = messages.EditMessage(peer=self.game.peer(one, copy.peer), id=found, media=media)
        self.call(one, request, allowed=allowed)
        if allowed:
            seconds = self.now - copy.date if stops else copy.content.seconds
            self.model.change(copy.key, seconds=seconds)
