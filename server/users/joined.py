"""Somebody whose number is in other people's phone books has made an account.

Those people get them as a contact under the name they had saved, and a service message in the chat with the newcomer
(messageActionContactSignUp), silent for whoever wants no notice. The newcomer's own box learns nothing of it: who has
their number is not theirs to know.
"""

from __future__ import annotations

from server.users.contact_events import CONTACTS_RESET
from storage.accounts import contacts, settings
from storage.accounts.contacts import Contact, SavedContact
from storage.accounts.settings import Setting
from storage.accounts.users import User
from storage.conversations import boxes, dialogs, messages
from storage.conversations.boxes import NEW_MESSAGE, Event
from storage.conversations.dialogs import Arriving
from storage.conversations.messages import Body, Flag, Message
from storage.database import Tx

MAX_TOLD = 1_000
"""People who are told of one sign-up at most."""


async def announce(tx: Tx, newcomer: User, now: int, *, quietly: bool) -> None:
    """Tell whoever has uploaded the newcomer's number; `quietly` only makes them a contact."""
    if newcomer.phone is None:
        return
    for line in await contacts.who_remembers(tx, newcomer.phone, MAX_TOLD):
        if line.user_id != newcomer.user_id:
            await _add(tx, newcomer, line, now)
            if not quietly:
                await _notify(tx, newcomer.user_id, line.user_id, now)


async def _add(tx: Tx, newcomer: User, line: SavedContact, now: int) -> None:
    entry = Contact(line.user_id, newcomer.user_id, line.first_name, line.last_name, phone=line.phone, added_at=now)
    await contacts.put(tx, entry)
    await boxes.append(tx, line.user_id, CONTACTS_RESET, {}, now=now, pts_count=0)


async def _notify(tx: Tx, newcomer: int, box: int, now: int) -> None:
    """A service message that stands in one box only: its reader's."""
    flags = Flag.SERVICE
    if await settings.get(tx, box, Setting.SILENT_SIGN_UPS, False):
        flags |= Flag.SILENT
    after = await boxes.advance(tx, box, ids=1, pts=1)
    body = Body(action={"kind": "contact_joined"})
    joined = Message(box, after.last_id, newcomer, newcomer, now, box, after.last_id, flags, None, 0, body, after.pts)
    before = (await dialogs.arrived(tx, (Arriving(box, newcomer, joined.id, 1, unread=1),)))[box]
    await messages.insert(tx, (joined,))
    news = {"id": joined.id, "known": before.known}
    boxes.tell(tx, (Event(box, joined.pts, 0, 1, NEW_MESSAGE, now, news, record=joined),))
