"""People who exchange files."""

import pytest
from telethon import TelegramClient

from tests.server.harness import Harness
from tests.server.people import ALICE


@pytest.fixture
async def telethon(harness: Harness) -> TelegramClient:
    """An unmodified Telethon client that is signed in."""
    await harness.client(ALICE, first_name="Alice")
    return await harness.signed_in_telethon(ALICE)
