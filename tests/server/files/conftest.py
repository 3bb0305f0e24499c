"""People who exchange files."""

import pytest
from telethon import TelegramClient

from tests.server.harness import Harness

ALICE, BOB = "9996621001", "9996621002"


@pytest.fixture
async def telethon(harness: Harness) -> TelegramClient:
    """An unmodified Telethon client that is signed in."""
    await harness.client(ALICE, first_name="Alice")
    client = harness.telethon()
    await client.connect()
    await client.send_code_request(ALICE)
    await client.sign_in(ALICE, "22222")
    return client
