"""Delivery: one message put into every box it belongs to, in one unit of work.

The copies, their ids and pts, and the dialogs they move to the top are stored together or not at all. A copy's row is
also the event that tells of it (storage/conversations/log.py). A private message stands in two boxes, a message to
oneself in one, a basic group's in one per member. Who may send what to whom was judged before; what is decided here is
only what must be decided inside the unit: the order of ids, and that a `random_id` is used once (row DU-2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from msgspec import Struct, structs

from server.dialogs.unarchiving import ARCHIVE, unarchive
from storage.conversations import boxes, dialogs, expiring, messages, polls, replies
from storage.conversations.boxes import NEW_MESSAGE, Event
from storage.conversations.dialogs import Arrival, Arriving, News
from storage.conversations.messages import Body, Flag, Message
from storage.database import Tx

NO_FLAGS, OUT = Flag(0), Flag.OUT


class Outgoing(Struct, gc=False):
    """One message that is to be sent. `mentions` are the users it mentions, plain ids."""

    body: Body
    random_id: int | None = None
    flags: Flag = NO_FLAGS
    grouped_id: int = 0
    mentions: frozenset[int] = frozenset()


class Recipient(NamedTuple):
    """A box that gets copies, and the peer whose dialog they stand in there."""

    box: int
    peer: int


class Sent(NamedTuple):
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
    count = len(outgoing)
    numbers = await boxes.advance_all(tx, [sender, *[box for box, _ in recipients]], ids=count, pts=count)
    last_id, pts, *_ = numbers[sender]
    mentions = [one.mentions for one in outgoing if one.mentions]
    news: list[News] = [Arriving(sender, peer, last_id, count)]
    for box, its_peer in recipients:
        mentioned = sum(box in those for those in mentions) if mentions else 0
        news.append((box, its_peer, numbers[box][0], count, count, mentioned))
    arrivals = await dialogs.arrived(tx, news)
    originals = _originals(sender, peer, outgoing, now, last_id, pts, arrivals[sender].ttl)
    rows: list[Message] = []
    for original, one in zip(originals, outgoing, strict=True):
        rows.append(original)
        rows += _copies(recipients, numbers, original, one, last_id - original.id)
    if any("reply" in one.body for one in outgoing):
        await replies.keep(tx, [one.body for one in outgoing])
    await messages.insert(tx, rows)
    boxes.tell(tx, _events(rows, arrivals, sender, origin))
    for box, its_peer in recipients:
        if arrivals[box].folder == ARCHIVE:
            await unarchive(tx, box, its_peer, now)
    if "ttl" in originals[0].body:
        await expiring.add(tx, rows)
    return [Sent(message, message.pts) for message in originals]


def _originals(
    sender: int, peer: int, outgoing: Sequence[Outgoing], now: int, last_id: int, last_pts: int, ttl: int
) -> list[Message]:
    """The sender's own copies, which all others follow, with the ids and pts that are now theirs."""
    first, pts = last_id - len(outgoing) + 1, last_pts - len(outgoing) + 1
    return [
        Message(
            sender,
            first + index,
            peer,
            sender,
            now,
            sender,
            first + index,
            OUT if one.flags is NO_FLAGS else one.flags | OUT,
            one.random_id,
            one.grouped_id,
            _kept(one.body, ttl, sender if peer == sender else 0),
            pts + index,
        )
        for index, one in enumerate(outgoing)
    ]


def _kept(body: Body, ttl: int, saved_peer: int) -> Body:
    """A body with what the dialog adds: its auto-delete timer, and in Saved Messages the chat it was saved from."""
    if ttl:
        body = {"ttl": ttl, **body}
    if saved_peer:
        body = {"saved_peer": saved_peer, **body}
    return body


def _copies(
    recipients: Sequence[Recipient],
    numbers: Mapping[int, tuple[int, int, int, int]],
    original: Message,
    one: Outgoing,
    behind: int,
) -> list[Message]:
    """The copies for other boxes; as many messages as `behind` come after this one."""
    flags, mentions = one.flags, one.mentions
    mentioned = flags | dialogs.UNREAD_MENTION if mentions else flags
    sender, date, origin_id, grouped_id, body = original.box, original.date, original.id, one.grouped_id, original.body
    return [
        Message(
            box,
            last_id - behind,
            peer,
            sender,
            date,
            sender,
            origin_id,
            mentioned if box in mentions else flags,
            None,
            grouped_id,
            body,
            pts - behind,
        )
        for box, peer in recipients
        for last_id, pts, _, _ in (numbers[box],)
    ]


def _events(copies: Sequence[Message], arrivals: Mapping[int, Arrival], sender: int, origin: int) -> list[Event]:
    """What tells of these copies; those in the sender's own box come from the session that asked."""
    return [
        Event(
            copy.box,
            copy.pts,
            0,
            1,
            NEW_MESSAGE,
            copy.date,
            {"id": copy.id, "known": arrivals[copy.box].known},
            origin if copy.box == sender else 0,
            copy,
        )
        for copy in copies
    ]


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
