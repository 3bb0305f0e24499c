"""`invite.create`, `invite.list`, `invite.revoke`: who may make an account where registration is by invitation."""

from __future__ import annotations

from typing import Any

from server.app import App
from server.ops.admin import find
from server.ops.admin.verb import AdminError, Verb
from storage.accounts import users
from storage.database import Tx
from storage.sign_in import invites
from storage.sign_in.invites import Invite


async def create(app: App, phone: str) -> dict[str, Any]:
    """Invite a phone number."""
    invite = Invite(find.phone(phone), int(app.clock.now()))

    async def unit(tx: Tx) -> str | None:
        if await users.by_phone(tx, invite.phone) is not None:
            return f"{phone} has an account already: chappe user show {phone}"
        return None if await invites.create(tx, invite) else f"{phone} is invited already"

    if (refusal := await app.db.write(unit)) is not None:
        raise AdminError(refusal)
    return _shown(invite) | {"registration": app.config.sign_in.registration}


async def list_invites(app: App) -> list[dict[str, Any]]:
    """Open invitations, the newest first."""
    return [_shown(invite) for invite in await app.db.read(invites.every)]


async def revoke(app: App, phone: str) -> dict[str, Any]:
    """Revoke an invitation."""
    number = find.phone(phone)

    if not await app.db.write(lambda tx: invites.delete(tx, number)):
        raise AdminError(f"{phone} is not invited, or has an account by now: chappe invite list")
    return {"phone": number}


def _shown(invite: Invite) -> dict[str, Any]:
    return {"phone": invite.phone, "created_at": invite.created_at}


VERBS: dict[str, Verb] = {"invite.create": create, "invite.list": list_invites, "invite.revoke": revoke}
