"""Sessions outlive connections, and each of their messages runs once."""

import asyncio
import os
from pathlib import Path

import pytest

from mtproto import tl
from mtproto.session import ServerSession
from mtproto.session.events import Pong, SessionDestroyed
from mtproto.session.limits import REMEMBERED
from mtproto.tl import functions, types
from server.gateway.ended import EndedSessions
from server.gateway.live_session import AT_ONCE, LiveSession
from server.gateway.sessions import KEPT_DETACHED
from tests.server.client import Client
from tests.server.handlers import NEAREST, ONLINE, USERS, Handlers, sign_in
from tests.server.harness import Harness, serving
from tests.support.clock import ManualClock, ShiftedClock

NEAREST_DC = functions.help.GetNearestDc()
TOO_LONG = tl.encode(types.UpdatesTooLong())


async def listening(harness: Harness, user_id: int = 7) -> Client:
    """A signed-in client that hears updates."""
    client = await harness.client()
    await sign_in(harness.app, client.auth_key, user_id)
    await client(USERS)
    return client


def session_of(harness: Harness, client: Client) -> LiveSession:
    return next(s for s in harness.app.sessions if s.session_id == client.session.session_id)


class TestReconnecting:
    @pytest.mark.rows("RL-1", "M23")
    async def test_what_was_pushed_between_two_connections_arrives_on_the_next(self, harness: Harness) -> None:
        client = await listening(harness)
        session = session_of(harness, client)
        await client.disconnect()
        for _ in range(3):
            session.push(TOO_LONG)
        await client.connect()
        for _ in range(3):
            await client.update(types.UpdatesTooLong)
        assert client.new_sessions == 1  # the one at the beginning

    @pytest.mark.rows("RL-1", "M23")
    async def test_an_answer_that_found_no_connection_arrives_on_the_next(
        self, harness: Harness, handlers: Handlers
    ) -> None:
        client = await listening(harness)
        future = client.begin(ONLINE)
        await client(NEAREST_DC)
        await client.disconnect()
        handlers.gate.set()
        await client.connect()
        assert await asyncio.wait_for(future, 30) is True
        assert handlers.calls.count(("account.updateStatus", 7)) == 1

    @pytest.mark.rows("RL-1")
    async def test_the_newest_connection_takes_over_from_one_that_hangs(self, harness: Harness) -> None:
        client = await listening(harness)
        session = session_of(harness, client)
        old, client.wire = client.wire, None
        assert old is not None
        client.session.detached()
        await client.connect()
        await client(NEAREST_DC)
        session.push(TOO_LONG)
        await client.update(types.UpdatesTooLong)
        await old.close()
        await client(NEAREST_DC)
        assert len(session.outlets) == 1

    @pytest.mark.rows("RL-1")
    async def test_when_the_newest_connection_goes_the_one_before_serves(self, harness: Harness) -> None:
        client = await listening(harness)
        session = session_of(harness, client)
        old, reading = client.wire, client.reading
        client.session.detached()
        await client.connect()
        await client(NEAREST_DC)
        assert len(session.outlets) == 2
        assert client.wire is not None
        await client.wire.close()
        client.wire = old
        session.push(TOO_LONG)
        await client.update(types.UpdatesTooLong)
        assert reading is not None
        reading.cancel()

    async def test_a_session_without_a_connection_is_kept_for_a_while(self, harness: Harness) -> None:
        client = await listening(harness)
        session = session_of(harness, client)
        await client.disconnect()
        while session.outlets:  # noqa: ASYNC110 - the server has no reason to tell of it
            await asyncio.sleep(0)
        await harness.advance(KEPT_DETACHED - 1)
        assert harness.app.hub.listening(7)
        await harness.advance(2)
        assert not harness.app.hub.listening(7)
        assert session not in list(harness.app.sessions)

    @pytest.mark.rows("M22")
    async def test_a_session_that_the_clock_has_ended_is_in_nobodys_way(self, harness: Harness) -> None:
        """Its client comes again under the same number, and must not be met with silence."""
        client = await listening(harness)
        session = session_of(harness, client)
        assert isinstance(harness.clock, ShiftedClock)
        harness.clock.step(-3600)
        client.ping(600)
        assert await client.closed() is None
        assert session not in list(harness.app.sessions)
        assert not harness.app.hub.listening(7)

    @pytest.mark.rows("DO-9")
    async def test_a_session_that_owes_an_acknowledgement_rests_without_a_connection(
        self, harness: Harness, handlers: Handlers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = await listening(harness)
        session = session_of(harness, client)
        client.begin(ONLINE).add_done_callback(lambda future: future.cancelled() or future.exception())
        while ("account.updateStatus", 7) not in handlers.calls:  # noqa: ASYNC110 - the handler tells nobody
            await asyncio.sleep(0)
        await client.disconnect()
        while session.outlets:  # noqa: ASYNC110 - the server has no reason to tell of it
            await asyncio.sleep(0)
        ticks = []
        tick = ServerSession.tick

        def count(protocol: ServerSession) -> None:
            ticks.append(protocol)
            tick(protocol)

        monkeypatch.setattr(ServerSession, "tick", count)
        await harness.advance(1)
        for _ in range(100):
            await asyncio.sleep(0)
        assert len(ticks) <= 1


class TestOnce:
    """A message runs once, whoever sends it again and whenever (rows MS-2, AT-6, AT-9)."""

    async def record(self, harness: Harness, handlers: Handlers) -> tuple[Client, bytes]:
        """A client, and a packet of its that was executed."""
        handlers.gate.set()
        client = await listening(harness)
        client.session.send_request(tl.encode(ONLINE))
        (packet,) = client.session.packets_to_send()
        assert client.wire is not None
        client.wire.send(packet)
        await client(NEAREST_DC)
        assert self.executions(handlers) == 1
        return client, packet

    def executions(self, handlers: Handlers) -> int:
        return handlers.calls.count(("account.updateStatus", 7))

    async def replay(self, harness: Harness, packet: bytes) -> None:
        wire = await harness.wire()
        wire.send(packet)
        await (await harness.client())(NEAREST_DC)

    @pytest.mark.rows("MS-2", "AT-6")
    async def test_a_recorded_packet_on_another_connection(self, harness: Harness, handlers: Handlers) -> None:
        client, packet = await self.record(harness, handlers)
        await self.replay(harness, packet)
        assert self.executions(handlers) == 1
        session = session_of(harness, client)
        assert len(session.outlets) == 1  # the thief has not become one of its connections
        session.push(TOO_LONG)
        await client.update(types.UpdatesTooLong)

    @pytest.mark.rows("MS-2", "AT-6", "RL-1")
    async def test_while_its_session_has_no_connection(self, harness: Harness, handlers: Handlers) -> None:
        """The thief gets nothing, and takes nothing away: what waits for the client still comes."""
        client, packet = await self.record(harness, handlers)
        session = session_of(harness, client)
        await client.disconnect()
        session.push(TOO_LONG)
        await self.replay(harness, packet)
        assert self.executions(handlers) == 1
        assert not session.outlets
        await client.connect()
        await client.update(types.UpdatesTooLong)
        assert client.new_sessions == 1

    @pytest.mark.rows("MS-2", "AT-6")
    async def test_after_its_session_was_destroyed(self, harness: Harness, handlers: Handlers) -> None:
        client, packet = await self.record(harness, handlers)
        other = await harness.client(same_key_as=client)
        await other(NEAREST_DC)
        other.session.destroy_session(client.session.session_id)
        other.send()
        assert await other.other(SessionDestroyed) == SessionDestroyed(client.session.session_id, True)
        await self.replay(harness, packet)
        assert self.executions(handlers) == 1

    @pytest.mark.rows("MS-2", "AT-6")
    async def test_after_a_restart(self, tmp_path: Path, rsa_keys: Path, handlers: Handlers) -> None:
        async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router]) as harness:
            client, packet = await self.record(harness, handlers)
        async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router]) as harness:
            await self.replay(harness, packet)
            assert self.executions(handlers) == 1
            again = await harness.client_of(client.auth_key)  # the key itself is as good as before
            assert await again(NEAREST_DC) == NEAREST

    @pytest.mark.rows("AT-9")
    async def test_whoever_is_refused_below_a_floor_does_not_make_it_last(self, harness: Harness) -> None:
        """As a client is whose server's clock was ahead, and has been set."""
        client = await listening(harness)
        sessions, ended = harness.app.sessions, session_of(harness, client)
        sessions.discard(ended)
        refused = sessions.find(ended.key, ended.session_id)
        assert refused is not None
        assert refused.protocol.highest_msg_id == ended.protocol.highest_msg_id
        harness.clock.advance(REMEMBERED - 1)
        sessions.discard(refused)
        harness.clock.advance(2)
        another = sessions.find(ended.key, ended.session_id)
        assert another is not None
        assert another.protocol.highest_msg_id == 0

    @pytest.mark.rows("AT-9")
    def test_the_floor_of_an_ended_session_stays_for_as_long_as_its_messages_could_run(self) -> None:
        clock = ManualClock()
        ended = EndedSessions(clock, capacity=2)
        ended.remember(1, 10, 100)
        assert ended.floor(1, 10) == 100
        assert ended.floor(1, 11) == ended.floor(2, 10) == 0
        clock.advance(REMEMBERED)
        assert ended.floor(1, 10) == 0
        ended.remember(1, 11, 50)
        ended.remember(1, 12, 70)
        ended.remember(1, 13, 90)  # pushes out the floor of 11: from now on nothing that old runs in any session
        assert ended.floor(1, 99) == 50
        assert ended.floor(1, 12) == 70


