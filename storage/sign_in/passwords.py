"""Two-step passwords: what is kept of them (core.telegram.org/api/srp)."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Snapshot, Tx


@dataclass(frozen=True, slots=True)
class Password:
    """One row of `passwords`; `sealed` is the verifier as `storage.sealing` wrote it. Times are Unix seconds."""

    user_id: int
    salt1: bytes
    salt2: bytes
    sealed: bytes
    hint: str
    email: str
    pending_email: str
    reset_at: int
    changed_at: int


_COLUMNS = "user_id, salt1, salt2, sealed, hint, email, pending_email, reset_at, changed_at"


async def of_user(view: Snapshot, user_id: int) -> Password | None:
    """A user's password; None when there is none."""
    row = await view.fetchone(f"SELECT {_COLUMNS} FROM passwords WHERE user_id = ?", (user_id,))
    return None if row is None else Password(*row)


async def save(tx: Tx, password: Password) -> None:
    """Set a password, or write it as it now is."""
    await tx.execute(
        f"INSERT INTO passwords ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET "
        "salt1 = excluded.salt1, salt2 = excluded.salt2, sealed = excluded.sealed, hint = excluded.hint, "
        "email = excluded.email, pending_email = excluded.pending_email, reset_at = excluded.reset_at, "
        "changed_at = excluded.changed_at",
        (
            password.user_id,
            password.salt1,
            password.salt2,
            password.sealed,
            password.hint,
            password.email,
            password.pending_email,
            password.reset_at,
            password.changed_at,
        ),
    )


async def delete(tx: Tx, user_id: int) -> None:
    """The user has no password any more."""
    await tx.execute("DELETE FROM passwords WHERE user_id = ?", (user_id,))
