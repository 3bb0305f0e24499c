"""Attacks on packets that are opened and sealed on threads, and on clients that are slow with them.

The thread is held where a test needs it: between what it was given and what it gives back, a connection is cut, a key
is destroyed, a device is revoked or the server stops.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Iterator

import pytest

from mtproto import rpc_errors, tl
from mtproto.session.events import Answer, AuthKeyDestroyed
from mtproto.tl import functions, types
from server import large_packets
from server.auth.keys import key_number
from server.gateway.live_session import AT_ONCE
from server.gateway.peer import UNKNOWN_KEY
from server.large_packets import LARGE
from tests.server.client import Client, Disconnected
from tests.server.gateway.over_http import Caller, Http
from tests.server.handlers import GET_FILE, NEAREST, USERS, Handlers, revoke, sign_in
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()
MANY_USERS = functions.users.GetUsers(
    id=[types.InputUser(user_id=number, access_hash=hash(str(number))) for number in range(LARGE // 8)]
)
"""A call that fills a large packet, however well it is packed."""

PART = 512 * 1024


class Gate:
    """Holds the thread at a piece of work until it is let go."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self.go_on = threading.Event()

    def wait(self) -> None:
        self._loop.call_soon_threadsafe(self._reached.set)
        assert self.go_on.wait(30)

    async def reached(self) -> None:
        await asyncio.wait_for(self._reached.wait(), 30)


@pytest.fixture
async def gate() -> AsyncIterator[Gate]:
    held = Gate()
    yield held
    held.go_on.set()


