"""People with unmodified Telethon."""

from typing import Any

from telethon import TelegramClient
from telethon.tl.types import InputPeerUser

from server.access.hashes import Hashed
from tests.server.harness import Harness


async def signed_in(harness: Harness, number: str, name: str) -> TelegramClient:
    """A client that is signed in to a new account."""
    await harness.client(number, first_name=name)
    return await harness.signed_in_telethon(number)


async def known(harness: Harness, viewer: TelegramClient, other: TelegramClient) -> Any:
    """The other person as the viewer was shown them."""
    viewer_id, other_id = (await viewer.get_me()).id, (await other.get_me()).id
    return InputPeerUser(other_id, harness.app.hashes.of(viewer_id, Hashed.USER, other_id))
