"""A connection and a server session in memory: refusals cured or told, answers whole, losses made good."""

import asyncio

import pytest

from client_sdk.errors import Disconnected, KeyUnknown, RequestRefused
from client_sdk.network import connection as network
from mtproto import tl
from mtproto.session.gzip_packed import GZIP_PACKED, pack_if_smaller
from mtproto.session.messages import Message
from mtproto.session.service import bad_msg
from mtproto.session.service.bad_msg import BadMsg
from mtproto.tl import functions, types


def check(name: object) -> functions.account.CheckUsername:
    """A call that can be told from another."""
    return functions.account.CheckUsername(username=f"name{name}")


def names(server) -> list[str]:
    return [call.username for call in server.executed if isinstance(call, functions.account.CheckUsername)]


@pytest.mark.rows("M16")
async def test_calls_of_one_moment_leave_in_one_container_and_their_answers_come_in_one(server, connect):
    server.answer = lambda call: call.username.endswith(("0", "2", "4"))
    connection = await connect()
    assert await connection.call(check(0)) is True
    before = len(server.packets)
    assert await asyncio.gather(*(connection.call(check(n)) for n in range(5))) == [True, False, True, False, True]
    assert len(server.packets) - before == 1
    assert names(server) == ["name0", *(f"name{n}" for n in range(5))]


@pytest.mark.rows("M18")
async def test_a_packed_answer_is_opened(server, connect):
    text = types.help.TermsOfService(id=types.DataJSON(data="{}"), text="long " * 1000, entities=[])
    update = types.help.TermsOfServiceUpdate(expires=1, terms_of_service=text)
    packed = pack_if_smaller(tl.encode(update))
    assert packed.startswith(GZIP_PACKED)
    server.answer = lambda call: packed
    connection = await connect()
    assert await connection.call(functions.help.GetTermsOfServiceUpdate()) == update


@pytest.mark.rows("M7", "MS-1")
@pytest.mark.parametrize("skew", [-86_400.0, -301.0, 31.0, 3_600.0])
async def test_a_wrong_clock_is_set_by_codes_16_and_17(server, connect, skew):
    connection = await connect(skew=skew)
    assert await asyncio.gather(*(connection.call(check(n)) for n in range(3))) == [True] * 3
    assert sorted(names(server)) == ["name0", "name1", "name2"]
    assert connection.key.time_offset == pytest.approx(-skew, abs=1)


@pytest.mark.rows("M13", "MS-1")
async def test_a_wrong_salt_is_put_right_by_code_48(server, connect):
    connection = await connect(salt=77)
    assert await connection.call(check(1)) is True
    assert names(server) == ["name1"]
    assert connection.key.salt == server.salts.current(server.clock.now())


@pytest.mark.rows("M13")
async def test_salts_change_under_a_connection_that_stays(server, connect):
    """Over a day and a half, a call every half hour: each is executed once, under whatever salt is good by then."""
    connection = await connect()
    for n in range(72):
        assert await connection.call(check(n)) is True
        await asyncio.sleep(1_800)
    assert names(server) == [f"name{n}" for n in range(72)]
    assert server.connections == 1


@pytest.mark.rows("MS-1", "MS-2")
async def test_what_is_too_old_for_a_new_process_goes_again_under_another_id(server, connect):
    """Code 20: the message was made before the server started, and never arrived."""
    connection = await connect()
    await connection.call(check(0))
    server.hears = False
    waiting = asyncio.ensure_future(connection.call(check(1)))
    await asyncio.sleep(3)
    server.hears = True
    server.restart()
    assert await waiting is True
    assert names(server) == ["name0", "name1"]


UNCURED = sorted(set(BadMsg) - bad_msg.CURABLE - {BadMsg.CONTAINER_ID_REPEATED})


@pytest.mark.rows("MS-1")
@pytest.mark.parametrize("code", UNCURED)
async def test_a_refusal_that_nothing_cures_is_told_with_its_code(server, connect, code):
    """18, 32 to 35 and 64: the call fails, and the connection goes on."""
    connection = await connect()
    await connection.call(check(0))
    server.judge = lambda packet: bad_msg.write(Message(packet.msg_id, packet.seqno, packet.body), code)
    with pytest.raises(RequestRefused, match=str(int(code))):
        await connection.call(check(1))
    server.judge = lambda packet: None
    assert await connection.call(check(2)) is True
    assert (names(server), server.connections) == (["name0", "name2"], 1)


@pytest.mark.rows("M16", "MS-4")
async def test_a_refused_container_takes_every_call_in_it_along(server, connect):
    connection = await connect()
    await connection.call(check(0))
    server.judge = lambda packet: bad_msg.write(Message(packet.msg_id, packet.seqno, packet.body), BadMsg.CONTAINER)
    failed = await asyncio.gather(*(connection.call(check(n)) for n in range(1, 4)), return_exceptions=True)
    assert [type(each) for each in failed] == [RequestRefused] * 3


