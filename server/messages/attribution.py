"""Who wrote a message, as it is told in other dialogs: by forwards, and by replies from elsewhere.

Writers who hide their account there (privacyKeyForwards) are named, not linked
(core.telegram.org/constructor/messageFwdHeader).
"""

from __future__ import annotations

from typing import Any

from server.access import privacy
from storage import peers
from storage.accounts import users
from storage.accounts.privacy import PrivacyKey
from storage.conversations.messages import Message
from storage.database import Snapshot
from storage.peers import PeerKind


async def attribution_of(view: Snapshot, message: Message) -> dict[str, Any]:
    """When a message was written, and its `sender`, or their `name` alone."""
    kind, writer = peers.split(message.sender)
    if kind is PeerKind.USER and not await privacy.allows(view, writer, PrivacyKey.FORWARDS, message.box):
        user = await users.by_id(view, writer)
        return {"date": message.date, "name": "" if user is None else f"{user.first_name} {user.last_name}".strip()}
    return {"date": message.date, "sender": message.sender}
