"""Kurigram's own client code, unmodified, makes a key with our server role (row HS-1).

Another code base than Telethon: its own TL, arithmetic and checks, the old padding as well. It is not among the test
dependencies because its import name is Pyrogram's; where it is not found, this test is skipped:

    pip install --target .peers/kurigram kurigram==2.2.26
"""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mtproto.exchange import ServerKeys, plain
from mtproto.session.msg_ids import REPLY, MsgIds
from tests.mtproto.exchange.pair import Server

PACKAGE = Path(__file__).parents[3] / ".peers" / "kurigram"

pytestmark = pytest.mark.skipif(not PACKAGE.is_dir(), reason="Kurigram is not installed in .peers/kurigram")


class Wire:
    """What Kurigram's key exchange uses of a connection, with our server at the other end."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.msg_ids = MsgIds(server.clock)
        self.answers: list[bytes] = []

    def __call__(self, **_: object) -> "Wire":
        """It is its own connection factory."""
        return self

    async def connect(self) -> None:
        """It always is."""

    async def close(self) -> None:
        """It stays."""

    async def send(self, frame: bytes) -> None:
        answer = self.server.answer(plain.parse(frame).body)
        assert answer is not None
        self.answers.append(plain.write(self.msg_ids.next(REPLY), answer))

    async def recv(self) -> bytes:
        return self.answers.pop(0)


@pytest.mark.rows("HS-1", "AT-4", "H5", "H6", "H10", "H13")
async def test_kurigram_makes_a_key(keys: ServerKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGE))
    auth: Any = pytest.importorskip("pyrogram.session.auth")
    rsa: Any = pytest.importorskip("pyrogram.crypto.rsa")
    assert keys.legacy is not None
    public = keys.legacy.public
    monkeypatch.setattr(rsa, "server_public_keys", {public.fingerprint: rsa.PublicKey(public.n, public.e)})
    monkeypatch.setattr(auth.Auth, "MAX_RETRIES", 0)
    server = Server(keys)
    client = SimpleNamespace(
        ipv6=False,
        proxy=None,
        connection_factory=Wire(server),
        protocol_factory=None,
        loop=asyncio.get_running_loop(),
        server_time=server.clock.now(),
    )
    auth_key = await auth.Auth(client, 2, "", 0, False).create()
    (kept,) = server.stored.values()
    assert kept.auth_key.data == auth_key
