"""Two people with our client."""

from collections.abc import Awaitable, Callable

import pytest

from client_sdk.client import Client
from tests.server.people import ALICE, BOB


@pytest.fixture
async def two(sign_in: Callable[..., Awaitable[Client]]) -> tuple[Client, Client]:
    """Alice and Bob, who knows her."""
    alice, bob = await sign_in(ALICE, "alice", "Alice"), await sign_in(BOB, "bob", "Bob")
    await bob.input_peer(f"+{ALICE}")
    return alice, bob
