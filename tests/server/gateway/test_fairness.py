"""A peer that floods the server with small things gets its share of each turn of the loop, and no more (row DO-7).

Counted is how much of a flood the server takes in one turn of the loop. It looks at every socket between two turns, so
others wait for that much and no more. When the kernel shows the server their question is another matter: on a busy
machine it may be after all of the flood.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from mtproto import tl
from mtproto.session import ServerSession
from mtproto.session.events import Pong
from mtproto.session.limits import CONTAINER_MESSAGES, SERVICE_MESSAGES_A_TURN
from mtproto.session.msg_ids import REQUEST
from mtproto.session.outbox import Outbox
from mtproto.session.packet import Packet, Unsealed
from mtproto.tl import functions, service
from server.gateway.connection import HTTP_READ
from server.gateway.live_session import AT_ONCE, LiveSession
from server.gateway.peer import FRAME_COST, SHARE
from server.gateway.websocket import WebSocketDoor
from server.turns import LONG
from tests.server.client import SECONDS, Client
from tests.server.handlers import NEAREST, USERS, Handlers, sign_in
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()
PACKETS = 800
CONTAINERS, LENGTH = 20, 300

UPGRADE = (
    b"GET /apiws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
EMPTY_PING, EMPTY_PONG = b"\x89\x80\0\0\0\0", b"\x8a\0"


def ping(client: Client) -> None:
    client.ping(600)


def ask_for_states(client: Client) -> None:
    client.session.outbox.add_once(tl.encode(service.MsgsStateReq(msg_ids=[4, 8, 12])), REQUEST)
    client.send()


def ask_for_repetition(client: Client) -> None:
    client.session.outbox.add_once(tl.encode(service.MsgResendReq(msg_ids=[1, 5, 9])), REQUEST)
    client.send()


def pack_pings(client: Client) -> None:
    for _ in range(LENGTH):
        client.session.ping(600)
    client.send()


class Turn:
    """Which turn the loop is in; it is counted before anything else is done in it."""

    def __init__(self) -> None:
        self.number = 0
        self._loop = asyncio.get_running_loop()
        self._next = self._loop.call_soon(self._count)

    def _count(self) -> None:
        self.number += 1
        self._next = self._loop.call_soon(self._count)

    def stop(self) -> None:
        self._next.cancel()


@pytest.fixture
async def turn(harness: Harness) -> AsyncIterator[Turn]:
    counted = Turn()
    yield counted
    counted.stop()


@pytest.fixture
def taken(turn: Turn, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of each packet that a session has taken, the turn."""
    turns: list[int] = []
    receive = ServerSession.receive

    def noted(self: ServerSession, packet: Packet) -> bool:
        turns.append(turn.number)
        return receive(self, packet)

    monkeypatch.setattr(ServerSession, "receive", noted)
    return turns


def most_in_a_turn(turns: list[int]) -> int:
    return max(Counter(turns).values())