@pytest.mark.rows("M34")
async def test_little_is_worked_on_at_once_and_all_of_it_in_the_end(harness: Harness, handlers: Handlers) -> None:
    client = await listening(harness)
    futures = [client.begin(ONLINE) for _ in range(3 * AT_ONCE)]
    client.ping(600)
    await client.other(Pong)
    assert handlers.calls.count(("account.updateStatus", 7)) == AT_ONCE
    handlers.gate.set()
    assert await asyncio.gather(*futures) == [True] * len(futures)


async def test_a_session_that_is_over_is_not_listed_again_by_what_it_began(
    harness: Harness, handlers: Handlers
) -> None:
    client = await listening(harness)
    future = client.begin(ONLINE)
    await client(NEAREST_DC)
    session = session_of(harness, client)
    harness.app.sessions.discard(session)
    handlers.gate.set()
    await (await harness.client())(NEAREST_DC)
    assert not harness.app.hub.listening(7)
    future.cancel()


@pytest.mark.rows("M34")
async def test_a_connection_forgets_the_sessions_that_end_on_it(harness: Harness) -> None:
    keeper = await listening(harness)
    session = session_of(harness, keeper)
    (peer,) = session.outlets
    for _ in range(3):
        harness.app.sessions.discard(session_of(harness, keeper))
        await keeper(NEAREST_DC)
    assert len(peer._sessions) == 1  # type: ignore[attr-defined]  # it must not grow, and shows in nothing else


