"""Temporary keys: bound by consent of a permanent key, one for messages, one for media (core.telegram.org/api/pfs)."""

import os
from dataclasses import replace

import pytest

from mtproto import rpc_errors
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from server.auth.keys import key_number
from tests.server.auth.binding import LIFE, bind, binding, temporary
from tests.server.auth.waiting import later
from tests.server.harness import Harness

PHONE = "9996621031"


@pytest.mark.rows("P1", "P2")
async def test_a_bound_key_speaks_for_its_permanent_one(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    client = await temporary(harness)
    with pytest.raises(rpc_errors.AUTH_KEY_PERM_EMPTY):
        await client(functions.updates.GetState())
    assert isinstance(await client(functions.help.GetConfig()), types.Config)
    assert isinstance(await client(functions.help.GetNearestDc()), types.NearestDc)
    assert await bind(client, binding(harness, client, owner.auth_key)) is True
    (me,) = await client(functions.users.GetUsers(id=[types.InputUserSelf()]))
    assert owner.me is not None
    assert me.id == owner.me.id


@pytest.mark.rows("P2", "HS-6")
@pytest.mark.parametrize(
    "wrong",
    [
        {"temporary_id": 1},
        {"session_id": 1},
        {"inner_expires_at": 1},
        {"msg_id_offset": 4},
        {"seqno": 1},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
async def test_a_binding_message_that_says_something_else_is_refused(harness: Harness, wrong: dict[str, int]) -> None:
    owner = await harness.client(PHONE)
    client = await temporary(harness)
    with pytest.raises(rpc_errors.ENCRYPTED_MESSAGE_INVALID):
        await bind(client, replace(binding(harness, client, owner.auth_key), **wrong))
    with pytest.raises(rpc_errors.AUTH_KEY_PERM_EMPTY):
        await client(functions.updates.GetState())


@pytest.mark.rows("P4")
async def test_who_has_not_heard_that_a_key_is_bound_may_bind_it_again(harness: Harness) -> None:
    """The first of all calls, also where the permanent key itself has never announced its client."""
    auth_key = AuthKey(os.urandom(256))
    assert await harness.app.keys.store(auth_key)
    client = await temporary(harness)
    assert await bind(client, binding(harness, client, auth_key)) is True
    assert await bind(client, binding(harness, client, auth_key)) is True
    with pytest.raises(rpc_errors.CONNECTION_NOT_INITED):
        await client(functions.help.GetConfig())


@pytest.mark.rows("P2", "HS-6")
async def test_a_permanent_key_that_nobody_knows_binds_nothing(harness: Harness) -> None:
    client = await temporary(harness)
    with pytest.raises(rpc_errors.ENCRYPTED_MESSAGE_INVALID):
        await bind(client, binding(harness, client, AuthKey(os.urandom(256))))


@pytest.mark.rows("P3")
async def test_a_binding_ends_with_its_key_at_the_latest(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    client = await temporary(harness)
    right = binding(harness, client, owner.auth_key)
    for expires_at in (int(harness.clock.now()) - 1, right.expires_at + 3600):
        with pytest.raises(rpc_errors.EXPIRES_AT_INVALID):
            await bind(client, replace(right, expires_at=expires_at, inner_expires_at=expires_at))
    await bind(client, right)
    await later(harness, LIFE + 1, client)
    client.begin(functions.updates.GetState())
    assert await client.closed() == -404


@pytest.mark.rows("P4")
async def test_a_key_is_bound_to_one_permanent_key(harness: Harness) -> None:
    owner, other = await harness.client(PHONE), await harness.client("9996621032")
    client = await temporary(harness)
    assert await bind(client, binding(harness, client, owner.auth_key))
    assert await bind(client, binding(harness, client, owner.auth_key))
    with pytest.raises(rpc_errors.TEMP_AUTH_KEY_ALREADY_BOUND):
        await bind(client, binding(harness, client, other.auth_key))
    with pytest.raises(rpc_errors.TEMP_AUTH_KEY_EMPTY):
        await bind(owner, binding(harness, owner, owner.auth_key))


@pytest.mark.rows("P5")
async def test_a_new_binding_ends_the_former_one_of_its_sort(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    first, media, second = await temporary(harness), await temporary(harness, media=True), await temporary(harness)
    for client in (first, media, second):
        assert await bind(client, binding(harness, client, owner.auth_key))
    first.begin(functions.updates.GetState())
    assert await first.closed() == -404
    for client in (media, second):
        assert await client(functions.users.GetUsers(id=[types.InputUserSelf()]))


@pytest.mark.rows("P6", "HS-6")
async def test_a_fault_of_ours_never_logs_anybody_out(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await harness.client(PHONE)
    client = await temporary(harness)

    async def broken(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(harness.app.keys, "bind", broken)
    with pytest.raises(rpc_errors.RpcError) as raised:
        await bind(client, binding(harness, client, owner.auth_key))
    assert raised.value.code == 500


async def test_temporary_keys_are_dropped_but_for_those_named(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    kept, dropped = await temporary(harness), await temporary(harness, media=True)
    for client in (kept, dropped):
        assert await bind(client, binding(harness, client, owner.auth_key))
    drop = functions.auth.DropTempAuthKeys(except_auth_keys=[key_number(kept.auth_key.key_id)])
    assert await owner(drop) is True
    assert await kept(functions.users.GetUsers(id=[types.InputUserSelf()]))
    dropped.begin(functions.updates.GetState())
    assert await dropped.closed() == -404
