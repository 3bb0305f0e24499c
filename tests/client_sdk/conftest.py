"""Fixtures: our client against the real server."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from client_sdk.client import Client
from client_sdk.network.endpoint import Endpoint
from client_sdk.store.sqlite import SessionStore
from tests.server.conftest import (  # noqa: F401  # the server's own tests' server
    codes_at_once,
    decoders_at_hand,
    harness,
    kept_decoders,
    rsa_keys,
)
from tests.server.harness import Harness


@pytest.fixture
def endpoint(harness: Harness) -> Endpoint:  # noqa: F811  # the fixture
    """Where the server of this test is."""
    secrets = harness.app.secrets
    return Endpoint("127.0.0.1", harness.port, harness.app.config.server.dc_id, (secrets.main.public,))


NewClient = Callable[..., Client]


@pytest.fixture
def new_client(endpoint: Endpoint, tmp_path: Path) -> NewClient:
    """Makes a client with a session file of this name, not yet connected."""

    def make(session: str | SessionStore, **options: object) -> Client:
        where = session if isinstance(session, SessionStore) else tmp_path / f"{session}.session"
        return Client(where, **{"endpoint": endpoint, "api_id": 1, "api_hash": "hash", **options})

    return make


@pytest.fixture
async def sign_in(new_client: NewClient) -> AsyncIterator[Callable[..., object]]:
    """Connects a client and signs it in, signing up first if need be."""
    async with AsyncExitStack() as stack:

        async def connect(phone: str, session: str, first_name: str = "Test", **options: object) -> Client:
            client = await stack.enter_async_context(new_client(session, **options))
            sent = await client.send_code(phone)
            if await client.sign_in(phone, sent.phone_code_hash, phone[5] * 5) is None:
                await client.sign_up(phone, sent.phone_code_hash, first_name)
            return client

        yield connect
