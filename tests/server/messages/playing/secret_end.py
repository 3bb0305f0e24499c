"""What one device knows of its secret chats by being told: messages, the state of each chat, how far it is read."""

from dataclasses import dataclass, field
from typing import Any

from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.messages.playing.secrets import BEFORE_ALL, Queue, Said

STATES = {
    types.EncryptedChatRequested: "asked",
    types.EncryptedChat: "open",
    types.EncryptedChatDiscarded: "over",
}


@dataclass
class SecretEnd:
    """One device."""

    qts: int = BEFORE_ALL
    date: int = 0
    said: list[Said] = field(default_factory=list)
    chats: dict[int, str] = field(default_factory=dict)
    read: dict[int, int] = field(default_factory=dict)
    files: dict[int, types.EncryptedFile] = field(default_factory=dict)
    typing: list[int] = field(default_factory=list)
    """In which chats somebody writes, since the last look."""

    def take(self, told: Any) -> None:
        """An update, or the answer to what begins a chat; whatever is about something else does not matter here."""
        match told:
            case types.UpdateNewEncryptedMessage(message=message):
                assert told.qts == self.qts + 1, (self.qts, told)
                self.qts = told.qts
                self._hear(message)
            case types.UpdateEncryption(chat=chat):
                self.take(chat)
            case types.UpdateEncryptedMessagesRead():
                assert told.max_date >= self.read.get(told.chat_id, 0)
                self.read[told.chat_id] = told.max_date
            case types.UpdateEncryptedChatTyping():
                self.typing.append(told.chat_id)
            case _ if type(told) in STATES:
                self.chats[told.id] = STATES[type(told)]

    def hear(self, missed: list[types.TypeEncryptedMessage], qts: int) -> None:
        """The messages of a difference, and the qts that it reaches."""
        for message in missed:
            self._hear(message)
        self.qts = qts

    async def ask(self, device: Client, pts: int) -> None:
        """What a device has missed of its secret chats alone, which has missed nothing of its box."""
        answer = await device(functions.updates.GetDifference(pts=pts, date=self.date, qts=self.qts))
        if not isinstance(answer, types.updates.DifferenceEmpty):
            assert isinstance(answer, types.updates.Difference)
            assert not answer.new_messages
            self.hear(answer.new_encrypted_messages, answer.state.qts)
            for update in answer.other_updates:
                self.take(update)
            self.date = answer.state.date

    def compare(self, queue: Queue, chats: dict[int, str], read: dict[int, int], now: int) -> None:
        """It knows what there is; of messages at least those that still wait, in their order."""
        waiting = queue.waiting(now)
        assert self.qts == queue.qts
        assert self.said[len(self.said) - len(waiting) :] == waiting
        assert (self.chats, self.read) == (chats, read)

    def _hear(self, message: types.TypeEncryptedMessage) -> None:
        file = getattr(message, "file", None)
        if isinstance(file, types.EncryptedFile):
            self.files[file.id] = file
        self.said.append(Said(message.chat_id, message.random_id, message.bytes, getattr(file, "id", 0)))
