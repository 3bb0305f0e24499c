"""The people of `chappe dev`: three accounts on test numbers, so that whoever signs in has someone to write to."""

from __future__ import annotations

from dataclasses import replace

from server.app import App
from storage.accounts import users
from storage.accounts.users import Username
from storage.database import Tx
from storage.peers import PeerKind

PEOPLE = {
    "9996620001": ("Ada", "ada_demo"),
    "9996620002": ("Ben", "ben_demo"),
    "9996620003": ("Cleo", "cleo_demo"),
}
"""Phone → first name and username. The code of all three is 22222."""


async def settle(app: App) -> None:
    """Make those who are not there yet."""

    async def unit(tx: Tx) -> None:
        for phone, (first_name, username) in PEOPLE.items():
            if await users.by_phone(tx, phone) is not None:
                continue
            user = await users.create(tx, phone=phone, first_name=first_name, now=int(app.clock.now()))
            if await users.take_username(tx, username, PeerKind.USER.value, user.user_id):
                await users.save(tx, replace(user, usernames=(Username(username),)))

    await app.db.write(unit)
