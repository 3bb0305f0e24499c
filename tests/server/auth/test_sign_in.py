"""Signing in by code: who gets in, and what a guesser gets."""

from pathlib import Path

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from server.auth.codes import IssuedCode, Purpose
from server.ops.config import DEV_DEFAULTS, SignInSection
from server.ops.resolve import resolve
from server.rpc.flood import LIMITS, FloodClass
from storage.accounts.users import SERVICE_USER_ID
from storage.sign_in import sign_in_codes
from tests.server.client import Client
from tests.server.harness import Harness, serving
from tests.server.people import history

PHONE = "9996621001"
CODE = "22222"
REAL_PHONE = "33612345678"


async def ask(client: Client, phone: str = PHONE) -> types.auth.SentCode:
    settings = types.CodeSettings()
    sent = await client(functions.auth.SendCode(phone_number=phone, api_id=1, api_hash="x", settings=settings))
    assert isinstance(sent, types.auth.SentCode)
    return sent


async def try_code(client: Client, code_hash: str, code: str, phone: str = PHONE) -> types.auth.TypeAuthorization:
    return await client(functions.auth.SignIn(phone_number=phone, phone_code_hash=code_hash, phone_code=code))


async def use_up(client: Client, code_hash: str) -> None:
    """Five wrong guesses, after which the code itself is worth nothing."""
    for _ in range(5):
        with pytest.raises(rpc_errors.PHONE_CODE_INVALID):
            await try_code(client, code_hash, "11111")
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(client, code_hash, CODE)


async def test_a_new_number_signs_up_and_an_old_one_signs_in(harness: Harness) -> None:
    client = await harness.client()
    sent = await ask(client, "+99966 2-1001")
    assert isinstance(await try_code(client, sent.phone_code_hash, CODE), types.auth.AuthorizationSignUpRequired)
    made = await client(
        functions.auth.SignUp(
            phone_number=PHONE, phone_code_hash=sent.phone_code_hash, first_name=" Ann ", last_name="Lee"
        )
    )
    assert (made.user.first_name, made.user.last_name, made.user.phone, made.user.self_) == ("Ann", "Lee", PHONE, True)

    other = await harness.client(PHONE)
    assert other.me is not None
    assert other.me.id == made.user.id


async def test_a_name_is_owed(harness: Harness) -> None:
    client = await harness.client()
    sent = await ask(client)
    await try_code(client, sent.phone_code_hash, CODE)
    sign_up = functions.auth.SignUp(
        phone_number=PHONE, phone_code_hash=sent.phone_code_hash, first_name="  ", last_name=""
    )
    with pytest.raises(rpc_errors.FIRSTNAME_INVALID):
        await client(sign_up)
    sign_up.first_name, sign_up.last_name = "A", "x" * 65
    with pytest.raises(rpc_errors.LASTNAME_INVALID):
        await client(sign_up)


async def test_nobody_signs_up_with_a_code_that_was_not_proven(harness: Harness) -> None:
    client = await harness.client()
    sent = await ask(client)
    with pytest.raises(rpc_errors.PHONE_CODE_INVALID):
        await client(
            functions.auth.SignUp(
                phone_number=PHONE, phone_code_hash=sent.phone_code_hash, first_name="Eve", last_name=""
            )
        )


@pytest.mark.rows("A1", "AU-1")
async def test_a_code_allows_five_tries(harness: Harness) -> None:
    client = await harness.client()
    await use_up(client, (await ask(client)).phone_code_hash)


@pytest.mark.rows("AU-1", "A1")
async def test_a_phone_allows_twenty_five_guesses_a_day(harness: Harness) -> None:
    guesses = 0
    for _ in range(5):
        client = await harness.client()
        sent = await ask(client)
        for _ in range(5):
            with pytest.raises(rpc_errors.PHONE_CODE_INVALID):
                await try_code(client, sent.phone_code_hash, "11111")
            guesses += 1
    assert guesses == 25
    with pytest.raises(rpc_errors.PHONE_PASSWORD_FLOOD):
        await ask(await harness.client())
    await harness.advance(86_401)
    assert (await ask(await harness.client())).phone_code_hash


