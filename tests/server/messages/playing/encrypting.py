"""Commands about secret chats, from either device of each: asked for, accepted or not, written in, read, and ended."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.crypto import dh
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from tests.server.messages.playing.player import Player, fresh, which, who
from tests.server.messages.playing.secrets import PHONE, WEEK, Device, Said, SecretChat
from tests.server.people import Person

messages = functions.messages

some_device = st.sampled_from((0, 0, 0, 1))
PUBLIC = dh.power(dh.G, 1 << 2000).to_bytes(dh.SIZE, "big")
"""For every chat the same: what a server is told of keys does not matter to it."""


class Encrypting(Player):
    """Commands about secret chats."""

    def end(self, user: int, device: int) -> tuple[Person, Device]:
        one = self.game.people[user]
        return one, (one.user_id, device)

    def chat(self, number: int) -> SecretChat | None:
        """One of those there are."""
        chats = list(self.model.secrets.chats.values())
        return chats[number % len(chats)] if chats else None

    def named(self, one: Person, chat: SecretChat) -> types.InputEncryptedChat:
        access_hash = self.harness.app.hashes.of(one.user_id, Hashed.ENCRYPTED_CHAT, chat.chat_id)
        return types.InputEncryptedChat(chat_id=chat.chat_id, access_hash=access_hash)

    def call_with(self, device: Device, request: Any, *, allowed: bool) -> Any:
        """One of somebody's devices calls a method; what that says of a chat it keeps in mind."""
        one = next(one for one in self.game.people if one.user_id == device[0])
        if device[1] == PHONE:
            return self.call(one, request, allowed=allowed)
        answer = self.call(one.tablet, request, allowed=allowed)
        self.game.secret_end(device).take(answer)
        return answer

    @rule(user=who, other=who, device=some_device)
    def ask_for_a_secret_chat(self, user: int, other: int, device: int) -> None:
        """With somebody who has not blocked one."""
        (one, own), whom = self.end(user, device), self.game.people[other]
        allowed = one is not whom and (whom.user_id, one.user_id) not in self.model.blocked
        name: types.TypeInputUser = types.InputUserSelf() if one is whom else self.game.user(one, whom)
        request = messages.RequestEncryption(user_id=name, random_id=next(fresh), g_a=PUBLIC)
        self.call_with(own, request, allowed=allowed)
        if allowed:
            chat = SecretChat(request.random_id, own, whom.user_id)
            self.model.secrets.chats[chat.chat_id] = chat

    @rule(user=who, device=some_device, number=which)
    def accept_a_secret_chat(self, user: int, device: int, number: int) -> None:
        """Which this device alone then has."""
        one, own = self.end(user, device)
        if (chat := self.chat(number)) is None:
            return
        allowed = chat.may_accept(own)
        request = messages.AcceptEncryption(peer=self.named(one, chat), g_b=PUBLIC, key_fingerprint=7)
        self.call_with(own, request, allowed=allowed)
        if allowed:
            chat.accepted_by = own

    @rule(users=st.permutations((0, 1, 2)), devices=st.tuples(some_device, some_device))
    def begin_a_secret_chat(self, users: list[int], devices: tuple[int, int]) -> None:
        """Asked for, and accepted at once."""
        self.ask_for_a_secret_chat(users[0], users[1], devices[0])
        self.do(self.game.compare())
        self.accept_a_secret_chat(users[1], devices[1], -1)

    @rule(user=who, device=some_device, number=which, forgets=st.booleans())
    def end_a_secret_chat(self, user: int, device: int, number: int, forgets: bool) -> None:
        """Decline it, take it back, or say no more there."""
        _, own = self.end(user, device)
        if (chat := self.chat(number)) is None:
            return
        allowed = chat.may_end(own)
        request = messages.DiscardEncryption(chat_id=chat.chat_id, delete_history=forgets)
        self.call_with(own, request, allowed=allowed)
        if allowed:
            chat.over = True
            self.game.secret_end(own).chats[chat.chat_id] = "over"  # who ends it is not told

    @rule(user=who, device=some_device, number=which, count=st.integers(1, 3), service=st.booleans())
    def say_secretly(self, user: int, device: int, number: int, count: int, service: bool) -> None:
        """Unless whoever is at the other end has blocked one."""
        one, own = self.end(user, device)
        if (chat := self.chat(number)) is None:
            return
        allowed = self.may_say(own, chat)
        kind = messages.SendEncryptedService if service else messages.SendEncrypted
        for _ in range(count):
            said = Said(chat.chat_id, next(fresh), next(fresh).to_bytes(40, "big"))
            request = kind(peer=self.named(one, chat), random_id=said.random_id, data=said.data)
            self.call_with(own, request, allowed=allowed)
            if allowed:
                self.model.secrets.send(chat.other(own), said, self.model.now)

    @rule(user=who, device=some_device, number=which)
    def say_secretly_again(self, user: int, device: int, number: int) -> None:
        """What was sent to the other end of a chat before. While it waits there it is the same message."""
        one, own = self.end(user, device)
        chat = self.chat(number)
        if chat is None or not self.may_say(own, chat):
            return
        queue = self.model.secrets.queues[chat.other(own)]
        lately = self.model.now - WEEK + 3_600
        sent = [said for said, date in queue.said if said.chat_id == chat.chat_id and date > lately]
        if not sent:
            return
        said = replace(sent[number % len(sent)], file=0)
        request = messages.SendEncrypted(peer=self.named(one, chat), random_id=said.random_id, data=said.data)
        self.call_with(own, request, allowed=True)
        self.model.secrets.send(chat.other(own), said, self.model.now)

    def may_say(self, own: Device, chat: SecretChat) -> bool:
        """In a chat that is open, to somebody who has not blocked one."""
        if chat.known_by(own) != "open":
            return False
        return (chat.other(own)[0], own[0]) not in self.model.blocked

    @rule(user=who, device=some_device, number=which)
    def receive_secrets(self, user: int, device: int, number: int) -> None:
        """A device has stored what it was sent up to a qts; not more than it was sent."""
        _, own = self.end(user, device)
        queue = self.model.secrets.queues[own]
        up_to = number % (queue.qts + 2)
        allowed = up_to <= queue.qts
        gone = self.call_with(own, messages.ReceivedQueue(max_qts=up_to), allowed=allowed)
        if allowed:
            stored = len(queue.waiting(self.model.now)) - len(queue.waiting(self.model.now, up_to))
            expected = [said.random_id for said in queue.waiting(self.model.now)[:stored]]
            assert gone[len(gone) - stored :] == expected
            queue.received = max(queue.received, up_to)

    @rule(user=who, device=some_device, number=which, ago=st.integers(0, 30))
    def read_secretly(self, user: int, device: int, number: int, ago: int) -> None:
        """A chat, up to a moment."""
        one, own = self.end(user, device)
        if (chat := self.chat(number)) is None:
            return
        allowed, up_to = chat.known_by(own) == "open", self.model.now - ago
        request = messages.ReadEncryptedHistory(peer=self.named(one, chat), max_date=up_to)
        self.call_with(own, request, allowed=allowed)
        if allowed:
            self.model.secrets.see(own, chat, up_to)
