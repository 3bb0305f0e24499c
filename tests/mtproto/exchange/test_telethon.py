"""Telethon's own client code, unmodified, makes a key with our server role (row HS-1).

Telethon sends plain `p_q_inner_data` in the old padding, so it takes the legacy key.
"""

import logging
from collections import defaultdict

import pytest
from telethon.crypto import AuthKey, rsa
from telethon.errors import SecurityError
from telethon.network import MTProtoPlainSender
from telethon.network.authenticator import do_authentication

from mtproto.exchange import ExchangeFailure, ServerKeys, plain
from mtproto.session.msg_ids import REPLY, MsgIds
from tests.mtproto.exchange.pair import HandClock, Server

LOGGERS = defaultdict(lambda: logging.getLogger("telethon"))


class Wire:
    """What Telethon's plain sender uses of a connection, with our server at the other end."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.msg_ids = MsgIds(server.clock)
        self.answers: list[bytes] = []

    async def send(self, frame: bytes) -> None:
        query = plain.parse_query(frame)
        answer = self.server.answer(query.body)
        assert answer is not None
        self.answers.append(plain.write(self.msg_ids.next(REPLY), answer))

    async def recv(self) -> bytes:
        return self.answers.pop(0)


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
    clock = HandClock()
    server = Server(keys, clock)
    auth_key, time_offset = await authenticate(server)
    kept = server.stored[auth_key.key_id.to_bytes(8, "little")]
    assert kept.auth_key.data == auth_key.key
    assert kept.expires_at is None
    assert abs(time_offset) > 1_000_000, "the hand clock is years behind"


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
