"""Telethon's own message code, unmodified, against our server session: envelope, containers, refusals, resends.

`MTProtoState` encrypts, decrypts and judges; `MessagePacker` makes the containers; Telethon's classes read what comes.
"""

import logging
import os
from collections import defaultdict

import pytest
from telethon.crypto import AuthKey as TelethonKey
from telethon.errors import SecurityError
from telethon.extensions.messagepacker import MessagePacker
from telethon.network.mtprotostate import MTProtoState
from telethon.network.requeststate import RequestState
from telethon.tl import TLObject, functions, types
from telethon.tl.core import MessageContainer, RpcResult, TLMessage

from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.session import Salts, SaltSecret, ServerSession, open_packet
from mtproto.session.events import Refused, RequestReceived
from mtproto.session.states import State
from mtproto.tl.packed import opened
from tests.support.clock import ShiftedClock

pytestmark = pytest.mark.rows("CR-4", "M3", "M16", "M22")


class Telethon:
    """Telethon's half of a conversation, with a session of ours for the other."""

    def __init__(self) -> None:
        data = os.urandom(256)
        loggers: defaultdict[str, logging.Logger] = defaultdict(lambda: logging.getLogger("telethon"))
        self.clock = ShiftedClock()
        self.auth_key = AuthKey(data)
        self.salts = Salts(SaltSecret(self.clock, os.urandom), self.auth_key.key_id, self.clock)
        self.clock.advance(10)
        self.state = MTProtoState(TelethonKey(data), loggers)
        self.state.time_offset = 10
        self.state.salt = self.salts.current(self.clock.now())
        self.packer = MessagePacker(self.state, loggers)
        self.session = ServerSession(
            self.auth_key,
            self.state.id,
            self.salts,
            self.clock,
            os.urandom,
            destroy_session=lambda session_id: False,
        )

    async def send(self, *requests: TLObject) -> list[RequestState]:
        """What Telethon's sender does with its queue."""
        states = [RequestState(request) for request in requests]
        self.packer.extend(states)
        _, data = await self.packer.get()
        accepted = self.session.receive(open_packet(self.auth_key, self.state.encrypt_message_data(data)))
        if accepted and self.session.state is State.FRESH:
            self.session.attached()
        return states

    def received(self) -> list[TLMessage]:
        """Everything our side says, as Telethon understands it."""
        messages = []
        for packet in (*self.session.notices_to_send(), *self.session.packets_to_send()):
            message = self.state.decrypt_message_data(packet)
            assert message is not None, "Telethon ignored it"
            inner = message.obj.messages if isinstance(message.obj, MessageContainer) else [message]
            messages += inner
        return messages


@pytest.fixture
def telethon() -> Telethon:
    return Telethon()


async def test_requests_alone_and_in_containers(telethon: Telethon) -> None:
    queries = [functions.help.GetConfigRequest(), functions.help.GetNearestDcRequest(), functions.PingRequest(5)]
    states = await telethon.send(*queries)
    events = telethon.session.events()
    assert [event.body for event in events if isinstance(event, RequestReceived)] == [bytes(q) for q in queries[:2]]
    answer = types.NearestDc("XX", 1, 2)
    for state in states[:2]:
        telethon.session.answer(state.msg_id, bytes(answer))
    told = {type(message.obj): message.obj for message in telethon.received()}
    assert set(told) == {types.NewSessionCreated, types.Pong, RpcResult, types.MsgsAck}
    assert (told[types.Pong].msg_id, told[types.Pong].ping_id) == (states[2].msg_id, 5)
    assert told[RpcResult].body.startswith(bytes(answer))
    [alone] = await telethon.send(functions.help.GetConfigRequest())
    telethon.session.answer(alone.msg_id, bytes(answer))
    [result] = telethon.received()
    assert result.obj.req_msg_id == alone.msg_id


async def test_a_packed_query(telethon: Telethon) -> None:
    query = functions.messages.SendMessageRequest("me", "a" * 4_000, random_id=1)
    query.peer = types.InputPeerSelf()
    await telethon.send(query)
    [event] = telethon.session.events()
    assert isinstance(event, RequestReceived)
    assert opened(event.body) == bytes(query)
    assert tl.decode_request(event.body).message == "a" * 4_000


async def test_a_wrong_salt_is_understood(telethon: Telethon) -> None:
    telethon.state.salt = 0
    [state] = await telethon.send(functions.help.GetConfigRequest())
    [message] = telethon.received()
    assert isinstance(message.obj, types.BadServerSalt)
    assert message.obj.bad_msg_id == state.msg_id
    telethon.state.salt = message.obj.new_server_salt
    await telethon.send(functions.help.GetConfigRequest())
    assert [type(event) for event in telethon.session.events()] == [Refused, RequestReceived]


@pytest.mark.rows("M7")
@pytest.mark.parametrize(("offset", "code"), [(-3_600, 16), (3_600, 17)])
async def test_a_wrong_clock_is_understood(telethon: Telethon, offset: int, code: int) -> None:
    telethon.state.time_offset = offset
    await telethon.send(functions.help.GetConfigRequest())
    [message] = telethon.received()
    assert isinstance(message.obj, types.BadMsgNotification)
    assert message.obj.error_code == code
    telethon.state.update_time_offset(message.msg_id)
    await telethon.send(functions.help.GetConfigRequest())
    assert [type(event) for event in telethon.session.events()] == [Refused, RequestReceived]


@pytest.mark.rows("M22", "M23", "M24")
async def test_what_waited_for_minutes_is_not_thought_old(telethon: Telethon) -> None:
    await telethon.send(functions.help.GetConfigRequest())
    telethon.received()
    telethon.session.detached()
    for count in range(50):
        telethon.session.push(bytes(types.UpdatesTooLong()) + bytes(4 * (count % 2)))
    telethon.clock.advance(800)
    telethon.state.time_offset += 800
    telethon.session.attached()
    updates = [message for message in telethon.received() if isinstance(message.obj, types.UpdatesTooLong)]
    assert len(updates) == 50


@pytest.mark.rows("M20")
async def test_a_packet_of_another_session_is_refused_there_too(telethon: Telethon) -> None:
    """The same check, seen from the other side."""
    await telethon.send(functions.help.GetConfigRequest())
    telethon.state.id += 1
    with pytest.raises(SecurityError):
        telethon.received()


async def test_a_chain(telethon: Telethon) -> None:
    first = RequestState(functions.help.GetConfigRequest())
    second = RequestState(functions.help.GetNearestDcRequest(), after=first)
    telethon.packer.extend([first, second])
    _, data = await telethon.packer.get()
    telethon.session.receive(open_packet(telethon.auth_key, telethon.state.encrypt_message_data(data)))
    telethon.session.attached()
    assert [event.body for event in telethon.session.events()] == [bytes(functions.help.GetConfigRequest())]
    telethon.session.answer(first.msg_id, bytes(types.NearestDc("XX", 1, 2)))
    assert [event.body for event in telethon.session.events()] == [bytes(functions.help.GetNearestDcRequest())]


async def test_a_hundred_in_one_container(telethon: Telethon) -> None:
    states = await telethon.send(*(functions.help.GetConfigRequest() for _ in range(100)))
    events = telethon.session.events()
    assert [event.msg_id for event in events if isinstance(event, RequestReceived)] == [s.msg_id for s in states]
