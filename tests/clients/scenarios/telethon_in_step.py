"""Telethon's part in what devices have to be told of (`in_step`): calls as they stand in the API."""

from typing import Any

from in_step import Lent, Plain, class_name, made_of, plain, play_lent
from scenario import Scenario
from telethon import TelegramClient
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER
from telethon_devices import WORLD, Person, back, sign_up


class Devices(Lent):
    """A person's devices. By itself Telethon takes new messages alone from a difference: `telethon_messages`."""

    layer = LAYER

    async def invoke(self, client: TelegramClient, query: Plain) -> Any:
        def find(schema_name: str) -> Any:
            room, name = class_name(schema_name)
            return getattr(getattr(functions, room), f"{name}Request") if room else getattr(types, name)

        return plain(await client(made_of(query, find)))

    async def end(self) -> None:
        await self.person.tablet.client.disconnect()

    async def start(self) -> None:
        self.person = self.person._replace(tablet=await back(self.person.tablet))

    async def pts(self) -> int | None:
        return int(self.person.tablet.client._message_box.session_state()[0]["pts"])


async def stay_in_step(does: Scenario, people: list[Person]) -> list[Person]:
    """Play it all; the same people, with other tablets."""
    lent = [Devices(person, f"{name}_t{LAYER}") for person, name in zip(people, ("ada", "bob", "carol"), strict=True)]
    return await play_lent(does, lent, WORLD["newcomers"], sign_up)
