"""Two-step passwords: set, owed, proven, guessed at, recovered."""

import os

import pytest

from mtproto import rpc_errors
from mtproto.crypto import dh
from mtproto.tl import functions, types
from tests.server.auth.passwords import CODE, PHONE, derivation, owing, proof, set_password
from tests.server.auth.waiting import later
from tests.server.harness import Harness


@pytest.mark.rows("A4", "M33")
async def test_the_password_completes_a_sign_in_and_nothing_goes_before(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    await set_password(owner, hint="a horse")
    client = await owing(harness)
    with pytest.raises(rpc_errors.SESSION_PASSWORD_NEEDED):
        await client(functions.updates.GetState())
    assert (await client(functions.account.GetPassword())).hint == "a horse"
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await client(functions.auth.CheckPassword(password=await proof(client, b"wrong")))
    signed_in = await client(functions.auth.CheckPassword(password=await proof(client)))
    assert owner.me is not None
    assert signed_in.user.id == owner.me.id
    assert isinstance(await client(functions.updates.GetState()), types.updates.State)


@pytest.mark.rows("AU-3", "A4")
@pytest.mark.parametrize(
    "public", [0, 1, dh.PRIME - 1, dh.PRIME, 2 * dh.PRIME % 2**2048], ids=["0", "1", "p-1", "p", "2p"]
)
async def test_edge_values_prove_nothing(harness: Harness, public: int) -> None:
    await set_password(await harness.client(PHONE))
    client = await owing(harness)
    state = await client(functions.account.GetPassword())
    guess = types.InputCheckPasswordSRP(srp_id=state.srp_id, A=public.to_bytes(256, "big"), M1=bytes(32))
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await client(functions.auth.CheckPassword(password=guess))


@pytest.mark.rows("AU-3", "A4")
async def test_a_challenge_is_one_users_and_used_once(harness: Harness) -> None:
    await set_password(await harness.client(PHONE))
    stranger = await harness.client("9996621012")
    await set_password(stranger)
    client = await owing(harness)
    foreign = await proof(stranger)
    with pytest.raises(rpc_errors.SRP_ID_INVALID):
        await client(functions.auth.CheckPassword(password=foreign))
    own = await proof(client, b"wrong")
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await client(functions.auth.CheckPassword(password=own))
    with pytest.raises(rpc_errors.SRP_ID_INVALID):
        await client(functions.auth.CheckPassword(password=own))
    late = await proof(client)
    await harness.advance(301)
    with pytest.raises(rpc_errors.SRP_ID_INVALID):
        await client(functions.auth.CheckPassword(password=late))


@pytest.mark.rows("A4")
async def test_five_tries_then_a_wait_from_whatever_key(harness: Harness) -> None:
    await set_password(await harness.client(PHONE))
    for _ in range(4):  # setting the password proved its absence, which is no try
        client = await owing(harness)
        with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
            await client(functions.auth.CheckPassword(password=await proof(client, b"guess")))
    client = await owing(harness)
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await client(functions.auth.CheckPassword(password=await proof(client, b"guess")))
    client = await owing(harness)
    with pytest.raises(rpc_errors.FLOOD_WAIT_X):
        await client(functions.auth.CheckPassword(password=await proof(client)))
    await harness.advance(300)
    assert await client(functions.auth.CheckPassword(password=await proof(client)))


@pytest.mark.rows("A4")
async def test_the_right_password_is_no_try(harness: Harness) -> None:
    """Whoever knows it may enter on as many devices as they have; a guesser gains nothing by that."""
    await set_password(await harness.client(PHONE))
    for _ in range(6):
        client = await owing(harness)
        assert await client(functions.auth.CheckPassword(password=await proof(client)))
    for error in [rpc_errors.PASSWORD_HASH_INVALID] * 5 + [rpc_errors.FLOOD_WAIT_X]:
        client = await owing(harness)
        with pytest.raises(error):
            await client(functions.auth.CheckPassword(password=await proof(client, b"guess")))


@pytest.mark.rows("A5")
async def test_a_new_password_is_checked(harness: Harness) -> None:
    client = await harness.client(PHONE)
    state = await client(functions.account.GetPassword())
    new = derivation(state.new_algo)

    async def update(salt1: bytes, verifier: int) -> None:
        algorithm = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            salt1=salt1, salt2=new.salt2, g=new.g, p=dh.PRIME.to_bytes(256, "big")
        )
        settings = types.account.PasswordInputSettings(
            new_algo=algorithm, new_password_hash=verifier.to_bytes(256, "big"), hint=""
        )
        empty = types.InputCheckPasswordEmpty()
        await client(functions.account.UpdatePasswordSettings(password=empty, new_settings=settings))

    with pytest.raises(rpc_errors.NEW_SALT_INVALID):
        await update(new.salt1 + os.urandom(31), 12345)
    for verifier in (1, dh.PRIME - 1, dh.PRIME):
        with pytest.raises(rpc_errors.NEW_SETTINGS_INVALID):
            await update(new.salt1 + os.urandom(32), verifier)
    assert not (await client(functions.account.GetPassword())).has_password


