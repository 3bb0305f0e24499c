"""What passwords, addresses, exports and deletions are refused with."""

import os
from typing import Any

from mtproto import rpc_errors as errors
from mtproto.crypto import dh, srp
from mtproto.tl import functions, types
from tests.server.auth.passwords import derivation, owing, proof, set_password
from tests.server.auth.waiting import later
from tests.server.client import Client
from tests.server.documented.stage import Stage

auth, account = functions.auth, functions.account

CAT, DAN, EVE = "9996622011", "9996622012", "9996622013"
ADDRESS = "cat@example.org"
A_DAY = 86_400
NOTHING = types.account.PasswordInputSettings()
LOGIN = types.EmailVerifyPurposeLoginChange()
SETUP = types.EmailVerifyPurposePassport()


async def no_password(stage: Stage) -> None:
    """Accounts without a password have none to reset, recover or prove."""
    owner = await stage.harness.client(CAT)
    await stage.refused(owner, errors.PASSWORD_EMPTY, account.ResetPassword(), auth.RequestPasswordRecovery())
    await stage.refused(owner, errors.RESET_REQUEST_MISSING, account.DeclinePasswordReset())
    await stage.refused(
        owner,
        errors.NEW_SETTINGS_EMPTY,
        account.UpdatePasswordSettings(password=types.InputCheckPasswordEmpty(), new_settings=NOTHING),
    )
    await stage.refused(
        owner, errors.TMP_PASSWORD_DISABLED, account.GetTmpPassword(password=await proof(owner), period=60)
    )


async def wrong_proofs(stage: Stage) -> None:
    """Proofs of another password, for another challenge, from before a change."""
    owner = await stage.harness.client(CAT)
    await set_password(owner)
    client = await owing(stage.harness, CAT)
    wrong = types.InputCheckPasswordEmpty()
    await stage.refused(client, errors.PASSWORD_HASH_INVALID, auth.CheckPassword(password=wrong))
    await stage.refused(
        owner,
        errors.PASSWORD_HASH_INVALID,
        account.GetPasswordSettings(password=wrong),
        account.UpdatePasswordSettings(password=wrong, new_settings=NOTHING),
        account.DeleteAccount(reason="", password=wrong),
    )
    unknown = types.InputCheckPasswordSRP(srp_id=1, A=bytes(256), M1=bytes(32))
    await stage.refused(client, errors.SRP_ID_INVALID, auth.CheckPassword(password=unknown))
    await stage.refused(
        owner, errors.SRP_ID_INVALID, account.UpdatePasswordSettings(password=unknown, new_settings=NOTHING)
    )
    earlier, owners_earlier = await proof(client), await proof(owner)
    await stage.harness.advance(1)
    await set_password(owner)
    await stage.refused(client, errors.SRP_PASSWORD_CHANGED, auth.CheckPassword(password=earlier))
    await stage.refused(
        owner,
        errors.SRP_PASSWORD_CHANGED,
        account.UpdatePasswordSettings(password=owners_earlier, new_settings=NOTHING),
    )


async def _settings(client: Client, **fields: Any) -> types.account.PasswordInputSettings:
    """A new password as `new_algo` asks; `fields` replace parts of its derivation."""
    new = derivation((await client(account.GetPassword())).new_algo)
    algorithm = srp.Algorithm(new.salt1 + os.urandom(32), new.salt2)
    given = {"salt1": algorithm.salt1, "salt2": algorithm.salt2, "g": algorithm.g, "p": dh.PRIME.to_bytes(256, "big")}
    verifier = srp.verifier(algorithm, srp.password_hash(algorithm, b"horse")).to_bytes(256, "big")
    kind = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow
    return types.account.PasswordInputSettings(
        new_algo=kind(**{**given, **fields}), new_password_hash=verifier, hint=""
    )


