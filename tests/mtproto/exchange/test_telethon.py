"""Telethon's own client code, unmodified, makes a key with our server role (row HS-1).

Telethon sends plain `p_q_inner_data` in the old padding, so it takes the legacy key.
"""

import asyncio
import logging
import os
from collections import defaultdict

import pytest
from telethon.crypto import AuthKey, rsa
from telethon.errors import SecurityError
from telethon.network import MTProtoPlainSender, MTProtoSender
from telethon.network.authenticator import do_authentication
from telethon.tl.functions import PingRequest
from telethon.tl.types import Pong

from mtproto.exchange import ExchangeFailure, ServerKeys, plain
from mtproto.session import Salts, SaltSecret, ServerSession, open_packet
from mtproto.session.msg_ids import REPLY, MsgIds
from tests.mtproto.exchange.pair import Server

LOGGERS = defaultdict(lambda: logging.getLogger("telethon"))


class Wire:
    """What Telethon uses of a connection; at the other end our server: exchanges, then sessions under their keys."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.msg_ids = MsgIds(server.clock)
        self.salt_secret = SaltSecret(server.clock, os.urandom)
        self.sessions: dict[int, ServerSession] = {}
        self.answers: asyncio.Queue[bytes] = asyncio.Queue()

    async def connect(self, timeout: float) -> None:  # noqa: ASYNC109  # as Telethon calls it
        """It always is."""

    async def disconnect(self) -> None:
        """It stays."""

    async def send(self, frame: bytes) -> None:
        for answer in self.exchange(frame) if plain.is_plain(frame) else self.converse(frame):
            self.answers.put_nowait(answer)

    async def recv(self) -> bytes:
        return await self.answers.get()

    def exchange(self, frame: bytes) -> list[bytes]:
        answer = self.server.answer(plain.parse(frame).body)
        assert answer is not None
        return [plain.write(self.msg_ids.next(REPLY), answer)]

    def converse(self, frame: bytes) -> list[bytes]:
        made = self.server.stored[frame[:8]]
        packet = open_packet(made.auth_key, frame)
        if packet.session_id not in self.sessions:
            clock = self.server.clock
            salts = Salts(self.salt_secret, made.auth_key.key_id, clock, made.salt)
            session = ServerSession(
                made.auth_key, packet.session_id, salts, clock, os.urandom, destroy_session=self.sessions.__contains__
            )
            session.attached()
            self.sessions[packet.session_id] = session
        session = self.sessions[packet.session_id]
        session.receive(packet)
        return [*session.notices_to_send(), *session.packets_to_send()]


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telethon knows no key but those a test gives it."""
    monkeypatch.setattr(rsa, "_server_keys", {})


async def authenticate(server: Server) -> tuple[AuthKey, int]:
    """Telethon drops leading zero bytes of a key, one key in 256, and then cannot agree; its sender tries again too."""
    while True:
        before = set(server.stored)
        try:
            return await do_authentication(MTProtoPlainSender(Wire(server), loggers=LOGGERS))
        except SecurityError:
            (made,) = set(server.stored) - before
            assert server.stored[made].auth_key.data[0] == 0


@pytest.mark.rows("HS-1", "AT-4", "H5", "H6", "H10", "H13")
async def test_telethon_makes_a_key(keys: ServerKeys, trusting: None) -> None:
    assert keys.legacy is not None
    rsa.add_key(keys.legacy.public.to_pem(), old=False)
    server = Server(keys)
    auth_key, time_offset = await authenticate(server)
    kept = server.stored[auth_key.key_id.to_bytes(8, "little")]
    assert kept.auth_key.data == auth_key.key
    assert kept.expires_at is None
    assert abs(time_offset) > 1_000_000, "the server's clock is years behind"


@pytest.mark.rows("HS-1")
async def test_telethon_makes_keys_one_after_the_other_on_one_connection(keys: ServerKeys, trusting: None) -> None:
    assert keys.legacy is not None
    rsa.add_key(keys.legacy.public.to_pem(), old=False)
    server = Server(keys)
    made = {(await authenticate(server))[0].key for _ in range(3)}
    assert made <= {kept.auth_key.data for kept in server.stored.values()}
    assert len(made) == 3


@pytest.mark.rows("AT-4")
async def test_telethon_is_refused_on_the_main_key(keys: ServerKeys, trusting: None) -> None:
    """The old padding never opens under the key of current clients."""
    rsa.add_key(keys.main.public.to_pem(), old=False)
    server = Server(keys)
    with pytest.raises(ExchangeFailure) as failure:
        await authenticate(server)
    assert failure.value.code == -404
    assert server.stored == {}


async def test_telethon_refuses_a_server_whose_keys_it_does_not_know(keys: ServerKeys, trusting: None) -> None:
    with pytest.raises(SecurityError):
        await do_authentication(MTProtoPlainSender(Wire(Server(keys)), loggers=LOGGERS))


@pytest.mark.rows("HS-1", "H14", "M29")
async def test_telethon_makes_a_key_and_pings_under_it(keys: ServerKeys, trusting: None) -> None:
    """The whole sender of Telethon: the exchange, then encrypted messages. Its first has no salt and is told one."""
    assert keys.legacy is not None
    rsa.add_key(keys.legacy.public.to_pem(), old=False)
    server = Server(keys)
    sender = MTProtoSender(AuthKey(None), loggers=LOGGERS, delay=0)
    await sender.connect(Wire(server))
    try:
        pong = await asyncio.wait_for(sender.send(PingRequest(ping_id=42)), 30)
    finally:
        await sender.disconnect()
    assert isinstance(pong, Pong)
    assert pong.ping_id == 42
    assert sender.auth_key.key in {kept.auth_key.data for kept in server.stored.values()}