@pytest.mark.rows("AU-1", "A1")
async def test_in_dev_codes_flow_freely_and_guesses_do_not(tmp_path: Path, rsa_keys: Path) -> None:
    """`chappe dev` asks for more codes and signs more people in than elsewhere; the locks on guessing are the same."""
    often = min(limit.burst for limit in LIMITS[FloodClass.SIGN_IN])
    relaxed = resolve({}, {}, DEV_DEFAULTS).config.flood
    async with serving(tmp_path / "data", rsa_keys, flood=relaxed) as harness:
        client = await harness.client()
        for number in range(often + 1):
            await ask(client, f"999662{number:04}")
        for _ in range(5):
            await use_up(client, (await ask(client)).phone_code_hash)
        with pytest.raises(rpc_errors.PHONE_PASSWORD_FLOOD):
            await ask(client)
    async with serving(tmp_path / "strict", rsa_keys) as harness:
        client = await harness.client()
        for number in range(often):
            await ask(client, f"999662{number:04}")
        with pytest.raises(rpc_errors.FLOOD_WAIT_X):
            await ask(client)


@pytest.mark.rows("A1")
async def test_a_code_lives_five_minutes_and_is_used_once(harness: Harness) -> None:
    client = await harness.client()
    sent = await ask(client)
    await harness.advance(301)
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(client, sent.phone_code_hash, CODE)

    await harness.client(PHONE)
    sent = await ask(client)
    await try_code(client, sent.phone_code_hash, CODE)
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(await harness.client(), sent.phone_code_hash, CODE)


@pytest.mark.rows("A1")
async def test_a_code_is_bound_to_phone_hash_and_key(harness: Harness) -> None:
    client, stranger = await harness.client(), await harness.client()
    sent = await ask(client)
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(stranger, sent.phone_code_hash, CODE)
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(client, sent.phone_code_hash, CODE, phone="9996621002")
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(client, "0" * 24, CODE)
    with pytest.raises(rpc_errors.PHONE_CODE_HASH_EMPTY):
        await try_code(client, "", CODE)
    with pytest.raises(rpc_errors.PHONE_CODE_EMPTY):
        await try_code(client, sent.phone_code_hash, "")


@pytest.mark.rows("A2", "AU-2")
async def test_known_and_unknown_numbers_get_the_same_answer(harness: Harness) -> None:
    await harness.client(PHONE)
    client = await harness.client()
    known, unknown = await ask(client), await ask(client, "9996621999")
    known.phone_code_hash = unknown.phone_code_hash = ""
    assert known == unknown


@pytest.mark.parametrize("phone", ["", "abc", "1", "+999999999999999999", "٣٣٦١٢٣٤٥٦٧٨"])
async def test_what_is_no_phone_number_is_refused(harness: Harness, phone: str) -> None:
    client = await harness.client()
    with pytest.raises(rpc_errors.PHONE_NUMBER_INVALID):
        await ask(client, phone)


async def test_an_api_id_is_owed(harness: Harness) -> None:
    client = await harness.client()
    request = functions.auth.SendCode(phone_number=PHONE, api_id=0, api_hash="", settings=types.CodeSettings())
    with pytest.raises(rpc_errors.API_ID_INVALID):
        await client(request)


async def test_a_code_that_was_called_back_is_over(harness: Harness) -> None:
    client = await harness.client()
    sent = await ask(client)
    cancel = functions.auth.CancelCode(phone_number=PHONE, phone_code_hash=sent.phone_code_hash)
    assert await client(cancel) is True
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(client, sent.phone_code_hash, CODE)
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await client(cancel)


async def test_a_code_sent_again_replaces_the_first(harness: Harness) -> None:
    client = await harness.client()
    sent = await ask(client)
    again = await client(functions.auth.ResendCode(phone_number=PHONE, phone_code_hash=sent.phone_code_hash))
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(client, sent.phone_code_hash, CODE)
    signed_in = await try_code(client, again.phone_code_hash, CODE)
    assert isinstance(signed_in, types.auth.AuthorizationSignUpRequired)


