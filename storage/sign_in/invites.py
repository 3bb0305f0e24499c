"""Invitations: phone numbers that may make an account where registration is not open to everyone."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Snapshot, Tx


@dataclass(frozen=True, slots=True)
class Invite:
    """One row of `invites`; `phone` is digits only, the time in Unix seconds."""

    phone: str
    created_at: int


async def create(tx: Tx, invite: Invite) -> bool:
    """Invite a number; False when it is invited already."""
    inserted = await tx.execute(
        "INSERT INTO invites (phone, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (invite.phone, invite.created_at),
    )
    return inserted == 1


async def exists(view: Snapshot, phone: str) -> bool:
    """Whether a number is invited."""
    return await view.fetchval("SELECT 1 FROM invites WHERE phone = ?", (phone,)) is not None


async def delete(tx: Tx, phone: str) -> bool:
    """Take an invitation back, or note that it was used; False when there is none."""
    return await tx.execute("DELETE FROM invites WHERE phone = ?", (phone,)) == 1


async def every(view: Snapshot) -> list[Invite]:
    """All open invitations, the newest first."""
    rows = await view.fetchall("SELECT phone, created_at FROM invites ORDER BY created_at DESC, phone")
    return [Invite(*row) for row in rows]
