"""`code.last`: the last code that was made for a phone number, for an operator who is asked for it."""

from __future__ import annotations

from typing import Any

from server.app import App
from server.auth import codes
from server.ops.admin import find
from server.ops.admin.verb import AdminError, Verb
from storage.sign_in import sign_in_codes
from storage.sign_in.sign_in_codes import CodeState


async def last(app: App, phone: str) -> dict[str, Any]:
    """The code, what it is for, and whether it is still good."""
    number = find.phone(phone)

    record = await app.db.peek(lambda view: sign_in_codes.last_of_phone(view, number))
    if record is None:
        raise AdminError(f"no code was made for {phone} lately: let its owner ask for one in their client")
    return {
        "code": codes.reveal(app, record),
        "purpose": record.purpose,
        "sent_at": record.sent_at,
        "good": record.state is CodeState.OPEN
        and record.tries < codes.TRIES
        and record.expires_at > app.clock.now(),
    }  # fmt: skip


VERBS: dict[str, Verb] = {"code.last": last}
