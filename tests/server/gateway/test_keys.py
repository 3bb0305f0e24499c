"""Keys at the door: durable before they are promised, missed only when they are gone, gone at once when dropped."""

import asyncio

import pytest

from mtproto import rpc_errors
from mtproto.exchange import ExchangeFailure
from mtproto.session.events import AuthKeyDestroyed
from mtproto.tl import functions, types
from server.auth.keys import KeyEntry, KeyRegistry, key_number
from server.gateway.connection import OPENING
from server.gateway.peer import UNKNOWN_KEY
from storage.database import Ahead, Query, Unit
from storage.errors import StorageError
from storage.sealing import Sealer
from tests.server.client import Client, make_key
from tests.server.handlers import NEAREST, USERS, revoke, sign_in
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()


class BrokenDatabase:
    """A database that can do nothing."""

    async def write(self, unit: Unit[object], *, seconds: float = 1, flush: bool = True, ahead: Ahead = ()) -> object:
        raise StorageError("broken")

    async def read(self, query: Query[object], *, seconds: float = 1) -> object:
        raise StorageError("broken")

    async def peek(self, query: Query[object]) -> object:
        raise StorageError("broken")


def registry(harness: Harness, **parts: object) -> KeyRegistry:
    """A registry with nothing in memory: it knows what storage knows."""
    app = harness.app
    db = parts.get("db", app.db)
    return KeyRegistry(db, Sealer(app.secrets.derive("sealing"), app.random), app.clock)  # type: ignore[arg-type]


async def forget_in_memory(harness: Harness, **parts: object) -> None:
    """Put a registry with nothing in memory in place of the server's."""
    fresh = registry(harness, **parts)
    fresh.on_dropped, fresh.on_signed_out = harness.app.keys.on_dropped, harness.app.keys.on_signed_out
    harness.app.keys = fresh


@pytest.mark.rows("H13", "HS-5")
async def test_a_key_that_a_client_was_promised_is_stored(harness: Harness) -> None:
    auth_key, _ = await make_key(harness.connector)
    entry = await registry(harness).load(key_number(auth_key.key_id))
    assert entry is not None
    assert entry.auth_key.data == auth_key.data


@pytest.mark.rows("H12", "HS-5")
async def test_a_key_that_cannot_be_stored_is_not_promised(harness: Harness) -> None:
    await forget_in_memory(harness, db=BrokenDatabase())
    with pytest.raises(ExchangeFailure):
        await make_key(harness.connector)


@pytest.mark.rows("M1")
async def test_a_key_that_is_not_in_memory_is_found_in_storage(harness: Harness) -> None:
    client = await harness.client()
    await client(NEAREST_DC)
    await forget_in_memory(harness)
    assert await client(NEAREST_DC) == NEAREST


@pytest.mark.rows("M34")
async def test_a_connection_that_ends_while_its_key_is_looked_up_joins_no_session(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It would stay the newest connection of the session, and one of the few of its key."""
    client = await harness.client()
    await client(NEAREST_DC)
    [session] = harness.app.sessions
    await client.disconnect()
    await forget_in_memory(harness)
    asked, found = asyncio.Event(), asyncio.Event()
    load = harness.app.keys.load

    async def slow(key_id: int) -> KeyEntry | None:
        key = await load(key_id)
        asked.set()
        await found.wait()
        return key

    monkeypatch.setattr(harness.app.keys, "load", slow)
    await client.connect()
    await asked.wait()
    await harness.advance(OPENING)
    assert await client.closed() is None
    while harness.gateway.connections:  # noqa: ASYNC110 - the server has no reason to tell of it
        await asyncio.sleep(0)
    found.set()
    for _ in range(10):
        await asyncio.sleep(0)
    assert session.outlets == ()
    assert caplog.messages == []


@pytest.mark.rows("M1", "MS-8")
async def test_a_storage_that_cannot_say_is_no_reason_for_404(harness: Harness) -> None:
    client = await harness.client()
    await client(NEAREST_DC)
    sound = harness.app.keys
    await forget_in_memory(harness, db=BrokenDatabase())
    future = client.begin(NEAREST_DC)
    assert await client.closed() is None
    harness.app.keys = sound
    await client.disconnect()
    await client.connect()
    assert await future == NEAREST


@pytest.mark.rows("M1")
async def test_a_temporary_key_ends_at_its_time(harness: Harness) -> None:
    auth_key, salt = await harness.key(expires_in=300)
    client = await harness.client_of(auth_key, salt)
    await client(NEAREST_DC)
    await harness.advance(290)
    assert await client(NEAREST_DC) == NEAREST
    await harness.advance(11)
    client.begin(NEAREST_DC).add_done_callback(lambda future: future.exception())
    assert await client.closed() == UNKNOWN_KEY


@pytest.mark.rows("P5", "HS-6")
async def test_a_new_bind_ends_the_temporary_key_before(harness: Harness) -> None:
    permanent = await harness.client()
    await permanent(NEAREST_DC)
    await sign_in(harness.app, permanent.auth_key, 7)
    temporary: list[Client] = []
    for _ in range(2):
        auth_key, salt = await harness.key(expires_in=3600)
        temporary.append(await harness.client_of(auth_key, salt))
        await temporary[-1](NEAREST_DC)
        await harness.bind(auth_key, permanent.auth_key)
    assert await temporary[1](USERS) == [types.UserEmpty(id=7)]
    temporary[0].begin(USERS).add_done_callback(lambda future: future.exception())
    assert await temporary[0].closed() == UNKNOWN_KEY
    assert await permanent(USERS) == [types.UserEmpty(id=7)]


@pytest.mark.rows("M28")
async def test_a_destroyed_key_says_so_and_is_gone_everywhere(harness: Harness) -> None:
    client = await harness.client()
    await client(NEAREST_DC)
    other = await harness.client(same_key_as=client)
    await other(NEAREST_DC)
    client.session.destroy_auth_key()
    client.send()
    assert await client.other(AuthKeyDestroyed) == AuthKeyDestroyed(True)
    for speaker in (client, other):
        speaker.begin(NEAREST_DC).add_done_callback(lambda future: future.exception())
        assert await speaker.closed() == UNKNOWN_KEY
    assert await registry(harness).load(key_number(client.auth_key.key_id)) is None


@pytest.mark.rows("AU-4")
async def test_a_revoked_device_is_dead_at_once_on_every_connection(harness: Harness) -> None:
    client = await harness.client()
    device = await sign_in(harness.app, client.auth_key, 7)
    await client(USERS)
    second = await harness.client(same_key_as=client)
    await second(USERS)
    bystander = await harness.client()
    await sign_in(harness.app, bystander.auth_key, 7)
    await bystander(USERS)
    session = next(s for s in harness.app.sessions if s.session_id == client.session.session_id)

    await revoke(harness.app, device)
    assert session.user_id == 0
    for victim in (client, second):
        await victim.closed()
        await victim.disconnect()
        await victim.connect()
        with pytest.raises(rpc_errors.SESSION_REVOKED):
            await victim(USERS)
    assert await bystander(USERS) == [types.UserEmpty(id=7)]
