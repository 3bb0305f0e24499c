"""Devices: listed, ended, let in by QR code, vouched for."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.auth.waiting import later
from tests.server.harness import Harness

PHONE = "9996621021"
A_DAY = 86_401


@pytest.mark.rows("AU-4")
async def test_an_ended_device_is_dead_on_its_live_connection(harness: Harness) -> None:
    owner, other = await harness.client(PHONE), await harness.client(PHONE)
    await later(harness, A_DAY, owner, other)
    listed = (await owner(functions.account.GetAuthorizations())).authorizations
    (current,) = [one for one in listed if one.current]
    (foreign,) = [one for one in listed if not one.current]
    assert current.hash == 0
    assert foreign.hash != 0
    assert await owner(functions.account.ResetAuthorization(hash=foreign.hash)) is True
    with pytest.raises(rpc_errors.SESSION_REVOKED):
        await other(functions.updates.GetState())
    with pytest.raises(rpc_errors.HASH_INVALID):
        await owner(functions.account.ResetAuthorization(hash=foreign.hash))


@pytest.mark.rows("A6")
async def test_a_fresh_device_ends_no_other(harness: Harness) -> None:
    owner, thief = await harness.client(PHONE), await harness.client(PHONE)
    listed = (await thief(functions.account.GetAuthorizations())).authorizations
    (foreign,) = [one for one in listed if not one.current]
    with pytest.raises(rpc_errors.FRESH_RESET_AUTHORISATION_FORBIDDEN):
        await thief(functions.account.ResetAuthorization(hash=foreign.hash))
    with pytest.raises(rpc_errors.FRESH_RESET_AUTHORISATION_FORBIDDEN):
        await thief(functions.auth.ResetAuthorizations())
    assert await owner(functions.updates.GetState())


async def test_nobody_ends_somebody_elses_device(harness: Harness) -> None:
    owner, other, stranger = [await harness.client(p) for p in (PHONE, PHONE, "9996621022")]
    await later(harness, A_DAY, owner, other, stranger)
    listed = (await owner(functions.account.GetAuthorizations())).authorizations
    (foreign,) = [one for one in listed if not one.current]
    with pytest.raises(rpc_errors.HASH_INVALID):
        await stranger(functions.account.ResetAuthorization(hash=foreign.hash))
    with pytest.raises(rpc_errors.HASH_INVALID):
        await stranger(functions.account.ChangeAuthorizationSettings(hash=foreign.hash, confirmed=True))
    assert await other(functions.updates.GetState())


async def test_all_others_end_at_once(harness: Harness) -> None:
    owner, second, third = [await harness.client(PHONE) for _ in range(3)]
    await later(harness, A_DAY, owner, second, third)
    assert await owner(functions.auth.ResetAuthorizations()) is True
    for gone in (second, third):
        with pytest.raises(rpc_errors.SESSION_REVOKED):
            await gone(functions.updates.GetState())
    assert len((await owner(functions.account.GetAuthorizations())).authorizations) == 1


async def test_a_device_is_what_its_client_said(harness: Harness) -> None:
    client = await harness.client(PHONE)
    (device,) = (await client(functions.account.GetAuthorizations())).authorizations
    assert (device.current, device.api_id, device.ip) == (True, 1, "127.0.0.1")
    assert device.device_model
    request = functions.account.ChangeAuthorizationSettings(hash=0, encrypted_requests_disabled=True)
    assert await client(request) is True
    (device,) = (await client(functions.account.GetAuthorizations())).authorizations
    assert device.encrypted_requests_disabled
    assert not device.call_requests_disabled


async def test_devices_have_a_lifetime_of_their_owners_choice(harness: Harness) -> None:
    client = await harness.client(PHONE)
    assert (await client(functions.account.GetAuthorizations())).authorization_ttl_days == 180
    await later(harness, A_DAY, client)
    assert await client(functions.account.SetAuthorizationTTL(authorization_ttl_days=30)) is True
    assert (await client(functions.account.GetAuthorizations())).authorization_ttl_days == 30
    with pytest.raises(rpc_errors.TTL_DAYS_INVALID):
        await client(functions.account.SetAuthorizationTTL(authorization_ttl_days=0))


@pytest.mark.rows("A6")
async def test_a_qr_code_lets_the_device_in_that_shows_it(harness: Harness) -> None:
    owner, newcomer = await harness.client(PHONE), await harness.client()
    export = functions.auth.ExportLoginToken(api_id=1, api_hash="x", except_ids=[])
    shown = await newcomer(export)
    accepted = await owner(functions.auth.AcceptLoginToken(token=shown.token))
    assert not accepted.current
    await newcomer.update(types.UpdateLoginToken)
    success = await newcomer(export)
    assert isinstance(success, types.auth.LoginTokenSuccess)
    assert owner.me is not None
    assert success.authorization.user.id == owner.me.id
    with pytest.raises(rpc_errors.AUTH_TOKEN_ALREADY_ACCEPTED):
        await owner(functions.auth.AcceptLoginToken(token=shown.token))


@pytest.mark.rows("A6")
async def test_a_qr_code_lives_half_a_minute(harness: Harness) -> None:
    owner, newcomer = await harness.client(PHONE), await harness.client()
    shown = await newcomer(functions.auth.ExportLoginToken(api_id=1, api_hash="x", except_ids=[]))
    await harness.advance(31)
    with pytest.raises(rpc_errors.AUTH_TOKEN_EXPIRED):
        await owner(functions.auth.AcceptLoginToken(token=shown.token))
    with pytest.raises(rpc_errors.AUTH_TOKEN_EXPIRED):
        await newcomer(functions.auth.ImportLoginToken(token=shown.token))


@pytest.mark.rows("A6")
async def test_a_token_is_imported_by_the_key_that_asked_for_it(harness: Harness) -> None:
    """It is told what became of it, and no other key is let in by it; who is signed in anyway needs a token, too."""
    owner, newcomer, other = await harness.client(PHONE), await harness.client(), await harness.client()
    shown = await newcomer(functions.auth.ExportLoginToken(api_id=1, api_hash="x", except_ids=[]))
    take = functions.auth.ImportLoginToken(token=shown.token)
    waiting = await newcomer(take)
    assert waiting.token == shown.token
    assert waiting.expires <= shown.expires
    for stranger in (other, owner):
        with pytest.raises(rpc_errors.AUTH_TOKEN_INVALID):
            await stranger(take)
    await owner(functions.auth.AcceptLoginToken(token=shown.token))
    assert isinstance(await newcomer(take), types.auth.LoginTokenSuccess)
    for stranger in (other, owner):
        with pytest.raises(rpc_errors.AUTH_TOKEN_ALREADY_ACCEPTED):
            await stranger(take)
    with pytest.raises(rpc_errors.AUTH_TOKEN_INVALID):
        await newcomer(functions.auth.ImportLoginToken(token=b"none"))


async def test_a_device_vouches_for_another_key_that_ends_with_it(harness: Harness) -> None:
    owner, other = await harness.client(PHONE), await harness.client(PHONE)
    media = await harness.client()
    exported = await other(functions.auth.ExportAuthorization(dc_id=4))
    imported = functions.auth.ImportAuthorization(id=exported.id, bytes=exported.bytes)
    authorization = await media(imported)
    assert owner.me is not None
    assert authorization.user.id == owner.me.id
    with pytest.raises(rpc_errors.AUTH_BYTES_INVALID):
        await (await harness.client())(imported)
    assert len((await owner(functions.account.GetAuthorizations())).authorizations) == 2
    await later(harness, A_DAY, owner, media)
    await owner(functions.auth.ResetAuthorizations())
    with pytest.raises(rpc_errors.SESSION_REVOKED):
        await media(functions.updates.GetState())


async def test_an_export_names_a_data_centre_and_its_owner(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    with pytest.raises(rpc_errors.DC_ID_INVALID):
        await owner(functions.auth.ExportAuthorization(dc_id=77))
    exported = await owner(functions.auth.ExportAuthorization(dc_id=1))
    with pytest.raises(rpc_errors.AUTH_BYTES_INVALID):
        await (await harness.client())(functions.auth.ImportAuthorization(id=exported.id + 1, bytes=exported.bytes))


async def test_telethon_signs_in_by_qr_code(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    newcomer = harness.telethon()
    await newcomer.connect()
    shown = await newcomer.qr_login()
    await owner(functions.auth.AcceptLoginToken(token=shown.token))
    me = await shown.wait(30)
    assert owner.me is not None
    assert me.id == owner.me.id
