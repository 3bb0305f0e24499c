"""What the tests of users share: people with two devices, how they name each other and become contacts."""

from dataclasses import dataclass, replace
from typing import Any

from mtproto.tl import functions, types
from server.access.hashes import Hashed
from storage.accounts import users
from storage.accounts.users import Username
from storage.database import Tx
from tests.server.client import Client
from tests.server.harness import Harness


@dataclass
class Person:
    """One account: the device in use, and a second one that is only told."""

    number: str
    phone: Client
    tablet: Client

    @property
    def id(self) -> int:
        assert self.phone.me is not None
        return self.phone.me.id

    async def __call__(self, function: Any) -> Any:
        return await self.phone(function)


@dataclass
class People:
    """Everyone, and the server they are on."""

    harness: Harness
    alice: Person
    bob: Person
    carol: Person

    def user(self, viewer: Person, other: Person) -> types.InputUser:
        """How one names the other."""
        access_hash = self.harness.app.hashes.of(viewer.id, Hashed.USER, other.id)
        return types.InputUser(user_id=other.id, access_hash=access_hash)

    def peer(self, viewer: Person, other: Person) -> types.InputPeerUser:
        """How one names the other where a peer is asked for."""
        user = self.user(viewer, other)
        return types.InputPeerUser(user_id=user.user_id, access_hash=user.access_hash)

    async def see(self, viewer: Person, other: Person) -> types.User:
        """The other as the viewer sees them."""
        (user,) = await viewer(functions.users.GetUsers(id=[self.user(viewer, other)]))
        assert isinstance(user, types.User)
        return user

    async def full(self, viewer: Person, other: Person) -> types.UserFull:
        """The other's whole profile as the viewer sees it."""
        answer = await viewer(functions.users.GetFullUser(id=self.user(viewer, other)))
        full: types.UserFull = answer.full_user
        return full

    async def add(self, owner: Person, other: Person, first_name: str = "Friend", **fields: Any) -> types.Updates:
        """One takes the other into their address book."""
        given = {"id": self.user(owner, other), "first_name": first_name, "last_name": "", "phone": "", **fields}
        answer: types.Updates = await owner(functions.contacts.AddContact(**given))
        return answer


async def person(harness: Harness, number: str, name: str) -> Person:
    """An account with two devices that listen, their queues empty."""
    phone = await harness.client(number, first_name=name)
    tablet = await harness.client(number)
    for device in (phone, tablet):
        await device(functions.updates.GetState())
        device.forget_updates()
    return Person(number, phone, tablet)


async def give(people: People, person: Person, *names: str) -> None:
    """Further names, as an operator gives them."""

    async def unit(tx: Tx) -> None:
        user = await users.by_id(tx, person.id)
        assert user is not None
        for name in names:
            assert await users.take_username(tx, name, "user", person.id)
        given = tuple(Username(name, active=False, editable=False) for name in names)
        await users.save(tx, replace(user, usernames=(*user.usernames, *given)))

    await people.harness.app.db.write(unit)
