"""A peer that does not read costs a bounded amount for a bounded time, and loses nothing by it."""

import asyncio

import pytest

from mtproto import tl
from mtproto.session.limits import MAX_UNSENT_MESSAGES
from mtproto.tl import functions, types
from server.gateway.connection import SEND_BUFFER, STALLED
from server.gateway.live_session import LiveSession, Outlet
from server.gateway.peer import Peer
from tests.server.client import Client, Wire
from tests.server.handlers import GET_FILE, NEAREST, USERS, Handlers, sign_in
from tests.server.harness import Harness

NEAREST_DC = functions.help.GetNearestDc()
PART = 512 * 1024


async def deaf(harness: Harness, user_id: int = 7) -> Client:
    """A signed-in client that hears updates and has stopped reading, behind a small window."""
    client = await harness.client(receive_buffer=4096)
    await sign_in(harness.app, client.auth_key, user_id)
    await client(USERS)
    assert client.reading is not None
    client.reading.cancel()
    return client


def typing(number: int) -> bytes:
    """An update of a kilobyte."""
    action = types.SendMessageEmojiInteractionSeen(emoticon="x" * 1000)
    return tl.encode(types.UpdateShort(update=types.UpdateUserTyping(user_id=number, action=action), date=0))


async def quiet_moment(harness: Harness) -> None:
    """Until the server has answered somebody else."""
    assert await (await harness.client())(NEAREST_DC) == NEAREST


@pytest.mark.rows("DO-4", "RL-1")
async def test_a_reader_that_stops_is_closed_in_ten_seconds_and_loses_nothing(harness: Harness) -> None:
    client = await deaf(harness)
    (session,) = [session for session in harness.app.sessions if session.user_id == 7]
    for number in range(900):
        session.push(typing(number))
    await quiet_moment(harness)
    assert not session.outlets[-1].keeps_up
    await harness.advance(STALLED + 0.5)
    while session.outlets:  # noqa: ASYNC110 - the server has no reason to tell of it
        await asyncio.sleep(0)
    await client.disconnect()
    await client.connect()
    heard = [(await client.update(types.UpdateUserTyping)).user_id for _ in range(900)]
    assert heard == list(range(900))
    assert client.new_sessions == 1


@pytest.mark.rows("DO-4", "RL-1")
async def test_a_reader_for_whom_too_much_has_piled_up_begins_anew_at_once(harness: Harness) -> None:
    """What was forgotten it is told by a new session, on a new connection: on the old one it would wait for ever."""
    client = await deaf(harness)
    (session,) = [session for session in harness.app.sessions if session.user_id == 7]
    for number in range(MAX_UNSENT_MESSAGES + 500):
        session.push(typing(number))
        if number % 100 == 0:
            await asyncio.sleep(0)
    async with asyncio.timeout(30):
        while session.outlets:  # noqa: ASYNC110 - the server has no reason to tell of it
            await asyncio.sleep(0)
    await client.disconnect()
    await client.connect()
    assert await client(USERS) == [types.UserEmpty(id=7)]
    assert client.new_sessions == 2
    session.push(typing(1))
    assert (await client.update(types.UpdateUserTyping)).user_id == 1


@pytest.mark.rows("RL-1", "DO-4")
async def test_a_connection_that_was_left_behind_is_sent_nothing_while_the_newest_takes_nothing(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of a phone that went from one network to another: what is sent there nobody reads."""
    client = await deaf(harness)
    client.session.detached()
    left, client.wire = client.wire, None
    await client.connect()
    assert await client(USERS) == [types.UserEmpty(id=7)]
    assert client.reading is not None
    client.reading.cancel()
    (session,) = [session for session in harness.app.sessions if session.user_id == 7]
    old, newest = session.outlets
    sent: list[Outlet] = []

    def send(peer: Peer, packets: list[bytes]) -> list[bytes]:
        sent.append(peer)
        return peer_send(peer, packets)

    peer_send = Peer.send
    monkeypatch.setattr(Peer, "send", send)
    for number in range(900):
        session.push(typing(number))
    await quiet_moment(harness)
    assert (old.keeps_up, newest.keeps_up) == (True, False)
    session.push(typing(900))
    await quiet_moment(harness)
    assert newest in sent
    assert old not in sent
    assert left is not None
    await left.close()


@pytest.mark.rows("DO-4")
async def test_nothing_more_is_done_for_a_peer_that_does_not_read(harness: Harness, handlers: Handlers) -> None:
    handlers.file = bytes(PART)
    client = await deaf(harness)
    for _ in range(100):
        client.begin(GET_FILE).add_done_callback(lambda future: future.cancelled() or future.exception())
    await quiet_moment(harness)
    answered = handlers.calls.count(("upload.getFile", 7))
    assert answered * PART <= 8 * (SEND_BUFFER + PART), f"{answered} parts for one that reads none"


@pytest.mark.rows("DO-4")
async def test_a_slow_reader_is_given_time_as_long_as_it_reads(harness: Harness, handlers: Handlers) -> None:
    handlers.file = bytes(PART)
    client = await deaf(harness)
    (session,) = [session for session in harness.app.sessions if session.user_id == 7]
    for _ in range(8):
        client.begin(GET_FILE).add_done_callback(lambda future: future.cancelled() or future.exception())
    while session.outlets[-1].keeps_up:  # noqa: ASYNC110 - the server has no reason to tell of it
        await asyncio.sleep(0)
    wire: Wire | None = client.wire
    assert wire is not None
    for _ in range(2):
        await wire.reader.readexactly(PART // 4)  # not so much that the server would begin with the next part
        await quiet_moment(harness)
        await harness.advance(STALLED + 0.5)
        await quiet_moment(harness)
        assert session.outlets


@pytest.mark.rows("DO-4")
async def test_others_notice_nothing_of_many_deaf_peers(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody else is answered, nothing is done for them, but what a timer of each still had to."""
    for user_id in range(1, 21):
        await deaf(harness, user_id)
    unheard = list(harness.app.sessions)
    for session in unheard:
        for number in range(600):
            session.push(typing(number))
    client = await harness.client()
    await client(NEAREST_DC)
    flushed, flush = [], LiveSession.flush

    def counted(session: LiveSession) -> None:
        flushed.append(session)
        flush(session)

    monkeypatch.setattr(LiveSession, "flush", counted)
    for _ in range(20):
        await client(NEAREST_DC)
    assert len(flushed) >= 20
    assert sum(session in unheard for session in flushed) <= len(unheard)