async def test_a_password_is_changed_and_removed_by_whoever_proves_it(harness: Harness) -> None:
    client = await harness.client(PHONE)
    await set_password(client)
    await harness.advance(1)
    await set_password(client, b"another")
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await client(functions.account.GetPasswordSettings(password=await proof(client)))
    nothing = types.account.PasswordInputSettings(
        new_algo=types.PasswordKdfAlgoUnknown(), new_password_hash=b"", hint=""
    )
    removal = functions.account.UpdatePasswordSettings(password=await proof(client, b"another"), new_settings=nothing)
    assert await client(removal) is True
    assert not (await client(functions.account.GetPassword())).has_password


@pytest.mark.rows("A5")
async def test_a_reset_takes_a_week_and_can_be_declined(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    with pytest.raises(rpc_errors.PASSWORD_EMPTY):
        await owner(functions.account.ResetPassword())
    with pytest.raises(rpc_errors.RESET_REQUEST_MISSING):
        await owner(functions.account.DeclinePasswordReset())
    await set_password(owner)
    client = await owing(harness)
    waiting = await client(functions.account.ResetPassword())
    assert isinstance(waiting, types.account.ResetPasswordRequestedWait)
    assert (await owner(functions.account.GetPassword())).pending_reset_date == waiting.until_date
    assert await owner(functions.account.DeclinePasswordReset()) is True
    await client(functions.account.ResetPassword())
    await later(harness, 604_801, client, owner)
    assert isinstance(await client(functions.account.ResetPassword()), types.account.ResetPasswordOk)
    assert not (await owner(functions.account.GetPassword())).has_password


@pytest.mark.rows("A5")
async def test_a_changed_password_ends_a_pending_reset(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    await set_password(owner)
    await owner(functions.account.ResetPassword())
    await set_password(owner, b"another")
    assert (await owner(functions.account.GetPassword())).pending_reset_date is None


async def test_a_secret_for_documents_is_not_taken_and_lost(harness: Harness) -> None:
    """Nor the password that came with it; that there is none, clients may say."""
    owner = await harness.client(PHONE)
    algorithm = types.SecurePasswordKdfAlgoPBKDF2HMACSHA512iter100000(salt=bytes(16))
    secret = types.SecureSecretSettings(secure_algo=algorithm, secure_secret=bytes(32), secure_secret_id=1)
    with pytest.raises(rpc_errors.NOT_IMPLEMENTED):
        await set_password(owner, new_secure_settings=secret)
    assert not (await owner(functions.account.GetPassword())).has_password
    none = types.SecureSecretSettings(
        secure_algo=types.SecurePasswordKdfAlgoUnknown(), secure_secret=b"", secure_secret_id=0
    )
    await set_password(owner, new_secure_settings=none)
    assert (await owner(functions.account.GetPassword())).has_password


async def test_without_a_mail_server_there_is_no_recovery_address(harness: Harness) -> None:
    """Nor is the password set that came with one: it was refused, and whoever chose it may think that there is none."""
    owner = await harness.client(PHONE)
    with pytest.raises(rpc_errors.EMAIL_INVALID):
        await set_password(owner, email="ann@example.org")
    assert not (await owner(functions.account.GetPassword())).has_password
    await set_password(owner)
    with pytest.raises(rpc_errors.PASSWORD_RECOVERY_NA):
        await owner(functions.auth.RequestPasswordRecovery())


async def test_telethon_sets_owes_and_proves_a_password(harness: Harness) -> None:
    from telethon.errors import PasswordHashInvalidError, SessionPasswordNeededError

    await harness.client(PHONE)  # the account has to be there: Telethon no longer signs up
    owner = harness.telethon()
    await owner.connect()
    sent = await owner.send_code_request(PHONE)
    await owner.sign_in(PHONE, CODE, phone_code_hash=sent.phone_code_hash)
    assert await owner.edit_2fa(new_password="horse", hint="animal")
    other = harness.telethon()
    await other.connect()
    sent = await other.send_code_request(PHONE)
    with pytest.raises(SessionPasswordNeededError):
        await other.sign_in(PHONE, CODE, phone_code_hash=sent.phone_code_hash)
    with pytest.raises(PasswordHashInvalidError):
        await other.sign_in(password="cow")
    me = await other.sign_in(password="horse")
    assert me.phone == PHONE
