"""destroy_session and destroy_auth_key (M27, M28, MS-6)."""

import pytest
from telethon.tl import functions, types

from mtproto.session import KeyFate
from mtproto.session.events import DestroyAuthKey, RequestReceived
from tests.mtproto.session.world import QUERY, SESSION_ID, World, read

pytestmark = pytest.mark.rows("MS-6")


@pytest.mark.rows("M27")
def test_a_session_of_the_key_is_destroyed_once(settled: World) -> None:
    settled.destroyable = {77}
    for expected in (types.DestroySessionOk(77), types.DestroySessionNone(77)):
        settled.send(settled.service(bytes(functions.DestroySessionRequest(77))))
        assert [read(message.body) for message in settled.said()] == [expected]


@pytest.mark.rows("M27")
def test_a_session_does_not_destroy_itself(settled: World) -> None:
    settled.destroyable = {SESSION_ID}
    settled.send(settled.service(bytes(functions.DestroySessionRequest(SESSION_ID))))
    assert [read(message.body) for message in settled.said()] == [types.DestroySessionNone(SESSION_ID)]
    assert settled.destroyable == {SESSION_ID}


@pytest.mark.rows("M28")
@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (KeyFate.OK, types.DestroyAuthKeyOk),
        (KeyFate.NONE, types.DestroyAuthKeyNone),
        (KeyFate.FAIL, types.DestroyAuthKeyFail),
    ],
)
def test_a_key_is_destroyed_by_its_owner_and_then_answered(settled: World, fate: KeyFate, expected: type) -> None:
    query = settled.content(bytes(functions.DestroyAuthKeyRequest()))
    settled.send(query)
    assert settled.session.events() == [DestroyAuthKey(query.msg_id)]
    assert settled.said() == []
    settled.session.answer_destroy_auth_key(query.msg_id, fate)
    assert [type(read(message.body)) for message in settled.said()] == [expected]


@pytest.mark.rows("M20")
def test_a_closed_session_neither_hears_nor_speaks(settled: World) -> None:
    request = settled.request()
    assert settled.session.events() == [RequestReceived(request, QUERY)]
    settled.session.push(b"an update...")
    settled.session.close()
    settled.session.answer(request, b"done")
    settled.session.push(b"an update...")
    assert not settled.send(settled.content())
    assert settled.session.events() == []
    assert settled.session.packets_to_send() == []
    settled.session.attached()
    assert settled.session.packets_to_send() == []
