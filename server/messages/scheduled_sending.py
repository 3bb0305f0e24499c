"""Scheduled messages are sent: when they are due, when the peer is online (for who may know), or because their writer
says so.

It is judged again who may write to whom: what cannot be sent any more goes without a word to the other side. A message
that repeats (`schedule_repeat_period`) waits for its next time once it was sent, under a new id: clients take the old
one for gone. What one request has scheduled, an album or what was forwarded together, is sent together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mtproto.clock import Random
from mtproto.rpc_errors import RpcError
from server.access import privacy
from server.chats.posting import check_content, may_embed_links
from server.jobs import Job
from server.messages import auto_delete
from server.messages.addressing import address_of
from server.messages.delivery import Outgoing, Sent, deliver
from server.messages.dice import thrown
from server.polls.media import new_id
from server.stickers.keeping import were_sent
from storage.conversations import boxes, scheduled
from storage.conversations.boxes import Event
from storage.conversations.messages import Body, Flag
from storage.conversations.scheduled import Scheduled
from storage.database import Snapshot, Tx

if TYPE_CHECKING:  # App holds the jobs
    from server.app import App

SCHEDULED = "scheduled"
UNSCHEDULED = "unscheduled"

TOGETHER = 50
"""Due messages that are taken at once."""


async def send(
    tx: Tx, random: Random, found: Sequence[Scheduled], now: int, origin: int = 0
) -> tuple[list[Event], list[Sent]]:
    """Send scheduled messages of one user to one peer; those that repeat wait for their next time.

    Returns what is told of those that waited, and the messages. The session `origin` is answered with both.

    Raises what `address_of` and `check_content` raise when that is not allowed now.
    """
    user_id, peer = found[0].box, found[0].peer
    to = await address_of(tx, user_id, peer)
    previews = await may_embed_links(tx, user_id, peer)
    bodies = [_as_sent(one.body, previews=previews) for one in found]
    await check_content(tx, user_id, peer, bodies)
    if to.begins:
        await auto_delete.begin(tx, user_id, to, now)
    outgoing = [
        Outgoing(
            thrown(random, body),
            None if one.period else one.random_id,  # by which the first would be taken for each that follows
            one.flags | Flag.FROM_SCHEDULED,
            one.grouped_id,
            one.mentions,
        )
        for one, body in zip(found, bodies, strict=True)
    ]
    chosen = [body["media"] for body in bodies if "media" in body and "forward" not in body]
    await were_sent(tx, user_id, chosen, now, origin)
    sent = await deliver(tx, user_id, peer, to.recipients, outgoing, now=now, origin=origin)
    await scheduled.delete(tx, found)
    data = {"peer": peer, "ids": [one.id for one in found], "sent": [one.message.id for one in sent]}
    gone = await boxes.append(tx, user_id, UNSCHEDULED, data, now=now, pts_count=0, origin=origin)
    return [gone, *[await _again(tx, random, one, now, origin) for one in found if one.period]], sent


async def _again(tx: Tx, random: Random, sent: Scheduled, now: int, origin: int) -> Event:
    """Let a message wait for the next of its times that is still to come; a poll that begins with it is a new one."""
    missed = max(0, now - sent.due) // sent.period
    body = sent.body.copy()
    if "poll" in body.get("media", {}):  # one that is forwarded has begun elsewhere, and is only named
        body["media"] = {**body["media"], "poll_id": new_id(random)}
    due = sent.due + (missed + 1) * sent.period
    kept = replace(sent, id=await scheduled.next_id(tx, sent.box), due=due, body=body)
    await scheduled.save(tx, kept)
    data = {"id": kept.id, "peer": kept.peer}
    return await boxes.append(tx, kept.box, SCHEDULED, data, now=now, pts_count=0, origin=origin)


def _as_sent(body: Body, *, previews: bool) -> Body:
    """What changed before anybody saw it was not edited; and a preview that nobody asked for is left out where none may
    be by now, as it is where a text is sent at once."""
    body = body.copy()
    body.pop("edited", None)
    media = body.get("media", {})
    if not previews and media.get("kind") == "webpage" and "manual" not in media and "forward" not in body:
        del body["media"]
    return body


async def send_due(app: App) -> None:
    """Send what is due, and what waited for somebody who is online now."""
    now = int(app.clock.now())
    found = await app.db.peek(lambda view: scheduled.due(view, now, TOGETHER))
    if await app.db.peek(lambda view: scheduled.waited_for(view, now, 1)):
        found += await app.db.read(lambda view: _for_who_is_online(view, now))
    for one in found:
        await app.db.write(lambda tx, one=one: _send_one(tx, app.random, one, now))  # type: ignore[misc]  # binds it


async def _for_who_is_online(view: Snapshot, now: int) -> list[Scheduled]:
    """What waits for somebody who is online now, as far as its writer may know that: whoever has hidden since when they
    are online would show it by what is sent then, and who hides it from others learns it of them by no other way."""
    found: list[Scheduled] = []
    after = (0, 0)
    while len(found) < TOGETHER and (dialogs := await scheduled.waited_for(view, now, TOGETHER, after)):
        for box, peer in dialogs:
            if await privacy.knows_status(view, box, peer):
                found += await scheduled.until_online(view, box, peer)
        after = dialogs[-1]
    return found


async def _send_one(tx: Tx, random: Random, one: Scheduled, now: int) -> None:
    found = await scheduled.some(tx, one.box, one.peer, (one.id,))
    if not found or found[0].due != one.due:
        return  # sent, deleted or given another time meanwhile, or it was sent with what it was scheduled with
    found = await scheduled.with_theirs(tx, found)
    try:
        await send(tx, random, found, now)
    except RpcError:  # they may not write there any more
        await scheduled.delete(tx, found)
        data = {"peer": one.peer, "ids": [gone.id for gone in found], "sent": []}
        await boxes.append(tx, one.box, UNSCHEDULED, data, now=now, pts_count=0)


JOBS = (Job(1, send_due),)