@pytest.mark.rows("MS-7")
async def test_nothing_crosses_sessions_keys_or_users(harness: Harness) -> None:
    """Thirty sessions of ten keys at once: each gets its own answers and its own pushes, whole and in order."""
    users = []
    for user_id in range(1, 11):
        first = await listening(harness, user_id)
        users.append((user_id, [first, *[await harness.client(same_key_as=first) for _ in range(2)]]))
    await asyncio.gather(*(client(USERS) for _, clients in users for client in clients))

    async def talk(user_id: int, client: Client) -> None:
        session = session_of(harness, client)
        marks = [int.from_bytes(os.urandom(4), "little") >> 1 for _ in range(30)]
        for mark in marks:
            session.push(
                tl.encode(
                    types.UpdateShort(
                        update=types.UpdateUserTyping(user_id=user_id, action=types.SendMessageTypingAction()),
                        date=mark,
                    )
                )
            )
            assert await client(USERS) == [types.UserEmpty(id=user_id)]
        heard = [await client.update(types.UpdateShort) for _ in marks]
        assert [update.date for update in heard] == marks
        assert client.updates.empty()

    await asyncio.gather(*(talk(user_id, client) for user_id, clients in users for client in clients))


@pytest.mark.rows("MS-7", "M27")
async def test_a_session_of_another_key_cannot_be_destroyed(harness: Harness) -> None:
    victim, stranger = await listening(harness, 1), await listening(harness, 2)
    stranger.session.destroy_session(victim.session.session_id)
    stranger.send()
    assert await stranger.other(SessionDestroyed) == SessionDestroyed(victim.session.session_id, False)
    assert await victim(USERS) == [types.UserEmpty(id=1)]
    assert victim.new_sessions == 1


@pytest.mark.rows("MS-7")
async def test_the_same_session_id_under_two_keys_is_two_sessions(harness: Harness) -> None:
    one, two = await listening(harness, 1), await listening(harness, 2)
    session_id = one.session.session_id.to_bytes(8, "little", signed=True)
    draws = iter([session_id])
    twin = await harness.client_of(two.auth_key, random=lambda size: next(draws, None) or os.urandom(size))
    assert twin.session.session_id == one.session.session_id
    assert await twin(USERS) == [types.UserEmpty(id=2)]
    assert await one(USERS) == [types.UserEmpty(id=1)]
