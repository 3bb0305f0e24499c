"""Delivery: one message put into every box it belongs to, in one unit of work.

The copies, their ids and pts, and the dialogs they move to the top are stored together or not at all. A copy's row is
also the event that tells of it (storage/conversations/log.py). A private message stands in two boxes, a message to
oneself in one, a basic group's in one per member. Who may send what to whom was judged before; what is decided here is
only what must be decided inside the unit: the order of ids, and that a `random_id` is used once (row DU-2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from msgspec import Struct, structs

from server.dialogs.unarchiving import ARCHIVE, unarchive
from storage.conversations import boxes, dialogs, expiring, messages, polls, replies
from storage.conversations.boxes import NEW_MESSAGE, Event
from storage.conversations.dialogs import Arrival, News
from storage.conversations.messages import Body, Flag, Message
from storage.database import Tx

NO_FLAGS, OUT = Flag(0), Flag.OUT
NOBODY: frozenset[int] = frozenset()


class Outgoing(Struct, gc=False):
    """One message that is to be sent. `mentions` are the users it mentions, plain ids."""

    body: Body
    random_id: int | None = None
    flags: Flag = NO_FLAGS
    grouped_id: int = 0
    mentions: frozenset[int] = NOBODY


Recipient: TypeAlias = tuple[int, int]
"""A box that gets copies, and the peer whose dialog they stand in there; of a group there are hundreds."""


class Sent(Struct, frozen=True, gc=False):
    """What became of one outgoing message in the sender's box. `repeated`: a retry, and this is the first result."""

    message: Message
    pts: int
    repeated: bool = False


async def deliver(
    tx: Tx,
    sender: int,
    peer: int,
    recipients: Sequence[Recipient],
    outgoing: Sequence[Outgoing],
    *,
    now: int,
    origin: int,
) -> list[Sent]:
    """Send messages from a user's own box.

    Args:
        sender: The user who writes; their box gets the originals.
        peer: The dialog, as the sender knows it (a marked id).
        recipients: The other boxes. Empty for a message to oneself.
        outgoing: What is sent, in order; an album together.
        now: Unix seconds, the date of the messages.
        origin: The number of the live session that asks; it is answered instead of told.

    Returns:
        One `Sent` for each outgoing message.
    """
    fresh: list[Outgoing] = []
    repeated: list[tuple[int, Sent]] = []
    for place, one in enumerate(outgoing):
        before = None if one.random_id is None else await messages.sent_before(tx, sender, peer, one.random_id)
        if before is not None:
            repeated.append((place, await first_result(tx, sender, before)))
        else:
            fresh.append(await _begun(tx, sender, one, now) if "media" in one.body else one)
    sent = await _deliver_fresh(tx, sender, peer, recipients, fresh, now, origin) if fresh else []
    for place, result in repeated:
        sent.insert(place, result)
    return sent


async def first_result(tx: Tx, sender: int, message_id: int) -> Sent:
    """What a retry of a message is answered that was sent before, in this very unit at the latest."""
    message = await messages.by_id(tx, sender, message_id)
    assert message is not None  # found in this very unit
    return Sent(message, (await boxes.counters(tx, sender)).pts, repeated=True)


async def _begun(tx: Tx, sender: int, one: Outgoing, now: int) -> Outgoing:
    """A new poll begins with its message, which from here on only names it; any other media is as it was."""
    media = one.body["media"]
    if "poll" not in media:
        return one
    poll = polls.defined(media["poll_id"], sender, media["poll"])
    await polls.save(tx, replace(poll, closes_at=now + poll.period if poll.period else poll.closes_at))
    body = one.body.copy()
    body["media"] = {"kind": "poll", "poll_id": poll.id}
    return structs.replace(one, body=body)


