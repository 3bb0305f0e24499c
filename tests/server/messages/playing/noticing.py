"""Commands by which people tell on each other: of screenshots the other side is told, of reports the operator."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, SERVICE
from tests.server.messages.playing.encrypting import Encrypting, some_device
from tests.server.messages.playing.player import where, which, who
from tests.server.people import random_id

messages = functions.messages


class Noticing(Encrypting):
    """Commands by which people tell on each other."""

    @rule(user=who, place=where, number=st.none() | which, again=st.booleans())
    def take_screenshot(self, user: int, place: int, number: int | None, again: bool) -> None:
        """Of a private chat, perhaps of one message; said once."""
        one, box, peer, there = self.scene(user, place)
        reply, key, _ = self.answered(box, peer, number)
        asked = reply or types.InputReplyToMessage(reply_to_msg_id=0)
        request = messages.SendScreenshotNotification(peer=there, reply_to=asked, random_id=random_id())
        allowed = peer not in (GROUP, one.user_id) and self.model.reaches(one.user_id, peer)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.tell(one.user_id, peer, replace(SERVICE, reply=key))
            if again:
                self.do(one.tablet(request))

    @rule(user=who, device=some_device, number=which)
    def report_a_secret_chat(self, user: int, device: int, number: int) -> None:
        """By whoever is in it, or was asked for it."""
        one, own = self.end(user, device)
        if (chat := self.chat(number)) is None:
            return
        allowed = own in (chat.admin, chat.accepted_by) or own[0] == chat.participant
        self.call_with(own, messages.ReportEncryptedSpam(peer=self.named(one, chat)), allowed=allowed)

    @rule(user=who, number=which)
    def report_message(self, user: int, number: int) -> None:
        """Once it was asked what about it."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        fields = {"peer": self.game.peer(one, copy.peer), "id": [found], "message": ""}
        asked = self.do(one(messages.Report(option=b"", **fields)))
        answer = self.do(one(messages.Report(option=asked.options[0].option, **fields)))
        assert isinstance(answer, types.ReportResultReported)