@pytest.mark.rows("OP-3", "A3")
async def test_a_code_reaches_signed_in_devices_and_cannot_be_passed_on(harness: Harness) -> None:
    device = await harness.client(PHONE)
    await device(functions.updates.GetState())
    await ask(await harness.client())
    arrived = await device.update(types.UpdateNewMessage)
    assert isinstance(arrived.message, types.Message)
    assert arrived.message.peer_id == types.PeerUser(user_id=SERVICE_USER_ID)
    assert CODE in arrived.message.message
    assert arrived.message.noforwards


@pytest.mark.rows("A2", "A3", "AU-2")
async def test_a_code_that_was_used_before_its_moment_came_is_told_to_nobody(harness: Harness) -> None:
    device = await harness.client(PHONE)
    newcomer = await harness.client()
    sent = await ask(newcomer)
    late = IssuedCode(sent.phone_code_hash, PHONE, CODE, Purpose.SIGN_IN)
    harness.app.code_senders.send(late)
    await harness.app.background.settle()
    assert await told_by_the_service(harness, device) == ["Login code", "Login code"]
    await try_code(newcomer, sent.phone_code_hash, CODE)
    harness.app.code_senders.send(late)
    await harness.app.background.settle()
    assert await told_by_the_service(harness, device) == ["New login.", "Login code", "Login code"]


async def told_by_the_service(harness: Harness, client: Client) -> list[str]:
    """How each message of its begins, the newest first."""
    assert client.me is not None
    access_hash = harness.app.hashes.of(client.me.id, Hashed.USER, SERVICE_USER_ID)
    told = await history(client, types.InputPeerUser(user_id=SERVICE_USER_ID, access_hash=access_hash))
    return [message.message[: len("Login code")] for message in told.messages]


@pytest.mark.rows("A3")
async def test_a_code_that_was_shared_is_called_back(harness: Harness) -> None:
    device = await harness.client(PHONE)
    newcomer = await harness.client()
    sent = await ask(newcomer)
    assert await device(functions.account.InvalidateSignInCodes(codes=["99999"])) is True
    assert await device(functions.account.InvalidateSignInCodes(codes=[CODE])) is True
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await try_code(newcomer, sent.phone_code_hash, CODE)


@pytest.mark.rows("M33")
async def test_nobody_does_anything_before_signing_in_and_after_signing_out(harness: Harness) -> None:
    client = await harness.client()
    with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
        await client(functions.updates.GetState())
    device = await harness.client(PHONE)
    assert isinstance(await device(functions.updates.GetState()), types.updates.State)
    assert isinstance(await device(functions.auth.LogOut()), types.auth.LoggedOut)
    with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
        await device(functions.updates.GetState())


async def test_a_closed_server_lets_nobody_new_in(tmp_path, rsa_keys) -> None:
    closed = SignInSection(registration="closed", test_numbers=True)
    async with serving(tmp_path / "data", rsa_keys, sign_in=closed) as harness:
        client = await harness.client()
        sent = await ask(client)
        with pytest.raises(rpc_errors.PHONE_NUMBER_UNOCCUPIED):
            await try_code(client, sent.phone_code_hash, CODE)


@pytest.mark.rows("A1", "OP-3")
async def test_a_real_number_has_a_code_of_its_own_that_is_sealed_at_rest(harness: Harness) -> None:
    client = await harness.client()
    sent = await ask(client, REAL_PHONE)
    record = await harness.app.db.peek(lambda view: sign_in_codes.by_hash(view, sent.phone_code_hash))
    assert record is not None
    code = harness.app.sealer.open(record.sealed, b"sign_in_code:" + record.hash.encode()).decode()
    assert len(code) == 5
    assert code.isdigit()
    assert code.encode() not in record.sealed
    signed_in = await try_code(client, sent.phone_code_hash, code, phone=REAL_PHONE)
    assert isinstance(signed_in, types.auth.AuthorizationSignUpRequired)


@pytest.mark.rows("A2")
async def test_a_real_number_gets_so_many_codes_a_day(harness: Harness) -> None:
    client = await harness.client()
    for _ in range(20):
        await ask(client, REAL_PHONE)
        await harness.advance(60)
    with pytest.raises(rpc_errors.PHONE_NUMBER_FLOOD):
        await ask(client, REAL_PHONE)