async def _deliver_fresh(
    tx: Tx,
    sender: int,
    peer: int,
    recipients: Sequence[Recipient],
    outgoing: Sequence[Outgoing],
    now: int,
    origin: int,
) -> list[Sent]:
    count = behind = len(outgoing)
    among, mentions = [sender], False
    for box, _ in recipients:
        among.append(box)
    for one in outgoing:
        if one.mentions:
            mentions = True
    numbers = await boxes.advance_all(tx, among, ids=count, pts=count)
    news: list[News] = [(sender, peer, numbers[sender][0], count, 0, 0)]
    for box, its_peer in recipients:
        mentioned = sum(box in one.mentions for one in outgoing) if mentions else 0
        news.append((box, its_peer, numbers[box][0], count, count, mentioned))
    arrivals = await dialogs.arrived(tx, news)
    ttl, saved_peer = arrivals[sender].ttl, sender if peer == sender else 0
    rows: list[Message] = []
    sent: list[Sent] = []
    replying: list[Body] = []
    for one in outgoing:
        behind -= 1
        body = _kept(one.body, ttl, saved_peer) if ttl or saved_peer else one.body
        original = _add_copies(rows, sender, peer, recipients, one, body, now, numbers, behind)
        sent.append(Sent(original, original.pts))
        if "reply" in body:
            replying.append(body)
    if replying:
        await replies.keep(tx, replying)
    await messages.insert(tx, rows)
    boxes.tell(tx, _events(rows, arrivals, sender, origin))
    for box, its_peer in recipients:
        if arrivals[box].folder == ARCHIVE:
            await unarchive(tx, box, its_peer, now)
    if "ttl" in body:
        await expiring.add(tx, rows)
    return sent


def _kept(body: Body, ttl: int, saved_peer: int) -> Body:
    """A body with what the dialog adds: its auto-delete timer, and in Saved Messages the chat it was saved from."""
    if ttl:
        body = {"ttl": ttl, **body}
    if saved_peer:
        body = {"saved_peer": saved_peer, **body}
    return body


def _add_copies(
    rows: list[Message],
    sender: int,
    peer: int,
    recipients: Sequence[Recipient],
    one: Outgoing,
    body: Body,
    now: int,
    numbers: Mapping[int, tuple[int, int, int, int]],
    behind: int,
) -> Message:
    """Add the sender's own copy of a message, which is returned, and those for other boxes.

    The boxes stand at `numbers` when as many more messages as `behind` have come.
    """
    flags, mentions, grouped_id = one.flags, one.mentions, one.grouped_id
    last_id, pts, _, _ = numbers[sender]
    origin_id = last_id - behind
    original = Message(
        sender,
        origin_id,
        peer,
        sender,
        now,
        sender,
        origin_id,
        OUT if flags is NO_FLAGS else flags | OUT,
        one.random_id,
        grouped_id,
        body,
        pts - behind,
    )
    rows.append(original)
    mentioned = flags | dialogs.UNREAD_MENTION if mentions else flags
    for box, its_peer in recipients:
        last_id, pts, _, _ = numbers[box]
        rows.append(
            Message(
                box,
                last_id - behind,
                its_peer,
                sender,
                now,
                sender,
                origin_id,
                mentioned if box in mentions else flags,
                None,
                grouped_id,
                body,
                pts - behind,
            )
        )
    return original


def _events(copies: Sequence[Message], arrivals: Mapping[int, Arrival], sender: int, origin: int) -> list[Event]:
    """What tells of these copies; those in the sender's own box come from the session that asked."""
    events = []
    for copy in copies:
        box = copy.box
        data = {"id": copy.id, "known": arrivals[box].known}
        events.append(Event(box, copy.pts, 0, 1, NEW_MESSAGE, copy.date, data, origin if box == sender else 0, copy))
    return events


async def deliver_service(
    tx: Tx,
    sender: int,
    peer: int,
    recipients: Sequence[Recipient],
    action: dict[str, Any],
    *,
    now: int,
    random_id: int | None = None,
    reply: dict[str, Any] | None = None,
    flags: Flag = NO_FLAGS,
    origin: int = 0,
) -> Sent:
    """Send a service message: what a user did, told where they did it (records of server/render/actions.py)."""
    body = Body(action=action) if reply is None else Body(action=action, reply=reply)
    outgoing = Outgoing(body, random_id, flags | Flag.SERVICE)
    (sent,) = await deliver(tx, sender, peer, recipients, (outgoing,), now=now, origin=origin)
    return sent
