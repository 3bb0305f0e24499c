"""A person at two devices: what is said with the first one, and what the server tells it."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from in_step.catching_up import catch_up
from in_step.mirror import Mirror
from in_step.objects import Long, Plain, tl

FOREVER = (1 << 31) - 1
QUOTES, SAVED_DIALOGS, SAVED_TAGS, FOLDERS_HAVE_TAGS = 167, 170, 171, 176
EFFECTS, TODO_LISTS, RIGHT_ANSWERS_BY_NUMBER = 180, 205, 224
"""The layers from which on there are these."""


class Client(ABC):
    """What a scenario lends of its client: a person's two devices.

    Attributes:
        username: under which others find the person.
        layer: of the client.
        catches_up: whether the client asks by itself for all that a device has missed.
        first, second: what the devices were told.
    """

    layer: int
    catches_up = False

    def __init__(self, username: str, first: Mirror, second: Mirror) -> None:
        self.username = username
        self.first, self.second = first, second
        self._left: Plain = {}

    @abstractmethod
    async def call(self, query: Plain) -> Any:
        """Call a method on the first device."""

    @abstractmethod
    async def call_second(self, query: Plain) -> Any:
        """Call a method on the second one."""

    @abstractmethod
    async def end(self) -> None:
        """End the program of the second device."""

    @abstractmethod
    async def start(self) -> None:
        """Start it again; where the client catches up by itself, it does so to the end."""

    @abstractmethod
    async def pts(self) -> int | None:
        """How far the second device says that it has come; None if its client keeps no exact account of that."""

    async def leave(self) -> None:
        """The second device goes away."""
        self._left = await self.call_second(tl("updates.getState"))
        await self.end()

    async def back(self) -> None:
        """It comes back, and catches up."""
        await self.start()
        if not self.catches_up:
            await catch_up(self.call_second, self.second, self._left)


class Hand:
    """A person.

    Attributes:
        id: of the person.
        peers: the chats it is about, by id, as the person names them.
        left: groups that the person is not in any more.
        since: the last message that was there before.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.id = 0
        self.peers: dict[int, Plain] = {}
        self.left: set[int] = set()
        self.since = 0
        self._random_ids: Iterator[int] = count(1)

    def new_id(self) -> Long:
        """A random_id that was not used before."""
        return Long(next(self._random_ids))

    async def call(self, method: str, **fields: Any) -> Any:
        """Call a method of the API on the first device."""
        return await self.client.call(tl(method, **fields))

    async def meet(self, other: "Hand") -> None:
        """Look a person up by the username."""
        found = await self.call("contacts.resolveUsername", username=other.client.username)
        user = found["users"][0]
        other.id = user["id"]
        self.peers[other.id] = tl("inputPeerUser", user_id=user["id"], access_hash=user["access_hash"])

    def user(self, other: "Hand") -> Plain:
        """A person, where a method wants a user."""
        return self.peers[other.id] | tl("inputUser")

    async def say(self, chat: int, words: str, **how: Any) -> int:
        """Send a text, or a media with one; its id."""
        method = "messages.sendMedia" if "media" in how else "messages.sendMessage"
        fields = {"peer": self.peers[chat], "message": words, "random_id": self.new_id()}
        return _sent(await self.call(method, **fields, **how))[0]

    async def forward(self, source: int, ids: list[int], chat: int, **how: Any) -> list[int]:
        """Send messages of a chat on to another one; their ids there."""
        fields = {"from_peer": self.peers[source], "to_peer": self.peers[chat], "id": ids}
        random_ids = [self.new_id() for _ in ids]
        return _sent(await self.call("messages.forwardMessages", **fields, random_id=random_ids, **how))

    async def send_album(self, chat: int, media: dict[str, Plain]) -> list[int]:
        """Send media that stay together, by their captions; the ids."""
        singles = [
            tl("inputSingleMedia", media=one, message=caption, random_id=self.new_id())
            for caption, one in media.items()
        ]
        return _sent(await self.call("messages.sendMultiMedia", peer=self.peers[chat], multi_media=singles))

    async def edit(self, chat: int, number: int, **fields: Any) -> None:
        """Change a message."""
        await self.call("messages.editMessage", peer=self.peers[chat], id=number, **fields)

    async def react(self, chat: int, number: int, *emoji: str) -> None:
        """Choose these as one's reactions to a message."""
        chosen = [tl("reactionEmoji", emoticon=one) for one in emoji]
        await self.call("messages.sendReaction", peer=self.peers[chat], msg_id=number, reaction=chosen)

    async def upload(self, content: bytes) -> Plain:
        """A small file, to be made something of."""
        number = self.new_id()
        await self.call("upload.saveFilePart", file_id=number, file_part=0, bytes=content)
        return tl("inputFile", id=number, parts=1, name="picture.png", md5_checksum="")

    async def picture(self, content: bytes) -> Plain:
        """A photo, to be sent."""
        uploaded = tl("inputMediaUploadedPhoto", file=await self.upload(content))
        media = await self.call("messages.uploadMedia", peer=tl("inputPeerSelf"), media=uploaded)
        photo = {name: media["photo"][name] for name in ("id", "access_hash", "file_reference")}
        return tl("inputMediaPhoto", id=tl("inputPhoto", **photo))

    async def read(self, *chats: int) -> None:
        """Read chats to their end."""
        for chat in chats:
            await self.call("messages.readHistory", peer=self.peers[chat], max_id=0)

    async def history(self, chat: int) -> list[Plain]:
        """The messages of a chat since the beginning of it all, newest first."""
        bounds = {"offset_date": 0, "add_offset": 0, "limit": 100, "max_id": 0, "min_id": self.since, "hash": Long(0)}
        found: list[Plain] = []
        while True:
            offset_id = found[-1]["id"] if found else 0
            page = await self.call("messages.getHistory", peer=self.peers[chat], offset_id=offset_id, **bounds)
            found += page.get("messages", [])
            if len(page.get("messages", [])) < bounds["limit"]:
                return found

    async def find(self, chat: int, words: str) -> int:
        """The id that a message with these words has for this person."""
        return next(int(one["id"]) for one in await self.history(chat) if one.get("message") == words)

    @asynccontextmanager
    async def is_refused(self, error: str) -> AsyncIterator[None]:
        """What is done inside fails with this error."""
        try:
            yield
        except Exception as refusal:
            said = f"{type(refusal).__name__} {refusal}".upper().replace("_", "")
            if error.replace("_", "") not in said:
                raise
        else:
            raise AssertionError(f"it was not refused with {error}")


def _sent(answer: Plain) -> list[int]:
    """The ids of what was sent, by what the server answered."""
    updates = [answer, *answer.get("updates", [])]
    return [one["id"] for one in updates if one["_"] in ("updateShortSentMessage", "updateMessageID")]
