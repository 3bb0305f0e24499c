"""The secret chats of the reference model: which two devices hold each, and what every device has been sent.

A device is a user and which of theirs it is. It is sent its messages in an order of its own (`qts`, the first is 2),
and those that it has not said to have received it can always ask for again, for a week.
"""

from collections import defaultdict
from dataclasses import dataclass, field

Device = tuple[int, int]
PHONE, TABLET = 0, 1

WEEK = 7 * 86_400
BEFORE_ALL = 1
"""The qts of a device that was sent nothing."""


@dataclass
class SecretChat:
    """Somebody asks for it with a device; one of the devices of whom they ask accepts."""

    chat_id: int
    admin: Device
    participant: int
    accepted_by: Device | None = None
    over: bool = False

    def known_by(self, device: Device) -> str | None:
        """How a device knows it, if it does."""
        if device != self.admin and device[0] != self.participant:
            return None
        if self.over:
            return "over"
        if self.accepted_by is None:
            return "waiting" if device == self.admin else "asked"
        return "open" if device in (self.admin, self.accepted_by) else "over"

    def may_accept(self, device: Device) -> bool:
        """Whoever has accepted it may say so again."""
        asked = device[0] == self.participant and not self.over
        return asked and self.accepted_by in (None, device)

    def may_end(self, device: Device) -> bool:
        """Its two devices, and before it is accepted all that were asked."""
        return not self.over and self.known_by(device) in ("waiting", "asked", "open")

    def other(self, device: Device) -> Device:
        """The device at the other end of one that is open."""
        assert self.accepted_by is not None
        return self.accepted_by if device == self.admin else self.admin


@dataclass(frozen=True)
class Said:
    """A message: of which chat, under which random_id, which bytes, and with which file, if any."""

    chat_id: int
    random_id: int
    data: bytes
    file: int = 0


@dataclass
class Queue:
    """What a device was sent, and when; up to which qts it has received that."""

    said: list[tuple[Said, int]] = field(default_factory=list)
    received: int = BEFORE_ALL

    @property
    def qts(self) -> int:
        return BEFORE_ALL + len(self.said)

    def waiting(self, now: int, after: int = BEFORE_ALL) -> list[Said]:
        """What the device may ask for, of what came after a qts."""
        left = self.said[max(self.received, after) - BEFORE_ALL :]
        return [said for said, date in left if date > now - WEEK]


class Secrets:
    """All secret chats, what every device was sent, and up to when the other end of each has read."""

    def __init__(self) -> None:
        self.chats: dict[int, SecretChat] = {}
        self.queues: defaultdict[Device, Queue] = defaultdict(Queue)
        self.read: defaultdict[Device, dict[int, int]] = defaultdict(dict)
        self.files: dict[int, bytes] = {}
        """What is in each."""
        self.typing: defaultdict[Device, list[int]] = defaultdict(list)
        """Of which chats a device hears by the next look that somebody writes there."""

    def known_by(self, device: Device) -> dict[int, str]:
        """The chats that a device is told of, and how they stand. That it waits itself it need not be told."""
        known = {number: chat.known_by(device) for number, chat in self.chats.items()}
        return {number: how for number, how in known.items() if how not in (None, "waiting")}

    def send(self, to: Device, said: Said, now: int) -> None:
        """What waits under the same random_id is the same message."""
        queue = self.queues[to]
        if all((one.chat_id, one.random_id) != (said.chat_id, said.random_id) for one in queue.waiting(now)):
            queue.said.append((said, now))

    def see(self, reader: Device, chat: SecretChat, up_to: int) -> None:
        """One end has read up to a date, and never goes back."""
        read = self.read[chat.other(reader)]
        read[chat.chat_id] = max(up_to, read.get(chat.chat_id, 0))