@pytest.fixture
def opening(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """The thread waits before it opens a packet."""
    opened = large_packets.open_packet
    monkeypatch.setattr(large_packets, "open_packet", lambda *packet: (gate.wait(), opened(*packet))[1])
    return gate


@pytest.fixture
def sealing(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """The thread waits before it seals packets."""
    sealed = large_packets._seal
    monkeypatch.setattr(large_packets, "_seal", lambda packets: (gate.wait(), sealed(packets))[1])
    return gate


@pytest.fixture(autouse=True)
def no_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing of this is an error of the server's."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def signed_in(harness: Harness) -> Client:
    client = await harness.client()
    await sign_in(harness.app, client.auth_key, 7)
    await client(USERS)
    return client


async def destroy_key(client: Client) -> None:
    client.session.destroy_auth_key()
    client.send()
    assert await client.other(AuthKeyDestroyed) == AuthKeyDestroyed(True)


def ask(client: Client, function: tl.TLFunction) -> asyncio.Future:
    """Ask for what may never be answered."""
    future = client.begin(function)
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    return future


async def other_client_is_served(harness: Harness) -> None:
    assert await (await harness.client())(NEAREST_DC) == NEAREST


class TestWhileAPacketIsOpened:
    @pytest.mark.rows("M28", "AU-4")
    async def test_its_key_is_destroyed(self, harness: Harness, handlers: Handlers, opening: Gate) -> None:
        client = await signed_in(harness)
        other = await harness.client(same_key_as=client)
        await other(NEAREST_DC)
        handlers.calls.clear()
        ask(client, MANY_USERS)
        await opening.reached()
        await destroy_key(other)
        opening.go_on.set()
        assert await client.closed() == UNKNOWN_KEY
        assert handlers.calls == []

    @pytest.mark.rows("AU-4")
    async def test_its_device_is_revoked(self, harness: Harness, handlers: Handlers, opening: Gate) -> None:
        client = await harness.client()
        device = await sign_in(harness.app, client.auth_key, 7)
        await client(USERS)
        handlers.calls.clear()
        ask(client, MANY_USERS)
        await opening.reached()
        await revoke(harness.app, device)
        opening.go_on.set()
        assert await client.closed() is None
        assert handlers.calls == []

    @pytest.mark.rows("AU-4")
    async def test_its_user_signs_out(self, harness: Harness, handlers: Handlers, opening: Gate) -> None:
        client = await signed_in(harness)
        handlers.calls.clear()
        answer = ask(client, MANY_USERS)
        await opening.reached()
        harness.app.keys.signed_out(key_number(client.auth_key.key_id))
        opening.go_on.set()
        with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
            await asyncio.wait_for(answer, 30)
        assert handlers.calls == []

    @pytest.mark.rows("RL-1", "MS-2")
    async def test_its_connection_is_cut(self, harness: Harness, handlers: Handlers, opening: Gate) -> None:
        """It is not taken, so the client sends it again, and it runs once."""
        client = await signed_in(harness)
        handlers.calls.clear()
        answer = client.begin(MANY_USERS)
        await opening.reached()
        await client.disconnect()
        await other_client_is_served(harness)
        opening.go_on.set()
        await client.connect()
        assert await asyncio.wait_for(answer, 30) == [types.UserEmpty(id=7)]
        assert handlers.calls.count(("users.getUsers", 7)) == 1

    @pytest.mark.rows("OP-2")
    async def test_the_server_stops(self, harness: Harness, handlers: Handlers, opening: Gate) -> None:
        """What was not opened when the doors closed is not begun any more."""
        client = await signed_in(harness)
        handlers.calls.clear()
        ask(client, MANY_USERS)
        await opening.reached()
        stopping = asyncio.create_task(harness.gateway.stop(5))
        await client.closed()
        opening.go_on.set()
        await asyncio.wait_for(stopping, 30)
        assert handlers.calls == []


class TestWhileAPacketIsSealed:
    @pytest.fixture(autouse=True)
    def a_part(self, handlers: Handlers) -> None:
        handlers.file = bytes(PART)

    @pytest.mark.rows("M28")
    async def test_its_key_is_destroyed(self, harness: Harness, sealing: Gate) -> None:
        client = await signed_in(harness)
        answer = ask(client, GET_FILE)
        await sealing.reached()
        await destroy_key(client)
        sealing.go_on.set()
        await harness.app.large_packets.drained()
        ask(client, NEAREST_DC)
        assert await client.closed() == UNKNOWN_KEY
        assert isinstance(answer.exception(), Disconnected)

    @pytest.mark.rows("RL-1")
    async def test_its_connection_is_cut(self, harness: Harness, handlers: Handlers, sealing: Gate) -> None:
        client = await signed_in(harness)
        answer = client.begin(GET_FILE)
        await sealing.reached()
        await client.disconnect()
        await other_client_is_served(harness)
        sealing.go_on.set()
        await client.connect()
        assert (await asyncio.wait_for(answer, 30)).bytes == handlers.file
        assert handlers.calls.count(("upload.getFile", 7)) == 1

    @pytest.mark.rows("RL-1")
    async def test_a_newer_connection_takes_over(self, harness: Harness, handlers: Handlers, sealing: Gate) -> None:
        client = await signed_in(harness)
        answer = client.begin(GET_FILE)
        await sealing.reached()
        before = client.wire
        client.wire = None
        client.session.detached()
        await client.connect()
        await client(NEAREST_DC)
        sealing.go_on.set()
        assert (await asyncio.wait_for(answer, 30)).bytes == handlers.file
        assert before is not None
        await before.close()

    @pytest.mark.rows("OP-2")
    async def test_the_server_stops(self, harness: Harness, handlers: Handlers, sealing: Gate) -> None:
        client = await signed_in(harness)
        answer = client.begin(GET_FILE)
        await sealing.reached()
        stopping = asyncio.create_task(harness.gateway.stop(5))
        await asyncio.sleep(0)
        sealing.go_on.set()
        assert (await asyncio.wait_for(answer, 30)).bytes == handlers.file
        await asyncio.wait_for(stopping, 30)


@pytest.mark.rows("DO-4", "M34")
async def test_what_a_client_does_not_fetch_over_http_is_not_even_read(
    harness: Harness, handlers: Handlers, http: Http
) -> None:
    """It asks for many parts in one POST. Each further one fetches a packet, and in the end it has them all."""
    handlers.file = bytes(PART)
    caller = await Caller.announced(harness)
    await sign_in(harness.app, caller.auth_key, 7)
    wanted = {caller.session.send_request(tl.encode(GET_FILE)) for _ in range(100)}
    caller.events(await http.post(caller.packet()))
    while wanted:
        ready = handlers.calls.count(("upload.getFile", 7)) - (100 - len(wanted))
        assert ready <= AT_ONCE // 2, f"{ready} parts are ready for a client that fetches one at a time"
        events = caller.events(await http.post(caller.waiting(25_000)))
        wanted -= {event.request_id for event in events if isinstance(event, Answer)}
