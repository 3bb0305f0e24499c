"""Who acts, and where."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from in_step.hand import Hand
from in_step.objects import Plain, tl
from in_step.truth import of_new_chat


@dataclass
class Cast:
    """Three people who are in one group.

    Attributes:
        picture: a small one, PNG.
        turn: "live" or "missed", a part of every text.
        phone: a number that nobody has yet.
        sign_up: make an account for a number under a name.
    """

    ada: Hand
    bob: Hand
    carol: Hand
    picture: bytes
    sign_up: Callable[[str, str], Awaitable[None]]
    group: int = 0
    turn: str = "live"
    phone: str = ""

    @property
    def all(self) -> tuple[Hand, Hand, Hand]:
        """Everybody."""
        return self.ada, self.bob, self.carol

    def words(self, words: str) -> str:
        """A text of this turn alone."""
        return f"{words}, {self.turn}"

    @staticmethod
    def in_seconds(seconds: int) -> int:
        """A time that is to come."""
        return int(datetime.now().timestamp()) + seconds

    async def gather(self) -> None:
        """Everybody looks the others up, and they make a group."""
        for one in self.all:
            for other in self.all:
                if one is not other:
                    await one.meet(other)
        for one in self.all:
            one.peers[one.id] = tl("inputPeerSelf")
            one.client.first.me = one.client.second.me = one.id
        self.group = await self.found("Telegraph", self.bob, self.carol)

    async def found(self, title: str, *members: Hand) -> int:
        """Ada makes a group with these; its id."""
        users = [self.ada.user(member) for member in members]
        answer = await self.ada.call("messages.createChat", users=users, title=title)
        [chat] = answer.get("updates", answer)["chats"] if "chats" not in answer else answer["chats"]
        for hand in (self.ada, *members):
            await self.enter(hand, -chat["id"], tl("inputPeerChat", chat_id=chat["id"]))
        return -int(chat["id"])

    async def enter(self, hand: Hand, chat: int, peer: Plain) -> None:
        """From now on this person looks into a chat; a client loads what does not come with the updates."""
        hand.peers[chat] = peer
        hand.client.second.begin_chat(await of_new_chat(hand, chat))
