"""Where devices want to be woken (account.registerDevice), and which of them are behind a passcode.

A token belongs to one app on one machine; with several accounts in the app, each has a row. Rows go with their device.
The secret that pushes are encrypted with is sealed by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Tx


@dataclass(frozen=True, slots=True)
class PushToken:
    """One registration. `token_type` is Telegram's (1 APNS, 2 FCM, 10 web push ...); `sealed` is None for none."""

    token_type: int
    token: str
    user_id: int
    device_id: int
    no_muted: bool
    sandbox: bool
    sealed: bytes | None
    registered_at: int


async def put(tx: Tx, push: PushToken) -> None:
    """Register; whatever this device had registered before is over."""
    await tx.execute("DELETE FROM push_tokens WHERE device_id = ?", (push.device_id,))
    await tx.execute(
        "INSERT INTO push_tokens (token_type, token, user_id, device_id, no_muted, sandbox, sealed, registered_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (token_type, token, user_id) DO UPDATE SET "
        "device_id = excluded.device_id, no_muted = excluded.no_muted, sandbox = excluded.sandbox, "
        "sealed = excluded.sealed, registered_at = excluded.registered_at",
        (
            push.token_type,
            push.token,
            push.user_id,
            push.device_id,
            int(push.no_muted),
            int(push.sandbox),
            push.sealed,
            push.registered_at,
        ),
    )


async def keep_only(tx: Tx, token_type: int, token: str, user_ids: Sequence[int]) -> None:
    """An app says which accounts it holds: the token wakes it for nobody else."""
    marks = ",".join("?" * len(user_ids))
    await tx.execute(
        f"DELETE FROM push_tokens WHERE token_type = ? AND token = ? AND user_id NOT IN ({marks})",
        (token_type, token, *user_ids),
    )


async def delete(tx: Tx, token_type: int, token: str, user_ids: Sequence[int]) -> int:
    """Forget registrations of these accounts under a token; returns how many there were."""
    marks = ",".join("?" * len(user_ids))
    return await tx.execute(
        f"DELETE FROM push_tokens WHERE token_type = ? AND token = ? AND user_id IN ({marks})",
        (token_type, token, *user_ids),
    )


async def set_lock(tx: Tx, device_id: int, locked_at: int | None) -> None:
    """A device is behind its passcode from a moment on, or (None) no longer."""
    if locked_at is None:
        await tx.execute("DELETE FROM device_locks WHERE device_id = ?", (device_id,))
    else:
        await tx.execute(
            "INSERT INTO device_locks (device_id, locked_at) VALUES (?, ?) "
            "ON CONFLICT (device_id) DO UPDATE SET locked_at = excluded.locked_at",
            (device_id, locked_at),
        )
