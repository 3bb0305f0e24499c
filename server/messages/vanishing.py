"""Media that wait to be opened, and those that vanish when they were (`ttl_seconds`).

Voice and round video messages, and whatever vanishes, are unread until somebody opens them
(messages.readMessageContents); then a vanishing one has its seconds left, or none at all (`ONCE`), and becomes empty in
every copy. What nobody opens stays. Only private chats have media that vanish, and nobody takes them elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from server.files.media import ONCE
from server.jobs import Job
from server.messages.editing import apply
from server.messages.revising import Change
from storage.conversations import messages, vanishing
from storage.conversations.messages import Message
from storage.database import Snapshot, Tx
from storage.media import files
from storage.media.file_uses import FIELDS

if TYPE_CHECKING:  # App holds the jobs
    from server.app import App

TOGETHER = 50
"""Messages whose media go in one unit."""


async def opened(tx: Tx, message: Message, now: int) -> None:
    """Whoever a message was sent to has opened its media."""
    ttl = message.body.get("media", {}).get("ttl", 0)
    if ttl:
        due = now if ttl == ONCE else now + ttl
        await vanishing.begin(tx, message.origin_box, message.origin_id, due)


async def vanish(app: App) -> None:
    """Take away what has been seen for long enough."""
    now = int(app.clock.now())

    async def some(tx: Tx) -> None:
        due = await vanishing.due(tx, now, TOGETHER)
        for origin_box, origin_id in due:
            copies = await messages.copies(tx, origin_box, origin_id)
            if copies and "media" in copies[0].body:
                body = copies[0].body.copy()
                body["media"] = await _emptied(tx, body["media"])
                await apply(tx, copies[0], Change(body, hidden=True), now)
        await vanishing.settle(tx, due)

    if await app.db.peek(lambda view: vanishing.due(view, now, 1)):
        await app.db.write(some)


async def _emptied(view: Snapshot, media: Mapping[str, Any]) -> dict[str, Any]:
    """A media without its files, which clients show as one that has expired: a video, or whatever it `was`."""
    file = await files.by_id(view, media["file_id"])
    empty = {name: 0 if name in FIELDS else value for name, value in media.items()}
    return empty if file is None or not file.played_as else {**empty, "was": file.played_as}


JOBS = (Job(1, vanish),)