async def wrong_settings(stage: Stage) -> None:
    """New passwords that are not derived as they should be; recovery addresses."""
    owner = await stage.harness.client(DAN)
    method = "account.updatePasswordSettings"
    for error, fields in (
        (errors.NEW_SALT_INVALID, {"salt1": b"short"}),
        (errors.NEW_SETTINGS_INVALID, {"g": 5}),
    ):
        settings = await _settings(owner, **fields)
        request = account.UpdatePasswordSettings(password=types.InputCheckPasswordEmpty(), new_settings=settings)
        await stage.refused(owner, error, request)
    await stage.refuses(errors.EMAIL_INVALID, method, set_password(owner, email="no address"))
    await set_password(owner)
    await later(stage.harness, 60, owner)
    await stage.refused(owner, errors.PASSWORD_RECOVERY_NA, auth.RequestPasswordRecovery())
    await stage.refused(
        owner,
        errors.EMAIL_HASH_EXPIRED,
        account.CancelPasswordEmail(),
        account.ResendPasswordEmail(),
        account.ConfirmPasswordEmail(code="11111"),
    )
    await stage.refuses(errors.EMAIL_UNCONFIRMED_X, method, set_password(owner, email=ADDRESS))
    code = await stage.newest_code(ADDRESS)
    await stage.refused(owner, errors.CODE_INVALID, account.ConfirmPasswordEmail(code=other_than(code)))
    assert await owner(account.ConfirmPasswordEmail(code=code)) is True


async def recovery(stage: Stage) -> None:
    """Recovery codes that are missing or over, and what they cannot set."""
    client = await owing(stage.harness, DAN)
    empty = auth.RecoverPassword(code="", new_settings=None)
    await stage.refused(client, errors.CODE_EMPTY, auth.CheckRecoveryPassword(code=""), empty)
    await stage.refused(client, errors.PASSWORD_RECOVERY_EXPIRED, auth.CheckRecoveryPassword(code="11111"))
    await stage.harness.advance(1)
    await client(auth.RequestPasswordRecovery())
    bad = await _settings(client, g=5)
    code = await stage.newest_code(ADDRESS)
    await stage.refused(client, errors.NEW_SETTINGS_INVALID, auth.RecoverPassword(code=code, new_settings=bad))


async def deletion(stage: Stage) -> None:
    """Without the password an account is deleted in a week."""
    client = await owing(stage.harness, CAT)
    await stage.refused(client, errors._2FA_CONFIRM_WAIT_X, account.DeleteAccount(reason=""))


async def addresses(stage: Stage) -> None:
    """Addresses that codes are mailed to."""
    owner = await stage.harness.client(EVE)
    await stage.refused(owner, errors.EMAIL_NOT_SETUP, account.SendVerifyEmailCode(purpose=SETUP, email=ADDRESS))
    await stage.refused(owner, errors.EMAIL_INVALID, account.SendVerifyEmailCode(purpose=LOGIN, email="no address"))
    by_code = types.EmailVerificationCode(code="11111")
    await stage.refused(owner, errors.EMAIL_NOT_ALLOWED, account.VerifyEmail(purpose=SETUP, verification=by_code))
    verify = account.VerifyEmail(purpose=LOGIN, verification=by_code)
    await stage.refused(owner, errors.EMAIL_VERIFY_EXPIRED, verify)
    await owner(account.SendVerifyEmailCode(purpose=LOGIN, email="eve@example.org"))
    by_code.code = other_than(await stage.newest_code("eve@example.org"))
    await stage.refused(owner, errors.CODE_INVALID, verify)


async def takeouts(stage: Stage) -> None:
    """Exports that a new device begins, and requests outside of one."""
    owner = await stage.harness.client(EVE)
    saved, finish = functions.contacts.GetSaved(), account.FinishTakeoutSession()
    await stage.refused(owner, errors.TAKEOUT_INIT_DELAY_X, account.InitTakeoutSession())
    await stage.refused(owner, errors.TAKEOUT_REQUIRED, finish, saved)
    await later(stage.harness, A_DAY, owner)
    takeout = await owner(account.InitTakeoutSession())
    wrong = functions.InvokeWithTakeout(takeout_id=takeout.id ^ 1, query=saved)
    await stage.refused(owner, errors.TAKEOUT_INVALID, wrong)
    assert await owner(functions.InvokeWithTakeout(takeout_id=takeout.id, query=saved)) == []


def other_than(code: str) -> str:
    """A code that it is not."""
    return "11111" if code != "11111" else "22222"


SCENES = (no_password, wrong_proofs, wrong_settings, recovery, deletion, addresses, takeouts)
