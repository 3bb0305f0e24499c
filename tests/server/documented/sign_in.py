"""What signing in is refused with: codes, tokens, temporary keys, fresh devices."""

from dataclasses import replace

from mtproto import rpc_errors as errors
from mtproto.tl import functions, types
from tests.server.auth.binding import bind, binding, temporary
from tests.server.auth.waiting import later
from tests.server.client import Client
from tests.server.documented.stage import CODE, Stage, send_code, sign_in, sign_up

auth, account = functions.auth, functions.account

ANN, BEN, NEW, TAKEN, GUESSED = "9996622001", "9996622002", "9996622003", "9996622004", "9996622005"
NO_NUMBER, REAL = "12", "+4915112345678"
WRONG = "33333"
A_DAY = 86_400
SETTINGS = types.CodeSettings()


async def codes(stage: Stage) -> None:
    """Codes that are missing, wrong, over, or asked for nobody."""
    guest = await stage.harness.client()
    unknown = {"phone_number": NEW, "phone_code_hash": "0"}
    await stage.refused(guest, errors.API_ID_INVALID, send_code(NEW, api_id=0))
    await stage.refused(
        guest,
        errors.PHONE_NUMBER_INVALID,
        send_code(NO_NUMBER),
        auth.ResendCode(phone_number=NO_NUMBER, phone_code_hash="0"),
        auth.CancelCode(phone_number=NO_NUMBER, phone_code_hash="0"),
        auth.ReportMissingCode(phone_number=NO_NUMBER, phone_code_hash="0", mnc=""),
        auth.ResetLoginEmail(phone_number=NO_NUMBER, phone_code_hash="0"),
        sign_in(NO_NUMBER, "0", CODE),
        sign_up(NO_NUMBER, "0"),
    )
    await stage.refused(guest, errors.PHONE_CODE_HASH_EMPTY, auth.ResendCode(phone_number=NEW, phone_code_hash=""))
    await stage.refused(
        guest,
        errors.PHONE_CODE_EXPIRED,
        auth.ResendCode(**unknown),
        auth.CancelCode(**unknown),
        sign_in(NEW, "0", CODE),
        sign_up(NEW, "0"),
    )
    await stage.refused(guest, errors.EMAIL_INSTALL_MISSING, auth.ResetLoginEmail(**unknown))
    sent = (await guest(send_code(NEW))).phone_code_hash
    await stage.refused(guest, errors.PHONE_CODE_EMPTY, sign_in(NEW, sent, ""))
    await stage.refused(guest, errors.PHONE_CODE_INVALID, sign_in(NEW, sent, WRONG), sign_up(NEW, sent))
    await stage.refused(guest, errors.FIRSTNAME_INVALID, sign_up(NEW, sent, first_name=" "))
    await stage.refused(guest, errors.LASTNAME_INVALID, sign_up(NEW, sent, last_name="x" * 65))


async def floods(stage: Stage) -> None:
    """A number gets so many codes a day, and so many guesses at them."""
    guest = await stage.harness.client()
    for _ in range(20):
        await guest(send_code(REAL))
    await stage.refused(guest, errors.PHONE_NUMBER_FLOOD, send_code(REAL))
    for count in (3, 2):
        guesser = await stage.harness.client()
        for _ in range(count):
            sent = (await guesser(send_code(GUESSED))).phone_code_hash
            for _ in range(5):
                await stage.refused(guesser, errors.PHONE_CODE_INVALID, sign_in(GUESSED, sent, WRONG))
    await stage.refused(await stage.harness.client(), errors.PHONE_PASSWORD_FLOOD, send_code(GUESSED))


async def tokens(stage: Stage) -> None:
    """Login tokens and exported authorizations."""
    owner, guest = await stage.harness.client(ANN), await stage.harness.client()
    export = auth.ExportLoginToken(api_id=1, api_hash="x", except_ids=[])
    nameless = auth.ExportLoginToken(api_id=0, api_hash="x", except_ids=[])
    await stage.refused(guest, errors.API_ID_INVALID, nameless)
    first, second = (await guest(export)).token, (await guest(export)).token
    await stage.refused(guest, errors.AUTH_TOKEN_INVALID, auth.ImportLoginToken(token=b"none"))
    await stage.refused(owner, errors.AUTH_TOKEN_EXPIRED, auth.AcceptLoginToken(token=b"none"))
    await owner(auth.AcceptLoginToken(token=first))
    for late in (first, second):
        await stage.refused(owner, errors.AUTH_TOKEN_ALREADY_ACCEPTED, auth.AcceptLoginToken(token=late))
    await stage.refused(owner, errors.AUTH_TOKEN_ALREADY_ACCEPTED, auth.ImportLoginToken(token=first))
    stale = (await (slow := await stage.harness.client())(export)).token
    await stage.harness.advance(31)
    await stage.refused(slow, errors.AUTH_TOKEN_EXPIRED, auth.ImportLoginToken(token=stale))
    await stage.refused(owner, errors.DC_ID_INVALID, auth.ExportAuthorization(dc_id=77))
    await stage.refused(guest, errors.AUTH_BYTES_INVALID, auth.ImportAuthorization(id=1, bytes=b"none"))


