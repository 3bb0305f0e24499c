"""The people of the access matrix, and what each of them may name.

Alice owns a group with Bob, an admin, and Carol and Ivy, members. Dave left it, Frank was removed, Grace was never in
it, and Heidi is blocked by Alice. What Alice wrote while Dave and Frank were there says "secret", what came after
says "later".
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from storage.database import Snapshot
from tests.server.access.requests import Names, as_peer
from tests.server.auth.passwords import owing, set_password
from tests.server.client import Client
from tests.server.files.uploading import noise, upload
from tests.server.harness import Harness
from tests.server.people import history, random_id, text

messages = functions.messages
NOBODY_ID, NO_MESSAGE = 999_999_999, 1_000_000_000
"""An id that no user and no group has, and one that no message has."""
SECRET, LATER = "secret", "later"


@dataclass
class World:
    """A server with everybody on it: `nobody` is not signed in, `pending` owes a password."""

    harness: Harness
    nobody: Client
    pending: Client
    alice: Client
    bob: Client
    carol: Client
    dave: Client
    frank: Client
    grace: Client
    heidi: Client
    ivy: Client
    chat_id: int
    link: str

    @property
    def peer(self) -> types.InputPeerChat:
        return types.InputPeerChat(chat_id=self.chat_id)

    def user(self, viewer: Client, other: Client) -> types.InputUser:
        """How one names the other."""
        return user(self.harness, viewer, other)

    def private(self, viewer: Client, other: Client) -> types.InputPeerUser:
        return as_peer(self.user(viewer, other))

    async def in_group(self, actor: Client) -> Names:
        """The group as an actor names it; who was never in it guesses Alice's message ids, and has no link."""
        inside = actor is not self.grace
        named = Names(self.peer, self.chat_id, self.user(actor, self.ivy), 0, 0, 0, await upload(actor, noise(64)))
        for message in (await history(actor if inside else self.alice, self.peer)).messages:
            match getattr(message, "media", None):
                case types.MessageMediaPoll():
                    named = replace(named, poll=message.id)
                case types.MessageMediaToDo():
                    named = replace(named, todo=message.id)
                case _ if SECRET in getattr(message, "message", ""):
                    named = replace(named, text=message.id)
        return replace(named, link=self.link) if inside else named

    async def standing(self, actor: Client) -> Any:
        """Everything that a request could change for anybody but who asks."""
        assert actor.me is not None
        me = actor.me.id

        async def query(view: Snapshot) -> Any:
            return [
                await view.fetchall("SELECT box, last_id, pts, seq FROM boxes WHERE box <> ? ORDER BY box", (me,)),
                await view.fetchall("SELECT chat_id, version, size FROM chats WHERE chat_id = ?", (self.chat_id,)),
                await view.fetchall("SELECT * FROM chat_members WHERE chat_id = ? ORDER BY user_id", (self.chat_id,)),
                await view.fetchall("SELECT * FROM chat_invites WHERE peer = ? ORDER BY hash", (-self.chat_id,)),
            ]

        return await self.harness.app.db.peek(query)


def user(harness: Harness, viewer: Client, other: Client) -> types.InputUser:
    """How one names the other."""
    assert viewer.me is not None
    assert other.me is not None
    access_hash = harness.app.hashes.of(viewer.me.id, Hashed.USER, other.me.id)
    return types.InputUser(user_id=other.me.id, access_hash=access_hash)


async def build(harness: Harness) -> World:
    """Let everybody sign in, meet, and part."""
    nobody = await harness.client()
    await set_password(await harness.client("9996621011"))
    names = ("Alice", "Bob", "Carol", "Dave", "Frank", "Grace", "Heidi", "Ivy")
    people = [await harness.client(f"999662103{place}", first_name=name) for place, name in enumerate(names)]
    alice, bob, carol, dave, frank, _, heidi, ivy = people
    for _ in range(40):  # so that ids of hers are none of anybody's who wrote less
        await alice(text(types.InputPeerSelf(), "a note"))
    others = [user(harness, alice, one) for one in (bob, carol, dave, frank, ivy)]
    made = await alice(messages.CreateChat(users=others, title=f"{SECRET} group"))
    chat_id = made.updates.chats[0].id
    peer = types.InputPeerChat(chat_id=chat_id)
    await alice(messages.EditChatAdmin(chat_id=chat_id, user_id=others[0], is_admin=True))
    link = (await alice(messages.ExportChatInvite(peer=peer))).link
    words = types.TextWithEntities
    answers = [types.InputPollAnswer(text=words(text=name, entities=[])) for name in ("soup", "fish")]
    poll = types.InputMediaPoll(
        poll=types.Poll(
            id=0, hash=0, question=words(text=f"{SECRET}?", entities=[]), answers=answers, public_voters=True
        )
    )
    items = [types.TodoItem(id=1, title=words(text=f"{SECRET} item", entities=[]))]
    todo = types.InputMediaTodo(
        todo=types.TodoList(
            title=words(text="todo", entities=[]), list=items, others_can_append=True, others_can_complete=True
        )
    )
    await alice(text(peer, f"{SECRET} words https://example.com"))
    for media in (poll, todo):
        await alice(messages.SendMedia(peer=peer, media=media, message="", random_id=random_id()))
    await dave(messages.DeleteChatUser(chat_id=chat_id, user_id=types.InputUserSelf()))
    await alice(messages.DeleteChatUser(chat_id=chat_id, user_id=user(harness, alice, frank)))
    await alice(text(peer, f"{LATER} {SECRET} https://example.com"))
    await alice(functions.contacts.Block(id=as_peer(user(harness, alice, heidi))))
    pending = await owing(harness, "9996621011")
    return World(harness, nobody, pending, *people, chat_id, link)


@dataclass(frozen=True)
class Outcome:
    """What came of a request: the name of an error, or an answer; and whether it changed anything for others."""

    error: str
    answer: str
    moved: bool


async def outcome(world: World, actor: Client, request: Any) -> Outcome:
    """Call it, and see."""
    before = await world.standing(actor)
    error, answer = "", ""
    try:
        found = await actor(request)
    except RpcError as refused:
        error = refused.message
    else:
        answer = repr(found)
    return Outcome(error, answer, await world.standing(actor) != before)


def alike(one: Outcome, names: Names, other: Outcome, others: Names) -> bool:
    """Whether two outcomes say the same, but for what the requests themselves named."""
    return _blank(one, names) == _blank(other, others)


def _blank(one: Outcome, names: Names) -> tuple[str, str, bool]:
    answer = re.sub(r"\b(date|pts)=-?\d+", r"\1", one.answer)
    for number in {names.chat_id, names.user.user_id, names.text, names.poll, names.todo}:
        answer = re.sub(rf"\b{number}\b", "N", answer)
    return one.error, answer, one.moved
