"""Confirmation codes: one row for each code sent, until a day after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from storage.database import Row, Snapshot, Tx


class CodeState(IntEnum):
    """How far a code has come."""

    OPEN = 0
    PROVEN = 1
    OVER = 2


@dataclass(frozen=True, slots=True)
class SignInCode:
    """One row of `sign_in_codes`; `sealed` is the code as `storage.sealing` wrote it, bound to `hash`."""

    hash: str
    purpose: str
    phone: str
    key_id: int
    sealed: bytes
    sent_at: int
    expires_at: int
    tries: int = 0
    state: CodeState = CodeState.OPEN


_COLUMNS = "hash, purpose, phone, key_id, sealed, sent_at, expires_at, tries, state"


def _code(row: Row) -> SignInCode:
    code_hash, purpose, phone, key_id, sealed, sent_at, expires_at, tries, state = row
    return SignInCode(code_hash, purpose, phone, key_id, sealed, sent_at, expires_at, tries, CodeState(state))


async def insert(tx: Tx, code: SignInCode) -> None:
    """Keep a code that is about to be sent."""
    await tx.execute(
        f"INSERT INTO sign_in_codes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            code.hash,
            code.purpose,
            code.phone,
            code.key_id,
            code.sealed,
            code.sent_at,
            code.expires_at,
            code.tries,
            int(code.state),
        ),
    )


async def by_hash(view: Snapshot, code_hash: str) -> SignInCode | None:
    """The code that a phone_code_hash names."""
    row = await view.fetchone(f"SELECT {_COLUMNS} FROM sign_in_codes WHERE hash = ?", (code_hash,))
    return None if row is None else _code(row)


async def last_of_phone(view: Snapshot, phone: str) -> SignInCode | None:
    """The newest code for a phone number."""
    row = await view.fetchone(
        f"SELECT {_COLUMNS} FROM sign_in_codes WHERE phone = ? ORDER BY sent_at DESC LIMIT 1", (phone,)
    )
    return None if row is None else _code(row)


async def since(view: Snapshot, phone: str, moment: int) -> tuple[int, int]:
    """(codes sent, guesses made) for a phone number since a moment."""
    row = await view.fetchone(
        "SELECT COUNT(*), COALESCE(SUM(tries), 0) FROM sign_in_codes WHERE phone = ? AND sent_at >= ?", (phone, moment)
    )
    assert row is not None  # an aggregate always has a row
    return row[0], row[1]


async def count_try(tx: Tx, code_hash: str) -> None:
    """One more guess at a code."""
    await tx.execute("UPDATE sign_in_codes SET tries = tries + 1 WHERE hash = ?", (code_hash,))


async def set_state(tx: Tx, code_hash: str, state: CodeState) -> None:
    """A code was proven, used up, or called back."""
    await tx.execute("UPDATE sign_in_codes SET state = ? WHERE hash = ?", (int(state), code_hash))


async def reopen(tx: Tx, phone: str) -> None:
    """The newest code for a phone was only looked at: it may still be used."""
    record = await last_of_phone(tx, phone)
    if record is not None:
        await set_state(tx, record.hash, CodeState.OPEN)


async def close_for_phone(tx: Tx, phone: str) -> None:
    """Every code for a phone number is over."""
    await tx.execute("UPDATE sign_in_codes SET state = ? WHERE phone = ?", (int(CodeState.OVER), phone))


async def forget(tx: Tx, before: int) -> int:
    """Drop rows that no limit counts any more; returns how many."""
    return await tx.execute("DELETE FROM sign_in_codes WHERE sent_at < ?", (before,))
