"""Commands that show others what one is doing right now, in dialogs and in secret chats: told once, and forgotten."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.encrypting import Encrypting, some_device
from tests.server.messages.playing.player import where, which, who

messages = functions.messages


class Showing(Encrypting):
    """Commands that show what one is doing."""

    @rule(user=who, place=where)
    def type(self, user: int, place: int) -> None:
        """Where one may write; whoever hears of it has all devices told."""
        one, _, peer, there = self.scene(user, place)
        allowed = self.model.may(one.user_id, peer, "send_messages")
        action = types.SendMessageTypingAction()
        self.call(one, messages.SetTyping(peer=there, action=action), allowed=allowed)
        if allowed:
            self.model.show_typing(one.user_id, peer)

    @rule(user=who, device=some_device, number=which, begins=st.booleans())
    def type_secretly(self, user: int, device: int, number: int, begins: bool) -> None:
        """To the device at the other end; that somebody has stopped is told nobody."""
        one, own = self.end(user, device)
        if (chat := self.chat(number)) is None:
            return
        allowed = self.may_say(own, chat)
        request = messages.SetEncryptedTyping(peer=self.named(one, chat), typing=begins)
        self.call_with(own, request, allowed=allowed)
        if allowed and begins:
            self.model.secrets.typing[chat.other(own)].append(chat.chat_id)
