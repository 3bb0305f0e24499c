"""A group for the tests of groups."""

from dataclasses import dataclass

import pytest

from mtproto.tl import functions, types
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, CAROL, Person, person, user_of

DAVE = "9996621004"


@dataclass
class Group:
    """Alice's group with Bob and Carol, two devices each; Dave is not in it."""

    harness: Harness
    alice: Person
    bob: Person
    carol: Person
    dave: Person
    chat_id: int

    @property
    def peer(self) -> types.InputPeerChat:
        return types.InputPeerChat(chat_id=self.chat_id)

    def user(self, viewer: Person, other: Person) -> types.InputUser:
        return user_of(self.harness, viewer, other)

    async def add(self, who: Person, whom: Person, fwd_limit: int = 0) -> types.messages.InvitedUsers:
        answer: types.messages.InvitedUsers = await who(
            functions.messages.AddChatUser(chat_id=self.chat_id, user_id=self.user(who, whom), fwd_limit=fwd_limit)
        )
        return answer

    async def remove(self, who: Person, whom: Person, *, revoke: bool = False) -> types.Updates:
        answer: types.Updates = await who(
            functions.messages.DeleteChatUser(chat_id=self.chat_id, user_id=self.user(who, whom), revoke_history=revoke)
        )
        return answer

    async def promote(self, whom: Person, *, is_admin: bool = True) -> None:
        assert await self.alice(
            functions.messages.EditChatAdmin(
                chat_id=self.chat_id, user_id=self.user(self.alice, whom), is_admin=is_admin
            )
        )

    async def forbid(self, **rights: bool) -> types.Updates:
        banned = types.ChatBannedRights(until_date=0, **rights)
        answer: types.Updates = await self.alice(
            functions.messages.EditChatDefaultBannedRights(peer=self.peer, banned_rights=banned)
        )
        return answer

    async def full(self, who: Person) -> types.messages.ChatFull:
        answer: types.messages.ChatFull = await who(functions.messages.GetFullChat(chat_id=self.chat_id))
        return answer


@pytest.fixture
async def group(harness: Harness) -> Group:
    """The group, everyone's queues holding what they heard of its making."""
    alice = await person(harness, ALICE, "Alice")
    bob = await person(harness, BOB, "Bob")
    carol = await person(harness, CAROL, "Carol")
    dave = await person(harness, DAVE, "Dave")
    users = [user_of(harness, alice, other) for other in (bob, carol)]
    made = await alice(functions.messages.CreateChat(users=users, title="Friends"))
    return Group(harness, alice, bob, carol, dave, made.updates.chats[0].id)
