"""Commands about what is to be sent later: texts, media, albums; changed, sent now, or deleted before it is due."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import WHEN_ONLINE, Content, Waiting
from tests.server.messages.playing.player import fresh, where, which, who
from tests.server.messages.playing.writing import Writing
from tests.server.people import Person, random_id, text

messages = functions.messages


class Scheduling(Writing):
    """Commands about what is to be sent later."""

    @rule(
        user=who,
        place=where,
        number=st.none() | which,
        media=st.sampled_from(("", "", "poll", "brief poll", "public poll", "todo", "dice", "voice")),
        seconds=st.sampled_from((15, 60, 3_600)),
        period=st.sampled_from((0, 0, 86_400, 7 * 86_400)),
    )
    def schedule(self, user: int, place: int, number: int | None, media: str, seconds: int, period: int) -> None:
        """A text or a media, now and then in reply to something of the dialog. No two are due in the same second."""
        one, box, peer, there = self.scene(user, place)
        reply, key, mentioned = self.answered(box, peer, number)
        content, given = self.content(media, reply=key), self.media(one, media)
        due = self._free(seconds)
        fields = {"schedule_date": due, "schedule_repeat_period": period or None, "reply_to": reply}
        request: Any = text(there, content.text, **fields)
        if given is not None:
            request = messages.SendMedia(
                peer=there, media=given, message=content.text, random_id=request.random_id, **fields
            )
        self._schedule(one, request, [Waiting(due, peer, content, mentioned, period, request)])
        self.model.note_replied(content)

    @rule(user=who, place=where)
    def schedule_until_online(self, user: int, place: int) -> None:
        """One at a time: in what order several are sent is nobody's business."""
        one, _, peer, there = self.scene(user, place)
        if any(w.due == WHEN_ONLINE for box in self.model.boxes.values() for w in box.scheduled.values()):
            return
        content = Content(f"word {next(fresh)}")
        request = text(there, content.text, schedule_date=WHEN_ONLINE)
        self._schedule(
            one,
            request,
            [Waiting(WHEN_ONLINE, peer, content, request=request)],
            possible=peer > 0 and peer != one.user_id and self.model.sees_online(one.user_id, peer),
        )

    @rule(user=who, place=where, size=st.integers(1, 3), seconds=st.sampled_from((15, 60)))
    def schedule_album(self, user: int, place: int, size: int, seconds: int) -> None:
        """Of photos, which all have the same time."""
        one, _, peer, there = self.scene(user, place)
        contents = self.album(size)
        due, photo = self._free(seconds), self.do(self.game.file(one))
        media = [types.InputSingleMedia(media=photo, random_id=random_id(), message=each.text) for each in contents]
        request = messages.SendMultiMedia(peer=there, multi_media=media, schedule_date=due)
        together = contents[0].album
        waiting = [Waiting(due, peer, content, request=request, together=together) for content in contents]
        self._schedule(one, request, waiting)

    def _schedule(self, one: Person, request: Any, waiting: list[Waiting], *, possible: bool = True) -> None:
        contents = [each.content for each in waiting]
        allowed = possible and self.model.may_send(one.user_id, waiting[0].peer, *contents)
        told = self.call(one, request, allowed=allowed)
        if allowed:
            new = [update.message.id for update in told.updates if isinstance(update, types.UpdateNewScheduledMessage)]
            assert new == [self.game.box(one).schedule(each) for each in waiting]

    @rule(
        user=who,
        number=which,
        what=st.sampled_from(("send", "send", "edit", "delete")),
        period=st.sampled_from((0, 86_400)),
    )
    def decide_about_what_is_scheduled(self, user: int, number: int, what: str, period: int) -> None:
        """Give it another time and other words, send it now, or delete it. What was scheduled together has one time and
        is sent together."""
        one = self.game.people[user]
        waiting = self.game.box(one).scheduled
        if not waiting:
            return
        found = sorted(waiting)[number % len(waiting)]
        if what == "edit":
            self._edit(one, found, period)
        elif what == "delete":
            self.do(one(messages.DeleteScheduledMessages(peer=self.game.peer(one, waiting[found].peer), id=[found])))
            del waiting[found]
        else:
            self._send_now(one, found)

    def _edit(self, one: Person, found: int, period: int) -> None:
        box = self.game.box(one)
        chosen, together = box.scheduled[found], box.together(found)
        is_poll, due = chosen.content.media == "poll", self._free(100)
        word = chosen.content.text if is_poll else f"word {next(fresh)}"
        request = messages.EditMessage(
            peer=self.game.peer(one, chosen.peer),
            id=found,
            message=None if is_poll else word,
            schedule_date=due,
            schedule_repeat_period=period or None,
        )
        allowed = (not period or len(together) == 1) and (is_poll or not chosen.content.forwarded)
        self.call(one, request, allowed=allowed)
        if allowed:
            for number in together:
                box.scheduled[number] = replace(box.scheduled[number], due=due)
            entities = chosen.content.entities if is_poll else ()
            content = replace(chosen.content, text=word, entities=entities)
            box.scheduled[found] = replace(box.scheduled[found], content=content, period=period)

    def _send_now(self, one: Person, found: int) -> None:
        box = self.game.box(one)
        chosen = box.scheduled[found]
        contents = [box.scheduled[number].content for number in box.together(found)]
        allowed = self.model.may_send(one.user_id, chosen.peer, *contents)
        request = messages.SendScheduledMessages(peer=self.game.peer(one, chosen.peer), id=[found])
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.send_scheduled(one.user_id, found)
            self.call_again(one, chosen.request)

    def _free(self, seconds: int) -> int:
        """A moment so far ahead, or soon after, at which nothing is due yet."""
        taken = {waiting.due for box in self.model.boxes.values() for waiting in box.scheduled.values()}
        return next(
            due for due in range(self.model.now + seconds, self.model.now + seconds + 1_000) if due not in taken
        )
