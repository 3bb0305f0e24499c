"""Pyrogram's and Kurigram's part in what devices have to be told of (`in_step`): calls as they stand in the API."""

from typing import Any

from in_step import Lent, Plain, class_name, made_of, plain, play_lent
from pyrogram import Client
from pyrogram.raw import functions, types
from pyrogram.raw.all import layer
from pyrogram_devices import IS_KURIGRAM, WORLD, Person, enter, leave, new_device
from scenario import Scenario


class Devices(Lent):
    """A person's devices. Pyrogram itself does not ask what it missed."""

    layer = layer
    catches_up = IS_KURIGRAM

    async def invoke(self, client: Client, query: Plain) -> Any:
        def find(schema_name: str) -> Any:
            room, name = class_name(schema_name)
            return getattr(getattr(functions, room), name) if room else getattr(types, name)

        return plain(await client.invoke(made_of(query, find)))

    async def end(self) -> None:
        await leave(self.person.tablet)

    async def start(self) -> None:
        tablet = new_device(self.person.tablet.client.name, self.second, recovers=self.catches_up)
        await tablet.client.start()
        self.person = self.person._replace(tablet=tablet)

    async def pts(self) -> int | None:
        """It keeps the last one that it was told, not the highest."""
        return None


async def stay_in_step(does: Scenario, people: list[Person], usernames: tuple[str, ...]) -> list[Person]:
    """Play it all; the same people, with other tablets."""

    async def sign_up(phone: str, name: str) -> None:
        await leave(await enter(new_device(phone), phone, name))

    lent = [Devices(person, username) for person, username in zip(people, usernames, strict=True)]
    return await play_lent(does, lent, WORLD["newcomers"], sign_up)