@pytest.mark.rows("DO-7")
@pytest.mark.parametrize("flooders", [1, 3])
@pytest.mark.parametrize(
    ("send", "packets", "share"),
    [
        (ping, PACKETS, SHARE // FRAME_COST),
        (ask_for_states, PACKETS, SHARE // FRAME_COST),
        (ask_for_repetition, PACKETS, SHARE // FRAME_COST),
        (pack_pings, CONTAINERS, 1),
    ],
)
async def test_others_are_answered_amid_a_flood(
    harness: Harness,
    taken: list[int],
    send: Callable[[Client], None],
    packets: int,
    share: int,
    flooders: int,
) -> None:
    chatting = await harness.client()
    flooding = [await harness.client() for _ in range(flooders)]
    for client in (chatting, *flooding):
        await client(NEAREST_DC)
    taken.clear()
    for client in flooding:
        for _ in range(packets):
            send(client)
    for client in (chatting, *flooding):  # the flood is delayed, and not lost
        assert await client(NEAREST_DC) == NEAREST
    assert len(taken) >= flooders * packets
    # A share of what was just read of each, the share of one that waits for its turn, and the question of the other.
    assert most_in_a_turn(taken) <= (flooders + 1) * share + 1 < packets


@pytest.mark.rows("DO-7", "M15")
async def test_a_long_container_is_handled_in_turns_and_answered_at_once(
    harness: Harness, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    handled: list[tuple[int, int]] = []
    answered: list[int] = []
    go_on, take = ServerSession.go_on, Outbox.take

    def noted(self: ServerSession) -> None:
        handled.append((turn.number, len(self.unhandled)))
        go_on(self)

    def taken(self: Outbox, salt: int) -> list[Unsealed]:
        packets = take(self, salt)
        answered.extend(len(packet.inner) for packet in packets)
        return packets

    client = await harness.client()
    await client(NEAREST_DC)
    monkeypatch.setattr(ServerSession, "go_on", noted)
    for _ in range(CONTAINER_MESSAGES):
        client.session.ping(600)
    client.send()  # the server has not looked yet
    monkeypatch.setattr(Outbox, "take", taken)
    for _ in range(CONTAINER_MESSAGES):
        await client.other(Pong)
    assert [left for _, left in handled] == list(range(CONTAINER_MESSAGES, 0, -SERVICE_MESSAGES_A_TURN))
    assert most_in_a_turn([number for number, _ in handled]) == 1
    assert answered == [CONTAINER_MESSAGES]


@pytest.mark.rows("DO-7", "RL-3")
async def test_the_requests_of_one_container_are_begun_in_portions(
    harness: Harness, handlers: Handlers, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    dispatch = harness.app.sessions.dispatch

    def noted(session: LiveSession, msg_id: int, body: bytes) -> None:
        begun.append(turn.number)
        dispatch(session, msg_id, body)

    busy = await harness.client()
    await sign_in(harness.app, busy.auth_key, 7)
    await busy(USERS)
    handlers.calls.clear()
    monkeypatch.setattr(harness.app.sessions, "dispatch", noted)
    for _ in range(100):
        busy.session.send_request(tl.encode(USERS))
    busy.send()
    await busy(USERS)
    assert handlers.calls.count(("users.getUsers", 7)) == len(begun) == 101
    assert most_in_a_turn(begun) <= 2 * AT_ONCE < len(begun)


@pytest.mark.rows("DO-5", "DO-7")
@pytest.mark.parametrize("together", [False, True])
async def test_of_requests_that_take_long_one_is_begun_in_a_turn(
    harness: Harness, turn: Turn, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    """However few bytes they are: in packets of their own, and in one container."""
    begun: list[int] = []
    dispatch = harness.app.sessions.dispatch

    def take_long(session: LiveSession, msg_id: int, body: bytes) -> None:
        begun.append(turn.number)
        dispatch(session, msg_id, body)
        harness.clock.advance(2 * LONG)

    client = await harness.client()
    await client(NEAREST_DC)
    monkeypatch.setattr(harness.app.sessions, "dispatch", take_long)
    for _ in range(20):
        client.session.send_request(tl.encode(NEAREST_DC))
        if not together:
            client.send()
    client.send()
    assert await client(NEAREST_DC) == NEAREST
    assert len(begun) == 21
    assert most_in_a_turn(begun) <= 2


@pytest.mark.rows("DO-7")
async def test_pings_of_a_websocket_are_read_in_portions(
    harness: Harness, turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[int] = Counter()
    receive = WebSocketDoor.receive

    def noted(self: WebSocketDoor, data: bytes | memoryview) -> object:
        read[turn.number] += len(data)
        return receive(self, data)

    monkeypatch.setattr(WebSocketDoor, "receive", noted)
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.port)
    writer.write(UPGRADE)
    await reader.readuntil(b"\r\n\r\n")
    pings = 32 * HTTP_READ // len(EMPTY_PING)
    writer.write(EMPTY_PING * pings)
    await reader.readexactly(len(EMPTY_PONG) * pings)
    assert sum(read.values()) == len(UPGRADE) + len(EMPTY_PING) * pings
    assert max(read.values()) <= 2 * HTTP_READ < len(EMPTY_PING) * pings
    writer.close()


@pytest.mark.rows("DO-7")
@pytest.mark.parametrize(
    "flood",
    [
        UPGRADE + EMPTY_PING * 4_000,
        b"OPTIONS /api HTTP/1.1\r\nHost: x\r\n\r\n" * 200,
    ],
    ids=["pings", "questions"],
)
async def test_who_does_not_wait_for_the_first_answer_is_dropped(harness: Harness, flood: bytes) -> None:
    """All of it comes with one read, and would be answered in one go."""
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.port)
    writer.write(flood)
    with suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), SECONDS) == b""
    writer.close()