async def temporary_keys(stage: Stage) -> None:
    """Binding messages that are wrong, too late, for a key bound already, or for a key that needs none."""
    harness, method = stage.harness, "auth.bindTempAuthKey"
    owner, other = await harness.client(ANN), await harness.client(BEN)
    client = await temporary(harness)
    right = binding(harness, client, owner.auth_key)
    wrong_session = replace(right, session_id=right.session_id + 1)
    await stage.refuses(errors.ENCRYPTED_MESSAGE_INVALID, method, bind(client, wrong_session))
    await stage.refuses(errors.EXPIRES_AT_INVALID, method, bind(client, replace(right, expires_at=1)))
    await stage.refuses(errors.TEMP_AUTH_KEY_EMPTY, method, bind(owner, right))
    assert await bind(client, right)
    to_another = binding(harness, client, other.auth_key)
    await stage.refuses(errors.TEMP_AUTH_KEY_ALREADY_BOUND, method, bind(client, to_another))


async def devices(stage: Stage) -> None:
    """What a device may not do to others, least of all on its first day."""
    owner, tablet = await stage.harness.client(ANN), await stage.harness.client(ANN)
    other = await _another(owner)
    await stage.refused(
        tablet,
        errors.FRESH_RESET_AUTHORISATION_FORBIDDEN,
        account.ResetAuthorization(hash=await _another(tablet)),
        auth.ResetAuthorizations(),
        account.SetAuthorizationTTL(authorization_ttl_days=1),
    )
    await stage.refused(
        owner,
        errors.HASH_INVALID,
        account.ResetAuthorization(hash=other ^ 1),
        account.ChangeAuthorizationSettings(hash=other ^ 1),
        account.SendConfirmPhoneCode(hash="0", settings=SETTINGS),
    )
    await stage.refused(
        owner,
        errors.TTL_DAYS_INVALID,
        account.SetAuthorizationTTL(authorization_ttl_days=0),
        account.SetAccountTTL(ttl=types.AccountDaysTTL(days=1)),
    )


async def _another(client: Client) -> int:
    """The hash of some other device of the account."""
    listed = (await client(account.GetAuthorizations())).authorizations
    return next(device.hash for device in listed if not device.current)


async def changing_the_number(stage: Stage) -> None:
    """Numbers that an account cannot move to, and links that stop no deletion."""
    harness = stage.harness
    owner = await harness.client(ANN)
    await harness.client(BEN)
    await stage.refused(
        owner, errors.FRESH_CHANGE_PHONE_FORBIDDEN, account.SendChangePhoneCode(phone_number=TAKEN, settings=SETTINGS)
    )
    await later(harness, A_DAY, owner)

    def change(phone: str, code_hash: str, code: str) -> account.ChangePhone:
        return account.ChangePhone(phone_number=phone, phone_code_hash=code_hash, phone_code=code)

    await stage.refused(
        owner,
        errors.PHONE_NUMBER_INVALID,
        account.SendChangePhoneCode(phone_number=NO_NUMBER, settings=SETTINGS),
        change(NO_NUMBER, "0", CODE),
    )
    await stage.refused(
        owner, errors.PHONE_NUMBER_OCCUPIED, account.SendChangePhoneCode(phone_number=BEN, settings=SETTINGS)
    )
    await stage.refused(owner, errors.PHONE_CODE_EXPIRED, change(TAKEN, "0", CODE))
    sent = (await owner(account.SendChangePhoneCode(phone_number=TAKEN, settings=SETTINGS))).phone_code_hash
    await stage.refused(owner, errors.PHONE_CODE_EMPTY, change(TAKEN, sent, ""))
    await stage.refused(owner, errors.PHONE_CODE_INVALID, change(TAKEN, sent, WRONG))
    await harness.client(TAKEN)
    await stage.refused(owner, errors.PHONE_NUMBER_OCCUPIED, change(TAKEN, sent, CODE))
    await stage.refused(owner, errors.PHONE_CODE_EMPTY, account.ConfirmPhone(phone_code_hash="0", phone_code=""))
    await stage.refused(owner, errors.CODE_HASH_INVALID, account.ConfirmPhone(phone_code_hash="0", phone_code=CODE))


SCENES = (codes, floods, tokens, temporary_keys, devices, changing_the_number)
