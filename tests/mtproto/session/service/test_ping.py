"""ping and ping_delay_disconnect (M29, MS-6)."""

import pytest
from telethon.tl import functions, types

from mtproto.session.events import DisconnectAfter
from tests.mtproto.session.world import World, ping, read

pytestmark = pytest.mark.rows("M29", "MS-6")


@pytest.mark.parametrize("content", [False, True])
def test_ping_is_answered_bare(settled: World, content: bool) -> None:
    """Clients send it with either parity; one that asks for an acknowledgement gets that as well."""
    message = settled.content(ping(-5)) if content else settled.service(ping(-5))
    settled.send(message)
    said = [read(message.body) for message in settled.said()]
    assert said[0] == types.Pong(message.msg_id, -5)
    assert said[1:] == ([types.MsgsAck([message.msg_id])] if content else [])


@pytest.mark.parametrize(
    ("asked", "given"), [(-1, 1), (0, 1), (1, 1), (75, 75), (600, 600), (601, 600), (2**31 - 1, 600)]
)
def test_the_delay_is_clamped(settled: World, asked: int, given: int) -> None:
    message = settled.service(bytes(functions.PingDelayDisconnectRequest(9, asked)))
    settled.send(message)
    assert settled.session.events() == [DisconnectAfter(given)]
    assert [read(message.body) for message in settled.said()] == [types.Pong(message.msg_id, 9)]


def test_a_pong_dies_with_its_connection(settled: World) -> None:
    """It belongs on the connection of its ping, so it is not sent on the next."""
    settled.send(settled.service(ping()))
    settled.session.detached()
    settled.session.attached()
    assert settled.said() == []
