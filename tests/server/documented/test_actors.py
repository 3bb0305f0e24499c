"""Every handled method, called by everybody who has not signed in (rows M33, P1 and AC-1).

What is open to whom stands here a second time, by name: a method that opens itself to more people than it should is
seen, whatever its router says. Who is signed in and names others by access hashes that are not theirs is refused in
the scenes of `test_documented_errors`.
"""

from collections.abc import Awaitable, Callable
from random import Random

import pytest

from mtproto import rpc_errors, tl
from mtproto.rpc_errors import RpcError
from mtproto.tl.table import load
from server.rpc.router import Methods
from server.rpc.routers import ROUTERS
from tests.mtproto.tl.random_values import DEPTH, RandomValues
from tests.server.auth.binding import temporary
from tests.server.auth.passwords import PHONE, owing, set_password
from tests.server.client import Client
from tests.server.harness import Harness

UNBOUND = {"auth.bindTempAuthKey", "help.getConfig", "help.getNearestDc"}
"""core.telegram.org/api/pfs"""

BEFORE_SIGN_IN = UNBOUND | {
    "auth.cancelCode",
    "auth.dropTempAuthKeys",
    "auth.exportLoginToken",
    "auth.importAuthorization",
    "auth.importLoginToken",
    "auth.reportMissingCode",
    "auth.resendCode",
    "auth.resetLoginEmail",
    "auth.sendCode",
    "auth.signIn",
    "auth.signUp",
    "help.getAppConfig",
    "help.getAppUpdate",
    "help.getCdnConfig",
    "help.getCountriesList",
    "help.saveAppLog",
    "langpack.getDifference",
    "langpack.getLangPack",
    "langpack.getLanguage",
    "langpack.getLanguages",
    "langpack.getStrings",
}

PASSWORD_OWED = BEFORE_SIGN_IN | {
    "account.deleteAccount",
    "account.getPassword",
    "account.resetPassword",
    "auth.checkPassword",
    "auth.checkRecoveryPassword",
    "auth.logOut",
    "auth.recoverPassword",
    "auth.requestPasswordRecovery",
}

CALLS_PER_KEY = 60
"""Few enough that no key runs into the limits that guard passwords."""


async def walk(open_to_them: set[str], refusal: type[RpcError], newcomer: Callable[[], Awaitable[Client]]) -> None:
    """Call every handled method that is not open to them, as newcomers of one kind: each gets this refusal."""
    values = RandomValues(load("api"), tl.NEWEST, Random(1))
    shut = sorted({method.name for method in Methods(ROUTERS)} - open_to_them)
    for start in range(0, len(shut), CALLS_PER_KEY):
        client = await newcomer()
        for name in shut[start : start + CALLS_PER_KEY]:
            with pytest.raises(RpcError) as refused:
                await client(values.object(name, DEPTH))
            assert type(refused.value) is refusal, name


@pytest.mark.rows("M33", "AC-1")
async def test_nobody(harness: Harness) -> None:
    await walk(BEFORE_SIGN_IN, rpc_errors.AUTH_KEY_UNREGISTERED, harness.client)


@pytest.mark.rows("M33", "AC-1")
async def test_somebody_who_owes_the_password(harness: Harness) -> None:
    await set_password(await harness.client(PHONE))
    await walk(PASSWORD_OWED, rpc_errors.SESSION_PASSWORD_NEEDED, lambda: owing(harness))


@pytest.mark.rows("P1", "AC-1")
async def test_a_temporary_key_that_is_not_bound(harness: Harness) -> None:
    await walk(UNBOUND, rpc_errors.AUTH_KEY_PERM_EMPTY, lambda: temporary(harness))
