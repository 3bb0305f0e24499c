"""A game on a real server: three people with two devices each, their group, the model, and whether both agree.

The phone of each calls the methods, and must be told by answers and by pushes of every pts once. The tablet is only
told: a replica of what it was pushed, and one of what differences say, must be what the model has.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from storage.database import Tx
from storage.sign_in import passwords
from tests.server.auth.passwords import set_password
from tests.server.client import Client
from tests.server.files.uploading import input_photo, picture, upload
from tests.server.harness import Harness
from tests.server.messages.playing.boxes import GROUP, SERVICE, Box
from tests.server.messages.playing.group import Group, Link, Membership
from tests.server.messages.playing.model import Model
from tests.server.messages.playing.replica import Ledger, Replica
from tests.server.messages.playing.secret_end import SecretEnd
from tests.server.messages.playing.secrets import PHONE, Device
from tests.server.people import ALICE, BOB, CAROL, Person, much_later, peer_of, person, user_of

messages = functions.messages

A_DAY = 86_400

PHOTOS = {"photo": picture(40, 30).getvalue(), "tall photo": picture(30, 40).getvalue()}
DOCUMENTS: dict[str, tuple[str, types.TypeDocumentAttribute]] = {
    "file": ("text/plain", types.DocumentAttributeFilename(file_name="notes.txt")),
    "voice": ("audio/ogg", types.DocumentAttributeAudio(duration=1, voice=True)),
}


@dataclass
class Caller(Person):
    """Somebody who keeps in mind what their phone was told of."""

    heard: Ledger = field(default_factory=lambda: Ledger(1, SecretEnd()))

    async def __call__(self, function: Any) -> Any:
        answer = await super().__call__(function)
        self.heard.note(answer)
        return answer


class Game:
    """Alice has made the group. What the people do is for whoever plays to say, to the server and to the model."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.people: list[Caller] = []
        self.told: dict[int, Replica] = {}
        """By user, what a device knows that asks for the difference after every command."""
        self.live: dict[int, Replica] = {}
        """What a device knows that only hears what is pushed."""
        self.earlier: dict[int, list[Replica]] = {}
        """What devices know that have been away since after one command or another."""
        self.phones: dict[int, SecretEnd] = {}
        """What a phone knows of secret chats that asks for the difference."""
        self.badges: dict[int, int] = {}
        """What was unread before the game: notices of the service account."""
        self.with_password: set[int] = set()
        """Who has set a password."""
        self._files: dict[tuple[int, str, int], types.TypeMessageMedia] = {}
        """By who uploaded them, what they are, and in which half day: file references last a day."""

    async def start(self) -> None:
        """Sign everybody up, and make the group."""
        for number, name in ((ALICE, "Alice"), (BOB, "Bob"), (CAROL, "Carol")):
            made = await person(self.harness, number, name)
            self.people.append(Caller(made.phone, made.tablet, made.pts, Ledger(made.pts, SecretEnd())))
        await much_later(self.harness, A_DAY, *self.people)  # new devices may not do everything
        for one in self.people:
            for device in (one.phone, one.tablet):
                device.forget_updates()
        boxes = {}
        for one in self.people:
            top = {"offset_date": 0, "offset_id": 0, "offset_peer": types.InputPeerEmpty(), "limit": 1, "hash": 0}
            (newest,) = (await one(messages.GetDialogs(**top))).dialogs
            state = await one(functions.updates.GetState())
            boxes[one.user_id] = Box(newest.top_message, one.pts)
            self.badges[one.user_id] = state.unread_count
            for replicas in (self.told, self.live):
                replicas[one.user_id] = Replica(one.pts, state.date)
            self.earlier[one.user_id] = []
            self.phones[one.user_id] = SecretEnd(date=state.date)
            one.heard.secrets.date = state.date
        alice, now = self.people[0], int(self.harness.clock.now())
        made = await alice(
            messages.CreateChat(users=[self.user(alice, one) for one in self.people[1:]], title="Everybody")
        )
        self.chat_id = made.updates.chats[0].id
        links = []
        for asks in (False, True):
            made = await alice(messages.ExportChatInvite(peer=self.group, request_needed=asks))
            links.append(Link(made.link, alice.user_id, asks))
        members = {one.user_id: Membership(now, alice.user_id) for one in self.people}
        self.model = Model(boxes, Group(alice.user_id, {alice.user_id}, members, links), now)
        self.model.send(alice.user_id, GROUP, SERVICE)

    async def have_password(self, one: Caller) -> None:
        """Give somebody a password that they have had for a day, unless they have one: a new one hands nothing over."""
        if one.user_id in self.with_password:
            return
        self.with_password.add(one.user_id)
        await set_password(one.phone)

        async def age(tx: Tx) -> None:
            password = await passwords.of_user(tx, one.user_id)
            assert password is not None
            await passwords.save(tx, replace(password, changed_at=password.changed_at - A_DAY))

        await self.harness.app.db.write(age)

    async def leave(self) -> None:
        """Nobody is connected any more."""
        for one in self.people:
            await one.phone.disconnect()
            await one.tablet.disconnect()

    async def return_to(self, harness: Harness) -> None:
        """Every device comes back with a new session, and asks what it has missed."""
        self.harness = harness
        for one in self.people:
            one.phone, one.tablet = [await self._again(device) for device in (one.phone, one.tablet)]
            pts = self.box(one).pts
            await self.live[one.user_id].ask(one.tablet, pts)
            one.heard = Ledger(pts, one.heard.secrets)
            await one.heard.secrets.ask(one.phone, pts)

    async def _again(self, device: Client) -> Client:
        new = await self.harness.client_of(device.auth_key)
        new.me = device.me
        await new(functions.updates.GetState())
        return new

    @property
    def group(self) -> types.InputPeerChat:
        return types.InputPeerChat(chat_id=self.chat_id)

    @property
    def peers(self) -> list[int]:
        """Of the dialogs that everybody has."""
        return [*(one.user_id for one in self.people), GROUP]

    def secret_end(self, device: Device) -> SecretEnd:
        """What a device knows of its secret chats that only hears what is pushed."""
        user_id, which = device
        one = next(one for one in self.people if one.user_id == user_id)
        return one.heard.secrets if which == PHONE else self.live[user_id].secrets

    def box(self, one: Person) -> Box:
        return self.model.boxes[one.user_id]

    def user(self, viewer: Person, other: Person) -> types.InputUser:
        return user_of(self.harness, viewer, other)

    def peer(self, viewer: Person, peer: int) -> types.TypeInputPeer:
        """How one names the peer of a dialog of theirs."""
        if peer == GROUP:
            return self.group
        other = next(one for one in self.people if one.user_id == peer)
        return types.InputPeerSelf() if viewer is other else peer_of(self.harness, viewer, other)

    async def file(self, one: Person, name: str = "photo") -> types.InputMediaPhoto | types.InputMediaDocument:
        """A photo or a file that somebody has already uploaded."""
        place = one.user_id, name, int(self.harness.clock.now()) // (LIFETIME // 2)
        if place not in self._files:
            made = await one(messages.UploadMedia(peer=types.InputPeerSelf(), media=await _uploaded(one, name)))
            self._files[place] = made
        made = self._files[place]
        if isinstance(made, types.MessageMediaPhoto):
            return types.InputMediaPhoto(id=input_photo(made.photo))
        kept = made.document
        known = {"id": kept.id, "access_hash": kept.access_hash, "file_reference": kept.file_reference}
        return types.InputMediaDocument(id=types.InputDocument(**known))


async def _uploaded(one: Person, name: str) -> types.TypeInputMedia:
    if name in PHOTOS:
        return types.InputMediaUploadedPhoto(file=await upload(one, PHOTOS[name], "photo.png"))
    mime_type, attribute = DOCUMENTS[name]
    file = await upload(one, name.encode(), "notes.txt")
    return types.InputMediaUploadedDocument(file=file, mime_type=mime_type, attributes=[attribute])
