"""Confirmation codes: made, sent, guessed at (core.telegram.org/api/auth; row A1).

A code has five digits from the operating system's generator, lives five minutes, allows five tries and is used once. It
is bound to the phone, to the hash the client was given and to the key it asked under. Numbers are refused before codes
can be guessed by asking for many: so many codes a day for one phone, so many guesses.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from server.auth.phone_numbers import is_test_number, test_code
from storage.database import Tx
from storage.sign_in import sign_in_codes
from storage.sign_in.sign_in_codes import CodeState, SignInCode

if TYPE_CHECKING:  # App holds the sender of codes
    from server.app import App

DIGITS = 5
LIFETIME = 300
"""Seconds."""
TRIES = 5
CODES_A_DAY = 20
"""Codes for one phone number; test numbers are not counted."""
GUESSES_A_DAY = 25
"""Row AU-1."""
_DAY = 86_400


class Purpose(Enum):
    """What a code confirms."""

    SIGN_IN = "sign_in"
    CHANGE_PHONE = "change_phone"
    CONFIRM_PHONE = "confirm_phone"
    PASSWORD_EMAIL = "password_email"
    RECOVERY = "recovery"
    LOGIN_EMAIL = "login_email"

    @property
    def by_mail(self) -> bool:
        """Whether the code goes to an e-mail address; the record's `phone` is that address then."""
        return self in (Purpose.PASSWORD_EMAIL, Purpose.RECOVERY, Purpose.LOGIN_EMAIL)


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code on its way: the hash that names it to the client, and the code for whoever delivers it."""

    hash: str
    phone: str
    code: str
    purpose: Purpose


async def issue(app: App, purpose: Purpose, phone: str, key_id: int, now: int) -> IssuedCode:
    """Make a code and store it; whoever asked then has it sent.

    Raises:
        PHONE_NUMBER_FLOOD: too many codes were sent to this number today.
        PHONE_PASSWORD_FLOOD: too many guesses were made for this number today.
    """
    free = app.config.sign_in.test_numbers and is_test_number(phone)
    code = test_code(phone) if free else f"{int.from_bytes(app.random(8)) % 10**DIGITS:0{DIGITS}}"
    issued = IssuedCode(app.random(12).hex(), phone, code, purpose)
    sealed = app.sealer.seal(code.encode(), _context(issued.hash))
    record = SignInCode(issued.hash, purpose.value, phone, key_id, sealed, now, now + LIFETIME)

    async def unit(tx: Tx) -> RpcError | None:
        sent, guesses = await sign_in_codes.since(tx, phone, now - _DAY)
        if guesses >= GUESSES_A_DAY:
            return rpc_errors.PHONE_PASSWORD_FLOOD()
        if sent >= CODES_A_DAY and not free:
            return rpc_errors.PHONE_NUMBER_FLOOD()
        await sign_in_codes.insert(tx, record)
        return None

    if (refusal := await app.db.write(unit)) is not None:
        raise refusal
    return issued


async def check(app: App, tx: Tx, purpose: Purpose, given: Given, now: int) -> RpcError | None:
    """Judge a guess inside a unit of work: None when the code is right, which is then proven.

    A wrong guess is counted, so the unit must be committed whatever the verdict: it is returned, not raised.
    """
    if not given.code:
        return rpc_errors.PHONE_CODE_EMPTY()
    return await _judge(app, tx, await find(tx, purpose, given), given.code, now)


async def check_mailed(app: App, tx: Tx, purpose: Purpose, address: str, code: str, now: int) -> RpcError | None:
    """`check` for a code that was mailed: clients name it by nothing but its purpose, so the newest one counts."""
    if not code:
        return rpc_errors.CODE_EMPTY()
    record = await sign_in_codes.last_of_phone(tx, address)
    if record is not None and record.purpose != purpose.value:
        record = None
    refusal = await _judge(app, tx, record, code, now)
    if isinstance(refusal, rpc_errors.PHONE_CODE_INVALID):
        return rpc_errors.CODE_INVALID()
    return refusal


async def _judge(app: App, tx: Tx, record: SignInCode | None, code: str, now: int) -> RpcError | None:
    if record is None or record.state is not CodeState.OPEN or record.expires_at <= now or record.tries >= TRIES:
        return rpc_errors.PHONE_CODE_EXPIRED()
    _, guesses = await sign_in_codes.since(tx, record.phone, now - _DAY)
    if guesses >= GUESSES_A_DAY:
        return rpc_errors.PHONE_PASSWORD_FLOOD()
    expected = app.sealer.open(record.sealed, _context(record.hash))
    if not hmac.compare_digest(expected, code.encode()):
        await sign_in_codes.count_try(tx, record.hash)
        return rpc_errors.PHONE_CODE_INVALID()
    await sign_in_codes.set_state(tx, record.hash, CodeState.PROVEN)
    return None


@dataclass(frozen=True, slots=True)
class Given:
    """What a client says: the phone (digits), the hash it was given, the key it speaks under, the code it was told."""

    phone: str
    hash: str
    key_id: int
    code: str = ""


async def find(tx: Tx, purpose: Purpose, given: Given) -> SignInCode | None:
    """The code that was sent for this purpose to this phone at the request of this key."""
    record = await sign_in_codes.by_hash(tx, given.hash)
    wanted = (purpose.value, given.phone, given.key_id)
    return record if record is not None and (record.purpose, record.phone, record.key_id) == wanted else None


def reveal(app: App, record: SignInCode) -> str:
    """The code itself, for the operator (`chappe code last`) and for sending it once more."""
    return app.sealer.open(record.sealed, _context(record.hash)).decode()


def _context(code_hash: str) -> bytes:
    return b"sign_in_code:" + code_hash.encode()