@pytest.mark.rows("M21")
async def test_a_new_session_sends_again_what_the_old_one_had_and_tells_of_missed_updates(server, connect, heard):
    connection = await connect()
    await connection.call(check(0))
    missed = heard.missed
    await asyncio.sleep(1)  # or the new session would give its first messages the ids of the old one's
    server.forget_session()
    assert await connection.call(check(1)) is True
    assert heard.missed == missed + 1
    assert names(server) == ["name0", "name1"]


async def test_an_update_reaches_the_listener_once(server, connect, heard):
    connection = await connect()
    await connection.call(check(0))
    update = types.UpdateShort(update=types.UpdateConfig(), date=1)
    server.push(update)
    await asyncio.sleep(30)
    assert heard.updates == [update]


@pytest.mark.rows("M23", "RL-1")
async def test_a_lost_connection_is_made_again_and_nothing_is_executed_twice(server, connect, heard):
    connection = await connect()
    await connection.call(check(0))
    for n in range(1, 6):
        calls = [asyncio.ensure_future(connection.call(check(f"{n}.{k}"))) for k in range(3)]
        for _ in range(n):  # a step later each time: before the calls have left, when they have arrived ...
            await asyncio.sleep(0)
        server.cut()
        assert await asyncio.gather(*calls) == [True] * 3
        await asyncio.sleep(1)
    assert sorted(names(server)) == ["name0", *(f"name{n}.{k}" for n in range(1, 6) for k in range(3))]
    assert server.connections == 6
    assert heard.connected == [True, *[False, True] * 5]


@pytest.mark.rows("RL-1")
@pytest.mark.parametrize("seed", range(5))
async def test_frames_lost_doubled_and_late_lose_and_double_no_call(server, connect, heard, seed):
    server.whims.seed(seed)
    connection = await connect()
    await connection.call(check("first"))
    server.rough = 0.08
    pushed = []
    for n in range(40):
        assert await connection.call(check(n)) is True
        if n % 10 == 0:
            pushed.append(types.UpdateShort(update=types.UpdateConfig(), date=n))
            server.push(pushed[-1])
    server.rough = 0.0
    await asyncio.sleep(60)
    await connection.call(check("last"))
    assert names(server) == ["namefirst", *(f"name{n}" for n in range(40)), "namelast"]
    assert sorted(update.date for update in heard.updates) == [update.date for update in pushed]


async def test_a_connection_that_swallows_everything_is_given_up(server, connect):
    connection = await connect()
    await connection.call(check(0))
    server.hears = False
    waiting = asyncio.ensure_future(connection.call(check(1)))
    await asyncio.sleep(2 * network.STALL_SECONDS + 1)
    server.hears = True
    assert await waiting is True
    assert server.connections > 1
    assert names(server) == ["name0", "name1"]


async def test_an_idle_connection_is_kept_by_pings(server, connect):
    connection = await connect()
    await connection.call(check(0))
    before = len(server.packets)
    await asyncio.sleep(10 * network.PING_SECONDS)
    assert server.connections == 1
    assert 10 <= len(server.packets) - before <= 21  # each ping, and at most an acknowledgement of its own


async def test_a_silent_server_is_left(server, connect, heard):
    await connect()
    await asyncio.sleep(1)
    server.hears = False
    await asyncio.sleep(network.SILENCE + 1)
    assert heard.connected[:2] == [True, False]


@pytest.mark.rows("M1")
async def test_a_forgotten_key_ends_it_and_every_call(server, connect):
    connection = await connect()
    await connection.call(check(0))
    server.hears = False
    waiting = asyncio.ensure_future(connection.call(check(1)))
    await asyncio.sleep(1)
    server.transport_error(-404)
    with pytest.raises(KeyUnknown):
        await waiting
    with pytest.raises(KeyUnknown):
        await connection.call(check(2))


@pytest.mark.rows("T8")
async def test_another_transport_error_is_a_lost_connection(server, connect):
    connection = await connect()
    await connection.call(check(0))
    server.transport_error(-429)
    assert await connection.call(check(1)) is True
    assert server.connections == 2


async def test_a_server_that_is_away_is_asked_ever_more_rarely(server, connect):
    server.refused = 1_000
    with pytest.raises(Disconnected):
        await connect()
    connection = await connect(patiently=True)
    waiting = asyncio.ensure_future(connection.call(check(1)))
    tries = server.refused
    await asyncio.sleep(600)
    assert 20 <= tries - server.refused <= 50  # half a minute apart at most, a quarter at least, in the end
    server.refused = 0
    assert await waiting is True
