"""Pyrogram's and Kurigram's part in what devices have to be told of (`in_step`): calls as they stand in the API."""

from typing import Any

import in_step
from in_step import Plain, class_name, made_of, plain, play
from pyrogram import Client
from pyrogram.raw import functions, types
from pyrogram.raw.all import layer
from pyrogram_devices import IS_KURIGRAM, WORLD, Person, enter, leave, new_device
from scenario import Scenario


class Lent(in_step.Client):
    """A person's devices. Pyrogram itself does not ask what it missed."""

    layer = layer
    catches_up = IS_KURIGRAM

    def __init__(self, person: Person, username: str) -> None:
        super().__init__(username, person.phone.heard.mirror, person.tablet.heard.mirror)
        self.person = person

    async def call(self, query: Plain) -> Any:
        return await invoke(self.person.phone.client, query)

    async def call_second(self, query: Plain) -> Any:
        return await invoke(self.person.tablet.client, query)

    async def end(self) -> None:
        await leave(self.person.tablet)

    async def start(self) -> None:
        tablet = new_device(self.person.tablet.client.name, self.second, recovers=self.catches_up)
        await tablet.client.start()
        self.person = self.person._replace(tablet=tablet)

    async def pts(self) -> int | None:
        """It keeps the last one that it was told, not the highest."""
        return None


async def invoke(client: Client, query: Plain) -> Any:
    """Call a method of the API as it is."""

    def find(schema_name: str) -> Any:
        room, name = class_name(schema_name)
        return getattr(getattr(functions, room), name) if room else getattr(types, name)

    return plain(await client.invoke(made_of(query, find)))


async def stay_in_step(does: Scenario, people: list[Person], usernames: tuple[str, ...]) -> list[Person]:
    """Play it all; the same people, with other tablets."""

    async def sign_up(phone: str, name: str) -> None:
        await leave(await enter(new_device(phone), phone, name))

    lent = [Lent(person, username) for person, username in zip(people, usernames, strict=True)]
    await play(does, lent, WORLD["newcomers"], sign_up)
    for person in people:
        person.phone.heard.forget()
    return [one.person for one in lent]
