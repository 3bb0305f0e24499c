"""Telethon's part in what devices have to be told of (`in_step`): calls as they stand in the API."""

from typing import Any

from in_step import Client, Plain, class_name, made_of, plain, play
from scenario import Scenario
from telethon import TelegramClient
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER
from telethon_devices import WORLD, Person, back, sign_up


class Lent(Client):
    """A person's devices. By itself Telethon takes new messages alone from a difference (`be_away`)."""

    layer = LAYER

    def __init__(self, person: Person, username: str) -> None:
        super().__init__(username, person.phone.heard.mirror, person.tablet.heard.mirror)
        self.person = person

    async def call(self, query: Plain) -> Any:
        return await invoke(self.person.phone.client, query)

    async def call_second(self, query: Plain) -> Any:
        return await invoke(self.person.tablet.client, query)

    async def end(self) -> None:
        await self.person.tablet.client.disconnect()

    async def start(self) -> None:
        self.person = self.person._replace(tablet=await back(self.person.tablet))

    async def pts(self) -> int | None:
        return int(self.person.tablet.client._message_box.session_state()[0]["pts"])


async def invoke(client: TelegramClient, query: Plain) -> Any:
    """Call a method of the API as it is."""

    def find(schema_name: str) -> Any:
        room, name = class_name(schema_name)
        return getattr(getattr(functions, room), f"{name}Request") if room else getattr(types, name)

    return plain(await client(made_of(query, find)))


async def stay_in_step(does: Scenario, people: list[Person]) -> list[Person]:
    lent = [Lent(person, f"{name}_t{LAYER}") for person, name in zip(people, ("ada", "bob", "carol"), strict=True)]
    await play(does, lent, WORLD["newcomers"], sign_up)
    for person in people:
        person.phone.heard.forget()
    return [one.person for one in lent]
